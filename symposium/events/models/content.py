"""What belongs to one event and can be seen on its pages."""

from collections.abc import Collection, Sequence
from itertools import batched
from typing import Any, ClassVar, Self

from django.db import models

from symposium.events.models.event import Event
from symposium.kit.published import BATCH, Published
from symposium.kit.revisions import Subject


class EventContent(Published):
    """Whatever changes one of these publishes a change of its event; of both, when it moves to another."""

    # The field by which it belongs to an event: the event's own, or that of another content (a room's venue).
    belongs_to: ClassVar[str] = "event"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """What belongs to another content is a part of it."""
        super().__init_subclass__(**kwargs)
        if "part_of" not in vars(cls) and cls.belongs_to != "event":
            cls.part_of = cls.belongs_to

    class Meta(Published.Meta):
        abstract = True

    @classmethod
    def event_path(cls) -> str:
        """'event_id' or 'venue__event_id': the column of its event, seen from here."""
        parent = cls._parent()
        return f"{cls.belongs_to}__{parent.event_path()}" if parent else f"{cls.belongs_to}_id"

    @classmethod
    def shown_in(cls, rows: models.QuerySet[Any]) -> set[Subject]:
        return {(Event, pk) for pk in rows.order_by().values_list(cls.event_path(), flat=True).distinct()}

    @classmethod
    def shown_with(cls, rows: Sequence[Self]) -> set[Subject]:
        keys = {getattr(row, f"{cls.belongs_to}_id") for row in rows}
        parent = cls._parent()
        if parent is None:
            return {(Event, pk) for pk in keys}
        found: set[Subject] = set()
        for batch in batched(keys, BATCH):
            found |= parent.shown_in(parent._base_manager.filter(pk__in=batch))
        return found

    @classmethod
    def moves(cls, columns: Collection[str]) -> bool:
        return bool({cls.belongs_to, f"{cls.belongs_to}_id"} & set(columns))

    @classmethod
    def _parent(cls) -> "type[EventContent] | None":
        """The content that it belongs to; None for what belongs to the event itself."""
        model = cls._meta.get_field(cls.belongs_to).related_model
        return model if isinstance(model, type) and issubclass(model, EventContent) else None
