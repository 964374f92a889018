"""What a thing of a document is to be, in the values that rows have."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from symposium.exchange.document import Item, said
from symposium.exchange.models import Kind
from symposium.exchange.pictures import Incoming
from symposium.exchange.shapes import SHAPE, Shape
from symposium.exchange.words import label


class Wanting:
    """Knows the rows that things of the document have become so far, and calls ``problem`` for what cannot be had."""

    def __init__(self, pictures: Incoming, problem: Callable[[Item, str, list[str]], None]) -> None:
        self.rows: dict[tuple[Kind, str], Any] = {}
        self.failed: set[tuple[Kind, str]] = set()
        self.pictures, self.problem = pictures, problem

    def wanted(self, shape: Shape, item: Any) -> Iterator[tuple[str, Any]]:
        """What an item says, in the values that rows have; what cannot be had is a problem and left out."""
        for name, value in said(item):
            if name in shape.refs:
                yield from self._named(shape, item, name, shape.refs[name], value)
            elif name in shape.parts:
                yield name, self._part(shape, item, name, value)
            elif name in shape.pictures:
                yield from self._picture(shape, item, name, value)
            else:
                yield name, list(value) if isinstance(value, tuple) else bare(value)

    def _named(self, shape: Shape, item: Any, name: str, kind: Kind, key: str | None) -> Iterator[tuple[str, Any]]:
        if key is None:
            yield name, None
        elif (kind, key) in self.rows:
            yield name, self.rows[kind, key].pk
        elif (kind, key) not in self.failed:
            words = _("It names “%(key)s”, which is not among the %(kind)s of this file before it.")
            kind_name = SHAPE[kind].model._meta.verbose_name_plural
            self.problem(item, label(shape, name), [words % {"key": key[:60], "kind": kind_name}])

    def _part(self, shape: Shape, item: Any, name: str, value: Any) -> Any:
        if value is None:
            return None
        several = value if isinstance(value, tuple) else (value,)
        made = [self._cells(shape, item, name, one) for one in several]
        return made if isinstance(value, tuple) else made[0]

    def _cells(self, shape: Shape, item: Any, name: str, one: Any) -> list[Any]:
        part, cells = shape.parts[name], []
        for column in part.item.__dataclass_fields__:
            value = getattr(one, column)
            if column in part.refs:
                found = dict(self._named(shape, item, name, part.refs[column], value))
                value = found.get(name)
            cells.append(bare(value))
        return cells

    def _picture(self, shape: Shape, item: Any, name: str, value: str) -> Iterator[tuple[str, Any]]:
        try:
            yield name, self.pictures.name_of(value, shape.pictures[name])
        except ValidationError as error:
            self.problem(item, label(shape, name), error.messages)


def bare(value: Any) -> Any:
    """Without what neither a page nor a database bears."""
    return value.replace("\0", "").encode("utf-8", "ignore").decode() if isinstance(value, str) else value
