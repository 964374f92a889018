"""Two events with one of everything, and the fixed cast of the desk: every test of access reads alike.

All that belongs to the other event is named with MARK, so that a page which shows any of it gives itself away.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import models

from registrations.models import Allocation, Deed, Needs, Question, RegistrationRules, SiteAccess
from speakers.models import SpeakerNeeds
from symposium.accounts.models import Membership, Role, User
from symposium.api.models import Delivery
from symposium.calendars.models import Entry
from symposium.events.models import Event, Photograph
from symposium.exchange.models import Import
from symposium.history.models import Edit
from symposium.mail.models import Letterhead, OutgoingMail
from symposium.notices.models import NoticeTemplate
from symposium.notices.services import draft_notice
from symposium.organisations.models import Organisation
from tests import factories
from tests.factories.speaking import make_suggestion

MARK = "ZYXMARK"
CAST = (
    "superuser",
    "owner",
    "organiser",
    "editor",
    "coordinator",  # of the host whose rows the tests ask for
    "neighbour",  # coordinator of the other host of the same event
    "door",
    "care",
    "site_access",
    "rival",  # organiser of another event
    "idle",  # has an account and no role
    "anonymous",
)
TEAM = CAST[:9]
PIXEL = b"RIFF\x1a\x00\x00\x00WEBPVP8L\r\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"


@dataclass
class World:
    """The event that the cast works at, the other one, and one object of every model of each."""

    event: Event
    other: Event
    cast: dict[str, User | None]
    ours: dict[str, models.Model] = field(default_factory=dict)
    theirs: dict[str, models.Model] = field(default_factory=dict)


def make_photograph(event: Event, **fields: Any) -> Photograph:
    complete = {"alternative_text": "A dish", "caption": "A dish", "credit": "A person", "licence": "CC0"}
    return Photograph.objects.create(event=event, image=ContentFile(PIXEL, name="pixel.webp"), **complete | fields)


def make_mail(event: Event, **fields: Any) -> OutgoingMail:
    texts = {
        "kind": "confirmed",
        "to_address": "guest@example.org",
        "subject": "Your place",
        "text": "Hello",
        "html": "<p>Hello</p>",
    }
    return OutgoingMail.objects.create(event=event, **texts | fields)


def make_edit(event: Event, who: str) -> Edit:
    edit = Edit.objects.create(event=event, who=who)
    edit.changes.create(verb="changed", model="events.event", object_id=event.pk, title=who)
    return edit


def make_entry(event: Event, title: str) -> Entry:
    now = datetime.now(UTC)
    Entry.objects.filter(event=event, kind="event").delete()
    content = {"title": title, "event": event.slug, "slug": event.slug, "status": "confirmed"}
    return Entry.objects.create(
        kind="event", event=event, slug=event.slug, published_at=now, revised_at=now, content=content
    )


def furnish(event: Event, mark: str = "") -> dict[str, models.Model]:
    """One of everything, by label of the model; names begin with ``mark``."""
    host = factories.make_organisation(name=f"{mark} Host of {event}".strip())
    venue = factories.make_venue(event, name=f"{mark} Hall", locality=f"{mark} Town")
    speaker = factories.make_speaker(event, name=f"{mark} Speaker", email=f"{mark}speaker@example.org")
    session = factories.make_session(event, title=f"{mark} Session")
    affiliated = factories.make_organisation(name=f"{mark} Institute of {event}".strip())
    factories.make_affiliation(speaker, organisation=affiliated)
    factories.make_appearance(session, speaker)
    photograph = make_photograph(event, caption=f"{mark} Dish", credit=f"{mark} Person")
    hosting = factories.make_hosting(event, host)
    block = Allocation.objects.create(event=event, organisation=host, seats=0)
    guest = factories.make_registration(event, name=f"{mark} Guest", affiliation=f"{mark} Club", allocation=block)
    deed = Deed.objects.create(event=event, registration=guest, allocation=block, actor="guest", verb="registered")
    bookable = factories.make_bookable(event, title=f"{mark} Workshop")
    booking = factories.make_booking(guest, bookable)
    # Where nobody has booked, it may be deleted.
    tour = factories.make_bookable(event, title=f"{mark} Tour")
    invitation = factories.make_invitation(event, name=f"{mark} Invited", affiliation=f"{mark} Club", allocation=block)
    return {
        "events.event": event,
        "events.venue": venue,
        "events.room": factories.make_room(event, name=f"{mark} Room"),
        "events.hosting": hosting,
        "events.photograph": photograph,
        "events.milestone": factories.make_milestone(event, title=f"{mark} Milestone", photograph=photograph),
        "events.announcement": factories.make_announcement(event, title=f"{mark} News"),
        "organisations.organisation": host,
        "speakers.speaker": speaker,
        "speakers.suggestion": make_suggestion(speaker, pronunciation=("", f"{mark} spee-ker".strip())),
        "speakers.speakerneeds": SpeakerNeeds.objects.create(speaker=speaker, words=f"{mark} Stool"),
        "programme.track": factories.make_track(event, name=f"{mark} Track"),
        "programme.session": session,
        "registrations.registration": guest,
        "registrations.allocation": block,
        "registrations.deed": deed,
        "registrations.registrationrules": RegistrationRules.objects.create(event=event),
        "registrations.question": Question.objects.create(event=event, label=f"{mark} Question"),
        "registrations.needs": Needs.objects.create(registration=guest, access_words=f"{mark} Chair"),
        "registrations.siteaccess": SiteAccess.objects.create(registration=guest, sealed="sealed"),
        "registrations.invitation": invitation,
        "registrations.bookablesession": tour,
        "registrations.booking": booking,
        "mail.outgoingmail": make_mail(event, subject=f"{mark} Your place", to_address=f"{mark}guest@example.org"),
        "mail.letterhead": Letterhead.objects.create(event=event, from_name=f"{mark} Office"),
        "notices.notice": draft_notice(event, audience="guests", subject=f"{mark} Notice", text="Text", by=None),
        "notices.noticetemplate": NoticeTemplate.objects.create(
            event=event, name=f"{mark} Text", subject="S", text="T"
        ),
        "history.edit": make_edit(event, f"{mark} Editor"),
        "exchange.import": Import.objects.create(event=event, file_name=f"{mark} file.zip", state="done"),
        "calendars.entry": make_entry(event, f"{mark} Entry"),
    }


def make_world() -> World:
    """The other event is a draft: nothing of it may be known."""
    event = factories.make_event(name="Our symposium", seats_taken=1)
    other = factories.make_event(name=f"{MARK} Symposium", state=Event.State.DRAFT)
    ours, theirs = furnish(event), furnish(other, MARK)
    host = ours["organisations.organisation"]
    assert isinstance(host, Organisation)
    next_host = factories.make_organisation(name="Second host")
    factories.make_hosting(event, next_host, rank=2)
    cast: dict[str, User | None] = {
        "superuser": User.objects.create_superuser("superuser@example.org", "x" * 12),
        "coordinator": factories.make_member(event, Role.COORDINATOR, host, email="coordinator@example.org"),
        "neighbour": factories.make_member(event, Role.COORDINATOR, next_host, email="neighbour@example.org"),
        "rival": factories.make_member(other, Role.ORGANISER, email=f"{MARK}rival@example.org"),
        "idle": factories.make_user(email="idle@example.org"),
        "anonymous": None,
    }
    for role in (Role.OWNER, Role.ORGANISER, Role.EDITOR, Role.DOOR, Role.CARE, Role.SITE_ACCESS):
        cast[role.value] = factories.make_member(event, role, email=f"{role}@example.org")
    for things, owner, place, mark in ((ours, cast["coordinator"], event, ""), (theirs, cast["rival"], other, MARK)):
        things["accounts.teaminvitation"] = factories.make_team_invitation(place, email=f"{mark}asked@example.org")
        things["api.accesstoken"] = factories.make_access_token(place, owner, name=f"{mark} Printer")[0]
        things["api.webhook"] = hook = factories.make_webhook(place, owner, name=f"{mark} Website")
        things["api.delivery"] = Delivery.objects.create(
            webhook=hook, kind="ping", data={"event": {"slug": place.slug}}
        )
    for things, role, place in ((ours, Role.EDITOR, event), (theirs, Role.ORGANISER, other)):
        things["accounts.membership"] = Membership.objects.get(role=role, event=place)
    return World(event, other, cast, ours, theirs)
