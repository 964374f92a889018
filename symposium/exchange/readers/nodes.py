"""Objects of JSON whose fields may be anything: each is read as what it has to be, or told to be something else."""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from symposium.exchange.document import UNSAID, Said, Unsaid
from symposium.exchange.readers.collecting import Collector
from symposium.exchange.readers.moments import UnclearTimeError, duration_of, moment_of
from symposium.exchange.readers.texts import MOST_TEXT, bare, in_language, too_long

_YES, _NO = {"true", "yes", "1", "y"}, {"false", "no", "0", "n", ""}
_HUGE = 10**9


class Node:
    """One object, and where it stands in its file. A field that is not there is UNSAID, null is nothing."""

    def __init__(self, value: dict[str, Any], where: str, found: Collector, language: str = "en") -> None:
        self.value, self.where, self.found, self.language = value, where, found, language

    def __contains__(self, name: str) -> bool:
        return name in self.value

    def wrong(self, field: str, words: str, *, is_warning: bool = False) -> None:
        """Something is wrong with a field."""
        self.found.problem(self.where, field, words, is_warning=is_warning)

    def text(self, *names: str) -> Said[str]:
        """The first of those fields that holds something; numbers as they are written, a text by language in one."""
        said: Said[str] = UNSAID
        for name in names:
            if name in self.value and said in (UNSAID, ""):
                said = self._text(name, self.value[name])
        return said

    def plain(self, *names: str) -> str:
        """As ``text``; empty where nothing is said."""
        said = self.text(*names)
        return "" if isinstance(said, Unsaid) else said

    def _text(self, name: str, value: Any) -> str:
        if isinstance(value, dict) and all(text is None or isinstance(text, str) for text in value.values()):
            value = in_language(value, self.language)
        if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
            value = [value]
        if isinstance(value, str) and len(value) > MOST_TEXT:
            self.wrong(name, too_long())
            return ""
        if isinstance(value, str | int | float):
            return bare(str(value))
        if value is not None:
            self.wrong(name, _("A text must stand here."))
        return ""

    def number(self, name: str) -> Said[int | None]:
        """A whole number, also in quotes."""
        if name not in self.value:
            return UNSAID
        value = self.value[name]
        if value is None or value == "":
            return None
        try:
            if isinstance(value, str | float | int) and not isinstance(value, bool):
                number = float(value)
                if number.is_integer() and abs(number) < _HUGE:
                    return int(number)
        except (ValueError, OverflowError):
            pass
        self.wrong(name, _("A whole number must stand here."))
        return UNSAID

    def yes_no(self, name: str) -> Said[bool]:
        """Yes or no, also in words and as 1 and 0; null says nothing."""
        value = self.value.get(name)
        if value is None:
            return UNSAID
        word = str(value).strip().lower()
        if word in _YES | _NO:
            return word in _YES
        self.wrong(name, _("true or false must stand here."))
        return UNSAID

    def moment(self, name: str, where: ZoneInfo | None) -> datetime | None:
        """A moment in UTC; None where none is said, or where it is wrong."""
        text = self.plain(name)
        if not text:
            return None
        try:
            return moment_of(text, where)
        except UnclearTimeError as error:
            self.wrong(name, str(error))
            return None

    def length(self, name: str) -> timedelta | None:
        """A length of time; None where none is said, or where it is wrong."""
        text = self.plain(name)
        if not text:
            return None
        try:
            return duration_of(text.removesuffix(".0"))
        except UnclearTimeError as error:
            self.wrong(name, str(error))
            return None

    def node(self, name: str) -> "Node | None":
        """The object in a field; None where there is none."""
        value = self.value.get(name)
        return Node(value, f"{self.where}.{name}", self.found, self.language) if isinstance(value, dict) else None

    def list(self, name: str) -> list[Any]:
        """The values of a list; of a page of a list its results."""
        value = self.value.get(name)
        if isinstance(value, dict) and isinstance(value.get("results"), list):
            value = value["results"]
        if value is None or isinstance(value, list):
            return value or []
        self.wrong(name, _("A list must stand here."))
        return []

    def nodes(self, name: str) -> Iterator["Node"]:
        """The objects of a list; whatever else stands in it is told."""
        for place, value in enumerate(self.list(name), 1):
            where = f"{self.where}.{name}[{place}]".lstrip(".")
            if isinstance(value, dict):
                yield Node(value, where, self.found, self.language)
            elif value is not None:
                self.found.problem(where, "", _("An object must stand here."))

    def until(self, starts_at: datetime | None, where: ZoneInfo | None, end: str, length: str) -> datetime | None:
        """When what begins then ends, by the field of its end or that of its length; told where neither says it."""
        ends_at = self.moment(end, where)
        if starts_at is None:
            if ends_at:
                self.wrong(end, _("It has an end and no beginning. Say when it begins, or take its end away."))
            return None
        if ends_at or self.plain(end):
            return ends_at
        lasts = self.length(length)
        if lasts is None and not self.plain(length):
            self.wrong(length, _("It has a beginning and no end. Say when it ends, or how long it takes."))
        return starts_at + lasts if lasts else None
