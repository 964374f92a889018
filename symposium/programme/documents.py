"""A session as a plain value: its fields and its parts, read from one row and written into another.

It is what a working copy is made of, what two versions are compared by, and what a publication keeps of how it was.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models

from symposium.programme.models import Appearance, Material, Session

type Document = dict[str, Any]

# The columns by which two parts are the same: a row that stays keeps its key, and what others know of it.
SAME: dict[str, tuple[str, ...]] = {"appearances": ("speaker_id", "part"), "materials": ("url",)}
_MODELS = {"appearances": Appearance, "materials": Material}


def _decided(model: type[models.Model], *apart: str) -> tuple[str, ...]:
    """The columns that an editor decides: neither keys nor what only services write."""
    own = [one for one in model._meta.concrete_fields if one.editable and not one.primary_key]
    return tuple(one.attname for one in own if one.name not in {"event", "session"} and one.attname not in apart)


# ``state`` is the planned one, which a copy holds in ``becomes``.
FIELDS = _decided(Session)
PARTS = {name: (*same, *_decided(_MODELS[name], *same)) for name, same in SAME.items()}


def read(session: Session) -> Document:
    """What the session says; its parts are asked for with ``.all()``, so that a prefetch serves."""
    document: Document = {name: getattr(session, name) for name in FIELDS} | {"state": session.planned_state}
    for name, columns in PARTS.items():
        rows = sorted(getattr(session, name).all(), key=lambda row: (row.rank, row.pk))
        document[name] = [tuple(getattr(row, column) for column in columns) for row in rows]
    return document


def revive(kept: Mapping[str, Any]) -> Document:
    """A document, or a part of one, as JSON held it."""
    document: Document = {}
    for name, value in kept.items():
        is_list = name in PARTS
        document[name] = [tuple(one) for one in value] if is_list else _typed(name, value)
    return document


def _typed(name: str, value: Any) -> Any:
    field: Any = Session._meta.get_field(name)
    return value if field.is_relation else field.to_python(value)


def fill(session: Session, document: Document) -> None:
    """Set the fields of a session in memory, but for its state."""
    for name in FIELDS:
        if name in document and name != "state":
            setattr(session, name, document[name])


def write_parts(session: Session, document: Document) -> None:
    """Bring the parts of a stored session to those of the document; a row that stays keeps its primary key."""
    for name, columns in PARTS.items():
        _bring(getattr(session, name), columns, len(SAME[name]), document[name])


def _bring(manager: Any, columns: tuple[str, ...], same: int, wanted: list[tuple[Any, ...]]) -> None:
    left = list(manager.order_by("rank", "pk"))
    pairs: list[tuple[Any, tuple[Any, ...]]] = []
    for values in wanted:
        alike = [row for row in left if tuple(getattr(row, column) for column in columns[:same]) == values[:same]]
        if alike:
            left.remove(alike[0])
        pairs.append((alike[0] if alike else None, values))
    # What goes, goes first: nobody has a part twice in between.
    for row in left:
        row.delete()
    for row, values in pairs:
        said = dict(zip(columns, values, strict=True))
        if row is None:
            manager.create(**said)
        elif any(getattr(row, column) != value for column, value in said.items()):
            for column, value in said.items():
                setattr(row, column, value)
            row.save()
