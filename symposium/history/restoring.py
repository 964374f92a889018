"""An earlier state of an object with its parts: found by undoing what came after, looked at, put back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from symposium.history.acting import acting
from symposium.history.models import Change, Edit
from symposium.history.values import Line, Names, column, is_told, lines, model_of, pointed_to
from symposium.kit.noting import Key, Row, read, row_of
from symposium.kit.revisions import publishing

Verb = Change.Verb


class CannotRestore(Exception):
    """Something stands against it; ``problems`` say what, by row. Nothing was changed."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(slots=True)
class Step:
    """What becomes of one row: put back as it was, made again, or taken away."""

    key: Key
    title: str
    verb: Verb
    # Columns and what they are to hold; of a row that is made again, all.
    row: Row = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    # Why a column stays as it is.
    left: list[str] = field(default_factory=list)

    @property
    def noun(self) -> str:
        return str(capfirst(self.key[0]._meta.verbose_name))

    @property
    def name(self) -> str:
        """As a form names it."""
        return f"{self.key[0]._meta.label_lower}:{self.key[1]}"


def steps_to(obj: models.Model, edit: Edit, *, fixed: Collection[str] = ()) -> list[Step]:
    """What leads from an object and its parts as they are to what they were after an edit.

    Columns of ``fixed`` are not the user's to change; what they held is left out. One query for each model that the
    changes since then name, and one for each that is pointed to.
    """
    label = obj._meta.label_lower
    later = Change.objects.of(label, int(obj.pk)).filter(edit__gt=edit.pk).order_by("-pk")
    wanted = _undone(later)
    now = _as_they_are(wanted)
    steps = [_step(key, row, now.get(key)) for key, row in wanted.items()]
    found = [step for step in steps if step is not None]
    for step in found:
        if step.key == (type(obj), obj.pk):
            _leave_fixed(step, fixed)
        _leave_lost_pictures(step)
    _look_at_pointers(found)
    names = Names(key for step in found for key in _points(step, now.get(step.key)))
    for step in found:
        before = now.get(step.key)
        step.lines = lines(step.key[0], _only(step.row, before), step.row, names) if step.verb != Verb.DELETED else []
    told = [step for step in found if step.lines or step.verb != Verb.CHANGED or step.left]
    # What is taken away first, what is made again last.
    return sorted(told, key=lambda step: (step.verb != Verb.DELETED, step.verb == Verb.MADE, step.title))


def _undone(later: Iterable[Change]) -> dict[Key, Row | None]:
    """What each row held before the changes, the latest first; None where it was not there."""
    wanted: dict[Key, Row | None] = {}
    for change in later:
        model = model_of(change.model)
        if model is None:
            continue
        key: Key = (model, change.object_id)
        if change.verb == Verb.MADE:
            wanted[key] = None
        elif change.verb == Verb.DELETED:
            wanted[key] = dict(change.before) or wanted.get(key, {})
        else:
            wanted[key] = (wanted.get(key) or {}) | change.before
    return wanted


def _as_they_are(keys: Iterable[Key]) -> dict[Key, Any]:
    pks: dict[type[models.Model], list[Any]] = {}
    for model, pk in keys:
        pks.setdefault(model, []).append(pk)
    return {
        (model, obj.pk): obj for model, some in pks.items() for obj in read(model._base_manager.filter(pk__in=some))
    }


def _step(key: Key, row: Row | None, obj: Any) -> Step | None:
    model = key[0]
    if row is None:
        return Step(key, str(obj), Verb.DELETED) if obj is not None else None
    kept = {name: one.to_python(value) for name, value in row.items() if (one := _plain(model, name))}
    if obj is None:
        return Step(key, "", Verb.MADE, kept) if kept else None
    now = row_of(obj)
    differs = {name: value for name, value in kept.items() if now.get(name) != value}
    return Step(key, str(obj), Verb.CHANGED, differs) if differs else None


def _plain(model: type[models.Model], attname: str) -> Any:
    """What turns a kept value into a column's: the field itself, or the key that it points to."""
    one = column(model, attname)
    while one is not None and one.is_relation:
        one = one.target_field
    return one


def _leave_fixed(step: Step, fixed: Collection[str]) -> None:
    for name in list(step.row):
        one = column(step.key[0], name)
        if one.name in fixed and is_told(one):
            del step.row[name]
            words = _("%(field)s stays as it is: it is not yours to change.")
            step.left.append(words % {"field": capfirst(one.verbose_name)})


def _leave_lost_pictures(step: Step) -> None:
    """A picture that was replaced is kept for 30 days."""
    for name, value in list(step.row.items()):
        one = column(step.key[0], name)
        if isinstance(one, models.FileField) and value and not default_storage.exists(str(value)):
            del step.row[name]
            words = _("%(field)s stays as it is: the picture of then is not kept any more.")
            step.left.append(words % {"field": capfirst(one.verbose_name)})


def _look_at_pointers(steps: list[Step]) -> None:
    """What pointed to something that is gone stays as it is; what cannot be without it is left out."""
    made = {step.key for step in steps if step.verb == Verb.MADE}
    wanted = [key for step in steps if step.verb != Verb.DELETED for key in pointed_to(step.key[0], step.row)]
    there = set(_as_they_are(wanted)) | made
    names = Names(key for key in wanted if key not in there)
    for step in [one for one in steps if one.verb != Verb.DELETED]:
        for name, value in list(step.row.items()):
            one = column(step.key[0], name)
            if not one.is_relation or value is None or (one.related_model, value) in there:
                continue
            lost = {"field": capfirst(one.verbose_name), "name": names.of(one.related_model, value)}
            if one.null and one.remote_field.on_delete is not models.CASCADE:
                del step.row[name]
                step.left.append(_("%(field)s stays as it is: “%(name)s” is not there any more.") % lost)
            else:
                step.row = {}
                step.left.append(_("It cannot come back: “%(name)s” is not there any more.") % lost)
                break


def _points(step: Step, obj: Any) -> list[Key]:
    return pointed_to(step.key[0], step.row) + (pointed_to(step.key[0], row_of(obj)) if obj else [])


def _only(row: Row, obj: Any) -> Row:
    return {} if obj is None else {name: value for name, value in row_of(obj).items() if name in row}


def restore(steps: Iterable[Step], *, user: Any) -> None:
    """Do the steps, all or none, as one thing that happened. Raises CannotRestore, and IntegrityError."""
    with acting(user, deed=Edit.Deed.RESTORED):
        _do(steps)


def _do(steps: Iterable[Step]) -> None:
    problems: list[str] = []
    with publishing():
        for step in steps:
            if step.row or step.verb == Verb.DELETED:
                problems += _take(step)
        if problems:
            raise CannotRestore(problems)


def _take(step: Step) -> list[str]:
    """Do one step; what stands against it."""
    model, pk = step.key
    if step.verb == Verb.DELETED:
        for gone in model._base_manager.filter(pk=pk):
            gone.delete()
        return []
    obj = model._base_manager.filter(pk=pk).first() if step.verb == Verb.CHANGED else model(pk=pk)
    if obj is None:
        return [_("%(thing)s: it was deleted meanwhile.") % {"thing": step.title or step.noun}]
    for name, value in step.row.items():
        setattr(obj, name, value)
    return save_again(obj, is_new=step.verb == Verb.MADE)


def save_again(obj: Any, *, is_new: bool) -> list[str]:
    """Save a row as its own page would; what stands against it, in words. Raises IntegrityError for the database's."""
    # Pictures were looked at when they were uploaded.
    pictures = {one.name for one in obj._meta.concrete_fields if isinstance(one, models.FileField)}
    keys = {one.name for one in obj._meta.concrete_fields if one.primary_key} if is_new else set()
    try:
        obj.full_clean(exclude=pictures | keys)
        obj.save(force_insert=is_new)
    except ValidationError as error:
        return [f"{_called(obj)}: {words}" for words in error.messages]
    return []


def _called(obj: Any) -> str:
    return f"{capfirst(obj._meta.verbose_name)} “{obj}”"
