"""Deeds at a programme: what visitors know is edited in a working copy, until it is published."""

from typing import Any

from django.db import transaction
from django.db.models import F

from symposium.accounts.models import User
from symposium.events.models import Event
from symposium.programme.documents import FIELDS, Document, fill, read, write_parts
from symposium.programme.models import Session
from symposium.programme.models.sessions import SessionQuerySet

State = Session.State


def in_hand(event: Event) -> SessionQuerySet:
    """The sessions of an event as its editors have them: a working copy in the place of what it revises.

    A copy is a draft: what it will be is its ``planned_state``. ``revises_id or pk`` is the session's own key.
    """
    found: SessionQuerySet = Session.every.filter(event=event, working_copy=None).order_by(
        F("starts_at").asc(nulls_last=True), "ends_at", "room__position", "title", "pk"
    )
    return found


def waits(session: Session) -> bool:
    """Whether an edit of the session waits for a publication.

    So it is while visitors know it and it has not taken place. Afterwards it is a record: what is saved shows at once.
    """
    return session.is_known and not session.is_over()


def copy_of(session: Session) -> Session | None:
    """The working copy of a session; None while there is none."""
    return Session.every.select_related("event").filter(revises=session.pk).first()


@transaction.atomic
def edit(session: Session, *, by: User | None, **values: Any) -> Session:
    """Change fields of a session: in place where visitors do not know it, else in its working copy.

    ``session`` may be either row; ``state`` is the state that it shall have in the end. Returns the row that now holds
    the change: the session itself where nothing is left that waits. Raises ValidationError and changes nothing.
    """
    original, row = _row_in_hand(session)
    _allot(row, values)
    _name_editor(row, by)
    row.full_clean(exclude={"revises"})
    is_new = row._state.adding
    row.save()
    if is_new:
        write_parts(row, read(original))
    return settle(row, original)


@transaction.atomic
def discard(session: Session, *, by: User | None) -> Session:
    """Forget what waits of a session (either row); it stays as visitors know it, or a draft. Safe to do twice."""
    original, row = _row_in_hand(session)
    if row.revises_id and row.pk:
        row.delete()
    elif original.becomes:
        original.becomes = ""
        _name_editor(original, by)
        original.save()
    return original


@transaction.atomic
def keep_apart(session: Session, document: Document, *, by: User | None) -> Session:
    """Let what waits of a session say this, whether or not it has taken place; as ``edit`` returns."""
    original, row = _row_in_hand(session, is_always_apart=True)
    fill(row, document)
    plan(row, document["state"], is_always_apart=True)
    _name_editor(row, by)
    row.save()
    write_parts(row, document)
    return settle(row, original)


def settle(row: Session, original: Session) -> Session:
    """Forget a working copy that says what its original says; the row that holds what there is now."""
    if not row.revises_id or read(_fresh(row)) != read(_fresh(original)):
        return row
    row.delete()
    return original


def _fresh(session: Session) -> Session:
    return Session.every.select_related("event").get(pk=session.pk)


def _row_in_hand(session: Session, *, is_always_apart: bool = False) -> tuple[Session, Session]:
    """The session itself, locked, and the row that an edit of it changes: itself or its copy, which may be new."""
    hold(session.event_id)
    original = Session.every.select_related("event").get(pk=session.revises_id or session.pk)
    copy = copy_of(original)
    if copy is None and (original.is_known if is_always_apart else waits(original)):
        copy = Session(event=original.event, revises=original, state=State.DRAFT, becomes=original.state)
        fill(copy, read(original))
    return original, copy or original


def hold(event_id: int) -> None:
    """Lock an event, as everybody does who changes what is its own, before its parts."""
    list(Event.objects.filter(pk=event_id).order_by().select_for_update(no_key=True).values_list("pk"))


def _allot(row: Session, values: dict[str, Any]) -> None:
    unknown = values.keys() - {*FIELDS, "room", "track"}
    if unknown:
        raise TypeError(f"A session is not edited by {', '.join(sorted(unknown))}.")
    state = values.pop("state", None)
    for name, value in values.items():
        setattr(row, name, value)
    if state is not None:
        plan(row, state)


def plan(row: Session, state: str, *, is_always_apart: bool = False) -> None:
    """Have a row in hand become that state: at once, or with the next publication where visitors would see it."""
    is_shown_at_once = row.event.is_draft or (row.is_over() and not is_always_apart)
    is_new = row.state == State.DRAFT and state != State.DRAFT and not is_shown_at_once
    row.state, row.becomes = (State.DRAFT, state) if row.revises_id or is_new else (state, "")


def _name_editor(row: Session, by: User | None) -> None:
    """Who the history of the row names."""
    vars(row)["_history_user"] = by
