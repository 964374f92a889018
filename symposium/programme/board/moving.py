"""Moving a session on the board: to another time, another room, or into the tray."""

from copy import copy
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from symposium.accounts.models import User
from symposium.events.models import Event
from symposium.programme.board.reading import in_hand
from symposium.programme.board.slots import Place
from symposium.programme.models import Session


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


def place_of(session: Session) -> Place:
    """Where and when a session is."""
    return Place(session.starts_at, session.ends_at, session.room_id)


def find(event: Event, key: int) -> Session:
    """The session that the board knows by that number, as it would be; raises Session.DoesNotExist."""
    found: Session = in_hand(event).select_related("event", "room").get(Q(pk=key))
    return found


def move(event: Event, key: int, *, to: Place, believed: Place, by: User) -> Moved:
    """Put a session where it is to be, if it still is where whoever moves it saw it.

    Raises Overtaken where it is not, ValidationError where it cannot be there (outside the event, or in a room of
    another), Session.DoesNotExist.
    """
    with transaction.atomic():
        # Whoever moves anything of this event waits, so that what is compared here is still so when it is written.
        list(Event.objects.select_for_update(no_key=True).filter(pk=event.pk).values_list("pk"))
        session = find(event, key)
        before = place_of(session)
        if before not in {believed, to}:
            raise Overtaken(session, before)
        if before == to:
            return Moved(session, before, to)
        moved = copy(session)
        moved.starts_at, moved.ends_at, moved.room_id = to
        moved.clean()
        values = {"starts_at": to.starts_at, "ends_at": to.ends_at, "room": moved.room}
        return Moved(edit(session, by=by, **values), before, to)
