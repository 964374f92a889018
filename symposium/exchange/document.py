"""One event as a document: what every writer writes from and every reader reads into. Guests are never in it.

Plain values without a database behind them. A field that a source knows nothing of is ``UNSAID``: an import leaves it
as it is (or, for something new, as the models have it); ``""``, ``None`` and ``()`` say that there is nothing. Texts
of fields named in ``RICH`` are markup in the vocabulary of ``kit.richtext``; moments are aware; pictures are names,
and whoever reads the document has a mapping of their bytes beside it (``readers.Reading``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any


class Unsaid(Enum):
    """The type of what a source does not say."""

    UNSAID = "unsaid"


UNSAID = Unsaid.UNSAID
# Fields of an item that are no part of its content.
ASIDE = frozenset({"where"})
type Said[T] = T | Unsaid
# Fields of markup, wherever they occur.
RICH = frozenset({"description", "record", "privacy_notice", "words", "biography", "abstract", "directions", "access"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something with an identity of its own.

    ``key`` is what its source knows it by, the same at the next import, unique among its kind; other items name it so.
    ``where`` says where it stood ('row 12', 'sessions[3]'), for problems; it is no part of its content.
    """

    key: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Item):
    """The event itself, without its state: whoever imports one publishes it. Fields as ``events.models.Event``."""

    name: Said[str] = UNSAID
    slug: Said[str] = UNSAID
    summary: Said[str] = UNSAID
    description: Said[str] = UNSAID
    record: Said[str] = UNSAID
    is_sample: Said[bool] = UNSAID
    timezone: Said[str] = UNSAID
    starts_at: Said[datetime] = UNSAID
    ends_at: Said[datetime] = UNSAID
    hours_announced: Said[bool] = UNSAID
    stream_url: Said[str] = UNSAID
    hue: Said[int] = UNSAID
    accent: Said[str] = UNSAID
    contact_name: Said[str] = UNSAID
    contact_email: Said[str] = UNSAID
    policy: Said[str] = UNSAID
    attendance: Said[str] = UNSAID
    registration_opens_at: Said[datetime | None] = UNSAID
    registration_closes_at: Said[datetime | None] = UNSAID
    capacity: Said[int | None] = UNSAID
    online_capacity: Said[int | None] = UNSAID
    has_waiting_list: Said[bool] = UNSAID
    privacy_notice: Said[str] = UNSAID
    privacy_version: Said[int] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Item):
    """An institution. One that is known here already is never changed by an import: it is everybody's."""

    name: str
    slug: Said[str] = UNSAID
    short_name: Said[str] = UNSAID
    words: Said[str] = UNSAID
    country: Said[str] = UNSAID
    url: Said[str] = UNSAID
    logo: Said[str] = UNSAID
    logo_dark: Said[str] = UNSAID
    logo_alternative_text: Said[str] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosting(Item):
    """Ties an organisation (by its key) to the event. Without word of it, it is not taken to agree to be listed."""

    organisation: str
    role: Said[str] = UNSAID
    rank: Said[int] = UNSAID
    consented: Said[bool] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue(Item):
    """The place. There is one."""

    name: Said[str] = UNSAID
    street: Said[str] = UNSAID
    locality: Said[str] = UNSAID
    region: Said[str] = UNSAID
    postal_code: Said[str] = UNSAID
    country: Said[str] = UNSAID
    latitude: Said[Decimal | None] = UNSAID
    longitude: Said[Decimal | None] = UNSAID
    url: Said[str] = UNSAID
    directions: Said[str] = UNSAID
    access: Said[str] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Item):
    """A room of the venue."""

    name: str
    slug: Said[str] = UNSAID
    capacity: Said[int | None] = UNSAID
    is_step_free: Said[bool | None] = UNSAID
    position: Said[int] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Track(Item):
    """A strand of the programme."""

    name: str
    slug: Said[str] = UNSAID
    position: Said[int] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """An organisation by its key, or just its name; never both."""

    organisation: str | None = None
    name: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page about a speaker elsewhere."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker(Item):
    """A person who is presented; ``affiliations`` and ``links`` are whole lists in their order."""

    name: str
    slug: Said[str] = UNSAID
    state: Said[str] = UNSAID
    form_of_address: Said[str] = UNSAID
    sort_name: Said[str] = UNSAID
    pronunciation: Said[str] = UNSAID
    biography: Said[str] = UNSAID
    portrait: Said[str] = UNSAID
    portrait_alternative_text: Said[str] = UNSAID
    portrait_credit: Said[str] = UNSAID
    url: Said[str] = UNSAID
    email: Said[str] = UNSAID
    affiliations: Said[tuple[Affiliation, ...]] = UNSAID
    links: Said[tuple[Link, ...]] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """Who appears, by the speaker's key (None: to be announced), and as what, where the source knows that."""

    speaker: str | None
    part: Said[str] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a session leaves behind."""

    kind: str
    title: str = ""
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """That a session has places of its own, which guests book."""

    capacity: int
    has_waiting_list: Said[bool] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Item):
    """One entry of the programme; ``room`` and ``track`` are keys, ``appearances`` and ``materials`` whole lists."""

    title: str
    slug: Said[str] = UNSAID
    kind: Said[str] = UNSAID
    state: Said[str] = UNSAID
    state_reason: Said[str] = UNSAID
    abstract: Said[str] = UNSAID
    record: Said[str] = UNSAID
    starts_at: Said[datetime | None] = UNSAID
    ends_at: Said[datetime | None] = UNSAID
    room: Said[str | None] = UNSAID
    track: Said[str | None] = UNSAID
    is_plenary: Said[bool] = UNSAID
    stream_url: Said[str] = UNSAID
    places: Said[Places | None] = UNSAID
    appearances: Said[tuple[Appearance, ...]] = UNSAID
    materials: Said[tuple[Material, ...]] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph(Item):
    """A picture of the event; ``image`` names it."""

    image: str
    alternative_text: Said[str] = UNSAID
    caption: Said[str] = UNSAID
    credit: Said[str] = UNSAID
    licence: Said[str] = UNSAID
    licence_url: Said[str] = UNSAID
    source_url: Said[str] = UNSAID
    focal_x: Said[int] = UNSAID
    focal_y: Said[int] = UNSAID
    position: Said[int] = UNSAID
    is_published: Said[bool] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Item):
    """A point in the story; ``when`` as 1962-04-26, 2025-12, 2020 or 1997/2017; ``photograph`` is a key."""

    title: str
    when: Said[str] = UNSAID
    when_in_words: Said[str] = UNSAID
    kind: Said[str] = UNSAID
    words: Said[str] = UNSAID
    photograph: Said[str | None] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement(Item):
    """News; without ``published_at`` it is a draft."""

    title: str
    slug: Said[str] = UNSAID
    words: Said[str] = UNSAID
    published_at: Said[datetime | None] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation(Item):
    """A block of seats for a host, by the organisation's key."""

    organisation: str
    seats: int
    releases_at: Said[datetime | None] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Item):
    """A question of the form; ``choices`` and ``shown_if`` have one answer a line; the others are named by key."""

    label: str
    position: Said[int] = UNSAID
    help: Said[str] = UNSAID
    kind: Said[str] = UNSAID
    choices: Said[str] = UNSAID
    is_required: Said[bool] = UNSAID
    is_retired: Said[bool] = UNSAID
    shown_after: Said[str | None] = UNSAID
    shown_if: Said[str] = UNSAID
    mode: Said[str] = UNSAID
    allocation: Said[str | None] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules(Item):
    """How registration works; there is one set of rules. Fields as ``registrations.models.RegistrationRules``."""

    party_size: Said[int] = UNSAID
    offer_hours: Said[int | None] = UNSAID
    confirms_addresses: Said[bool] = UNSAID
    proof_of_work: Said[bool] = UNSAID
    asks_form_of_address: Said[bool] = UNSAID
    asks_badge_name: Said[bool] = UNSAID
    asks_pronouns: Said[bool] = UNSAID
    asks_diet: Said[bool] = UNSAID
    asks_access: Said[bool] = UNSAID
    asks_photographs: Said[bool] = UNSAID
    asks_recording: Said[bool] = UNSAID
    asks_participants: Said[bool] = UNSAID
    asks_news: Said[bool] = UNSAID
    site_access_fields: Said[tuple[str, ...]] = UNSAID
    site_access_days: Said[int] = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An event and all that is its own, each kind in the order in which it is shown. What is missing is left alone."""

    event: Event | None = None
    venue: Venue | None = None
    rules: Rules | None = None
    organisations: tuple[Organisation, ...] = ()
    hostings: tuple[Hosting, ...] = ()
    rooms: tuple[Room, ...] = ()
    tracks: tuple[Track, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    sessions: tuple[Session, ...] = ()
    photographs: tuple[Photograph, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    questions: tuple[Question, ...] = ()

    def items(self, kind: str) -> tuple[Any, ...]:
        """All of one kind, by the name of its field; an event, a venue or rules as a tuple of one or none."""
        found = getattr(self, kind)
        return found if isinstance(found, tuple) else (found,) if found else ()


def said(item: Any) -> Iterator[tuple[str, Any]]:
    """The fields of an item that its source says something of, but for ``key`` and ``where``."""
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name not in {"key", "where"} and value is not UNSAID:
            yield field.name, value
