"""A column's value as people say it: labels of choices, names of what is pointed to, moments on the wall, words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from symposium.history.models import Change
from symposium.history.words import Piece, compared
from symposium.kit.fields import PictureField
from symposium.kit.noting import Key, Row, read
from symposium.kit.renditions import is_master
from symposium.kit.richtext import RichTextField, to_text
from symposium.kit.saying import say_date, say_log

BATCH = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One column of one row, as it was and as it is: words, or stretches of a text, or pictures by their master."""

    name: str
    label: str
    before: str
    after: str
    pieces: list[Piece] = field(default_factory=list)
    is_picture: bool = False


def model_of(label: str) -> type[models.Model] | None:
    """The model; None for one that an older release had."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def column(model: type[models.Model], attname: str) -> Any:
    """The field that is kept under that name; None for one that an older release had."""
    return next((one for one in model._meta.concrete_fields if one.attname == attname), None)


def is_told(one: Any) -> bool:
    """Whether people know the field: what only machines write is kept and not told."""
    return one is not None and (one.editable or one.is_relation)


class Names:
    """What rows that are pointed to are called, a query for each model; what is gone, by what it was called last."""

    def __init__(self, wanted: Iterable[Key]) -> None:
        pks: dict[type[models.Model], set[Any]] = defaultdict(set)
        for model, pk in wanted:
            if pk is not None:
                pks[model].add(pk)
        self.known: dict[Key, str] = {}
        for model, some in pks.items():
            self._look(model, some)

    def _look(self, model: type[models.Model], pks: set[Any]) -> None:
        for batch in batched(sorted(pks), BATCH):
            for obj in read(model._base_manager.filter(pk__in=batch)):
                self.known[model, obj.pk] = str(obj)
        if lost := [pk for pk in pks if (model, pk) not in self.known]:
            gone = Change.objects.filter(model=model._meta.label_lower, object_id__in=lost).order_by("pk")
            self.known |= {(model, pk): title for pk, title in gone.values_list("object_id", "title") if title}

    def of(self, model: Any, pk: Any) -> str:
        """What it is called."""
        return self.known.get((model, pk)) or _("something that was deleted")


def pointed_to(model: type[models.Model], row: Row) -> list[Key]:
    """What a row's columns point to."""
    found = []
    for attname, pk in row.items():
        one = column(model, attname)
        if one is not None and one.is_relation and pk is not None:
            found.append((one.related_model, pk))
    return found


def lines(model: type[models.Model], before: Row, after: Row, names: Names) -> list[Line]:
    """What differs between two states of a row, in the order of its fields; what a state does not have is empty."""
    found = []
    for one in model._meta.concrete_fields:
        name = one.attname
        if (name not in before and name not in after) or not is_told(one) or before.get(name) == after.get(name):
            continue
        found.append(_line(one, before.get(name), after.get(name), names))
    return found


def _line(one: Any, before: Any, after: Any, names: Names) -> Line:
    label = str(capfirst(one.verbose_name))
    if isinstance(one, PictureField):
        was, now = (str(value or "") if is_master(str(value or "")) else "" for value in (before, after))
        return Line(one.attname, label, was, now, is_picture=True)
    was, now = say(one, before, names), say(one, after, names)
    if isinstance(one, RichTextField | models.TextField) or max(len(was), len(now)) > 60:
        if was == now:
            return Line(one.attname, label, was, now, [Piece("same", _("The words are the same; their form differs."))])
        return Line(one.attname, label, was, now, compared(was, now))
    return Line(one.attname, label, was, now)


def say(one: Any, value: Any, names: Names) -> str:
    """A value in words; empty for what is empty."""
    if value in (None, "", []):
        return ""
    if one.is_relation:
        return names.of(one.related_model, value)
    return to_text(str(value)) if isinstance(one, RichTextField) else _say_plain(one, one.to_python(value))


def _say_plain(one: Any, value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return say_log(timezone.localtime(value))
        case date():
            return say_date(value)
        case list():
            return str(get_text_list([str(each) for each in value], _("and")))
    return str(dict(one.flatchoices).get(value, value)) if one.choices else str(value)
