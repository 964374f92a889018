"""Rooms beside each other, time downwards: how a day of the programme is laid out as a table.

A line begins wherever something begins or ends, so that ``rowspan`` says how long things take. What overlaps in one
room stands in one cell, each with its own hours. What is for everyone goes across all rooms while nothing runs beside
it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from symposium.programme.timetable import Part, Row


class Beside(Enum):
    """Columns of what has no room."""

    EVERYONE = "for everyone, in no room, while something else runs"
    NOWHERE = "a room that is to be announced"
    PROGRAMME = "a day on which no room is named"


type Column = Part | Beside


@dataclass(slots=True)
class Cell:
    """What stands in one cell: nothing, one session, or several that overlap."""

    rows: list[Row] = field(default_factory=list)
    rowspan: int = 1
    colspan: int = 1

    @property
    def is_wide(self) -> bool:
        """Whether it is for everyone."""
        return bool(self.rows) and all(row.is_plenary for row in self.rows)

    @property
    def is_break(self) -> bool:
        return bool(self.rows) and all(row.kind == "break" for row in self.rows)


@dataclass(slots=True)
class Line:
    """A line of the table, from one moment at which something begins or ends to the next."""

    starts_at: datetime
    cells: list[Cell] = field(default_factory=list)
    is_now: bool = False


@dataclass(slots=True)
class Grid:
    """One day."""

    columns: list[Column]
    lines: list[Line]


@dataclass(slots=True)
class _Block:
    """Sessions of one column that overlap, from the first beginning to the last end."""

    starts_at: datetime
    ends_at: datetime
    rows: list[Row]


def lay_out(day: Sequence[Row], now: datetime | None = None) -> Grid:
    """The sessions of one day, which all have times, in their order."""
    wide, rest = _apart(day)
    beside: dict[Column, list[Row]] = {}
    for row in rest:
        beside.setdefault(_column(row), []).append(row)
    if not beside:
        beside = {Beside.PROGRAMME: []}
    elif set(beside) == {Beside.NOWHERE}:
        beside = {Beside.PROGRAMME: beside[Beside.NOWHERE]}
    columns = sorted(beside, key=_place)
    blocks = [_blocks(beside[column]) for column in columns]
    across = _blocks(wide)
    lines = _lines([across, *blocks])
    _fill(lines, columns, blocks, across)
    _mark(lines, day, now)
    return Grid(columns, lines)


def _apart(day: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """What goes across all rooms, and what stands in columns: also what is for everyone while something runs beside."""
    wide, rest = [row for row in day if row.is_plenary], [row for row in day if not row.is_plenary]
    while True:
        in_rooms = [row for row in rest if _column(row) is not Beside.EVERYONE]
        disturbed = [row for row in wide if any(_overlap(row, other) for other in in_rooms)]
        if not disturbed:
            return wide, sorted(rest, key=lambda row: (row.starts_at, row.ends_at))
        wide = [row for row in wide if row not in disturbed]
        rest += disturbed


def _overlap(one: Row, other: Row) -> bool:
    if not (one.starts_at and one.ends_at and other.starts_at and other.ends_at):
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _column(row: Row) -> Column:
    return row.room or (Beside.EVERYONE if row.is_plenary else Beside.NOWHERE)


def _place(column: Column) -> tuple[int, int, str]:
    """What is for everyone first, then the rooms in their order, then what has none."""
    if isinstance(column, Part):
        return (1, column.position, column.name)
    return (0 if column is Beside.EVERYONE else 2, 0, "")


def _blocks(rows: Iterable[Row]) -> list[_Block]:
    blocks: list[_Block] = []
    for row in rows:
        if not row.starts_at or not row.ends_at:
            continue
        if blocks and row.starts_at < blocks[-1].ends_at:
            blocks[-1].rows.append(row)
            blocks[-1].ends_at = max(blocks[-1].ends_at, row.ends_at)
        else:
            blocks.append(_Block(row.starts_at, row.ends_at, [row]))
    return blocks


def _lines(columns: list[list[_Block]]) -> list[Line]:
    """One for every stretch between two boundaries in which something takes place."""
    blocks = [block for column in columns for block in column]
    boundaries = sorted({block.starts_at for block in blocks} | {block.ends_at for block in blocks})
    steps = [(block.starts_at, 1) for block in blocks] + [(block.ends_at, -1) for block in blocks]
    changes: dict[datetime, int] = {}
    for moment, step in steps:
        changes[moment] = changes.get(moment, 0) + step
    lines, running = [], 0
    for boundary in boundaries:
        running += changes[boundary]
        if running:
            lines.append(Line(boundary))
    return lines


def _fill(lines: list[Line], columns: list[Column], blocks: list[list[_Block]], across: list[_Block]) -> None:
    number = {line.starts_at: place for place, line in enumerate(lines)}
    rooms = sum(column is not Beside.EVERYONE for column in columns)
    covered = [0] * len(columns)
    begins = [{block.starts_at: block for block in column} for column in blocks]
    wide = {block.starts_at: block for block in across}
    wide_until = 0

    def length(block: _Block) -> int:
        after = next((place for place in range(number[block.starts_at], len(lines)) if ends(place, block)), len(lines))
        return after - number[block.starts_at]

    def ends(place: int, block: _Block) -> bool:
        return lines[place].starts_at >= block.ends_at

    for place, line in enumerate(lines):
        block = wide.get(line.starts_at)
        is_placed = False
        for index, column in enumerate(columns):
            if column is not Beside.EVERYONE and (block or place < wide_until):
                if block and not is_placed:
                    wide_until, is_placed = place + length(block), True
                    line.cells.append(Cell(block.rows, length(block), rooms))
                continue
            if place < covered[index]:
                continue
            own = begins[index].get(line.starts_at)
            span = length(own) if own else 1
            covered[index] = place + span
            line.cells.append(Cell(own.rows if own else [], span))


def _mark(lines: list[Line], day: Sequence[Row], now: datetime | None) -> None:
    """The line in which ``now`` lies, while something of the day runs or is still to come."""
    begun = [line for line in lines if now and line.starts_at <= now]
    if begun and any(row.ends_at and now and now < row.ends_at for row in day):
        begun[-1].is_now = True
