"""No text for readers is left out of translation: pages, mails, errors of forms, names of choices and fields."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from django.utils.translation import trans_real

from registrations import mails, services
from registrations.forms import RegistrationForm
from registrations.models import Registration, RegistrationRules
from symposium.calendars.services import follow_event
from symposium.events.models import Event
from symposium.kit import saying, zones
from symposium.kit.revisions import publishing
from symposium.mail.models import OutgoingMail
from symposium.programme.models import Appearance
from tests import factories
from tests.factories import awkward, make_event
from tests.factories.addresses import is_staffs
from tests.locale.pseudo import APPS, Pseudo, in_greek, said_in, unmarked, untranslated

TEMPLATES = Path(settings.BASE_DIR, "templates")
ZONE, FAR = "America/Los_Angeles", "Asia/Tokyo"
# The site is for people; these are for machines, or answer with what is not text.
MACHINES = {"picture", "alive", "ready", "robots", "security", "sitemap", "preview"} | {
    *("personal-feed", "registration-calendar"),
    # What they say to people is the description of what they say to programs.
    *("api", "api-docs", "api-description", "api-root", "api-nowhere", "embed-script", "oembed"),
    *(f"api-{name}" for name in ("events", "event", "sessions", "session", "tracks", "rooms", "speakers", "speaker")),
    *(f"api-{name}" for name in ("news", "organisations", "organisation", "guests", "guest", "token")),
}
# Editable by code, shown nowhere.
NOT_SHOWN = {("outgoingmail", "calendar_method"), ("entry", "slug"), ("entry", "event_slug")}
# Pages that say more when a reader has chosen something.
CHOICES = {
    "programme": ("?view=grid", f"?zone={FAR}", "?zone=choose", "?track=track", "?room=nowhere"),
    "speakers": ("?q=%CE%9B", "?q=%CE%A9%CE%A9%CE%A9"),
    "search": ("?q=%CE%9B", "?q=%CE%A9%CE%A9%CE%A9", "?q=.", f"?q={'%CE%A9' * 200}"),
}
STATES = ("published", "over", "cancelled", "postponed")


@pytest.fixture
def pseudo():
    """The source language, spoken wide; what was active before is active again when the words are plain."""
    language, code = Pseudo(), settings.LANGUAGE_CODE
    with translation.override(code), pytest.MonkeyPatch.context() as patch:
        patch.setitem(trans_real._translations, code, language)
        patch.setattr(trans_real, "_default", language)
        forget()
        translation.activate(code)
        yield
    forget()


def forget():
    """What was said is kept by the name of the language, which is the same."""
    saying._day.cache_clear()
    saying._clock.cache_clear()


@pytest.fixture
def allowed():
    """Zones are named by CLDR, places by the database of zones, and each language calls itself by its own name."""
    labels = {zones.zone_label(name) for name in (ZONE, FAR)}
    places = {name.replace("_", " ") for name in zones.zone_names()}
    return labels | places | {str(name) for _code, name in settings.LANGUAGES}


@publishing()
def make_all(state, slug):
    """An event with something on every page; what has an address is named after its kind."""
    event = make_event(slug=slug, timezone=ZONE, state=state)
    Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at + timedelta(hours=34))
    event.refresh_from_db()
    factories.make_venue(event, latitude="34.1", longitude="-118.1")
    hall = factories.make_room(event, slug="room")
    factories.make_room(event)
    track = factories.make_track(event, slug="track")
    host = factories.make_organisation(slug=f"organisation-{slug}")
    for role in ("co_host", "supporter"):
        factories.make_hosting(event, host if role == "co_host" else None, role=role)
    speaker = factories.make_speaker(event, slug="speaker")
    factories.make_affiliation(speaker, organisation=host)
    factories.make_affiliation(speaker)
    make_programme(event, hall, track, speaker)
    factories.make_milestone(event, photograph=factories.make_photograph(event))
    factories.make_milestone(event, when="1997/2017")
    factories.make_announcement(event)
    return event


def make_programme(event, hall, track, speaker):
    """Every kind of session, one of them cancelled and one without a time."""
    first = factories.make_session(event, slug="session", room=hall, track=track, at=0)
    for part, _label in Appearance.Part.choices:
        factories.make_appearance(first, speaker, part=part)
    factories.make_appearance(first)
    for at, (kind, _label) in enumerate(first.Kind.choices):
        factories.make_session(event, kind=kind, at=at)
    factories.make_session(event, state="cancelled", at=25)
    factories.make_session(event, at=None)
    factories.make_bookable(event, at=7, places=3)
    factories.make_bookable(event, at=8, places=0)
    factories.make_bookable(event, at=8, places=0, line=False)
    awkward.make_participants(event)


def patterns(resolver):
    """Every address that has a name, with the names of what it is made of."""
    for pattern in resolver.url_patterns:
        if is_staffs(pattern):
            continue
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name and pattern.name not in MACHINES:
            yield pattern.name, frozenset(pattern.pattern.converters)


def addresses(event):
    """Every page of the site, walked by its routes: a new one is found by itself, or says what it needs."""
    known = {
        "event": event.slug,
        "session": "session",
        "speaker": "speaker",
        "track": "track",
        "room": "room",
        "organisation": f"organisation-{event.slug}",
        "size": 192,
    }
    for name, needs in sorted(patterns(get_resolver())):
        if {"language", "token", "mark"} & needs:
            continue
        assert needs <= known.keys(), f"say in this test what {name} needs: {needs - known.keys()}"
        address = reverse(name, kwargs={need: known[need] for need in needs})
        yield from (address + choice for choice in ("", *CHOICES.get(name, ())))


def test_letters_of_the_source_are_found():
    page = '<title>Home</title><p aria-label="Name">Ｗｉｄｅ Λόγος <i>plain</i> a@b.org</p><script>let x;</script>'
    assert untranslated(said_in(page)) == ["Home", "Name", "plain"]
    assert said_in("<p><kbd>j</kbd> <kbd>Shift</kbd> <b>k</b></p>") == [" ", "Shift", " ", "k"]
    assert untranslated(["10:00 (Pacific Time)"], {"Pacific Time"}) == []
    assert unmarked("<p>{% translate 'Marked' %} not {{ this }}</p>") == "<p> not 0</p>"


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_every_page_is_translated(client, pseudo, allowed, state):
    event = make_all(state, "full")
    in_greek()
    # Calendars keep what was published.
    follow_event(event.pk)
    found = {}
    for address in addresses(event):
        response = client.get(address)
        assert response.status_code in {200, 302}, address
        if response["Content-Type"].startswith("text/html") and response.status_code == 200:
            found[address] = untranslated(said_in(response.content.decode()), allowed)
    assert len(found) > 12
    assert not {address: words for address, words in found.items() if words}


@pytest.mark.django_db
def test_every_page_of_an_event_without_anything_is_translated(client, pseudo, allowed):
    event = make_event(slug="empty", timezone=ZONE)
    in_greek()
    found = {}
    for name, needs in patterns(get_resolver()):
        if needs <= {"event"}:
            response = client.get(reverse(name, kwargs=dict.fromkeys(needs, event.slug)))
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                found[name] = untranslated(said_in(response.content.decode()), allowed)
    assert len(found) > 8
    assert not {name: words for name, words in found.items() if words}


@pytest.mark.django_db
@pytest.mark.parametrize("state", [choice for choice, _label in Registration.State.choices])
def test_every_page_of_a_guest_is_translated(client, pseudo, allowed, state):
    event = make_event(timezone=ZONE, capacity=0, guests_waiting=int(state == "waiting"))
    since = {"waiting": "waiting_since", "offered": "offered_until"}.get(state)
    guest = factories.make_registration(event, state=state, **({since: event.starts_at} if since else {}))
    asked = dict.fromkeys(("asks_diet", "asks_access", "asks_photographs", "asks_news"), True)
    RegistrationRules.objects.create(event=event, party_size=3, offer_hours=2, **asked)
    in_greek()
    views = [name for name, needs in patterns(get_resolver()) if needs == {"token"} and name.startswith("registration")]
    for view in views:
        response = client.get(reverse(view, args=[guest.token]), follow=True)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            assert not untranslated(said_in(response.content.decode()), allowed | {guest.reference}), view


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "data"),
    [
        ({}, {}),
        ({}, {"name": "Λ", "email": "wrong", "consent": "on"}),
        ({}, {"name": "Λ" * 200, "email": "a@example.org", "affiliation": "Λ" * 200, "consent": "on"}),
        ({}, {"name": "Λ", "email": "a@example.org", "consent": "on", "website": "Λ"}),
        ({"capacity": 0, "has_waiting_list": True}, {"name": "Λ", "email": "a@example.org", "consent": "on"}),
        ({"capacity": 0, "has_waiting_list": False}, {"name": "Λ", "email": "a@example.org", "consent": "on"}),
        ({"policy": "closed"}, {}),
    ],
)
def test_errors_of_forms_are_translated(client, pseudo, allowed, fields, data):
    event = make_event(timezone=ZONE, **fields)
    in_greek()
    page = client.post(reverse("register", args=[event.slug]), data).content.decode()
    assert not untranslated(said_in(page), allowed)


@pytest.mark.django_db
def test_errors_of_the_site_are_translated(client, pseudo):
    assert not untranslated(said_in(client.get("/nothing/").content.decode()))


@pytest.mark.django_db
def test_mails_are_translated(pseudo, allowed):
    event = make_event(timezone=ZONE)
    factories.make_venue(event)
    in_greek()
    event.refresh_from_db()
    guest = services.register(event, name="Λόγος", email="a@example.org")
    for write in (mails.waiting, mails.promoted, mails.cancelled, mails.already, mails.cancel_request):
        write(guest)
    mails.cancelled(guest, by_staff=True)
    mails.cancelled(guest, had_place=False)
    guest.new_email = "b@example.org"
    for write in (mails.link, mails.lapsed, mails.mode_changed, mails.new_address, mails.address_changed):
        write(guest)
    mails.erased(guest, {"reference": "7", "erased_at": event.starts_at.isoformat(), "had_place": True})
    sent = list(OutgoingMail.objects.all())
    assert len(sent) >= 8
    for mail in sent:
        assert not untranslated([mail.subject, mail.text, *said_in(mail.html)], allowed), mail.kind


def test_names_of_models_fields_and_choices_are_translated(pseudo):
    desks = [desk for model, desk in admin.site._registry.items() if model._meta.app_label in APPS]
    shown = {desk.model for desk in desks} | {inline.model for desk in desks for inline in desk.inlines}
    # Each language calls itself by its own name.
    allowed = {"%(name)s", *(str(name) for _code, name in settings.LANGUAGES)}
    for model in shown:
        meta = model._meta
        said = [meta.verbose_name, meta.verbose_name_plural, apps.get_app_config(meta.app_label).verbose_name]
        for field in meta.fields:
            if field.editable and not field.primary_key and (meta.model_name, field.name) not in NOT_SHOWN:
                said += [field.verbose_name, field.help_text, *(label for _value, label in field.flatchoices)]
        said += [constraint.violation_error_message for constraint in meta.constraints]
        assert not untranslated([str(words) for words in said if words], allowed), model


@pytest.mark.django_db
def test_names_of_the_form_are_translated(pseudo):
    form = RegistrationForm(event=make_event())
    for field in form.fields.values():
        said = [field.label, field.help_text, *field.error_messages.values()]
        assert not untranslated([str(words) for words in said if words])


def test_names_at_the_desk_are_translated(pseudo):
    said = []
    for model, desk in admin.site._registry.items():
        if model._meta.app_label in APPS:
            said += [title for title, _options in desk.fieldsets or () if title]
            shown = [getattr(desk, str(name), None) for name in (*desk.list_display, *desk.readonly_fields)]
            said += [step.short_description for step in shown if hasattr(step, "short_description")]
            said += [inline.verbose_name_plural for inline in desk.inlines if inline.verbose_name_plural]
    assert said
    assert not untranslated([str(words) for words in said])


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_word_stands_unmarked_in_a_template(path):
    assert not untranslated(said_in(unmarked(path.read_text())))


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("emails/*.txt")), ids=lambda path: path.name)
def test_no_word_stands_unmarked_in_the_text_of_a_mail(path):
    assert not untranslated([unmarked(path.read_text())])
