"""What is on now and what comes next: for a phone in the corridor, and for the screen at a room's door."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from symposium.events.models import Room
from symposium.kit import zones
from symposium.programme.markup import Writer
from symposium.programme.timetable import Part, Row, rows, used
from symposium.programme.views.zoned import LivePage


class Board(NamedTuple):
    """What one room shows; ``room`` is None for what has none."""

    room: Part | None
    now: list[Row]
    next: list[Row]


def board(room: Part | None, found: Iterable[Row], moment: datetime) -> Board:
    """What runs in a room, and what begins there next: all that begins at the same moment."""
    here = [row for row in found if row.starts_at and not row.is_cancelled and _concerns(row, room)]
    to_come = [row for row in here if row.starts_at and row.starts_at > moment]
    following = [row for row in to_come if row.starts_at == to_come[0].starts_at]
    return Board(room, [row for row in here if row.is_on(moment)], following)


def _concerns(row: Row, room: Part | None) -> bool:
    return row.is_plenary or row.room == room


class NowPage(LivePage):
    """Now and next in every room."""

    template_name = "programme/now.html"

    def context(self) -> dict[str, Any]:
        found = rows(self.event)
        moment = moment_of(self)
        has_roomless = any(not row.room and not row.is_plenary and row.starts_at for row in found)
        rooms: list[Part | None] = [*used(found, "room"), *([None] if has_roomless else [])]
        boards = [board(room, found, moment) for room in rooms or [None]]
        return super().context() | {
            "boards": boards,
            "writer": Writer(self.event, reader=self.reader, now=self.now),
            "course": course(self),
            "now": self.now,
            "today": moment.astimezone(zones.zone(self.event.timezone)).date(),
            "is_empty": not any(row.starts_at for row in found),
        }


class DisplayPage(LivePage):
    """For the screen at a room's door: large, without anything to press, new every minute."""

    template_name = "programme/display.html"
    parameters = ()
    room: Room

    def find_within(self, **kwargs: Any) -> None:
        rooms = Room.objects.filter(venue__event=self.event)
        room = rooms.filter(slug=kwargs["room"]).first()
        if room is None:
            venue = getattr(self.event, "venue", None)
            self.find_moved(rooms, kwargs["room"], "room", scope=venue.pk if venue else "")
        else:
            self.room = room

    def context(self) -> dict[str, Any]:
        room = self.room
        moment = moment_of(self)
        shown = board(Part(room.position, room.name, room.slug), rows(self.event), moment)
        return super().context() | {
            "board": shown,
            "room": room,
            "course": course(self),
            "now": self.now,
            "today": moment.astimezone(zones.zone(self.event.timezone)).date(),
        }


def course(page: LivePage) -> str:
    """How the event stands: 'cancelled', 'postponed', 'over', 'running' or 'coming'."""
    event = page.event
    if event.is_cancelled or event.is_postponed:
        return str(event.state)
    return "over" if event.is_over(timezone.now()) else "running" if page.now else "coming"


def moment_of(page: LivePage) -> datetime:
    """Now; while the event is not running, the minute before it begins, so that all of it is to come."""
    return page.now or page.event.starts_at - timedelta(minutes=1)
