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
    """What runs in one room and what begins there next; ``room`` is None for what has none."""

    room: Part | None
    now: list[Row]
    next: list[Row]
    is_for_everyone: bool = False


def board(room: Part | None, here: Iterable[Row], moment: datetime, *, is_for_everyone: bool = False) -> Board:
    """Of the rows that belong there, those that run and those that begin next, all at the same moment."""
    known = [row for row in here if row.starts_at and not row.is_cancelled]
    to_come = [row for row in known if row.starts_at and row.starts_at > moment]
    following = [row for row in to_come if row.starts_at == to_come[0].starts_at]
    return Board(room, [row for row in known if row.is_on(moment)], following, is_for_everyone)


def boards(found: list[Row], moment: datetime) -> list[Board]:
    """What is for everyone first, then every room in which something runs or is still to come."""
    rooms = used(found, "room")
    if len(rooms) <= 1:
        return [board(rooms[0] if rooms else None, found, moment)]
    plenary = board(None, [row for row in found if row.is_plenary], moment, is_for_everyone=True)
    others = [row for row in found if not row.is_plenary]
    each = [board(room, [row for row in others if row.room == room], moment) for room in [*rooms, None]]
    return [shown for shown in (plenary, *each) if shown.now or shown.next]


class NowPage(LivePage):
    """Now and next in every room."""

    template_name = "programme/now.html"

    def context(self) -> dict[str, Any]:
        found = rows(self.event)
        return super().context() | {
            "boards": boards(found, moment_of(self)),
            "writer": Writer(self.event, reader=self.reader, now=self.now),
            **standing(self, found),
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
        found = rows(self.event)
        room = Part(self.room.position, self.room.name, self.room.slug)
        here = [row for row in found if row.is_plenary or row.room == room]
        return super().context() | {
            "board": board(room, here, moment_of(self)),
            "room": self.room,
            **standing(self, found),
        }


def standing(page: LivePage, found: list[Row]) -> dict[str, Any]:
    """How the event stands ('cancelled', 'postponed', 'over', 'running', 'coming'), and the day that goes unsaid."""
    event, now = page.event, page.now
    if event.is_cancelled or event.is_postponed:
        course = str(event.state)
    else:
        course = "over" if event.is_over(timezone.now()) else "running" if now else "coming"
    today = now.astimezone(zones.zone(event.timezone)).date() if now else None
    return {"course": course, "now": now, "today": today, "is_empty": not any(row.starts_at for row in found)}


def moment_of(page: LivePage) -> datetime:
    """Now; while the event is not running, the minute before it begins, so that all of it is to come."""
    return page.now or page.event.starts_at - timedelta(minutes=1)
