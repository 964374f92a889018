"""An event of this site as a document."""

import hashlib
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from symposium.events.models import Event
from symposium.exchange import document
from symposium.exchange.identities import give_keys, own_keys
from symposium.exchange.models import Kind
from symposium.exchange.parts import Part
from symposium.exchange.shapes import SHAPES, Picture, Shape, digest_in
from symposium.kit.richtext import sanitise

# Of which an event has one.
SINGLE = {Kind.EVENT, Kind.VENUE, Kind.RULES}


class Gathering:
    """One event, read once; ``pictures`` are the names in the storage, by those in the document."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.pictures: dict[str, str] = {}
        self._keys: dict[tuple[str, int], str] = {}

    def gather(self) -> document.Document:
        """All of it, as it stands at one moment."""
        with transaction.atomic():
            give_keys(self.event.pk)
            self._keys = own_keys(self.event.pk)
            found: dict[str, Any] = {shape.kind.value: tuple(self._items(shape)) for shape in SHAPES}
        single: dict[str, Any] = {kind.value: (found.pop(kind.value) or (None,))[0] for kind in SINGLE}
        return document.Document(**found, **single)

    def _items(self, shape: Shape) -> list[document.Item]:
        rows = list(shape.rows(self.event.pk))
        for row in rows:
            self._keys.setdefault((shape.kind, row.pk), self._natural_key(shape, row))
        return [self._item(shape, row) for row in rows]

    def _natural_key(self, shape: Shape, row: Any) -> str:
        """Of what has no key of its own: it is one, or an organisation is its name."""
        if shape.kind == Kind.ORGANISATIONS:
            return str(row.slug)
        if "organisation" in shape.refs:
            return self._keys[Kind.ORGANISATIONS, row.organisation_id]
        return shape.kind.value

    def _item(self, shape: Shape, row: Any) -> document.Item:
        said = {name: self._field(shape, row, name) for name in shape.names}
        if shape.kind == Kind.ALLOCATIONS and row.released_at:
            # Its seats are everybody's.
            said["seats"] = 0
        return shape.item(key=self._keys[shape.kind, row.pk], **said)

    def _field(self, shape: Shape, row: Any, name: str) -> Any:
        if name in shape.parts:
            return self._part(shape.parts[name], row)
        if name in shape.refs:
            pk = getattr(row, f"{name}_id")
            return None if pk is None else self._keys[shape.refs[name], pk]
        if name in shape.pictures:
            return self._picture(shape.pictures[name], str(getattr(row, name) or ""))
        return tidied(row, name)

    def _part(self, part: Part, row: Any) -> Any:
        value = part.read(row)
        if value is None:
            return None
        several = isinstance(value, list) and (not value or isinstance(value[0], list))
        made = [self._of_part(part, cells) for cells in (value if several else [value])]
        return tuple(made) if several else made[0]

    def _of_part(self, part: Part, cells: list[Any]) -> Any:
        named = dict(zip((one.name for one in fields(part.item)), cells, strict=True))
        for name, kind in part.refs.items():
            named[name] = None if named[name] is None else self._keys[kind, named[name]]
        return part.item(**named)

    def _picture(self, picture: Picture, stored: str) -> str:
        if not stored or not default_storage.exists(stored):
            return ""
        digest = digest_in(stored) or hashlib.sha256(picture_bytes(stored)).hexdigest()[:24]
        name = f"{picture.folder}/{digest}.webp"
        self.pictures[name] = stored
        return name


def tidied(row: Any, name: str) -> str | int | bool | datetime | Decimal | tuple[str, ...] | None:
    """A column as the models have it once they have looked at it: what is written is what an import makes of it."""
    value = row._meta.get_field(name).to_python(getattr(row, name))
    if name in document.RICH:
        return sanitise(value)
    if isinstance(value, list):
        return tuple(value)
    return str(value) if isinstance(value, str) else value


def picture_bytes(stored: str) -> bytes:
    """A master from the storage."""
    with default_storage.open(stored) as file:
        data: bytes = file.read()
    return data
