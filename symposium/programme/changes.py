"""What differs between the programme as visitors know it and as its editors have it, session by session."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Prefetch

from symposium.events.models import Event
from symposium.programme.documents import Document, read
from symposium.programme.models import Appearance, Material, PublicationItem, Session
from symposium.programme.models.sessions import SessionQuerySet

Kind = PublicationItem.Kind
State = Session.State
type Detail = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """One session that is not as visitors know it. ``row`` holds what it will be: its copy, or a new one itself."""

    row: Session
    before: Document | None
    after: Document
    details: list[Detail] = field(default_factory=list)

    @property
    def session(self) -> Session:
        """The session itself, as visitors know it."""
        return self.row.revises or self.row

    @property
    def kind(self) -> Kind:
        """What happens to it."""
        return Kind.of(self.before["state"] if self.before else State.DRAFT, self.after["state"])

    @property
    def title(self) -> str:
        """What it will be called."""
        return str(self.after["title"])

    @cached_property
    def changed(self) -> list[str]:
        """The fields and parts that differ."""
        before = self.before or {"state": State.DRAFT}
        return [name for name, value in self.after.items() if name not in before or before[name] != value]

    @cached_property
    def digest(self) -> str:
        """Stands for what is shown of it: whoever confirms it confirms this and nothing newer."""
        shown = [self.row.pk, self.before, self.after, self.details]
        text = json.dumps(shown, cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def mark(self) -> str:
        """What a form sends back when it is chosen."""
        return f"{self.row.pk}:{self.digest}"

    @property
    def speakers(self) -> set[int]:
        """The keys of those who appear in it, or did."""
        documents = [document for document in (self.before, self.after) if document]
        return {one[0] for document in documents for one in document["appearances"] if one[0]}


def all_waiting() -> SessionQuerySet:
    """The rows that the next publications are about: working copies, and drafts that they make public."""
    found: SessionQuerySet = Session.every.exclude(becomes="")
    return found


def waiting(event_id: int) -> SessionQuerySet:
    """Those of an event."""
    found: SessionQuerySet = all_waiting().filter(event=event_id)
    return found


def differences(event: Event) -> list[Difference]:
    """All that waits at an event, in the order of the programme; eight queries, however much it is."""
    rows = list(
        _with_parts(waiting(event.pk)).order_by(
            F("starts_at").asc(nulls_last=True), "ends_at", "room__position", "title", "pk"
        )
    )
    for row in rows:
        row.event = event
        if row.revises:
            row.revises.event = event
    return [_difference(row) for row in rows]


def difference_of(row: Session) -> Difference | None:
    """What waits of one row; None for one of which nothing does."""
    found = _with_parts(waiting(row.event_id).filter(pk=row.pk)).select_related("room__venue", "track", "event").first()
    return _difference(found) if found else None


def _with_parts(rows: SessionQuerySet) -> SessionQuerySet:
    people: Any = Prefetch("appearances", Appearance.every.select_related("speaker"))
    materials: Any = Prefetch("materials", Material.every.all())
    former = Session.every.select_related("room", "track", "event").prefetch_related(people, materials)
    found = rows.select_related("room__venue", "track")
    known: Any = Prefetch("revises", former)
    return found.prefetch_related(people, materials, known)


def _difference(row: Session) -> Difference:
    after = read(row)
    before = read(row.revises) if row.revises else None
    return Difference(row, before, after, list(_details(row, before, after)))


def _details(row: Session, before: Document | None, after: Document) -> Iterable[Detail]:
    """What is told, as JSON holds it: rooms and tracks by name, people by key."""
    if after["state"] == State.DRAFT:
        yield _detail("gone", None, None)
        return
    if before is None:
        yield _detail("placed", None, _place(row))
        yield from _people([], after["appearances"])
        if after["state"] == State.CANCELLED:
            yield _detail("cancelled", None, after["state_reason"])
        return
    yield from _standing(before, after)
    former = row.revises
    assert former is not None  # noqa: S101 (what was before, was)
    if _place(former) != _place(row):
        yield _detail("moved", _place(former), _place(row))
    yield from _people(before["appearances"], after["appearances"])
    if former.track_id != row.track_id:
        yield _detail("track", former.track.name if former.track else "", row.track.name if row.track else "")
    yield from _plain(before, after)


def _standing(before: Document, after: Document) -> Iterable[Detail]:
    if before["title"] != after["title"]:
        yield _detail("title", before["title"], after["title"])
    was, will = before["state"] == State.CANCELLED, after["state"] == State.CANCELLED
    if will and not was:
        yield _detail("cancelled", None, after["state_reason"])
    elif was and not will:
        yield _detail("back", None, None)
    elif before["state_reason"] != after["state_reason"]:
        yield _detail("reason", before["state_reason"], after["state_reason"])


def _people(before: list[Any], after: list[Any]) -> Iterable[Detail]:
    old, new = [list(one[:2]) for one in before], [list(one[:2]) for one in after]
    if sorted(map(str, old)) != sorted(map(str, new)):
        yield _detail("people", old, new)
    elif old != new:
        yield _detail("order", None, None)


def _plain(before: Document, after: Document) -> Iterable[Detail]:
    for name in ("kind", "is_plenary", "slug"):
        if before[name] != after[name]:
            yield _detail(name, before[name], after[name])
    for name in ("abstract", "record", "stream_url", "materials"):
        if before[name] != after[name]:
            # Whether there was one, and is one; the words themselves are on the pages.
            yield _detail(name, bool(before[name]), bool(after[name]))


def _place(row: Session) -> dict[str, Any]:
    moments = {name: moment.isoformat() if moment else None for name, moment in _times(row)}
    return {**moments, "room": row.room.name if row.room else ""}


def _times(row: Session) -> list[tuple[str, Any]]:
    return [("starts_at", row.starts_at), ("ends_at", row.ends_at)]


def _detail(what: str, old: Any, new: Any) -> Detail:
    return {"what": what, "old": old, "new": new}
