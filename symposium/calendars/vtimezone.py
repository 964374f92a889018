"""VTIMEZONE (RFC 5545 §3.6.5) from the zone database: one STANDARD, at most one DAYLIGHT, each with a yearly rule.

The component says what holds in the year of the entries that use it. STANDARD is the smaller of the two offsets, as
clients expect it, also for Europe/Dublin and Africa/Casablanca, which the zone database describes the other way round.

What one yearly rule cannot say, and what is written then:

- The two changes follow the moon (Africa/Casablanca, most years of Asia/Gaza): the rule names the week of each change
  in that very year. It is right there and in no other year.
- A year has one change, or more than two (a country gives up summer time or moves for good; Ramadan twice in a year):
  one STANDARD with the offset of the last entry.

Nearly all clients know the zone by its name and read none of this. For those that do read it, ``said_offset`` tells
what they will find, so that an entry that they would misread can be said in another zone (``ical.Zones``).
"""

import calendar
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from symposium.kit.zones import zone

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# How far a rule is tried, in years after and before. The calendar repeats its weekdays within these.
AFTER, BEFORE = 12, 6
# No zone changes twice within a week.
STEP = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a zone's offset."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def wall(self) -> datetime:
        """What clocks showed at that moment if nobody had changed them."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def is_forward(self) -> bool:
        return self.after > self.before


class Rule(Protocol):
    """A day of each year."""

    def day(self, year: int) -> date: ...
    def parts(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Nth:
    """The first, second, third, fourth or last (-1) such weekday of a month."""

    month: int
    weekday: int
    number: int

    def day(self, year: int) -> date:
        if self.number > 0:
            first = date(year, self.month, 1)
            return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.number - 1))
        last = date(year, self.month, calendar.monthrange(year, self.month)[1])
        return last - timedelta(days=(last.weekday() - self.weekday) % 7)

    def parts(self) -> str:
        return f"BYMONTH={self.month};BYDAY={self.number}{DAYS[self.weekday]}"


@dataclass(frozen=True, slots=True)
class Within:
    """Such a weekday among seven days of a month (the Friday before the last Sunday)."""

    month: int
    weekday: int
    first: int

    def day(self, year: int) -> date:
        first = date(year, self.month, self.first)
        return first + timedelta(days=(self.weekday - first.weekday()) % 7)

    def parts(self) -> str:
        days = ",".join(str(self.first + offset) for offset in range(7))
        return f"BYMONTH={self.month};BYMONTHDAY={days};BYDAY={DAYS[self.weekday]}"


@dataclass(frozen=True, slots=True)
class Across:
    """Such a weekday among seven days around a month's end, counted from the end of the year (Africa/Cairo)."""

    weekday: int
    first: int

    def day(self, year: int) -> date:
        first = date(year + 1, 1, 1) + timedelta(days=self.first)
        return first + timedelta(days=(self.weekday - first.weekday()) % 7)

    def parts(self) -> str:
        days = ",".join(str(self.first + offset) for offset in range(7))
        return f"BYYEARDAY={days};BYDAY={DAYS[self.weekday]}"


def vtimezone(name: str, first: datetime, last: datetime) -> tuple[str, ...]:
    """The lines of the component for entries between two moments; the rule is that of the year of the last."""
    place = zone(name)
    local = last.astimezone(place)
    offset = local.utcoffset() or timedelta()
    return _component(name, first.astimezone(place).year, local.year, offset, local.tzname() or name)


def said_offset(name: str, first: datetime, last: datetime, moment: datetime) -> timedelta:
    """What a reader of that component takes for the zone's offset at a moment, an aware one as they all are."""
    place = zone(name)
    local = last.astimezone(place)
    if not has_two(changes(name, local.year)):
        return local.utcoffset() or timedelta()
    begun = first.astimezone(place).year - 1
    onsets = _onsets(name, local.year, max(moment.year - 1, begun), moment.year + 1)
    return max((onset, after) for onset, after in onsets if onset <= moment)[1]


@functools.lru_cache(maxsize=512)
def _onsets(name: str, year: int, first: int, last: int) -> tuple[tuple[datetime, timedelta], ...]:
    """When the rules of that year set which offset, from one year to another."""
    return tuple(
        (datetime.combine(yearly_rule(name, change).day(there), change.wall.time(), UTC) - change.before, change.after)
        for change in changes(name, year)
        for there in range(first, last + 1)
    )


def has_two(found: tuple[Change, ...]) -> bool:
    """Whether the clocks went forward and back once in a year."""
    return len(found) == 2 and found[0].before == found[1].after and found[0].after == found[1].before


@functools.lru_cache(maxsize=512)
def _component(name: str, first_year: int, year: int, offset: timedelta, label: str) -> tuple[str, ...]:
    found = changes(name, year)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    if has_two(found):
        for change in sorted(found, key=lambda change: change.is_forward):
            lines += _yearly(name, change, first_year)
    else:
        lines += _part("STANDARD", "19700101T000000", offset, offset, label)
    return (*lines, "END:VTIMEZONE")


def _yearly(name: str, change: Change, first_year: int) -> list[str]:
    """The rule begins a year before the entries, so that each of them has an onset before it."""
    rule = yearly_rule(name, change)
    start = f"{rule.day(first_year - 1):%Y%m%d}T{change.wall:%H%M%S}"
    kind = "DAYLIGHT" if change.is_forward else "STANDARD"
    return _part(kind, start, change.before, change.after, change.name, f"RRULE:FREQ=YEARLY;{rule.parts()}")


def _part(kind: str, start: str, before: timedelta, after: timedelta, name: str, *rule: str) -> list[str]:
    offsets = [f"TZOFFSETFROM:{_offset(before)}", f"TZOFFSETTO:{_offset(after)}"]
    return [f"BEGIN:{kind}", f"DTSTART:{start}", *offsets, f"TZNAME:{name}", *rule, f"END:{kind}"]


def _offset(offset: timedelta) -> str:
    """``+HHMM``, with seconds where there are any (RFC 5545 §3.3.14)."""
    seconds = int(abs(offset).total_seconds())
    sign = "-" if offset < timedelta() else "+"
    tail = f"{seconds % 60:02}" if seconds % 60 else ""
    return f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}{tail}"


@functools.lru_cache(maxsize=4096)
def changes(name: str, year: int) -> tuple[Change, ...]:
    """Every change of the zone's offset in that year (UTC), in order."""
    place = zone(name)

    def offset(moment: datetime) -> timedelta:
        return moment.astimezone(place).utcoffset() or timedelta()

    found = []
    low, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    before = offset(low)
    while low < end:
        high = min(low + STEP, end)
        after = offset(high)
        if after != before:
            left, right = low, high
            while right - left > timedelta(seconds=1):
                middle = (left + (right - left) / 2).replace(microsecond=0)
                left, right = (middle, right) if offset(middle) == before else (left, middle)
            found.append(Change(right, before, after, right.astimezone(place).tzname() or name))
        low, before = high, after
    return tuple(found)


def yearly_rule(name: str, change: Change) -> Rule:
    """The simplest rule that holds in the most years around that of the change."""
    return max(_candidates(change.wall.date()), key=lambda rule: _years(name, change, rule))


def _candidates(day: date) -> Iterator[Rule]:
    weekday = day.weekday()
    days = calendar.monthrange(day.year, day.month)[1]
    number = (day.day - 1) // 7 + 1
    if number < 4:
        yield Nth(day.month, weekday, number)
    if day.day + 7 > days:
        yield Nth(day.month, weekday, -1)
    if number == 4:
        yield Nth(day.month, weekday, 4)
    for first in range(max(day.day - 6, 1), min(day.day, days - 6) + 1):
        yield Within(day.month, weekday, first)
    from_end = (day - date(day.year + 1, 1, 1)).days
    for first in range(from_end - 6, from_end + 1):
        start = date(day.year + 1, 1, 1) + timedelta(days=first)
        # February's last day moves what lies before it.
        if 2 < start.month < (start + timedelta(days=6)).month:
            yield Across(weekday, first)


def _years(name: str, change: Change, rule: Rule) -> int:
    """In how many years without a gap the zone keeps the rule."""
    year, kept = change.at.year, 0
    for direction, limit in ((1, AFTER), (-1, BEFORE)):
        for step in range(1, limit + 1):
            there = year + direction * step
            wanted = datetime.combine(rule.day(there), change.wall.time())
            if not any(c.wall == wanted and c.is_forward == change.is_forward for c in changes(name, there)):
                break
            kept += 1
    return kept
