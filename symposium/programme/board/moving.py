"""Moving a session on the board: to another time, another room, or into the tray."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from symposium.accounts.models import User
from symposium.events.models import Event, Room
from symposium.programme.board.slots import Place
from symposium.programme.models import Session
from symposium.programme.services import edit, hold, in_hand


class Overtaken(Exception):
    """Somebody else moved the session meanwhile: it is at ``now``, and stays there."""

    def __init__(self, session: Session, now: Place) -> None:
        super().__init__(session.pk)
        self.session, self.now = session, now


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did; ``session`` is the row that holds the session now."""

    session: Session
    before: Place
    after: Place


def find(event: Event, key: int) -> Session:
    """The session that the board knows by that number, as it would be; raises Session.DoesNotExist."""
    found: Session = in_hand(event).select_related("event").get(Q(pk=key) | Q(revises=key))
    return found


def place_of(session: Session) -> Place:
    """Where and when a session is."""
    return Place(session.starts_at, session.ends_at, session.room_id)


@transaction.atomic
def move(event: Event, key: int, *, to: Place, believed: Place, by: User | None) -> Moved:
    """Put a session where it is to be, if it still is where whoever moves it saw it. To be done twice, it is done once.

    Raises Overtaken where it is elsewhere, ValidationError where it cannot be there (outside the event, or in a room of
    another), Session.DoesNotExist.
    """
    # Whoever moves anything of this event waits: what is compared here is still so when it is written.
    hold(event.pk)
    session = find(event, key)
    before = place_of(session)
    if before == to:
        return Moved(session, before, to)
    if before != believed:
        raise Overtaken(session, before)
    room = Room.objects.filter(pk=to.room).first() if to.room else None
    moved = edit(session, by=by, starts_at=to.starts_at, ends_at=to.ends_at, room=room)
    return Moved(moved, before, to)
