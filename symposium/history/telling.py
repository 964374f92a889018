"""What happened, told: edits with what each did to which row, from what to what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from symposium.history.models import Change, Edit
from symposium.history.values import Line, Names, lines, model_of, pointed_to

Verb = Change.Verb
# Of one edit on a page of many; its own page shows them all.
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one row."""

    change: Change
    noun: str
    lines: list[Line]

    @property
    def title(self) -> str:
        """What it was called; nothing of what is forgotten."""
        return self.change.title

    @property
    def sentence(self) -> str:
        """'Session added'."""
        words = {
            Verb.MADE: _("%(thing)s added"),
            Verb.CHANGED: _("%(thing)s changed"),
            Verb.DELETED: _("%(thing)s deleted"),
        }
        return words[Verb(self.change.verb)] % {"thing": self.noun}


@dataclass(frozen=True, slots=True)
class ToldEdit:
    """What was done at once, by whom."""

    edit: Edit
    rows: list[Told] = field(default_factory=list)
    # How many more there were than are told here.
    more: int = 0


def tell(edits: Sequence[Edit], changes: Iterable[Change], *, most: int | None = MOST_ROWS) -> list[ToldEdit]:
    """Each edit with its changes, ``most`` of each; one query for each model that they point to."""
    by_edit: dict[int, list[Change]] = {edit.pk: [] for edit in edits}
    for change in changes:
        by_edit[change.edit_id].append(change)
    shown = {pk: found[:most] for pk, found in by_edit.items()}
    names = Names(key for found in shown.values() for change in found for key in _points(change))
    return [
        ToldEdit(edit, [_told(change, names) for change in shown[edit.pk]], len(by_edit[edit.pk]) - len(shown[edit.pk]))
        for edit in edits
    ]


def _points(change: Change) -> list[Any]:
    model = model_of(change.model)
    return [] if model is None else pointed_to(model, change.before) + pointed_to(model, change.after)


def _told(change: Change, names: Names) -> Told:
    model = model_of(change.model)
    if model is None:
        return Told(change, change.model, [])
    noun = str(capfirst(model._meta.verbose_name))
    # All that was deleted would be a long list of what is no more; its own page shows it.
    seen = [] if change.verb == Verb.DELETED else lines(model, change.before, change.after, names)
    return Told(change, noun, seen)
