"""What public pages show: however its rows are changed through the ORM, the change is published.

``save``, ``delete``, ``update``, ``bulk_create``, ``bulk_update``, ``update_or_create``, related managers, the admin's
actions, and what a deletion does to other rows: all pass through here. Only ``QuerySet._raw_delete`` and SQL written by
hand do not (docs/decisions/0003 says why the database does not do it itself).
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import batched
from typing import Any, ClassVar, Self

from django.db import models

from symposium.kit.noting import note_going, note_new, note_row, note_rows
from symposium.kit.revisions import Subject, Touch, in_order, publishing

# Keys asked for at once: databases take only so many parameters.
BATCH = 500


class PublishingQuerySet[M: "Published"](models.QuerySet[M]):
    """Rows whose changes are published: before and after, for what moves from one event to another."""

    def update(self, **kwargs: Any) -> int:
        """As Django's; free of any publication where only columns change that services alone write."""
        if kwargs.keys() <= self.model.unseen:
            return super().update(**kwargs)
        with publishing() as touch:
            moving = list(self.order_by().values_list("pk", flat=True)) if self.model.moves(kwargs) else []
            _touch(touch, self.model.shown_in(self))
            note_rows(self)
            count = super().update(**kwargs)
            _touch(touch, _subjects(self.model, moving))
            return count

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's."""
        with publishing() as touch:
            _touch(touch, self.model.shown_in(self))
            note_going(self)
            return super().delete()

    # No manager has it: ``Session.objects.delete()`` would delete them all.
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """As Django's."""
        made = list(objs)
        with publishing() as touch:
            _touch(touch, self._replaced(made, kwargs.get("unique_fields")))
            if known := [one.pk for one in made if one.pk is not None]:
                note_rows(self.model._base_manager.filter(pk__in=known))
            created = super().bulk_create(made, *args, **kwargs)
            note_new(made)
            _touch(touch, self.model.shown_with(made))
            return created

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def _replaced(self, made: Sequence[M], unique: Collection[str] | None) -> set[Subject]:
        """Where the rows were shown that are replaced by such objects."""
        found: set[Subject] = set()
        for batch in batched(made if unique else (), BATCH):
            same = [models.Q(**{name: getattr(one, name) for name in unique or ()}) for one in batch]
            replaced = self.model._base_manager.filter(models.Q(*same, _connector=models.Q.OR))
            note_rows(replaced)
            found |= self.model.shown_in(replaced)
        return found


def _touch(touch: Touch, subjects: Iterable[Subject]) -> None:
    for subject in in_order(subjects):
        touch(*subject)


def _subjects(model: type["Published"], pks: Iterable[Any]) -> set[Subject]:
    found: set[Subject] = set()
    for batch in batched(pks, BATCH):
        found |= model.shown_in(model._base_manager.filter(pk__in=batch))
    return found


class Published(models.Model):
    """A model whose rows public pages show; it must come first among the bases, so that its manager is the base's.

    A subclass says with ``shown_in`` and ``shown_with`` whose revision stands for a row.
    """

    # Columns that pages show through their phase, or not at all; writing them alone publishes nothing.
    unseen: ClassVar[frozenset[str]] = frozenset()
    # The field by which it hangs on something else, on the way up to its event; empty at the top.
    belongs_to: ClassVar[str] = ""
    # The field by which it is a part of something, on whose page it stands; empty for what has a page of its own.
    part_of: ClassVar[str] = ""

    objects: ClassVar = PublishingQuerySet.as_manager()

    class Meta:
        abstract = True
        # What Django itself does to rows (related managers, SET_NULL) goes through the base manager.
        base_manager_name = "objects"

    @classmethod
    def shown_in(cls, rows: models.QuerySet[Any]) -> set[Subject]:
        """Whose revision stands for rows that are stored."""
        raise NotImplementedError

    @classmethod
    def shown_with(cls, rows: Sequence[Self]) -> set[Subject]:
        """Whose revision stands for objects as they are in memory."""
        raise NotImplementedError

    @classmethod
    def moves(cls, columns: Collection[str]) -> bool:
        """Whether a change of those columns may move a row from one place to another."""
        return False

    def save(self, *args: Any, **kwargs: Any) -> None:
        with publishing() as touch:
            if not self._state.adding:
                _touch(touch, _subjects(type(self), [self.pk]))
            if self.pk is not None:
                note_row(type(self), self.pk)
            super().save(*args, **kwargs)
            note_new([self])
            _touch(touch, self.shown_with([self]))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with publishing() as touch:
            _touch(touch, _subjects(type(self), [self.pk]))
            note_going(type(self)._base_manager.filter(pk=self.pk))
            return super().delete(*args, **kwargs)
