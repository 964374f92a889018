"""Whatever is changed, and however: who asks next, with what they were given before, is given the new page.

Every model that public pages show x every way of changing it x the pages that show it, by real requests.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models
from django.utils import timezone

from registrations.models import BookableSession, Question, RegistrationRules
from speakers.models import Affiliation, Link, Speaker
from symposium.events.models import Announcement, Event, Hosting, Milestone, Photograph, Room, Venue
from symposium.events.services import close_past_events
from symposium.kit import sweeps
from symposium.kit.published import Published, PublishingQuerySet
from symposium.kit.revisions import publishing
from symposium.organisations.models import Organisation
from symposium.programme.models import Appearance, Material, Publication, PublicationItem, Session, Track
from tests.factories import (
    make_affiliation,
    make_announcement,
    make_appearance,
    make_event,
    make_hosting,
    make_milestone,
    make_organisation,
    make_photograph,
    make_publication,
    make_room,
    make_session,
    make_speaker,
    make_track,
    make_user,
)

pytestmark = pytest.mark.django_db
# What pages show only through the event's key, never as they are; each with the reason why none can be stale.
NOT_SHOWN = {
    "kit.Counter": "it is what keys are made of",
    "kit.KeptPicture": "a picture that rows name by what it holds",
    "search.Document": "written by what follows a publication; the search has the site's revision in its key",
    "kit.FormerSlug": "former addresses are looked up for every request",
    "history.Edit": "the log of what was changed, for the desk alone",
    "history.Change": "the log of what was changed, for the desk alone",
    "history.KeptImage": "what no page shows any more",
    "history.Draft": "staff",
    "history.Presence": "staff",
    "accounts.User": "staff",
    "accounts.Membership": "staff",
    "accounts.SavedFilter": "staff",
    "accounts.TeamInvitation": "staff; the page behind its link is kept by nobody",
    "accounts.TeamRules": "staff",
    "exchange.Identity": "made once and never changed, in the transaction that publishes what it names",
    "exchange.Import": "staff",
    "exchange.ReplacedPicture": "what no page shows any more",
    "calendars.Entry": "written by what follows a publication, and by a sweep that publishes",
    "calendars.Revision": "the log of entries, for the desk alone",
    "mail.OutgoingMail": "mails",
    "mail.Letterhead": "mails",
    "notices.Notice": "mails",
    "notices.NoticeText": "mails",
    "notices.NoticeTemplate": "staff",
    "notices.NoticeRecipient": "guests",
    "registrations.Registration": "guests; pages show their number, by the phase",
    "registrations.Party": "guests",
    "registrations.Allocation": "what it holds is in the event's counters",
    "registrations.Invitation": "guests",
    "registrations.InvitationDraft": "staff",
    "registrations.Booking": "guests; pages show no numbers of them",
    "registrations.Consent": "the list of participants has a version of its own in its key",
    "registrations.Answer": "guests",
    "registrations.Needs": "guests",
    "registrations.SiteAccess": "guests",
    "registrations.SiteAccessLook": "staff",
    "registrations.PersonalFeed": "guests",
    "registrations.Deed": "the log",
    "registrations.GuestCount": "the dashboard",
    "registrations.GuestDay": "the dashboard",
    "speakers.PersonalLink": "speakers; the page behind it is kept by nobody",
    "speakers.Suggestion": "speakers; what is taken over of it is published with the speaker",
    "speakers.SpeakerConsent": "speakers, and the desk",
    "speakers.SpeakerNeeds": "speakers, and guest care",
    "events.Copy": "the desk, and previews, which nobody keeps",
    "api.AccessToken": "staff",
    "api.Webhook": "staff",
    "api.Delivery": "staff",
    "api.Snapshot": "what was public, to tell what has changed",
}


@dataclass
class Shown:
    """A model, what is changed of it, and the pages that show it, below its event's unless they begin with '/'."""

    change: dict[str, Any]
    pages: tuple[str, ...]
    key: str = field(default="")


SHOWN: dict[type[models.Model], Shown] = {
    Event: Shown(
        {"name": "Renamed"}, ("", "programme/", "story/", "calendar/", "calendar.ics", "news.atom", "/", "/events/")
    ),
    Organisation: Shown({"name": "Renamed"}, ("", "hosts/", "speakers/", "speakers/ada/", "/organisations/host/")),
    Hosting: Shown({"consented": False}, ("", "hosts/")),
    Venue: Shown({"name": "Renamed"}, ("", "venue/", "calendar.ics", "/")),
    Room: Shown({"name": "Renamed"}, ("venue/", "programme/", "programme/talk/", "calendar/", "programme.ics")),
    Track: Shown({"name": "Renamed"}, ("programme/", "calendar/", "tracks/track.ics")),
    Session: Shown(
        {"title": "Renamed"},
        ("programme/", "programme/talk/", "speakers/ada/", "programme.ics", "schedule.xml", "schedule.json"),
    ),
    Appearance: Shown({"part": Appearance.Part.CHAIR}, ("programme/talk/", "speakers/ada/")),
    Material: Shown({"title": "Renamed"}, ("programme/talk/",)),
    Publication: Shown({"words": "Renamed"}, ("changes/", "changes.atom")),
    PublicationItem: Shown({"title": "Renamed"}, ("changes/", "changes.atom")),
    Speaker: Shown({"name": "Renamed"}, ("speakers/", "speakers/ada/", "programme/", "programme/talk/")),
    Affiliation: Shown({"position": "Renamed"}, ("speakers/ada/", "programme/talk/")),
    Link: Shown({"label": "Renamed"}, ("speakers/ada/",)),
    Milestone: Shown({"title": "Renamed"}, ("story/",)),
    Photograph: Shown({"caption": "Renamed"}, ("photographs/", "story/")),
    Announcement: Shown({"title": "Renamed"}, ("", "news/", "news.atom")),
    BookableSession: Shown({"capacity": 7}, ("programme/talk/",)),
    RegistrationRules: Shown({"asks_participants": False}, ("", "programme/", "programme/talk/")),
}
# No public page shows them; the form, which is kept by the event's revision, does (registrations/test_form_speed.py).
ON_THE_FORM = {Question}
MODELS = pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)


@pytest.fixture
def event():
    return make_world("night")


def make_world(slug: str) -> Event:
    """An event with one of everything."""
    with publishing():
        event = make_event(slug=slug)
        organisation = make_organisation(slug="host" if slug == "night" else "")
        make_hosting(event, organisation)
        room, track = make_room(event, slug="room"), make_track(event, slug="track")
        session = make_session(event, slug="talk", room=room, track=track)
        # A programme names its tracks when it has two.
        make_session(event, slug="second", track=make_track(event))
        speaker = make_speaker(event, slug="ada")
        make_appearance(session, speaker)
        make_affiliation(speaker, organisation=organisation)
        Link.objects.create(speaker=speaker, label="Institute", url="https://example.org/")
        Material.objects.create(session=session, title="Slides", url="https://example.org/")
        make_publication(event, session)
        make_milestone(event, photograph=make_photograph(event))
        make_announcement(event, slug="news")
        BookableSession.objects.create(session=session, capacity=5)
        RegistrationRules.objects.create(event=event, asks_participants=True)
    Event.objects.filter(pk=event.pk).update(participants_version=1)
    return event


def one(model: type[models.Model], event: Event) -> Any:
    if model is Event:
        return event
    if model is Organisation:
        return event.hostings.get().organisation
    return model.objects.filter(**{model.event_path(): event.pk}).earliest("pk")


class Reader:
    """Has read some pages, and asks for them again with the tag of what they have."""

    def __init__(self, client: Any, event: Event, pages: tuple[str, ...]) -> None:
        self.client = client
        self.had = {}
        for page in pages:
            address = page if page.startswith("/") else f"/events/{event.slug}/{page}"
            self.had[address] = client.get(address)
            assert self.had[address].status_code == 200, address
            again = client.get(address, headers={"If-None-Match": self.had[address].headers["ETag"]})
            assert again.status_code == 304, address

    def sees(self, *, new: bool = True) -> None:
        """Every page is what a server that never saw it before would make of it."""
        now = {
            address: self.client.get(address, headers={"If-None-Match": had.headers["ETag"]})
            for address, had in self.had.items()
        }
        cache.clear()
        for address, answer in now.items():
            assert answer.status_code != 304, f"{address} is stale"
            assert answer.content == self.client.get(address).content, address
            if new:
                assert answer.content != self.had[address].content, f"{address} does not show the change"


def by_save(row: Any, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(row, name, value)
    row.save()


def by_saving_some_fields(row: Any, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(row, name, value)
    row.save(update_fields=list(change))


def by_update(row: Any, change: dict[str, Any]) -> None:
    type(row).objects.filter(pk=row.pk).update(**change)


def by_update_through_the_base_manager(row: Any, change: dict[str, Any]) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**change)


def by_bulk_update(row: Any, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(row, name, value)
    type(row).objects.bulk_update([row], list(change))


def by_update_or_create(row: Any, change: dict[str, Any]) -> None:
    type(row).objects.update_or_create(pk=row.pk, defaults=change)


def by_bulk_create_over_it(row: Any, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(row, name, value)
    type(row).objects.bulk_create(
        [row], update_conflicts=True, unique_fields=[row._meta.pk.name], update_fields=list(change)
    )


WAYS: list[Callable[[Any, dict[str, Any]], None]] = [
    by_save,
    by_saving_some_fields,
    by_update,
    by_update_through_the_base_manager,
    by_bulk_update,
    by_update_or_create,
    by_bulk_create_over_it,
]


@MODELS
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_change_is_seen_at_once(client, event, model, way):
    shown = SHOWN[model]
    reader = Reader(client, event, shown.pages)
    way(one(model, event), shown.change)
    reader.sees()


def by_delete(row: Any) -> None:
    row.delete()


def by_deleting_the_queryset(row: Any) -> None:
    type(row).objects.filter(pk=row.pk).delete()


@MODELS
@pytest.mark.parametrize("way", [by_delete, by_deleting_the_queryset], ids=lambda way: way.__name__)
def test_a_deletion_is_seen_at_once_with_all_that_it_does_to_others(client, event, model, way):
    shown = SHOWN[model]
    reader = Reader(client, event, shown.pages)
    if model is Organisation:  # the database keeps what others name
        event.hostings.all().delete()
        Affiliation.objects.filter(speaker__event=event).delete()
    way(one(model, event) if model is not Organisation else Organisation.objects.get(slug="host"))
    reader.sees()


@pytest.mark.parametrize(
    ("model", "pages"),
    [
        (Room, ("programme/", "programme/talk/", "programme.ics")),
        (Venue, ("programme/", "programme/talk/", "programme.ics")),
        (Track, ("programme/",)),
        (Speaker, ("programme/talk/", "programme.ics")),
        (Session, ("speakers/ada/",)),
        (Photograph, ("story/",)),
    ],
)
def test_what_is_deleted_is_gone_from_the_pages_of_others(client, event, model, pages):
    reader = Reader(client, event, pages)
    one(model, event).delete()
    reader.sees()


def test_a_room_that_a_session_of_another_event_uses_is_gone_from_its_pages_too(client, event):
    """Forms refuse it; an import could write it."""
    other = make_world("morning")
    other.sessions.update(room=one(Room, event))
    reader = Reader(client, other, ("programme/", "programme/talk/"))
    one(Room, event).delete()
    reader.sees()


def copied(row: Any) -> Any:
    """A further row like it, in the same place."""
    row.pk = None
    row._state.adding = True
    for name, value in {"slug": "another", "name": "Another", "title": "Another", "uid": None}.items():
        if name in {f.name for f in row._meta.concrete_fields}:
            setattr(row, name, value or type(row)._meta.get_field(name).get_default())
    if isinstance(row, Hosting):
        row.organisation = make_organisation()
    if isinstance(row, Appearance):
        row.part = Appearance.Part.CHAIR
    if isinstance(row, Affiliation):
        row.name, row.organisation = "Another institute", None
    return row


NOT_COPIED = {
    Venue: "an event has one",
    Organisation: "shown nowhere until something names it",
    BookableSession: "a session has one",
    RegistrationRules: "an event has one",
}


@pytest.mark.parametrize("model", [m for m in SHOWN if m not in NOT_COPIED], ids=lambda model: model.__name__)
@pytest.mark.parametrize("way", ["create", "bulk_create", "get_or_create", "ignoring_conflicts"])
def test_what_is_added_is_seen_at_once(client, event, model, way):
    shown = SHOWN[model]
    pages = shown.pages if model is not Event else ("/", "/events/")
    row = copied(one(model, event))
    reader = Reader(client, event, [page for page in pages if "talk" not in page or model is not Session])
    values = {f.name: getattr(row, f.name) for f in row._meta.concrete_fields if not f.primary_key}
    {
        "create": lambda: model.objects.create(**values),
        "bulk_create": lambda: model.objects.bulk_create([row]),
        "get_or_create": lambda: model.objects.get_or_create(pk=10**6, defaults=values),
        "ignoring_conflicts": lambda: model.objects.bulk_create([row], ignore_conflicts=True),
    }[way]()
    reader.sees(new=False)


@pytest.mark.parametrize(
    "model", [m for m in SHOWN if m is not Event and m not in NOT_COPIED], ids=lambda model: model.__name__
)
@pytest.mark.parametrize(
    "way", [by_save, by_update, by_bulk_update, by_bulk_create_over_it], ids=lambda way: way.__name__
)
def test_what_moves_to_another_event_is_gone_from_one_and_found_at_the_other(client, event, model, way):
    other = make_world("morning")
    row = one(model, event)
    if isinstance(row, Session):
        Session.objects.filter(pk=row.pk).update(room=None, track=None)
        row.refresh_from_db()
    into = getattr(one(model, other), model.belongs_to)
    change = {model.belongs_to: into}
    if "slug" in {f.name for f in model._meta.fields}:
        model.objects.filter(pk=row.pk).update(slug="mover")
        row.refresh_from_db()
    pages = tuple(
        page for page in SHOWN[model].pages if page[:1] != "/" and not page.endswith((".ics", "talk/", "ada/"))
    )
    readers = [Reader(client, one_of_both, pages or ("programme/",)) for one_of_both in (event, other)]
    way(row, change)
    for reader in readers:
        reader.sees(new=False)


@pytest.mark.parametrize("way", ["add", "set", "clear"])
def test_related_managers_change_pages_too(client, event, way):
    session, second = one(Session, event), make_track(event, name="Second track")
    reader = Reader(client, event, ("programme/",))
    {
        "add": lambda: second.sessions.add(session),
        "set": lambda: second.sessions.set([session]),
        "clear": one_track(event).sessions.clear,
    }[way]()
    reader.sees()


def one_track(event: Event) -> Track:
    return event.tracks.get(slug="track")


@pytest.mark.parametrize(
    ("model", "pages"),
    [(Track, ("programme/",)), (Speaker, ("speakers/", "programme/")), (Photograph, ("photographs/",))],
)
def test_the_admins_action_changes_pages(client, event, model, pages):
    reader = Reader(client, event, pages)
    client.force_login(make_user(is_superuser=True))
    list_of = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    row = one(model, event)
    chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    assert client.post(list_of, chosen).status_code == 302
    assert not model.objects.filter(pk=row.pk).exists()
    reader.sees()


def test_the_admins_form_changes_pages(client, event):
    reader = Reader(client, event, ("programme/",))
    client.force_login(make_user(is_superuser=True))
    track = one(Track, event)
    form = {"event": event.pk, "name": "Renamed", "slug": track.slug, "position": 1}
    assert client.post(f"/admin/programme/track/{track.pk}/change/", form).status_code == 302
    reader.sees()


def test_the_workers_sweeps_change_pages(client, event, monkeypatch):
    monkeypatch.setattr(sweeps, "close_old_connections", lambda: None)
    now = timezone.now()
    make_announcement(event, title="In time", published_at=now - timedelta(seconds=1))
    # As if it had been written two days ago, to be shown now.
    Event.objects.filter(pk=event.pk).update(revised_at=now - timedelta(days=2))
    reader = Reader(client, event, ("news.atom",))
    assert sweeps.sweep_all()["announcements released"] == 1
    reader.sees(new=False)


def test_an_event_that_ends_by_itself_is_over_on_its_pages(client, event):
    reader = Reader(client, event, ("", "/", "calendar.ics"))
    assert close_past_events(event.ends_at + timedelta(seconds=1)) == 1
    reader.sees(new=False)


def test_services_columns_publish_nothing(client, event, django_assert_num_queries):
    with django_assert_num_queries(1):
        Event.objects.filter(pk=event.pk).update(seats_taken=1, guests_waiting=0)


def test_many_rows_cost_few_queries(event, django_assert_max_num_queries):
    talk = one(Session, event)
    rows = [Session(event=event, slug=f"s-{n}", title=f"Session {n}", room=talk.room) for n in range(2_000)]
    with django_assert_max_num_queries(40):
        sessions = Session.objects.bulk_create(rows)
    speaker = one(Speaker, event)
    with django_assert_max_num_queries(40):
        Appearance.objects.bulk_create([Appearance(session=session, speaker=speaker) for session in sessions])


def test_every_model_is_either_published_or_known_to_be_on_no_page():
    """A new model: make it Published (EventContent) and add it to SHOWN; or say in NOT_SHOWN why no page shows it."""
    ours = [
        m for m in apps.get_models() if m.__module__.partition(".")[0] in {"symposium", "speakers", "registrations"}
    ]
    assert ours
    published = {model for model in ours if issubclass(model, Published)}
    assert {model._meta.label for model in ours if model not in published} == set(NOT_SHOWN)
    assert published == {*SHOWN, *ON_THE_FORM}


@MODELS
def test_every_manager_of_what_is_shown_publishes(model):
    for manager in (*model._meta.managers, model._base_manager, model._default_manager):
        assert isinstance(manager.get_queryset(), PublishingQuerySet), manager
