"""Moments, days, hours and durations as people and programs write them. What cannot be read raises UnclearTimeError."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from symposium.kit.zones import zone, zone_names

FIRST_YEAR, LAST_YEAR = 1900, 2200
# How the day of a text is to be read; what a year or a name of a month makes clear is read in any case.
ISO, DAY_FIRST, MONTH_FIRST = "iso", "day", "month"
# Day nought of a spreadsheet (ECMA-376 §18.17.4.1): its year 1900 has a 29 February, so it counts from a day earlier.
_DAY_NOUGHT, _DAY_NOUGHT_1904 = date(1899, 12, 30), date(1904, 1, 1)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NUMBERS = re.compile(r"(\d{1,4})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?")
_NAMED = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?\s*[-\s]\s*([a-z]{3,9})\.?,?\s*[-\s]\s*(\d{4})"
)
_MONTH_NAMED = re.compile(r"(?:[a-z]{3,9}\.?,?\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?(?:[:.](\d{2})(?:\.\d{1,6})?)?\s*(?:([ap])\.?\s*m\.?|h|uhr)?")
_SPAN = re.compile(r"\s*(?:–|—|-|to|bis)\s*")
_HOURS = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?::(\d{2}))?")
_WORDS = re.compile(r"(?:(\d{1,3})\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,4})\s*(?:m(?:in(?:utes?|s)?)?\.?|['’′])?)?")
_ISO_DURATION = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?")


class UnclearTimeError(ValueError):
    """What was written is no moment, or not clearly one; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Wall:
    """A day and an hour on a wall, and the zone in which they were written, where they say one."""

    day: date | None = None
    clock: time | None = None
    zone: tzinfo | None = None


def known_zone(name: str) -> ZoneInfo | None:
    """The zone of that IANA name; None for what is none."""
    return zone(name) if name in zone_names() else None


def at_wall(day: date, clock: time, where: ZoneInfo) -> datetime:
    """The moment at which that hour stood on the wall there, of two the first.

    Raises UnclearTimeError for an hour that the change of the clocks left out.
    """
    refuse_far(day)
    wall = datetime.combine(day, clock.replace(tzinfo=None, fold=0), tzinfo=where)
    moment = wall.astimezone(UTC)
    if moment.astimezone(where).replace(tzinfo=None) != wall.replace(tzinfo=None):
        words = _("%(time)s does not exist on that day: the clocks are put forward. Write another hour.")
        raise UnclearTimeError(words % {"time": clock.replace(tzinfo=None).isoformat("minutes")})
    return moment


def refuse_far(day: date) -> None:
    """Raise UnclearTimeError for years in which no event is."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnclearTimeError(
            _("The year %(year)d is a mistake. Correct it; it has four digits.") % {"year": day.year}
        )


def moment_of(text: str, where: ZoneInfo | None) -> datetime:
    """An ISO 8601 moment in UTC; one without an offset is on the wall of ``where``."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        words = _("“%(text)s” is no moment. Write it as 2027-05-11T09:00:00+01:00.")
        raise UnclearTimeError(words % {"text": text.strip()[:40]}) from None
    return in_utc(found, where)


def in_utc(found: datetime, where: ZoneInfo | None) -> datetime:
    """The same moment in UTC; one without an offset is on the wall of ``where``."""
    refuse_far(found.date())
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    if where is None:
        raise UnclearTimeError(no_zone())
    return at_wall(found.date(), found.time(), where)


def no_zone() -> str:
    """What to do about times of which nobody knows where they are."""
    return _(
        "It is not said in which time zone this is. Create the event with its time zone first, and import into it."
    )


def day_of(text: str, order: str = ISO) -> date:
    """A day, as 2027-05-11, 11.5.2027, 5/11/2027 (by ``order``), 11 May 2027, May 11, 2027."""
    text = " ".join(text.split()).lower()
    if found := _NUMBERS.fullmatch(text):
        year, month, day = _sorted(found, order)
    elif len(text) == 8 and text.isascii() and text.isdecimal():
        year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    elif found := _NAMED.fullmatch(text):
        year, month, day = int(found[3]), _month(found[2]), int(found[1])
    elif found := _MONTH_NAMED.fullmatch(text):
        year, month, day = int(found[3]), _month(found[1]), int(found[2])
    else:
        raise UnclearTimeError(_no_day(text))
    try:
        made = date(year, month, day)
    except ValueError:
        raise UnclearTimeError(_no_day(text)) from None
    refuse_far(made)
    return made


def _no_day(text: str) -> str:
    return _("“%(text)s” is no day of the calendar. Write it as 2027-05-11.") % {"text": text[:40]}


def _sorted(found: re.Match[str], order: str) -> tuple[int, int, int]:
    first, middle, last = (int(found[place]) for place in (1, 3, 4))
    if len(found[1]) == 4:
        return first, middle, last
    if len(found[4]) != 4:
        raise UnclearTimeError(_("Write the year of “%(text)s” in four digits.") % {"text": found[0][:40]})
    # Points stand between day and month, never the other way round; 31 is no month.
    day_first = found[2] == "." or order == DAY_FIRST or (order == ISO and first > 12)
    if order == ISO and found[2] != "." and first <= 12 and middle <= 12 and first != middle:
        words = _("“%(text)s” is two days, as it is read in different countries. Say which, or write 2027-05-11.")
        raise UnclearTimeError(words % {"text": found[0][:40]})
    return (last, middle, first) if day_first else (last, first, middle)


def _month(word: str) -> int:
    if word[:3] not in _MONTHS:
        raise UnclearTimeError(_no_day(word))
    return _MONTHS.index(word[:3]) + 1


def clock_of(text: str) -> time:
    """An hour, as 09:00, 9.00, 9h30, 9 am, 2:30 pm."""
    found = _CLOCK.fullmatch(text.strip().lower())
    if not found or (found[2] is None and not found[4] and not text.strip().lower().endswith(("h", "uhr"))):
        raise UnclearTimeError(_no_hour(text))
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[4]:
        hour = hour % 12 + (12 if found[4] == "p" else 0) if 1 <= hour <= 12 else 99
    if hour > 23 or minute > 59:
        raise UnclearTimeError(_no_hour(text))
    return time(hour, minute)


def _no_hour(text: str) -> str:
    return _("“%(text)s” is no hour. Write it as 09:00 or 21:30.") % {"text": text.strip()[:40]}


def wall_of(text: str, order: str = ISO) -> Wall:
    """A day, an hour, or both, with an offset where one is written."""
    text = text.strip()
    try:
        found = datetime.fromisoformat(text) if "T" in text or (":" in text and text[:4].isdecimal()) else None
    except ValueError:
        found = None
    if found:
        refuse_far(found.date())
        return Wall(found.date(), found.time(), found.tzinfo)
    if serial := _serial(text):
        return serial
    day, clock = _parted(text)
    return Wall(day_of(day, order) if day else None, clock_of(clock) if clock else None)


def _parted(text: str) -> tuple[str, str]:
    """The part that says the day and the part that says the hour."""
    if found := re.fullmatch(
        r"(.*\d.*?)(?:,|\s|T)+(?:at\s+)?(\d{1,2}(?:[:.h]\d{2})(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?)", text
    ):
        return found[1].rstrip(", "), found[2]
    is_hour = re.fullmatch(r"\d{1,2}\s*(?:[:.h]\s*\d{2}(?::\d{2})?)?\s*(?:[apAP]\.?\s*[mM]\.?|h|Uhr)?", text)
    return ("", text) if is_hour and text else (text, "")


def _serial(text: str) -> Wall | None:
    """A moment as spreadsheets count it, where somebody saved a date as a number."""
    if not re.fullmatch(r"\d{1,5}(?:[.,]\d{1,12})?", text) or re.fullmatch(r"\d{1,2}\.\d{2}", text):
        return None
    number = float(text.replace(",", "."))
    return of_serial(number) if 20_000 <= number < 110_000 or ("." in text and number < 1) else None


def of_serial(number: float, *, from_1904: bool = False) -> Wall:
    """A number of days since a spreadsheet's day nought, to the minute; below one, an hour alone."""
    if not 0 <= number < 110_000:
        raise UnclearTimeError(_no_day(f"{number:g}"))
    minutes = round(number * 24 * 60)
    clock = time(minutes // 60 % 24, minutes % 60)
    if number < 1:
        return Wall(None, clock)
    day = (_DAY_NOUGHT_1904 if from_1904 else _DAY_NOUGHT) + timedelta(days=minutes // (24 * 60))
    refuse_far(day)
    return Wall(day, clock if minutes % (24 * 60) else None)


def span_of(text: str) -> tuple[time, time] | None:
    """Two hours of one day, as '09:00 – 10:30'; None for what is not two."""
    parts = _SPAN.split(text.strip())
    if len(parts) != 2 or not all(parts):
        return None
    return clock_of(parts[0]), clock_of(parts[1])


def duration_of(value: str) -> timedelta:
    """How long, as 01:30, 1:30:00, 1:12:00:00 (with days), 90, '90 min', '1 h 30', PT1H30M."""
    text = value.strip()
    made = None
    if found := _HOURS.fullmatch(text):
        made = _of_hours(found)
    elif text.startswith("P") and (found := _ISO_DURATION.fullmatch(text)):
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        made = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    elif text and (found := _WORDS.fullmatch(text.lower())):
        made = timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))
    if made is None:
        raise UnclearTimeError(_("“%(text)s” is no length of time. Write it as 01:30.") % {"text": text[:40]})
    if not timedelta(0) < made <= timedelta(days=31):
        raise UnclearTimeError(
            _("“%(text)s” is no length that a session has. Write it as 01:30.") % {"text": text[:40]}
        )
    return made


def _of_hours(found: re.Match[str]) -> timedelta:
    """1:30 is hours and minutes, 1:30:00 hours, minutes and seconds, 1:12:00:00 days before them."""
    first, second, third, fourth = (int(part or 0) for part in found.groups())
    if found[4] is not None and found[1] is not None:
        return timedelta(days=first, hours=second, minutes=third, seconds=fourth)
    if found[1] is not None:
        return timedelta(hours=first, minutes=second, seconds=third)
    return timedelta(hours=second, minutes=third, seconds=fourth)
