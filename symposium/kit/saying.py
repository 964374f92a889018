"""How a day, a month, a span and a time are said in the language of the page: the one place with patterns for them.

Each pattern is a text that translators change, with the letters of Django's ``date`` filter behind the colon:
'{day:l j F Y}' is 'Tuesday 20 January 2026' in Britain, '{day:l, F j, Y}' is 'Tuesday, January 20, 2026' in America.
A backslash before a letter makes it a letter. What machines read (``<time datetime>``, calendars) is made elsewhere.
"""

import functools
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import dateformat
from django.utils.translation import get_language, pgettext


@dataclass(frozen=True, slots=True)
class _Said:
    """A day or a moment that a pattern can hold: '{day:j F}'."""

    when: date | time

    def __format__(self, letters: str) -> str:
        if isinstance(self.when, time):
            return dateformat.time_format(self.when, letters)
        return dateformat.DateFormat(self.when).format(letters)


def say_day(day: date) -> str:
    """'Tuesday 20 January 2026'; 'Tuesday, January 20, 2026'."""
    return _day(day, get_language())


@functools.lru_cache(maxsize=1024)
def _day(day: date, _language: str | None) -> str:
    return pgettext("date pattern: a day with its weekday", "{day:l j F Y}").format(day=_Said(day))


def say_date(day: date) -> str:
    """'20 January 2026'; 'January 20, 2026'."""
    return pgettext("date pattern: a day", "{day:j F Y}").format(day=_Said(day))


def say_short_day(day: date) -> str:
    """'Tue 20 Jan', where the year is clear; 'Tue, Jan 20'."""
    return pgettext("date pattern: a day, short, without the year", "{day:D j M}").format(day=_Said(day))


def say_weekday(day: date) -> str:
    """'Tue 20', beside a time, where the month is clear."""
    return pgettext("date pattern: a weekday and its number", "{day:D j}").format(day=_Said(day))


def say_month(day: date) -> str:
    """'January 2026'."""
    return pgettext("date pattern: a month", "{day:F Y}").format(day=_Said(day))


def say_year(day: date) -> str:
    """'2026'."""
    return pgettext("date pattern: a year", "{day:Y}").format(day=_Said(day))


def say_days(first: date, last: date) -> str:
    """One day in full, or a span that repeats nothing: '20–22 January 2026'; 'January 20–22, 2026'."""
    return say_day(first) if first == last else say_dates(first, last)


def say_dates(first: date, last: date) -> str:
    """The span of two different days, as ``say_days`` says it."""
    if (first.year, first.month) == (last.year, last.month):
        pattern = pgettext("date pattern: days of one month", "{first:j}–{last:j F Y}")
    elif first.year == last.year:
        pattern = pgettext("date pattern: days of one year", "{first:j F} – {last:j F Y}")
    else:
        pattern = pgettext("date pattern: days of two years", "{first:j F Y} – {last:j F Y}")
    return pattern.format(first=_Said(first), last=_Said(last))


def say_years(first: date, last: date) -> str:
    """'1997–2017'."""
    return pgettext("date pattern: years", "{first:Y}–{last:Y}").format(first=_Said(first), last=_Said(last))


def say_clock(moment: datetime) -> str:
    """'09:00' as the moment's own clock shows it; '9:00 AM'."""
    return _clock(moment.hour, moment.minute, get_language())


# A long programme says few days and times, each of them very often; what is said depends on the language alone.
@functools.lru_cache(maxsize=8192)
def _clock(hour: int, minute: int, _language: str | None) -> str:
    return pgettext("time pattern: hour and minute", "{time:H:i}").format(time=_Said(time(hour, minute)))


def say_log(moment: datetime) -> str:
    """'20 Jan 2026, 09:00' in lists; 'Jan 20, 2026, 9:00 AM'."""
    return _log(moment.date(), moment.hour, moment.minute, get_language())


# Lists and tables of a hundred thousand say few days.
@functools.lru_cache(maxsize=8192)
def _log(day: date, hour: int, minute: int, language: str | None) -> str:
    words = {"day": _log_day(day, language), "time": _clock(hour, minute, language)}
    return pgettext("date pattern: day and time", "%(day)s, %(time)s") % words


@functools.lru_cache(maxsize=1024)
def _log_day(day: date, _language: str | None) -> str:
    return pgettext("date pattern: a day, short", "{day:j M Y}").format(day=_Said(day))
