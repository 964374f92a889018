"""Mails say first what happened, and hold on their own all that a guest needs."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from registrations import mails, services
from registrations.models import Registration, RegistrationRules
from registrations.services import Person
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from symposium.mail.writing import write
from tests.factories import make_event, make_registration, make_session, make_venue

KINDS = sorted(path.stem for path in Path(settings.BASE_DIR, "templates/emails").glob("registration_*.txt"))
NAME, SAFE = "<b>Zoë</b> & Co", "<bdi>&lt;b&gt;Zoë&lt;/b&gt; &amp; Co</bdi>"
UNTIL = "2027-01-20T20:00:00+00:00"
ABOUT = {"method": "", "bump": 0, "had_place": True, "until": UNTIL}


@pytest.fixture
def guest(db):
    event = make_event(name="Moons & Tides")
    make_venue(event)
    return make_registration(event, name=NAME, new_email="new@example.org")


def written(guest, kind, **about):
    """The mail as it would be sent; the event is read anew."""
    about = {"registration": guest.pk, **ABOUT, **about}
    row = {"event": guest.event, "to_address": "a@example.org", "subject": "A mail", "language": guest.language}
    return write(OutgoingMail(kind=kind, about=about, **row))


@pytest.mark.parametrize("kind", KINDS)
def test_text_repeats_date_place_and_link_without_markup(guest, kind):
    text = written(guest, kind).text
    assert text[0].isupper()
    for needed in ("Moons & Tides", guest.event.when_in_words, "Observatory Hall", f"Dear {NAME},"):
        assert needed in text
    assert re.search(r"^http://testserver/registrations/\S+/$", text, re.MULTILINE)
    assert not re.search(r"&(amp|lt|#)|\n\n\n|\{", text)


@pytest.mark.parametrize("kind", KINDS)
def test_html_repeats_them_too_and_loads_nothing_from_elsewhere(guest, kind):
    html = written(guest, kind).html
    for needed in ("Moons &amp; Tides", guest.event.when_in_words, "Observatory Hall", f"Dear {SAFE},"):
        assert needed in html
    assert 'href="http://testserver/registrations/' in html
    assert "<b>Zoë" not in html
    assert not re.search(r"<(img|script|link)|url\(|src=", html)
    assert not re.search(r"style=\"[^\"]*(left|right)", html), "as well from the right to the left"


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_to_somebody_else_says_first_whom_it_is_about(kind, guest):
    RegistrationRules.objects.create(event=guest.event, party_size=2)
    companion = services.add_companion(guest, Person("王 小明"))
    mail = written(companion, kind)
    assert mail.text.startswith("About 王 小明, whom you registered")
    assert f"Dear {NAME}," in mail.text
    assert "About <bdi>王 小明</bdi>" in mail.html


def test_subject_and_greeting_of_what_comes_to_somebody_else(guest):
    RegistrationRules.objects.create(event=guest.event, party_size=2)
    services.add_companion(guest, Person("王 小明"))
    mails.promoted(Registration.objects.get(name="王 小明"))
    mail = OutgoingMail.objects.get(kind="registration_promoted")
    assert (mail.to_name, mail.to_address) == (NAME, guest.email)
    assert mail.subject.startswith("王 小明: ")


@pytest.mark.parametrize("kind", sorted(mails.WITH_PARTY))
def test_who_brought_others_has_their_names_and_the_links_of_those_without_address(guest, kind):
    RegistrationRules.objects.create(event=guest.event, party_size=4)
    bea = services.add_companion(guest, Person("Bea", "bea@example.org"))
    cy = services.add_companion(guest, Person("Cy <3"))
    gone = services.add_companion(guest, Person("Gone"))
    services.cancel(gone)
    mail = written(guest, kind)
    for words in (mail.text, mail.html):
        assert cy.get_absolute_url() in words
        assert bea.get_absolute_url() not in words
        assert "Bea" in words
        assert "Gone" not in words
    assert "Cy <3: has a place" in mail.text
    assert "<bdi>Cy &lt;3</bdi>: has a place" in mail.html


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("registration_approved", {"words": "Welcome <i>all</i>\nCome early"}),
        ("registration_waiting", {"words": "Welcome <i>all</i>\nCome early"}),
        ("registration_declined", {"words": "Welcome <i>all</i>\nCome early"}),
        ("registration_cancelled", {"by_staff": True, "reason": "Welcome <i>all</i>\nCome early"}),
    ],
)
def test_words_of_the_organisers_stand_as_they_wrote_them(guest, kind, about):
    mail = written(guest, kind, **about)
    assert "\n\nWelcome <i>all</i>\nCome early\n\n" in mail.text
    assert "Welcome &lt;i&gt;all&lt;/i&gt;<br>Come early" in mail.html


def test_an_offer_says_until_when_and_the_line_whether_one_must_accept(guest):
    mail = written(guest, "registration_offered")
    assert "Wednesday 20 January 2027, 12:00 (Pacific Time)" in mail.text
    assert "Accept or decline the place" in mail.html
    assert "you need not do anything" in written(guest, "registration_waiting").text
    RegistrationRules.objects.create(event=guest.event, offer_hours=24)
    assert "you have 24 hours to accept it" in written(guest, "registration_waiting").text


def test_a_session_that_came_free_is_named(guest):
    session = make_session(guest.event, title="Sails & Light")
    mail = written(guest, "registration_session", session=session.pk)
    assert "“Sails & Light”" in mail.text
    assert "Sails &amp; Light" in mail.html


def test_who_takes_part_online_is_sent_to_no_hall(guest):
    Registration.objects.update(mode="online")
    mail = written(guest, "registration_confirmed")
    assert "Observatory Hall" not in mail.text + mail.html
    assert "\nOnline\n" in mail.text


def test_a_mail_of_an_event_that_is_postponed_names_no_date(guest):
    Event.objects.update(state="postponed")
    mail = written(guest, "registration_waiting")
    for words in (mail.text, mail.html):
        assert "A new date is to be announced" in words
        assert guest.event.when_in_words not in words


def test_who_was_cancelled_by_the_organisers_is_told_so(guest):
    by_staff = written(guest, "registration_cancelled", by_staff=True)
    assert "The organisers have cancelled your registration" in by_staff.text
    assert "as you asked" in written(guest, "registration_cancelled").text


def test_a_receipt_names_what_was_erased_and_leads_nowhere(guest):
    receipt = {"reference": "K7Q2-9XDM", "erased_at": timezone.now().isoformat(), "had_place": True}
    mails.erased(guest, receipt)
    mail = OutgoingMail.objects.get(kind="erasure_receipt")
    for words in (mail.text, mail.html):
        assert "K7Q2-9XDM" in words
        assert "/registrations/" not in words
    assert not re.search(r"&(amp|lt|#)|\n\n\n|\{", mail.text)


@pytest.mark.parametrize("name", ["عبد الرحمن بن خلدون", "Donaudampfschifffahrt" * 7])
def test_names_of_every_kind_stand_isolated(guest, name):
    Registration.objects.update(name=name)
    assert f"<bdi>{name}</bdi>" in written(guest, "registration_confirmed").html


def test_a_mail_is_in_the_language_of_the_guest(guest):
    Registration.objects.update(language="en-us")
    guest.language = "en-us"
    mail = written(guest, "registration_cancelled")
    with translation.override("en-us"):
        assert guest.event.when_in_words in mail.text
    assert '<html lang="en-us" dir="ltr">' in mail.html
    assert "Your registration is canceled" in mail.html


def test_a_mail_in_a_language_from_the_right_turns_around(guest):
    context = mails.context_of(guest, ABOUT | {"until": timezone.now().isoformat()}) | {"subject": "A mail"}
    with translation.override("ar"):
        assert 'dir="rtl"' in render_to_string("emails/registration_cancelled.html", context)


def test_every_kind_has_a_subject(guest):
    for kind in KINDS:
        assert "%(event)s" in mails.subject_of(kind, had_place=True)
