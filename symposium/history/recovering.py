"""What was deleted, brought back: with its parts, what pointed to it, and under its old key and address."""

from django.db import models
from django.utils.translation import gettext as _

from symposium.history.acting import acting
from symposium.history.models import Change, Edit, KeptImage
from symposium.history.restoring import CannotRestore, save_again
from symposium.history.values import column, model_of
from symposium.kit.noting import Key, Row
from symposium.kit.revisions import publishing

Verb = Change.Verb


def what_comes_back(change: Change) -> tuple[list[Change], list[Change]]:
    """What was deleted with it and comes back, the first first; and what was loosened from it."""
    same = list(change.edit.changes.order_by("pk"))
    gone = {(one.model, one.object_id): one for one in same if one.verb == Verb.DELETED}
    mine = _hanging_on(change, gone)
    keys = {(one.model, one.object_id) for one in mine}
    loosened = [one for one in same if one.verb == Verb.CHANGED and _pointed_into(one, keys)]
    return mine, loosened


def _hanging_on(root: Change, gone: dict[tuple[str, int], Change]) -> list[Change]:
    """What hangs on the root, in an order in which each comes after what it points to."""
    found: dict[tuple[str, int], Change] = {(root.model, root.object_id): root}
    grew = True
    while grew:
        grew = False
        for key, one in gone.items():
            if key not in found and any(_label(target) in found for target in _targets(one)):
                found[key], grew = one, True
    order: list[Change] = []
    _visit_all(found, order)
    return order


def _visit_all(found: dict[tuple[str, int], Change], order: list[Change]) -> None:
    seen: set[tuple[str, int]] = set()

    def visit(key: tuple[str, int]) -> None:
        if key in seen or key not in found:
            return
        seen.add(key)
        for target in _targets(found[key], every=True):
            visit(_label(target))
        order.append(found[key])

    for key in found:
        visit(key)


def _targets(change: Change, *, every: bool = False) -> list[Key]:
    """What it points to: what it goes with, or ``every`` pointer."""
    model = model_of(change.model)
    found: list[Key] = []
    for name, pk in change.before.items() if model else ():
        one = column(model, name) if model else None
        if one is None or not one.is_relation or pk is None:
            continue
        if every or one.remote_field.on_delete is models.CASCADE:
            found.append((one.related_model, pk))
    return found


def _label(key: Key) -> tuple[str, int]:
    return key[0]._meta.label_lower, key[1]


def _pointed_into(change: Change, keys: set[tuple[str, int]]) -> bool:
    return any(_label(target) in keys for target in _targets(change, every=True))


def bring_back(change: Change, *, user: object) -> models.Model:
    """Make again what was deleted, all or nothing. Raises CannotRestore, and IntegrityError."""
    with acting(user, deed=Edit.Deed.BROUGHT_BACK), publishing():
        held = Change.objects.select_for_update().recoverable().filter(pk=change.pk).first()
        if held is None:
            raise CannotRestore([_("Somebody brought it back a moment ago, or its 30 days are over.")])
        mine, loosened = what_comes_back(held)
        problems: list[str] = []
        made: list[models.Model] = []
        for one in mine:
            made += _make(one, problems)
        if problems:
            raise CannotRestore(problems)
        for one in loosened:
            _point_again(one)
        pks = [one.pk for one in mine]
        Change.objects.filter(pk__in=pks).update(gone_until=None)
        KeptImage.objects.filter(change__in=pks).delete()
    return next(obj for obj in made if (obj._meta.label_lower, obj.pk) == (held.model, held.object_id))


def _make(change: Change, problems: list[str]) -> list[models.Model]:
    """Make one row again; a part of what is gone for good stays away."""
    model = model_of(change.model)
    if model is None:
        return []
    obj = model(pk=change.object_id)
    for name, value in change.before.items():
        one = column(model, name)
        if one is None:
            continue
        setattr(obj, name, value if one.is_relation else one.to_python(value))
        if not one.is_relation or value is None or one.related_model._base_manager.filter(pk=value).exists():
            continue
        if one.null and one.remote_field.on_delete is not models.CASCADE:
            setattr(obj, name, None)
            continue
        if change.gone_until or _can_come_back((one.related_model, value)):
            words = _("%(thing)s hangs on something that was deleted too. Bring that back first.")
            problems.append(words % {"thing": change.title or model._meta.verbose_name})
        return []
    problems += save_again(obj, is_new=True)
    return [obj]


def _can_come_back(key: Key) -> bool:
    label, pk = _label(key)
    return Change.objects.recoverable().filter(model=label, object_id=pk).exists()


def _point_again(change: Change) -> None:
    """Where nothing else was chosen meanwhile."""
    model = model_of(change.model)
    row: Row = change.before
    for name, pk in row.items() if model else ():
        one = column(model, name) if model else None
        if model is None or one is None or not one.is_relation or pk is None:
            continue
        for obj in model._base_manager.filter(pk=change.object_id, **{f"{one.name}__isnull": True}):
            setattr(obj, name, pk)
            obj.save()
