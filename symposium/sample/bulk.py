"""One event of any size, for measuring: the same every time, made in batches."""

import uuid
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from registrations.models import Registration, email_key
from speakers.models import Affiliation, Speaker
from symposium.events.models import Announcement, Event, Milestone, Photograph, Room, Venue
from symposium.kit import zones
from symposium.kit.revisions import publishing
from symposium.programme.models import Appearance, Session, Track
from symposium.sample import drawings
from symposium.sample.coming import PRIVACY
from symposium.sample.making import DRAWN, hostings, keep, once
from symposium.sample.phrases import paragraph, person, title
from symposium.sample.portraits import portrait

SLUG = "benchmark"
ZONE = "America/Los_Angeles"
BATCH = 2_000
HOURS = 10
# Every fiftieth guest has cancelled, so that counting is not counting rows.
CANCELS_EVERY = 50
SPARE_SEATS = 100_000


@dataclass(frozen=True, slots=True)
class Size:
    """How large the event is; raises ValueError for numbers that make no event."""

    sessions: int = 200
    speakers: int = 150
    rooms: int = 10
    days: int = 3
    registrations: int = 0

    def __post_init__(self) -> None:
        if min(self.rooms, self.days) < 1 or min(self.sessions, self.speakers, self.registrations) < 0:
            raise ValueError("An event has at least one room and one day, and no number below zero.")
        if self.slots * 5 > HOURS * 60:
            raise ValueError("So many sessions do not fit: give the event more rooms or days.")

    @property
    def slots(self) -> int:
        """Sessions one after another in one room on one day."""
        return max(1, -(-self.sessions // (self.rooms * self.days)))


NUMBERS = tuple(field.name for field in fields(Size))


def load(slug: str, size: Size) -> Event | None:
    """The event of that size; None when an event of that address is there already."""

    def make(new_slug: str) -> Event:
        return _make(new_slug, size)

    return once(slug, make)


def _make(slug: str, size: Size) -> Event:
    chance = Random(slug)  # noqa: S311 (for variety, not a secret)
    first = (timezone.now() + timedelta(days=90)).astimezone(zones.zone(ZONE)).replace(hour=9, minute=0, second=0)
    first = first.replace(microsecond=0)
    event = _event(slug, size, first)
    with publishing():
        hostings(event, HOSTS)
        rooms = _rooms(event, size.rooms)
        speakers = _speakers(event, size.speakers, chance)
        sessions = _sessions(event, size, first, rooms, chance)
        _appearances(sessions, speakers, chance)
        _content(event, chance)
    _registrations(event, size.registrations)
    return event


HOSTS = tuple(
    {"slug": f"benchmark-host-{number}", "name": f"Benchmark Host {number}", "words": "<p>Made up for measuring.</p>"}
    for number in range(1, 6)
)


def _event(slug: str, size: Size, first: datetime) -> Event:
    cancelled = size.registrations // CANCELS_EVERY
    return Event.objects.create(
        slug=slug,
        name=f"A symposium of {size.sessions} sessions ({slug})",
        summary="A large event for measuring. Made up.",
        description=f"<p>{size.speakers} speakers in {size.rooms} rooms on {size.days} days. Made up.</p>",
        state=Event.State.PUBLISHED,
        is_sample=True,
        timezone=ZONE,
        starts_at=first,
        ends_at=first + timedelta(days=size.days - 1, hours=HOURS + 1),
        contact_email="symposium@example.org",
        policy=Event.Policy.OPEN,
        capacity=size.registrations + SPARE_SEATS,
        seats_taken=size.registrations - cancelled,
        privacy_notice=PRIVACY,
    )


def _rooms(event: Event, count: int) -> list[Room]:
    venue = Venue.objects.create(
        event=event, name="Hall of Measures", street="1 Example Street", locality="Pasadena", region="California"
    )
    return Room.objects.bulk_create(
        [
            Room(venue=venue, slug=f"room-{number}", name=f"Room {number}", capacity=40 * number, position=number)
            for number in range(1, count + 1)
        ]
    )


def _speakers(event: Event, count: int, chance: Random) -> list[Speaker]:
    portraits = [keep(portrait(seed), "portraits") for seed in range(1, min(count, 6) + 1)]
    speakers = []
    for number in range(1, count + 1):
        given, family = person(chance)
        speakers.append(
            Speaker(
                event=event,
                slug=f"speaker-{number}",
                state=Speaker.State.PUBLISHED,
                name=f"{given} {family}",
                sort_name=f"{family}, {given}",
                biography=f"<p>{paragraph(chance, 4)}</p>",
                portrait=portraits[number % len(portraits)] if number % 3 else "",
                portrait_alternative_text="Drawing: a head and shoulders made of stars." if number % 3 else "",
                portrait_credit="Drawn for this sample" if number % 3 else "",
            )
        )
    speakers = Speaker.objects.bulk_create(speakers, BATCH)
    affiliations = [
        Affiliation(
            speaker=speaker, name=f"Institute {chance.randint(1, 40)} (made up)", position="Researcher", rank=rank
        )
        for number, speaker in enumerate(speakers)
        for rank in range(1, 2 + number % 2)
    ]
    Affiliation.objects.bulk_create(affiliations, BATCH)
    return speakers


def _sessions(event: Event, size: Size, first: datetime, rooms: list[Room], chance: Random) -> list[Session]:
    """The days are filled slot by slot, room by room; no two sessions meet in one room."""
    tracks = Track.objects.bulk_create(
        [Track(event=event, slug=f"track-{n}", name=f"Track {n}", position=n) for n in range(1, 6)]
    )
    length = timedelta(minutes=HOURS * 60 // size.slots)
    pause = min(timedelta(minutes=10), length / 5)
    sessions = []
    for number in range(size.sessions):
        day, rest = divmod(number, size.rooms * size.slots)
        slot, room = divmod(rest, size.rooms)
        starts_at = first + timedelta(days=day) + slot * length
        sessions.append(
            Session(
                event=event,
                slug=f"session-{number + 1}",
                title=title(chance),
                kind=Session.Kind.PANEL if number % 8 == 0 else Session.Kind.TALK,
                state=Session.State.PUBLISHED,
                abstract=f"<p>{paragraph(chance, 3)}</p><p>{paragraph(chance, 3)}</p>",
                starts_at=starts_at,
                ends_at=starts_at + length - pause,
                room=rooms[room],
                track=tracks[number % len(tracks)],
            )
        )
    return Session.objects.bulk_create(sessions, BATCH)


def _appearances(sessions: list[Session], speakers: list[Speaker], chance: Random) -> None:
    """One to three people a session."""
    appearances = []
    for number, session in enumerate(sessions):
        who = chance.sample(speakers, min(len(speakers), 1 + number % 3))
        appearances += [Appearance(session=session, speaker=one, rank=rank) for rank, one in enumerate(who, start=1)]
    Appearance.objects.bulk_create(appearances, BATCH)


def _content(event: Event, chance: Random) -> None:
    """Story, pictures and news, so that no page is empty."""
    image = keep(drawings.SCENES["orbits"](), "photographs")
    Photograph.objects.bulk_create(
        [
            Photograph(
                event=event,
                image=image,
                width=drawings.WIDTH,
                height=drawings.HEIGHT,
                alternative_text="Five fine orbits cross around one point of light.",
                caption=f"{title(chance)}. An illustration, not a photograph.",
                position=position,
                is_published=True,
                **DRAWN,
            )
            for position in range(1, 13)
        ]
    )
    for year in range(1960, 2020, 5):
        Milestone.objects.create(
            event=event, title=title(chance), when=str(year), words=f"<p>{paragraph(chance, 2)}</p>"
        )
    for number in range(1, 9):
        Announcement.objects.create(
            event=event,
            slug=f"news-{number}",
            title=title(chance),
            words=f"<p>{paragraph(chance, 3)}</p>",
            published_at=timezone.now() - timedelta(days=number),
        )


def _registrations(event: Event, count: int) -> None:
    """Rows as the registration desk would have made them, one after the other; the event's counter is right already."""
    first_at = timezone.now() - timedelta(days=1)
    for first in range(1, count + 1, BATCH):
        Registration.objects.bulk_create(
            _registration(event, number, first_at + timedelta(milliseconds=number))
            for number in range(first, min(first + BATCH, count + 1))
        )


def _registration(event: Event, number: int, registered_at: datetime) -> Registration:
    email = f"guest-{number}@example.org"
    state = Registration.State.CONFIRMED if number % CANCELS_EVERY else Registration.State.CANCELLED
    return Registration(
        event=event,
        submission=uuid.uuid4(),
        state=state,
        name=f"Guest {number}",
        email=email,
        email_key=email_key(email),
        affiliation=f"Institute {number % 40} (made up)",
        created_at=registered_at,
        consented_at=registered_at,
    )
