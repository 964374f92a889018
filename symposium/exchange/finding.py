"""Which row a thing of a document is: by its key, or else by what it is called."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from symposium.events.models import Event
from symposium.exchange.document import UNSAID, Document
from symposium.exchange.identities import own_keys
from symposium.exchange.models import Identity, Kind
from symposium.exchange.shapes import SHAPE, SHAPES, Shape
from symposium.organisations.models import Organisation


class Finder:
    """The rows of an event (None: of a new one) and of all organisations, by what a document calls them.

    A row is one thing of a document at the most, and none that is known to be another thing of the same source.
    """

    def __init__(self, event: Event | None, source: str, document: Document) -> None:
        self.rows: dict[Kind, dict[int, Any]] = {shape.kind: self._rows_of(shape, event, document) for shape in SHAPES}
        self._of_source = self._known_in(event, source)
        ours = {(Kind(kind), key): pk for (kind, pk), key in own_keys(event.pk).items()} if event else {}
        # Our own keys travel in files that are written here.
        self._by_key = self._of_source | ours
        self._taken: dict[Kind, set[int]] = defaultdict(set)
        self._index: dict[tuple[Kind, str], dict[Any, list[int]]] = {}
        for shape in SHAPES:
            found = (self._by_key.get((shape.kind, item.key)) for item in document.items(shape.kind))
            self._taken[shape.kind] |= {pk for pk in found if pk in self.rows[shape.kind]}
        for (kind, _key), pk in self._of_source.items():
            self._taken[kind].add(pk)

    @staticmethod
    def _rows_of(shape: Shape, event: Event | None, document: Document) -> dict[int, Any]:
        if shape.kind == Kind.ORGANISATIONS:
            # Everybody's: one that is known from any event is the same here.
            rows: Iterable[Any] = Organisation.objects.all() if document.organisations else ()
        else:
            rows = shape.rows(event.pk) if event else ()
        return {row.pk: row for row in rows}

    @staticmethod
    def _known_in(event: Event | None, source: str) -> dict[tuple[Kind, str], int]:
        rows = Identity.objects.filter(event=event, source=source).values_list("kind", "key", "object_id")
        return {(Kind(kind), key): pk for kind, key, pk in rows} if event else {}

    def find(self, shape: Shape, item: Any, wanted: dict[str, Any]) -> Any:
        """The row that an item is, or None; ``wanted`` are the item's values as rows have them."""
        rows = self.rows[shape.kind]
        known = self._by_key.get((shape.kind, item.key))
        if known in rows:
            return rows[known]
        for name in shape.match:
            pk = self._first_free(shape, name, item, wanted)
            if pk is not None:
                self._taken[shape.kind].add(pk)
                return rows[pk]
        return None

    def _first_free(self, shape: Shape, name: str, item: Any, wanted: dict[str, Any]) -> int | None:
        if name == "event_id":
            # An event has one.
            return next(iter(self.rows[shape.kind]), None)
        value = wanted.get(name, getattr(item, name, UNSAID))
        if value is UNSAID or value in {"", None}:
            return None
        found = self._indexed(shape.kind, name).get(_folded(value), ())
        return next((pk for pk in found if pk not in self._taken[shape.kind]), None)

    def _indexed(self, kind: Kind, name: str) -> dict[Any, list[int]]:
        if (kind, name) not in self._index:
            column = f"{name}_id" if name in SHAPE[kind].refs else name
            found = self._index[kind, name] = defaultdict(list)
            for pk, row in self.rows[kind].items():
                found[_folded(getattr(row, column))].append(pk)
        return self._index[kind, name]

    def others(self, kind: Kind, touched: set[int]) -> list[Any]:
        """The event's rows that a document did not name."""
        return [row for pk, row in self.rows[kind].items() if pk not in touched and kind != Kind.ORGANISATIONS]


def _folded(value: Any) -> Any:
    return " ".join(value.split()).casefold() if isinstance(value, str) else value
