"""Dates as history knows them: a day, a month, a year, a span, written in EDTF level 0 (ISO 8601-2)."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.translation import gettext as _

from symposium.kit.saying import say_date, say_dates, say_month, say_year, say_years

_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Part:
    """A year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'; raises ValueError for anything else or a day that is none."""
        match = _PART.fullmatch(text.strip())
        if not match:
            raise ValueError(text)
        year, month, day = (int(group) if group else None for group in match.groups())
        part = cls(year or 0, month, day)
        part.earliest()
        return part

    def earliest(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """Its last day."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        say = say_date if self.day else say_month if self.month else say_year
        return say(self.earliest())

    def iso(self) -> str:
        """As HTML's ``<time datetime>`` wants it."""
        parts = [f"{self.year:04}"] + [f"{number:02}" for number in (self.month, self.day) if number]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class When:
    """One part, or a span of two written with a slash: '1962-04-26', '2020', '1997/2017'."""

    first: Part
    last: Part

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError when the text is not of that form or ends before it begins."""
        first, slash, last = text.strip().partition("/")
        when = cls(Part.parse(first), Part.parse(last) if slash else Part.parse(first))
        if when.last.latest() < when.first.earliest():
            raise ValueError(text)
        return when

    @property
    def is_span(self) -> bool:
        """Whether it has two ends."""
        return self.first != self.last

    def __str__(self) -> str:
        first, last = self.first, self.last
        if not self.is_span:
            return str(first)
        if first.day and last.day and (first.year, first.month) == (last.year, last.month):
            return say_dates(first.earliest(), last.earliest())
        if first.month is None and last.month is None:
            return say_years(first.earliest(), last.earliest())
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
