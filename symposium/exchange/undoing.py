"""An import taken back: what it made is deleted, what it changed is as it was, or nothing is touched at all."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from registrations.models import BookableSession, Deed
from registrations.services import By
from speakers.models import Affiliation, Link, Speaker
from symposium.calendars.models import Entry
from symposium.events.models import Event
from symposium.exchange.importing import CREATE, IDENTITIES
from symposium.exchange.models import Identity, Import, Kind
from symposium.exchange.readers import Problem
from symposium.exchange.saving import remove, save
from symposium.exchange.shapes import SHAPE, Shape
from symposium.exchange.words import label
from symposium.kit.revisions import publishing
from symposium.programme.models import Appearance, Material, Session
from symposium.search.models import Document

# What may go with a row that is deleted: it follows it by itself, or is part of it.
_FOLLOWS: set[type[Model]] = {Deed, Document, Entry, Identity, Import}
_PARTS: dict[type[Model], set[type[Model]]] = {
    Session: {Appearance, BookableSession, Material},
    Speaker: {Affiliation, Link},
}


MOMENT: Any = Event._meta.get_field("starts_at")


class ChangedSinceError(Exception):
    """Something changed since the import; ``problems`` say what. Nothing was undone."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


def take_back(done: list[dict[str, Any]], *, by: By) -> None:
    """Undo what ``Outcome.undo`` lists, the last first. Raises ChangedSinceError."""
    with publishing() as touch:
        events = [one["pk"] for one in done if one.get("kind") == Kind.EVENT]
        for pk in events:
            touch(Event, pk)
        rows = [(one, _row(one)) for one in reversed(done) if one["verb"] != IDENTITIES]
        problems = [problem for one, row in rows for problem in _changed(one, row)]
        if problems:
            raise ChangedSinceError(problems)
        for one, row in rows:
            if one["kind"] == Kind.EVENT and one["verb"] != CREATE:
                _widen(row, one["before"])
        for one, row in rows:
            _undo(one, row, by)
        for one in done:
            if one["verb"] == IDENTITIES:
                Identity.objects.filter(pk__in=one["pks"]).delete()


def _row(one: dict[str, Any]) -> Any:
    return SHAPE[Kind(one["kind"])].model._base_manager.filter(pk=one["pk"]).first()


def _changed(one: dict[str, Any], row: Any) -> Iterator[Problem]:
    """What is not any more as the import left it."""
    shape = SHAPE[Kind(one["kind"])]
    kind = str(shape.model._meta.verbose_name)
    if row is None:
        yield Problem(kind, "", _("Something that was imported has been deleted since."))
        return
    names = shape.names if one["verb"] == CREATE else list(one["before"])
    now = shape.read(row, names)
    for name in names:
        if now[name] != one["after"][name]:
            yield Problem(f"{kind}: {row}", label(shape, name), _("This was changed since the import."))
    if one["verb"] == CREATE and isinstance(row, Event) and not row.is_draft:
        words = _("The event is not a draft any more: its address is in links and calendars. Cancel it instead.")
        yield Problem(f"{kind}: {row}", "", words)


def _widen(event: Event, before: dict[str, Any]) -> None:
    """Around its sessions as they are and as they were, until it is as it was itself."""
    first, last = (MOMENT.to_python(before.get(name)) for name in ("starts_at", "ends_at"))
    wide = {"starts_at": min(first or event.starts_at, event.starts_at)}
    wide["ends_at"] = max(last or event.ends_at, event.ends_at)
    Event.objects.filter(pk=event.pk).update(**wide)


def _undo(one: dict[str, Any], row: Any, by: By) -> None:
    shape = SHAPE[Kind(one["kind"])]
    try:
        if one["verb"] == CREATE:
            _refuse_hangers_on(row)
            pk = row.pk
            remove(shape.kind, row, by)
            Identity.objects.filter(kind=shape.kind, object_id=pk).delete()
        else:
            _restore(shape, row, one["before"], by)
    except ValidationError as error:
        where = f"{shape.model._meta.verbose_name}: {row}"
        raise ChangedSinceError([Problem(where, "", words) for words in error.messages]) from None


def _restore(shape: Shape, row: Any, before: dict[str, Any], by: By) -> None:
    for name, value in before.items():
        if name in shape.refs:
            setattr(row, f"{name}_id", value)
        elif name in shape.pictures:
            setattr(row, name, value)
        elif name not in shape.parts:
            setattr(row, name, row._meta.get_field(name).to_python(value))
    saved = save(row, by)
    for name in [one for one in shape.parts if one in before]:
        shape.parts[name].write(saved, before[name])


def _refuse_hangers_on(row: Any) -> None:
    """Raise ValidationError where something would go, or change, that came after the import."""
    collector: Any = Collector(using=DEFAULT_DB_ALIAS)
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError) as error:
        held = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
        raise ValidationError(_hanging(row, next(iter(held)))) from None
    follows = _FOLLOWS | _PARTS.get(type(row), set())
    cascading = [*(one for rows in collector.data.values() for one in rows), *_fast(collector, follows)]
    loosened = [one for found in collector.field_updates.values() for rows in found for one in rows]
    for one in [*cascading, *loosened]:
        if one != row and type(one) not in follows:
            raise ValidationError(_hanging(row, one))


def _fast(collector: Any, follows: set[type[Model]]) -> Iterator[Any]:
    for rows in collector.fast_deletes:
        if isinstance(rows, QuerySet) and rows.model not in follows:
            yield from rows[:1]


def _hanging(row: Any, other: Any) -> str:
    words = _("Since the import, “%(row)s” has got something that hangs on it: %(kind)s “%(other)s”.")
    return words % {"row": row, "kind": other._meta.verbose_name, "other": other}
