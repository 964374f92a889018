"""How a day of the board is laid out: a window of hours, a column for each room, tiles beside each other.

Positions are minutes from the beginning of the window, counted as they pass: on a day on which the clocks change there
are 23 hours or 25, and each has its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from symposium.kit import zones
from symposium.programme.board.clashes import overlap
from symposium.programme.board.slots import Seats, Slot, times

HOUR = timedelta(hours=1)
# What is shown of a day even while nothing stands there, as far as the event goes.
USUAL = (time(8), time(18))


@dataclass(slots=True)
class Tile:
    """A session on the board. ``lane`` of ``lanes`` says where it stands beside what is there at the same time."""

    slot: Slot
    begins: float
    minutes: float
    lane: int = 0
    lanes: int = 1
    # It began on the day before, where it is moved.
    is_carried: bool = False


@dataclass(slots=True)
class Column:
    """A room, or what has none yet."""

    key: int | None
    room: Seats | None
    tiles: list[Tile] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when a day is shown, and when the event is on."""

    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    closes_at: datetime

    @property
    def minutes(self) -> int:
        return round((self.ends_at - self.starts_at) / timedelta(minutes=1))

    def minute(self, moment: datetime) -> float:
        """Of a moment, counted from the beginning; not outside."""
        inside = min(max(moment, self.starts_at), self.ends_at)
        return (inside - self.starts_at) / timedelta(minutes=1)

    @property
    def closed(self) -> list[tuple[float, float]]:
        """Stretches in which the event is not on: where they begin, and how long they are."""
        before, after = self.minute(self.opens_at), self.minute(self.closes_at)
        stretches = [(0.0, before), (after, self.minutes - after)]
        return [(begins, minutes) for begins, minutes in stretches if minutes > 0]

    def hours(self, zone_name: str) -> list[str]:
        """Each hour as the clock on the wall says it."""
        return [zones.say_time(self.starts_at + HOUR * number, zone_name) for number in range(self.minutes // 60)]


@dataclass(slots=True)
class Day:
    """One day of the board. What is for everyone goes across all rooms (``wide``) while nothing runs beside it."""

    window: Window
    columns: list[Column]
    wide: list[Tile]


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When the day begins there; a moment in UTC, so that what is counted from it is time that passes."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def days_of(slots: Iterable[Slot], starts_at: datetime, ends_at: datetime, zone_name: str) -> list[date]:
    """Every day of the event; ``slots`` may add some to it."""
    zone = zones.zone(zone_name)
    first, last = starts_at.astimezone(zone).date(), zones.last_day(ends_at, zone_name)
    found = {first + timedelta(days=number) for number in range((last - first).days + 1)}
    return sorted(found | {slot.starts_at.astimezone(zone).date() for slot in slots if slot.starts_at})


def window_of(
    day: date, slots: Iterable[Slot], starts_at: datetime, ends_at: datetime, zone_name: str, *, whole: bool = False
) -> Window:
    """The hours that are shown of a day of the event from ``starts_at`` to ``ends_at``, in whole hours.

    They hold all that begins on the day, until it ends. ``whole`` shows the day from midnight to midnight.
    """
    zone = zones.zone(zone_name)
    begins, after = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    own = [times(slot) for slot in slots if slot.starts_at and begins <= slot.starts_at < after]
    opens_at, closes_at = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    low, high = max(opens_at, begins), min(closes_at, after)
    usual = [datetime.combine(day, hour, tzinfo=zone).astimezone(UTC) for hour in USUAL]
    first = min([min(max(usual[0], low), high), *(pair[0] for pair in own)])
    # One more hour, for what may follow.
    last = max([max(min(usual[1], high), low), *(min(pair[1] + HOUR, max(high, pair[1])) for pair in own)])
    if last <= first:
        first, last = min(low, high), max(low, high)
    if whole:
        first, last = begins, max(after, last)
    return Window(_hour_before(first, begins), _hour_after(last, begins), opens_at, closes_at)


def _hour_before(moment: datetime, begins: datetime) -> datetime:
    """Counted from midnight, as the hours on the wall are."""
    return begins + (moment - begins) // HOUR * HOUR


def _hour_after(moment: datetime, begins: datetime) -> datetime:
    return begins - (begins - moment) // HOUR * HOUR


def lay_out(
    day: date, slots: Sequence[Slot], rooms: Mapping[int, Seats], window: Window, zone_name: str, *, least: int = 0
) -> Day:
    """The sessions of a day on the board; none is shown shorter than ``least`` minutes, so that it can be read.

    What began before the window and still runs is there too, carried over from the day before.
    """
    begins = midnight(day, zones.zone(zone_name))
    after = midnight(day + timedelta(days=1), zones.zone(zone_name))
    shown = [slot for slot in slots if slot.starts_at and slot.starts_at < after and times(slot)[1] > window.starts_at]
    shown.sort(key=lambda slot: (*times(slot), slot.key))
    wide, rest = _apart(shown)
    columns: dict[int | None, Column] = {key: Column(key, room) for key, room in rooms.items()}
    columns[None] = Column(None, None)
    for slot in rest:
        columns[slot.room if slot.room in rooms else None].tiles.append(_tile(slot, window, begins))
    across = [_tile(slot, window, begins) for slot in wide]
    for tiles in (across, *(column.tiles for column in columns.values())):
        _set_lanes(tiles, least)
    return Day(window, list(columns.values()), across)


def _tile(slot: Slot, window: Window, begins: datetime) -> Tile:
    starts, ends = times(slot)
    first = window.minute(starts)
    return Tile(slot, first, window.minute(ends) - first, is_carried=starts < begins)


def _apart(shown: Sequence[Slot]) -> tuple[list[Slot], list[Slot]]:
    """What goes across all rooms, and the rest: also what is for everyone while something runs beside it."""
    wide = [slot for slot in shown if slot.is_plenary and slot.takes_place]
    while True:
        across = {slot.key for slot in wide}
        rest = [slot for slot in shown if slot.key not in across]
        undisturbed = [slot for slot in wide if not any(overlap(slot, other) for other in rest)]
        if len(undisturbed) == len(wide):
            return wide, rest
        wide = undisturbed


def _set_lanes(tiles: Iterable[Tile], least: int) -> None:
    """Tiles that touch stand beside each other, in as few lanes as can be."""
    group: list[Tile] = []
    # Until when each lane of the group is taken.
    lanes: list[float] = []
    for tile in tiles:
        if lanes and tile.begins >= max(lanes):
            _close(group, lanes)
        tile.lane = next((lane for lane, ends in enumerate(lanes) if ends <= tile.begins), len(lanes))
        lanes[tile.lane : tile.lane + 1] = [tile.begins + max(tile.minutes, least)]
        group.append(tile)
    _close(group, lanes)


def _close(group: list[Tile], lanes: list[float]) -> None:
    for tile in group:
        tile.lanes = len(lanes)
    group.clear()
    lanes.clear()
