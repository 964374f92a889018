"""What rows were before a change was published, noted so that a history can say it.

Whatever changes public content passes through ``kit.published``, which notes here what each row was when it was first
touched in a ``publishing()`` block. At the end of the outermost block the keepers are handed all of it, in the same
transaction: one save of a page is one thing that happened, however many rows it wrote.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import models

# Columns by their name, with what the database holds.
type Row = dict[str, Any]
type Key = tuple[type[models.Model], Any]
type Keeper = Callable[["Noted"], object]

_noted: ContextVar["Noted | None"] = ContextVar("noted", default=None)
_keepers: list[Keeper] = []
# Not published themselves, and lost with what is.
_followers: set[type[models.Model]] = set()


@dataclass(slots=True)
class Noted:
    """Rows that were touched: what each was before (None: it was not there), and what it was called."""

    before: dict[Key, Row | None] = field(default_factory=dict)
    titles: dict[Key, str] = field(default_factory=dict)


def add_keeper(keeper: Keeper) -> None:
    """Have ``keeper(noted)`` called at the end of every publication that touched rows; for AppConfig.ready."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def note_with(model: type[models.Model]) -> None:
    """Have rows of a model that is not published noted too when they go with what is; for AppConfig.ready."""
    _followers.add(model)


@contextmanager
def noting() -> Iterator[None]:
    """The outermost block: at its end the keepers are handed what was noted in it."""
    noted = Noted()
    token = _noted.set(noted)
    try:
        yield
        if noted.before:
            for keeper in _keepers:
                keeper(noted)
    finally:
        _noted.reset(token)


@cache
def columns(model: type[models.Model]) -> tuple[str, ...]:
    """What is noted of a row: all but a key of its own, what services count, and when it was last saved."""
    unseen: frozenset[str] = getattr(model, "unseen", frozenset())
    return tuple(
        one.attname
        for one in model._meta.concrete_fields
        if (one.is_relation or not one.primary_key) and one.name not in unseen and not getattr(one, "auto_now", False)
    )


def row_of(obj: models.Model) -> Row:
    """An object's columns as they are in memory; a file is its name."""
    kept = {name: obj.__dict__.get(name) for name in columns(type(obj))}
    return {
        name: str(value) if isinstance(value, models.fields.files.FieldFile) else value for name, value in kept.items()
    }


def read(rows: models.QuerySet[Any]) -> list[Any]:
    """The objects, with what they need to say what they are called."""
    pointing = [one.name for one in rows.model._meta.concrete_fields if one.is_relation]
    return list(rows.order_by().select_related(*pointing) if pointing else rows.order_by())


def note_rows(rows: models.QuerySet[Any]) -> list[Any]:
    """Note what rows are, before they change; their primary keys."""
    noted = _noted.get()
    if noted is None or not _keepers:
        return []
    found = read(rows.model._base_manager.filter(pk__in=rows.order_by().values("pk")))
    for obj in found:
        _note(noted, obj)
    return [obj.pk for obj in found]


def note_row(model: type[models.Model], pk: Any) -> None:
    """Note what one row is, before it changes."""
    noted = _noted.get()
    if noted is None or not _keepers or (model, pk) in noted.before:
        return
    for obj in read(model._base_manager.filter(pk=pk)):
        _note(noted, obj)


def note_new(objs: Iterable[models.Model]) -> None:
    """Note that rows were not there before."""
    noted = _noted.get()
    if noted is None or not _keepers:
        return
    for obj in objs:
        if obj.pk is not None:
            noted.before.setdefault((type(obj), obj.pk), None)


def note_going(rows: models.QuerySet[Any]) -> None:
    """Note rows that are about to be deleted, with all that is published and goes with them, or is loosened."""
    pks = note_rows(rows)
    if not pks:
        return
    for relation in rows.model._meta.related_objects:
        other: Any = relation.related_model
        if not hasattr(other, "shown_in") and other not in _followers:
            continue
        hanging = other._base_manager.filter(**{f"{relation.field.name}__in": pks})
        if relation.on_delete is models.CASCADE:
            note_going(hanging)
        elif relation.on_delete is models.SET_NULL:
            note_rows(hanging)


def _note(noted: Noted, obj: models.Model) -> None:
    key = (type(obj), obj.pk)
    if key not in noted.before:
        noted.before[key] = row_of(obj)
        noted.titles[key] = str(obj)
