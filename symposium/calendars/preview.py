"""What a calendar shows of entries: read again from the feed's own bytes, or from what they are made of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from symposium.calendars.ical import Item
from symposium.calendars.reading import Component
from symposium.kit.zones import last_day, zone

# As many entries as are worth looking at.
MOST = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as a client shows it; whole days end with the midnight after them."""

    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    all_day: bool
    is_cancelled: bool


def of_item(item: Item) -> Shown:
    """One that is about to be written."""
    is_cancelled = item.status == "CANCELLED"
    return Shown(item.title, item.place, item.starts_at, item.ends_at, item.zone, item.all_day, is_cancelled)


def of_calendar(calendar: Component, otherwise: str = "UTC") -> Iterator[Shown]:
    """Those of a feed that was read, in its order; days that name no zone are those of ``otherwise``."""
    for entry in calendar.inner("VEVENT"):
        starts, ends = entry.first("DTSTART"), entry.first("DTEND")
        if starts is None or ends is None:
            continue
        all_day, tzid = starts.parameter("VALUE") == "DATE", starts.parameter("TZID") or otherwise
        pattern = "%Y%m%d" if all_day else "%Y%m%dT%H%M%S"
        first, last = (
            datetime.strptime(one.value, pattern).replace(tzinfo=zone(one.parameter("TZID") or otherwise))
            for one in (starts, ends)
        )
        title, place = (found.text if (found := entry.first(name)) else "" for name in ("SUMMARY", "LOCATION"))
        is_cancelled = entry.value("STATUS") == "CANCELLED"
        yield Shown(title, place, first, last, tzid, all_day, is_cancelled)


def coming(shown: Iterable[Shown], today: datetime) -> tuple[list[Shown], bool]:
    """The next ones from the beginning of today on, and whether there are any; else the last that there were."""
    every = list(shown)
    coming = [one for one in every if last_day(one.ends_at, one.zone) >= today.astimezone(zone(one.zone)).date()]
    return (coming[:MOST], True) if coming else (every[-MOST:], False)
