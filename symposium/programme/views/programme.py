"""The programme as a list and as a grid."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from symposium.kit import zones
from symposium.programme.grid import Grid, lay_out
from symposium.programme.markup import Writer
from symposium.programme.timetable import Row, by_day, rows, used
from symposium.programme.views.zoned import LivePage

GRID = "grid"


class Day(NamedTuple):
    """A day as the template shows it: its rows before now and after it, or its table."""

    day: date
    before: Sequence[Row] = ()
    after: Sequence[Row] = ()
    has_now: bool = False
    grid: Grid | None = None


class ProgrammePage(LivePage):
    """By day and time; ``?day=2026-01-20``, ``?track=`` and ``?room=`` narrow it.

    ``?view=grid`` lays rooms out beside each other.
    """

    template_name = "programme/programme.html"
    parameters = ("view", "day", "track", "room", "zone")
    known: Mapping[str, set[str]] = {}

    def is_kept(self) -> bool:
        """Only for days, tracks and rooms that there are: nobody can fill the cache with others."""
        return super().is_kept() and all(
            self.choice(name) in {"", *self.known.get(name, ())} for name in self.parameters
        )

    def context(self) -> dict[str, Any]:
        everything = rows(self.event)
        chosen = [row for row in everything if self.is_chosen(row)]
        all_days = sorted({row.day for row in everything if row.day})
        tracks, rooms = used(everything, "track"), used(everything, "room")
        self.known = {
            "view": {GRID},
            "day": {str(day) for day in all_days},
            "track": {track.slug for track in tracks},
            "room": {room.slug for room in rooms},
        }
        writer = Writer(self.event, reader=self.reader, with_rooms=len(rooms) > 1, now=self.now)
        unscheduled = [row for row in chosen if not row.starts_at]
        return super().context() | {
            "writer": writer,
            "rows": everything,
            "days": self.days(by_day(chosen)),
            "unscheduled": unscheduled,
            "all_days": all_days,
            "tracks": tracks,
            "rooms": rooms,
            "now": self.now,
            "is_grid": self.is_grid,
            "is_narrowed": any(self.choice(name) for name in ("day", "track", "room")),
            "is_empty": not everything,
        }

    @property
    def is_grid(self) -> bool:
        """Whether rooms stand beside each other."""
        return self.choice("view") == GRID

    def is_chosen(self, row: Row) -> bool:
        """Whether the reader's choices let it through; what is for everyone stands in every track and room."""
        day, track, room = (self.choice(name) for name in ("day", "track", "room"))
        if day and str(row.day) != day:
            return False
        if track and not row.is_plenary and (row.track is None or row.track.slug != track):
            return False
        return not (room and not row.is_plenary and (row.room is None or row.room.slug != room))

    def days(self, found: list[tuple[date, list[Row]]]) -> list[Day]:
        """Each day with its rows parted where now is, or laid out."""
        if self.is_grid:
            return [Day(day, grid=lay_out(of_day, self.now)) for day, of_day in found]
        at = self.place_of_now(found) if self.now else (-1, 0)
        days = []
        for index, (day, of_day) in enumerate(found):
            split = at[1] if index == at[0] else len(of_day)
            days.append(Day(day, of_day[:split], of_day[split:], index == at[0]))
        return days

    def place_of_now(self, found: list[tuple[date, list[Row]]]) -> tuple[int, int]:
        """Which day, and before which of its rows: at the end of today's when all of today has begun."""
        now: datetime = self.now or self.event.starts_at
        today = now.astimezone(zones.zone(self.event.timezone)).date()
        for index, (day, of_day) in enumerate(found):
            to_come = next((place for place, row in enumerate(of_day) if row.starts_at and row.starts_at > now), None)
            if to_come is not None:
                return index, to_come
            if day == today:
                return index, len(of_day)
        last = len(found) - 1
        return last, len(found[last][1]) if found else 0
