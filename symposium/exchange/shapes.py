"""How each kind of a document lies in the database: one table, from which events are read, compared and written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from registrations.models import Allocation, Question, RegistrationRules
from speakers.models import Speaker
from symposium.events.models import Announcement, Event, Hosting, Milestone, Photograph, Room, Venue
from symposium.exchange import document
from symposium.exchange.models import Kind
from symposium.exchange.parts import AFFILIATIONS, APPEARANCES, LINKS, MATERIALS, PLACES, Part, Value
from symposium.kit.renditions import is_master
from symposium.organisations.models import Organisation
from symposium.programme.models import Session, Track


@dataclass(frozen=True, slots=True)
class Picture:
    """A field that names a picture: in which folder, and how many pixels long one that comes from elsewhere stays."""

    folder: str
    longest_side: int


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind: ``rows`` are an event's own in the order of a document, with all that they are read from.

    ``match`` are fields by which a thing is recognised that is known by no key yet, the surest first.
    """

    kind: Kind
    model: type[models.Model]
    item: type[document.Item]
    rows: Callable[[int], QuerySet[Any]]
    match: tuple[str, ...] = ()
    refs: Mapping[str, Kind] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    # What ties a new one to its event; empty for what belongs to none.
    parent: str = "event"

    @property
    def names(self) -> list[str]:
        """The fields of an item."""
        return [one.name for one in fields(self.item) if one.name not in {"key", "where"}]

    def read(self, row: Any, names: list[str] | None = None) -> dict[str, Value]:
        """What is stored of those fields, in plain values: keys of rows, ISO 8601, names of pictures."""
        return {name: self._value(row, name) for name in (self.names if names is None else names)}

    def _value(self, row: Any, name: str) -> Value:
        if name in self.parts:
            return self.parts[name].read(row)
        if name in self.refs:
            return getattr(row, f"{name}_id")
        if name in self.pictures:
            return str(getattr(row, name) or "")
        return plain(getattr(row, name))


def plain(value: Any) -> Value:
    """A value of a column as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple):
        return list(value)
    # Members of enumerations are the strings that they stand for.
    return str(value) if isinstance(value, str) else value


def digest_in(name: str) -> str:
    """What a picture holds, told from its name; empty for one that is not named so."""
    return name.rpartition("/")[2][:24] if is_master(name) else ""


def _known_to(event_id: int) -> QuerySet[Organisation]:
    """Organisations that a document of the event has to name."""
    tied = Q(hostings__event=event_id) | Q(affiliations__speaker__event=event_id) | Q(allocations__event=event_id)
    return Organisation.objects.filter(pk__in=Organisation.objects.filter(tied).values("pk")).order_by("slug")


def _of(model: Any, path: str = "event", *related: str, fetch: tuple[str, ...] = ()) -> Callable[[int], QuerySet[Any]]:
    def rows(event_id: int) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.filter(**{path: event_id}).prefetch_related(*fetch)
        return found.select_related(*related) if related else found

    return rows


# In the order in which they are written: what is named comes before what names it.
SHAPES = (
    Shape(
        Kind.ORGANISATIONS,
        Organisation,
        document.Organisation,
        _known_to,
        match=("slug", "name"),
        pictures={"logo": Picture("logos", 1200), "logo_dark": Picture("logos", 1200)},
        parent="",
    ),
    Shape(Kind.EVENT, Event, document.Event, _of(Event, "pk"), parent=""),
    Shape(Kind.VENUE, Venue, document.Venue, _of(Venue), match=("event_id",)),
    Shape(
        Kind.HOSTINGS,
        Hosting,
        document.Hosting,
        _of(Hosting, "event", "organisation"),
        match=("organisation",),
        refs={"organisation": Kind.ORGANISATIONS},
    ),
    Shape(Kind.ROOMS, Room, document.Room, _of(Room, "venue__event"), match=("slug", "name"), parent="venue"),
    Shape(Kind.TRACKS, Track, document.Track, _of(Track), match=("slug", "name")),
    Shape(
        Kind.SPEAKERS,
        Speaker,
        document.Speaker,
        _of(Speaker, fetch=("affiliations", "links")),
        match=("slug", "email", "name"),
        pictures={"portrait": Picture("portraits", 1200)},
        parts={"affiliations": AFFILIATIONS, "links": LINKS},
    ),
    Shape(
        Kind.PHOTOGRAPHS,
        Photograph,
        document.Photograph,
        _of(Photograph),
        pictures={"image": Picture("photographs", 2400)},
    ),
    Shape(
        Kind.MILESTONES,
        Milestone,
        document.Milestone,
        _of(Milestone),
        match=("title",),
        refs={"photograph": Kind.PHOTOGRAPHS},
    ),
    Shape(
        Kind.SESSIONS,
        Session,
        document.Session,
        _of(Session, "event", "places", fetch=("appearances", "materials")),
        match=("slug", "title"),
        refs={"room": Kind.ROOMS, "track": Kind.TRACKS},
        parts={"places": PLACES, "appearances": APPEARANCES, "materials": MATERIALS},
    ),
    Shape(Kind.ANNOUNCEMENTS, Announcement, document.Announcement, _of(Announcement), match=("slug",)),
    Shape(
        Kind.ALLOCATIONS,
        Allocation,
        document.Allocation,
        _of(Allocation, "event", "organisation"),
        match=("organisation",),
        refs={"organisation": Kind.ORGANISATIONS},
    ),
    Shape(Kind.RULES, RegistrationRules, document.Rules, _of(RegistrationRules), match=("event_id",)),
    Shape(
        Kind.QUESTIONS,
        Question,
        document.Question,
        _of(Question),
        match=("label",),
        refs={"shown_after": Kind.QUESTIONS, "allocation": Kind.ALLOCATIONS},
    ),
)
SHAPE = {shape.kind: shape for shape in SHAPES}
