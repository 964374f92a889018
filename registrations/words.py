"""Stored answers as people read them."""

from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from registrations.models import Question
from symposium.kit.countries import country
from symposium.kit.saying import say_date

Kind = Question.Kind


def in_words(kind: str, value: Any) -> str:
    """An answer (``Answer.value``) as people read it; whatever a stored value looks like, something is shown of it."""
    if kind == Kind.SEVERAL and isinstance(value, list):
        return ", ".join(map(str, value))
    if kind == Kind.YES_NO:
        return _("yes") if value else _("no")
    if kind == Kind.FILE and isinstance(value, dict):
        return str(value.get("name", ""))
    text = "" if value is None else str(value)
    if kind == Kind.COUNTRY:
        return country(text)
    day = _day(text) if kind == Kind.DATE else None
    return say_date(day) if day else text


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
