"""What a publication changed, written down once for each event: the keeper of ``kit.noting``."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import models
from django.utils import timezone

from symposium.history.acting import actor
from symposium.history.models import KEPT, Change, Edit, KeptImage
from symposium.kit.fields import PictureField
from symposium.kit.noting import Key, Noted, Row, read, row_of
from symposium.kit.revisions import Revised

Verb = Change.Verb
BATCH = 500
# What waits to be published is told once it is: the column of a row that is the working copy of another.
COPY_OF = "revises_id"
HIDDEN = object()


@dataclass(slots=True)
class Changed:
    """One row: what it was and what it is; None where it was not, or is not any more."""

    key: Key
    title: str
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """As it is, or as it was last."""
        return self.after if self.after is not None else self.before or {}

    @property
    def verb(self) -> Verb:
        if self.before is None:
            return Verb.MADE
        return Verb.DELETED if self.after is None else Verb.CHANGED


def record(noted: Noted) -> None:
    """Write down what differs. What nobody made (sample data, scripts) is only there; what nobody changed is said."""
    known = bool(actor().who)
    keys = [key for key, before in noted.before.items() if before is not None or known]
    changed = list(_compare(noted, keys))
    by_event: dict[Any, list[Changed]] = defaultdict(list)
    way_up = _Way(changed)
    for one in changed:
        place = way_up.place_of(*one.key, one.row)
        if place is not HIDDEN:
            by_event[place].append(one)
    for event_id, rows in by_event.items():
        _write(event_id, rows)


def _compare(noted: Noted, keys: Iterable[Key]) -> Iterator[Changed]:
    now = _now(keys)
    for key in keys:
        before, obj = noted.before[key], now.get(key)
        after = None if obj is None else row_of(obj)
        if before == after:
            continue
        title = noted.titles.get(key) or str(obj)
        yield Changed(key, title, before, after)


def _now(keys: Iterable[Key]) -> dict[Key, Any]:
    """The rows as they are, a query for each model."""
    pks: dict[type[models.Model], list[Any]] = defaultdict(list)
    for model, pk in keys:
        pks[model].append(pk)
    found: dict[Key, Any] = {}
    for model, wanted in pks.items():
        for batch in batched(wanted, BATCH):
            found |= {(model, obj.pk): obj for obj in read(model._base_manager.filter(pk__in=batch))}
    return found


class _Way:
    """The way from a row up to its event, by rows that were changed too or that the database is asked for once."""

    def __init__(self, changed: Iterable[Changed]) -> None:
        self.known: dict[Key, Row] = {one.key: one.row for one in changed}

    def place_of(self, model: type[models.Model], pk: Any, row: Row | None) -> Any:
        """The key of its event; None where it belongs to none, ``HIDDEN`` for a working copy and its parts."""
        while (name := _belongs_to(model)) is not None:
            if row is None or row.get(COPY_OF) is not None:
                return HIDDEN
            field: Any = model._meta.get_field(name)
            model, pk = field.related_model, row[field.attname]
            row = self._look(model, pk) if _belongs_to(model) is not None else None
        return int(pk) if issubclass(model, Revised) else None

    def _look(self, model: type[models.Model], pk: Any) -> Row | None:
        """None for what pages and lists do not know."""
        if (model, pk) not in self.known:
            found = model._base_manager.filter(pk=pk).first()
            if found is None:
                return None
            self.known[model, pk] = row_of(found)
        return self.known[model, pk]


def _belongs_to(model: type[models.Model]) -> str | None:
    """The field that leads up; None at the top. What is not published goes with the event that it names."""
    found = getattr(model, "belongs_to", "event")
    return found or None


def _write(event_id: int | None, rows: list[Changed]) -> None:
    by = actor()
    edit = Edit.objects.create(event_id=event_id, user=by.user, who=by.who, deed=by.deed)
    until, gone = timezone.now() + KEPT, {one.key for one in rows if one.after is None}
    changes = [_change(edit, one) for one in rows]
    for change, one in zip(changes, rows, strict=True):
        if one.after is None and not _goes_with(one, gone):
            change.gone_until = until
    Change.objects.bulk_create(changes, batch_size=BATCH)
    images = [
        KeptImage(change=change, image=name, until=until)
        for change, one in zip(changes, rows, strict=True)
        for name in _pictures_lost(one)
    ]
    if images:
        KeptImage.objects.bulk_create(images)


def _change(edit: Edit, one: Changed) -> Change:
    model, pk = one.key
    before, after = one.before or {}, one.after or {}
    if one.verb == Verb.CHANGED:
        names = [name for name in after if before.get(name) != after[name]]
        before, after = ({name: row.get(name) for name in names} for row in (before, after))
    elif one.verb == Verb.MADE:
        # The row itself says what it is; what it was at first is what its changes lead back to.
        after = {}
    change = Change(edit=edit, verb=one.verb, model=model._meta.label_lower, object_id=pk, title=one.title[:240])
    change.before, change.after = before, after
    if part_of := getattr(model, "part_of", ""):
        field = model._meta.get_field(part_of)
        change.whole, change.whole_id = field.related_model._meta.label_lower, one.row[field.attname]  # type: ignore[union-attr]
    return change


def _goes_with(one: Changed, gone: set[Key]) -> bool:
    """Whether a row was deleted because something that it hangs on was."""
    for field in one.key[0]._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE:
            target: Any = field.related_model
            if (target, one.row.get(field.attname)) in gone - {one.key}:
                return True
    return False


def _pictures_lost(one: Changed) -> Iterator[str]:
    """The masters that the row named before and does not name any more."""
    for field in one.key[0]._meta.concrete_fields:
        if isinstance(field, PictureField) and one.before:
            name = one.before.get(field.attname)
            if name and name != (one.after or {}).get(field.attname):
                yield name
