"""What an import does, in words for its page."""

import html
from collections.abc import Callable
from typing import Any

from django.db.models import DateTimeField
from django.utils.translation import gettext as _

from symposium.accounts.admin_lists import on_the_wall
from symposium.events.models import Photograph
from symposium.exchange import document
from symposium.exchange.models import Kind
from symposium.exchange.shapes import SHAPE, Shape
from symposium.kit.richtext import to_text

LONGEST = 240
type NameOf = Callable[[Kind, int], str]


def name_of(row: Any) -> str:
    """What a row is called; never by its number, which is another in the preview of what is new."""
    if isinstance(row, Photograph) and not row.caption:
        return _("a photograph without a caption")
    return str(row)


def label(shape: Shape, name: str) -> str:
    """What a field is called."""
    if name in shape.parts:
        return {
            "affiliations": _("affiliations"),
            "links": _("links"),
            "appearances": _("appearances"),
            "materials": _("materials"),
            "places": _("places"),
        }[name]
    return str(getattr(shape.model._meta.get_field(name), "verbose_name", name))


def in_words(shape: Shape, name: str, value: Any, name_of: NameOf, zone: str) -> str:
    """A value of ``Shape.read``, cut to what a page can show; moments on the wall of that zone."""
    if value in (None, "", []):
        return ""
    if name in shape.parts:
        return _cut(_part(shape, name, value, name_of))
    if name in shape.refs:
        return _cut(name_of(shape.refs[name], value))
    if name in shape.pictures:
        return _("a picture")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    field: Any = shape.model._meta.get_field(name)
    if isinstance(field, DateTimeField):
        return on_the_wall(field.to_python(value), zone)
    if name in document.RICH:
        value = html.unescape(to_text(value))
    if isinstance(value, list):
        value = ", ".join(value)
    return _cut(str(dict(field.flatchoices).get(value, value)))


def _part(shape: Shape, name: str, value: Any, name_of: NameOf) -> str:
    part = shape.parts[name]
    if not isinstance(value[0], list):
        return str(value[0])
    columns = list(part.item.__dataclass_fields__)
    said = []
    for cells in value:
        named = [
            name_of(part.refs[column], cell) if column in part.refs and cell is not None else str(cell or "")
            for column, cell in zip(columns, cells, strict=True)
        ]
        said.append(", ".join(filter(None, named)))
    return "; ".join(said)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def kind_label(kind: str) -> str:
    """'sessions'."""
    return str(SHAPE[Kind(kind)].model._meta.verbose_name_plural)
