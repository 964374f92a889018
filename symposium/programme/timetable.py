"""The programme as its pages list it: light rows, three queries however long it is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import Q

from symposium.events.models import Event
from symposium.kit import zones
from symposium.programme.models import Appearance, Material, Session


class Part(NamedTuple):
    """A room or a track, in the order in which they are shown."""

    position: int
    name: str
    slug: str


class Person(NamedTuple):
    """Who appears in a row; without a name somebody who is to be announced."""

    name: str
    slug: str
    part: str


@dataclass(slots=True, eq=False)
class Row:
    """One session.

    ``starts_at`` and ``ends_at`` are moments (UTC) and can be compared; ``start`` and ``end`` are the same on the wall
    of the event's zone, where one time may come twice.
    """

    title: str
    slug: str
    kind: str
    state: str
    state_reason: str
    is_plenary: bool
    starts_at: datetime | None
    ends_at: datetime | None
    start: datetime | None
    end: datetime | None
    room: Part | None
    track: Part | None
    has_record: bool
    people: list[Person] = field(default_factory=list)
    materials: list[str] = field(default_factory=list)

    @property
    def day(self) -> date | None:
        """The day on which it begins."""
        return self.start.date() if self.start else None

    @property
    def is_cancelled(self) -> bool:
        return self.state == Session.State.CANCELLED

    def is_on(self, moment: datetime | None) -> bool:
        """Whether it runs at that moment."""
        return bool(moment and self.starts_at and self.ends_at and self.starts_at <= moment < self.ends_at) and (
            not self.is_cancelled
        )


_SESSION = (
    *("pk", "title", "slug", "kind", "state", "state_reason", "is_plenary", "starts_at", "ends_at"),
    *("room__position", "room__name", "room__slug", "track__position", "track__name", "track__slug"),
)


def rows(event: Event) -> list[Row]:
    """Every session that is shown, by time, what has none last."""
    zone = zones.zone(event.timezone)
    sessions = event.sessions.published().in_order()
    recorded = set(sessions.filter(~Q(record="")).order_by().values_list("pk", flat=True)) if event.is_over() else set()
    people, materials = _people(event), _materials(event)
    found = []
    for pk, title, slug, kind, state, reason, plenary, starts, ends, *parts in sessions.values_list(*_SESSION):
        row = Row(
            *(title, slug, kind, state, reason, plenary, starts, ends),
            starts.astimezone(zone) if starts else None,
            ends.astimezone(zone) if ends else None,
            Part(*parts[:3]) if parts[2] else None,
            Part(*parts[3:]) if parts[5] else None,
            pk in recorded,
            people.get(pk, []),
            materials.get(pk, []),
        )
        found.append(row)
    return found


def _people(event: Event) -> dict[int, list[Person]]:
    appearances = Appearance.objects.published().filter(session__event=event)
    fields = ("session_id", "speaker__form_of_address", "speaker__name", "speaker__slug", "part")
    people: dict[int, list[Person]] = defaultdict(list)
    for session, address, name, slug, part in appearances.values_list(*fields):
        people[session].append(Person(f"{address} {name}".strip() if slug else "", slug or "", part))
    return people


def _materials(event: Event) -> dict[int, list[str]]:
    materials: dict[int, list[str]] = defaultdict(list)
    for session, kind in Material.objects.filter(session__event=event).values_list("session_id", "kind"):
        if kind not in materials[session]:
            materials[session].append(kind)
    return materials


def by_day(chosen: Iterable[Row]) -> list[tuple[date, list[Row]]]:
    """Those that have a time, day by day."""
    timed = (row for row in chosen if row.starts_at)
    return [(day, list(day_rows)) for day, day_rows in groupby(timed, key=lambda row: row.day) if day]


def used(found: Iterable[Row], name: str) -> list[Part]:
    """The rooms or tracks that occur, in their order."""
    return sorted({part for row in found if (part := getattr(row, name))})
