"""When the session of a row takes place: a day and hours in columns of their own, in one cell, or a length."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from symposium.exchange.readers.moments import (
    UnclearTimeError,
    Wall,
    at_wall,
    duration_of,
    no_zone,
    of_serial,
    refuse_far,
    span_of,
    wall_of,
)
from symposium.exchange.readers.table_cells import Cell, as_text
from symposium.exchange.readers.table_row import Row, Ways

# What people write who do not know yet.
_LATER = {"tba", "tbd", "tbc", "-", "–", "—", "?", "n/a", "open", "offen"}


def times_of(row: Row, ways: Ways) -> dict[str, Any]:
    """Begin and end in UTC; nothing at all where no column says them."""
    if not any(column in row for column in ("day", "start", "end")):
        return {}
    nothing: dict[str, Any] = {"starts_at": None, "ends_at": None}
    if row.is_in_trouble("day", "start", "end", "end_day", "duration"):
        return nothing
    column = "start" if "start" in row else "day"
    try:
        day, begin, until = _begin(row, ways)
        if day is None and begin is None:
            return nothing
        if day is None or begin is None or begin.clock is None:
            row.wrong(column, _("Write both, the day and the hour, or neither while they are to be announced."))
            return nothing
        starts_at = _moment(day, begin, ways)
        column = "end" if "end" in row else "duration"
        ends_at = _end(row, ways, day, begin, until, starts_at)
    except UnclearTimeError as error:
        if str(error) == no_zone():
            row.found.once(column, str(error))
        else:
            row.wrong(column, str(error))
        return nothing
    if ends_at is None:
        row.wrong(column, _("It has a beginning and no end. Say when it ends, or how long it takes."))
    return {"starts_at": starts_at, "ends_at": ends_at}


def _begin(row: Row, ways: Ways) -> tuple[date | None, Wall | None, time | None]:
    """Its day, its hour, and the hour at which it ends where one cell says both."""
    first = _wall(row, "day", ways)
    span = _span(row.cell("start"))
    begin = Wall(None, span[0]) if span else _wall(row, "start", ways)
    day = (begin.day if begin else None) or (first.day if first else None)
    if begin is None or begin.clock is None:
        begin = first if first and first.clock is not None else begin or (Wall(day) if day else None)
    return day, begin, span[1] if span else None


def _span(cell: Cell) -> tuple[time, time] | None:
    """'09:00 – 10:30' as two hours; None for anything else, also for days with hyphens in them."""
    try:
        return span_of(cell) if isinstance(cell, str) else None
    except UnclearTimeError:
        return None


def _end(row: Row, ways: Ways, day: date, begin: Wall, until: time | None, starts_at: datetime) -> datetime | None:
    clock = begin.clock or time.min
    end = Wall(None, until) if until else _wall(row, "end", ways)
    if end is None or (end.clock is None and end.day is None):
        lasts = _length(row)
        return starts_at + lasts if lasts else None
    if end.clock is None:
        return None
    said = _wall(row, "end_day", ways)
    last = end.day or (said.day if said else None)
    if last is None:
        # Past midnight.
        last = day + timedelta(days=end.clock <= clock)
    return _moment(last, Wall(last, end.clock, end.zone or begin.zone), ways)


def _moment(day: date, wall: Wall, ways: Ways) -> datetime:
    clock = wall.clock or time.min
    if wall.zone is not None:
        refuse_far(day)
        return datetime.combine(day, clock.replace(tzinfo=None), tzinfo=wall.zone).astimezone(UTC)
    if ways.zone is None:
        raise UnclearTimeError(no_zone())
    return at_wall(day, clock, ways.zone)


def _wall(row: Row, column: str, ways: Ways) -> Wall | None:
    """What a cell says of day and hour; None for an empty one."""
    cell = row.cell(column)
    if cell is None or isinstance(cell, bool) or (isinstance(cell, str) and cell.lower().strip(".") in _LATER):
        return None
    if isinstance(cell, datetime):
        # A cell of days alone is one of midnights.
        is_day = cell.time() == time.min and column in {"day", "end_day"}
        return Wall(cell.date(), None if is_day else cell.time(), cell.tzinfo)
    if isinstance(cell, date):
        return Wall(cell)
    if isinstance(cell, time):
        return Wall(None, cell.replace(second=0, microsecond=0))
    if isinstance(cell, timedelta):
        return of_serial(cell / timedelta(days=1))
    if isinstance(cell, int | float) and not 19_000_101 <= cell <= 22_001_231:
        return of_serial(float(cell), from_1904=row.from_1904)
    return wall_of(as_text(cell), ways.order)


def _length(row: Row) -> timedelta | None:
    cell = row.cell("duration")
    if isinstance(cell, time):
        return timedelta(hours=cell.hour, minutes=cell.minute) or None
    if isinstance(cell, timedelta):
        return duration_of(f"{int(cell / timedelta(minutes=1))}")
    if isinstance(cell, float) and 0 < cell < 1:
        return timedelta(minutes=round(cell * 24 * 60))
    text = as_text(cell).strip()
    return duration_of(text) if text else None
