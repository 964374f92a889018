"""A session as a plain value: its fields and its parts, read from one row and written into another.

It is what a working copy is made of, what two versions are compared by, and what a publication keeps of how it was.
"""

from collections.abc import Mapping
from typing import Any

from symposium.programme.models import Session

type Document = dict[str, Any]

# What an editor decides. ``state`` is the planned one, which a copy holds in ``becomes``.
FIELDS = (
    *("title", "slug", "kind", "state", "state_reason", "abstract", "record", "starts_at", "ends_at"),
    *("room_id", "track_id", "is_plenary", "stream_url"),
)
# The columns of each part; the first ones say whether two are the same, so that a row that stays keeps its key.
PARTS = {"appearances": ("speaker_id", "part", "rank"), "materials": ("url", "kind", "title", "rank")}
SAME = {"appearances": 2, "materials": 1}


def read(session: Session) -> Document:
    """What the session says; its parts are asked for with ``.all()``, so that a prefetch serves."""
    document: Document = {name: getattr(session, name) for name in FIELDS} | {"state": session.planned_state}
    for name, columns in PARTS.items():
        rows = sorted(getattr(session, name).all(), key=lambda row: (row.rank, row.pk))
        document[name] = [tuple(getattr(row, column) for column in columns) for row in rows]
    return document


def fill(session: Session, document: Mapping[str, Any]) -> None:
    """Set the fields of a session in memory, but for its state; values may be as JSON holds them."""
    for name in FIELDS:
        if name in document and name != "state":
            field = Session._meta.get_field(name)
            setattr(session, name, field.to_python(document[name]))


def write_parts(session: Session, document: Mapping[str, Any]) -> None:
    """Bring the parts of a stored session to those of the document; a row that stays keeps its primary key."""
    for name, columns in PARTS.items():
        _bring(getattr(session, name), columns, SAME[name], [tuple(one) for one in document[name]])


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
