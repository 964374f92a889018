"""What the programming interface says, word for word: each answer is one of these, and the description is made of them.

Every field is always there; null is said for what is not known, and an empty text where nothing was written.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.db.models import TextChoices
from msgspec import Meta, Struct
from msgspec.json import Encoder

from registrations.models import Registration as Place
from symposium.events.models import Event as EventRow
from symposium.events.models import Hosting as HostingRow
from symposium.events.models import Mode, RegistrationPhase
from symposium.programme.models import Appearance as AppearanceRow
from symposium.programme.models import Material as MaterialRow
from symposium.programme.models import Session as SessionRow


def one_of(choices: type[TextChoices], *, but: Collection[str] = (), words: str = "") -> Meta:
    """One of the model's own words; ``but`` are those that nobody is told."""
    values = [value for value in choices.values if value not in but]
    return Meta(description=words or None, extra_json_schema={"enum": values})


# --- pieces ---------------------------------------------------------------------------------------------------------

type Slug = Annotated[str, Meta(description="The last part of its address. A changed one leads on to the new one.")]
type ApiUrl = Annotated[str, Meta(description="Its address here.")]
type PageUrl = Annotated[str, Meta(description="Its page for people.")]
type Markup = Annotated[str, Meta(description="HTML in a small vocabulary, sanitised: p, strong, em, ul, ol, li, a, …")]
type Moment = Annotated[datetime, Meta(tz=True, description="With the offset of the event's time zone (RFC 3339).")]
type Instant = Annotated[datetime, Meta(tz=True, description="In UTC (RFC 3339).")]
type Rank = Annotated[int, Meta(description="Its place in the order in which people are shown it.")]
type HostRole = Annotated[str, one_of(HostingRow.Role)]


encode = Encoder().encode


class Answer(Struct):
    """Base of all."""


class Picture(Answer):
    """A picture that may be shown with its credit beside it."""

    url: str
    alternative_text: str
    credit: str


class Venue(Answer):
    """Where the event is held."""

    name: str
    street: str
    locality: str
    region: str
    postal_code: str
    country: Annotated[str, Meta(description="Two letters (ISO 3166), or empty.")]
    latitude: float | None
    longitude: float | None
    website: str
    directions: Markup
    access: Markup


class Host(Answer):
    """An institution that agreed to be listed as one of the event's hosts."""

    organisation: Slug
    name: str
    role: HostRole
    url: ApiUrl


class Registration(Answer):
    """How registration stands for somebody who was not invited."""

    phase: Annotated[str, one_of(RegistrationPhase, words="As clock and seats have it.")]
    opens_at: Moment | None
    closes_at: Moment
    page: PageUrl


class Ref(Answer):
    """A room or a track."""

    slug: Slug
    name: str


class Appearance(Answer):
    """Somebody's part in a session; without a name they are to be announced."""

    speaker: Slug | None
    name: str | None
    part: Annotated[str, one_of(AppearanceRow.Part)]


class Material(Answer):
    """What a session leaves behind, wherever it is kept."""

    kind: Annotated[str, one_of(MaterialRow.Kind)]
    title: str
    url: str


class Affiliation(Answer):
    """An institution of a speaker."""

    organisation: Slug | None
    name: str
    position: str


class Link(Answer):
    """A page about a speaker elsewhere."""

    label: str
    url: str


class Hosting(Answer):
    """What an institution is to a public event."""

    event: Slug
    name: str
    role: HostRole
    url: ApiUrl


# --- answers --------------------------------------------------------------------------------------------------------


class Event(Answer):
    """One symposium that the public may know of."""

    slug: Slug
    url: ApiUrl
    page: PageUrl
    name: str
    summary: str
    description: Markup
    record: Annotated[str, Meta(description="What came of it, as HTML; empty until it is over.")]
    state: Annotated[str, one_of(EventRow.State, but=[EventRow.State.DRAFT])]
    state_reason: str
    is_sample: Annotated[bool, Meta(description="Whether the event is made up.")]
    timezone: Annotated[str, Meta(description="The IANA name of its zone.")]
    starts_at: Moment
    ends_at: Moment
    first_day: date
    last_day: date
    hours_announced: Annotated[bool, Meta(description="Off while only the days are known.")]
    attendance: Annotated[str, one_of(EventRow.Attendance)]
    stream_url: str
    contact_name: str
    contact_email: str
    venue: Venue | None
    hosts: list[Host]
    registration: Registration
    revised_at: Annotated[datetime, Meta(tz=True, description="When anything that the public sees of it changed last.")]
    sessions_url: str
    calendar: Annotated[str, Meta(description="The programme as a calendar feed.")]


class Session(Answer):
    """One entry of the programme. Without times it is to be announced."""

    slug: Slug
    url: ApiUrl
    page: PageUrl
    title: str
    kind: Annotated[str, one_of(SessionRow.Kind)]
    state: Annotated[str, one_of(SessionRow.State, but=[SessionRow.State.DRAFT])]
    state_reason: str
    is_plenary: Annotated[bool, Meta(description="For everyone: nothing else runs beside it.")]
    abstract: Markup
    record: Annotated[str, Meta(description="What was said, as HTML; empty until the event is over.")]
    starts_at: Moment | None
    ends_at: Moment | None
    room: Ref | None
    track: Ref | None
    people: list[Appearance]
    materials: list[Material]
    stream_url: str


class Track(Answer):
    """A strand of the programme."""

    slug: Slug
    name: str
    position: Rank


class Room(Answer):
    """A room of the venue."""

    slug: Slug
    name: str
    capacity: int | None
    is_step_free: bool | None
    position: Rank


class Speaker(Answer):
    """Somebody as one event presents them."""

    slug: Slug
    url: ApiUrl
    page: PageUrl
    name: Annotated[str, Meta(description="As its owner writes it.")]
    form_of_address: str
    sort_name: str
    pronunciation: str
    biography: Markup
    portrait: Picture | None
    website: str
    affiliations: list[Affiliation]
    links: list[Link]
    sessions: Annotated[list[str], Meta(description="The slugs of the sessions in which they appear.")]


class News(Answer):
    """One announcement of an event."""

    slug: Slug
    page: PageUrl
    title: str
    words: Markup
    published_at: Moment
    changed_at: Moment


class Organisation(Answer):
    """An institution that hosts a public event, or that one of its speakers belongs to."""

    slug: Slug
    url: ApiUrl
    page: PageUrl
    name: str
    short_name: str
    words: Markup
    country: Annotated[str, Meta(description="Two letters (ISO 3166), or empty.")]
    website: str
    logo: Picture | None
    hostings: list[Hosting]


class Guest(Answer):
    """One person's place at an event, or their wish for one."""

    id: Annotated[UUID, Meta(description="The same in webhooks. It opens nothing.")]
    url: ApiUrl
    reference: Annotated[str, Meta(description="What they can say at the door, such as K7Q2-9XDM.")]
    state: Annotated[str, one_of(Place.State)]
    mode: Annotated[str, one_of(Mode)]
    name: str
    form_of_address: str
    badge_name: Annotated[str, Meta(description="The name on the badge.")]
    pronouns: str
    affiliation: str
    email: Annotated[
        str | None,
        Meta(description="Null without the scope 'addresses'; empty for companions without one of their own."),
    ]
    host: Annotated[str | None, Meta(description="The slug of the institution whose guest this is.")]
    party: Annotated[int | None, Meta(description="The same number for those who came together.")]
    created_at: Moment
    changed_at: Moment


class Index(Answer):
    """Where to begin."""

    events: str
    organisations: str
    token: str
    description: Annotated[str, Meta(description="The OpenAPI document.")]
    documentation: PageUrl


class TokenStanding(Answer):
    """What the token that was sent may do now."""

    name: str
    event: Slug
    scopes: list[str]
    expires_at: Instant
    sees: Annotated[
        str,
        Meta(
            description="all: every guest of the event; block: those of its owner's own institution.",
            extra_json_schema={"enum": ["all", "block"]},
        ),
    ]


# --- lists ----------------------------------------------------------------------------------------------------------

type Next = Annotated[str | None, Meta(description="The address of the next page; null on the last one.")]


class Page[T](Answer):
    """A page of a list."""

    items: list[T]
    next: Next


# --- errors ---------------------------------------------------------------------------------------------------------


class ParameterError(Answer):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class Problem(Answer):
    """What is wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ParameterError] = []
