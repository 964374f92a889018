"""Small factories: each makes one valid thing, published and complete, and takes what a test wants to be otherwise.

Times are given in hours from the beginning of the event, so that no test waits on the clock.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from registrations import services
from registrations.models import Allocation, BookableSession, Booking, Invitation, Registration
from speakers.models import Affiliation, Speaker
from symposium.accounts.models import Membership, Role, TeamInvitation, User, hash_of
from symposium.api.models import KINDS, AccessToken, Webhook
from symposium.api.services import webhooks
from symposium.api.services.tokens import make_token
from symposium.events.models import Announcement, Event, Hosting, Milestone, Photograph, Room, Venue
from symposium.kit.images import encode
from symposium.kit.revisions import publishing
from symposium.organisations.models import Organisation
from symposium.programme.models import Appearance, Publication, PublicationItem, Session, Track

_numbers = count(1)


def next_number() -> int:
    return next(_numbers)


def at_once[T](several: Iterable[T]) -> Iterator[T]:
    """Loop over them within one publication: what many rows cost is not paid for each of them."""
    with publishing():
        yield from several


def make_event(**fields: Any) -> Event:
    """A published event of ten hours, in sixty days, with open registration and ten places."""
    number = next_number()
    starts_at = datetime.now(UTC).replace(hour=16, minute=0, second=0, microsecond=0) + timedelta(days=60)
    defaults: dict[str, Any] = {
        "name": f"Symposium {number}",
        "state": Event.State.PUBLISHED,
        "timezone": "America/Los_Angeles",
        "starts_at": starts_at,
        "ends_at": fields.get("starts_at", starts_at) + timedelta(hours=10),
        "policy": Event.Policy.OPEN,
        "capacity": 10,
        "privacy_notice": "<p>We use your data for this event and delete it afterwards.</p>",
        "contact_email": "organisers@example.org",
    }
    return Event.objects.create(**defaults | fields)


def make_venue(event: Event, **fields: Any) -> Venue:
    defaults = {"name": "Observatory Hall", "street": "1 Star Way", "locality": "Pasadena", "region": "California"}
    return Venue.objects.create(event=event, **defaults | fields)


def make_room(event: Event, **fields: Any) -> Room:
    venue = Venue.objects.filter(event=event).first() or make_venue(event)
    return Room.objects.create(venue=venue, **{"name": f"Room {next_number()}"} | fields)


def make_track(event: Event, **fields: Any) -> Track:
    return Track.objects.create(event=event, **{"name": f"Track {next_number()}"} | fields)


def make_session(event: Event, *, at: float | None = 1, hours: float = 1, **fields: Any) -> Session:
    """A published session, ``at`` hours after the event begins; ``at=None`` leaves its time to be announced."""
    if at is not None:
        fields.setdefault("starts_at", event.starts_at + timedelta(hours=at))
        fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=hours))
    defaults = {"title": f"Session {next_number()}", "state": Session.State.PUBLISHED}
    return Session.objects.create(event=event, **defaults | fields)


def later(session: Any, hours: float = 1) -> dict[str, datetime]:
    """The times of a session, so many hours later."""
    by = timedelta(hours=hours)
    return {"starts_at": session.starts_at + by, "ends_at": session.ends_at + by}


def make_speaker(event: Event, **fields: Any) -> Speaker:
    defaults = {"name": f"Speaker {next_number()}", "state": Speaker.State.PUBLISHED}
    return Speaker.objects.create(event=event, **defaults | fields)


def make_affiliation(speaker: Speaker, **fields: Any) -> Affiliation:
    if "organisation" not in fields:
        fields.setdefault("name", f"Institute {next_number()}")
    return Affiliation.objects.create(speaker=speaker, **fields)


def make_appearance(session: Session, speaker: Speaker | None = None, **fields: Any) -> Appearance:
    return Appearance.objects.create(session=session, speaker=speaker, **fields)


def make_publication(
    event: Event, session: Session, *, details: list[dict[str, Any]] | None = None, **fields: Any
) -> Publication:
    """One press of 'Publish', with one session that got another title, or what ``details`` say of it."""
    publication = Publication.objects.create(event=event, **fields)
    said = details or [{"what": "title", "old": "Other", "new": session.title}]
    kind = PublicationItem.Kind.CHANGED
    PublicationItem.objects.create(
        publication=publication, session=session, kind=kind, title=session.title, details=said
    )
    return publication


def make_organisation(**fields: Any) -> Organisation:
    return Organisation.objects.create(**{"name": f"Organisation {next_number()}"} | fields)


def make_hosting(event: Event, organisation: Organisation | None = None, **fields: Any) -> Hosting:
    fields = {"consented": True} | fields
    return Hosting.objects.create(event=event, organisation=organisation or make_organisation(), **fields)


def make_milestone(event: Event, **fields: Any) -> Milestone:
    return Milestone.objects.create(
        event=event, **{"title": f"Milestone {next_number()}", "when": "1962-04-26"} | fields
    )


def make_picture(width: int = 60, height: int = 40, colour: str = "navy") -> ContentFile[bytes]:
    return encode(Image.new("RGB", (width, height), colour))


def make_photograph(event: Event, **fields: Any) -> Photograph:
    """A published one with all that belongs beside it."""
    number = next_number()
    defaults = {
        "image": make_picture(),
        "alternative_text": "A dome under stars",
        "caption": f"Photograph {number}",
        "credit": "Somebody",
        "licence": "CC0 1.0",
        "is_published": True,
    }
    return Photograph.objects.create(event=event, **defaults | fields)


def make_announcement(event: Event, **fields: Any) -> Announcement:
    defaults = {"title": f"News {next_number()}", "published_at": datetime.now(UTC) - timedelta(hours=1)}
    return Announcement.objects.create(event=event, **defaults | fields)


def make_user(**fields: Any) -> User:
    return User.objects.create_user(**{"email": f"staff-{next_number()}@example.org", "password": "x" * 12} | fields)


def make_member(event: Event, role: str, organisation: Organisation | None = None, **fields: Any) -> User:
    """A member of staff with one role at one event."""
    user = make_user(**fields)
    Membership.objects.create(user=user, role=role, event=event, organisation=organisation)
    return user


def make_team_invitation(event: Event, *, token: str = "", **fields: Any) -> TeamInvitation:
    """One that was sent a moment ago, whose link has ``token``."""
    defaults = {"email": f"asked-{next_number()}@example.org", "role": Role.EDITOR}
    times = {"expires_at": datetime.now(UTC) + timedelta(days=7), "token_hash": hash_of(token or f"{next_number()}")}
    return TeamInvitation.objects.create(event=event, **defaults | times | fields)


def make_bookable(event: Event, *, places: int = 10, line: bool = True, **fields: Any) -> BookableSession:
    """A session with places that must be booked; ``fields`` are the session's."""
    session = make_session(event, **{"kind": "workshop"} | fields)
    return BookableSession.objects.create(session=session, capacity=places, has_waiting_list=line)


def make_booking(registration: Registration, bookable: BookableSession, **fields: Any) -> Booking:
    """A bare row; what counts places goes through ``registrations.services.book``."""
    return Booking.objects.create(registration=registration, bookable=bookable, **{"state": "booked"} | fields)


def make_block(event: Event, organisation: Organisation | None = None, *, seats: int = 2, **fields: Any) -> Allocation:
    """Seats held for a host, as the organisers give them."""
    host = organisation or make_organisation()
    return services.set_block(event, host, seats=seats, by=services.CLOCK, **fields)


def make_invitation(event: Event, **fields: Any) -> Invitation:
    """One that was sent two days ago, from the organisers where no ``allocation`` is given."""
    number = next_number()
    defaults = {"name": f"Invited {number}", "email": f"invited-{number}@example.org", "state": "sent"}
    sent_at = datetime.now(UTC) - timedelta(days=2)
    return Invitation.objects.create(event=event, **defaults | {"sent_at": sent_at} | fields)


def make_access_token(event: Event, user: User | None, **fields: Any) -> tuple[AccessToken, str]:
    """A good one for guests and their addresses, and its words."""
    defaults = {"name": "Printer", "scopes": ["guests", "addresses"]}
    lasts = {"expires_at": datetime.now(UTC) + timedelta(days=90)}
    return make_token(user=user or make_user(is_superuser=True), event=event, **defaults | lasts | fields)


def make_webhook(event: Event, user: User | None = None, **fields: Any) -> Webhook:
    """One that is told of everything."""
    defaults = {
        "name": "Website",
        "url": "https://receiver.example.org/hook",
        "kinds": [kind for kind, _label in KINDS],
    }
    hook = Webhook.objects.create(event=event, user=user or make_user(is_superuser=True), **defaults | fields)
    webhooks.begin(hook)
    return hook


def make_registration(event: Event, **fields: Any) -> Registration:
    """A bare row, for tests that need many; what counts seats goes through ``registrations.services.register``."""
    number = next_number()
    defaults = {"name": f"Guest {number}", "email": f"guest-{number}@example.org", "state": "confirmed"}
    return Registration.objects.create(event=event, **defaults | fields)
