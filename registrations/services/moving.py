"""From in person to online, and back."""

from registrations import mails
from registrations.exceptions import EventFullError, RegistrationNotOpenError
from registrations.models import Deed, Registration
from registrations.services.booking import leave_sessions
from registrations.services.desk import GUEST, By, Desk, at_the_desk
from registrations.services.line import fill
from symposium.events.models import Event, Mode, RegistrationPhase

State = Registration.State


def change_mode(registration: Registration, mode: str, *, by: By = GUEST) -> None:
    """Take part in the other way, where a place of that kind is free; the old place goes to the next in line.

    Who waits goes to the end of the other line, unless a place is free there; who was offered a place accepts it so.
    Bookings of sessions in the room go with the seat. Raises EventFullError when no place is free,
    RegistrationNotOpenError when it is too late.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        if registration.mode == mode:
            return
        _refuse_late(desk, registration, mode)
        block, before = desk.block(registration.allocation_id), registration.state
        state = _state_then(desk, registration, has_room=desk.has_room(mode, block))
        registration.event = desk.event
        if mode == Mode.ONLINE:
            leave_sessions(desk, registration, by)
        fields = {"mode": mode, "in_block": desk.draws_on_block(mode, block)}
        if state == State.WAITING:
            fields["waiting_since"] = desk.now
        desk.move(registration, state, by, verb=Deed.Verb.CHANGED_MODE, rule=mode, **fields)
        mails.mode_changed(registration, has_place_now=state == State.CONFIRMED and before != state)
        fill(desk)


def _refuse_late(desk: Desk, registration: Registration, mode: str) -> None:
    event, until = desk.event, registration.offered_until
    takes_place = event.state == Event.State.PUBLISHED and not event.is_over(desk.now)
    lapsed = registration.state == State.OFFERED and until is not None and until <= desk.now
    if mode not in event.modes or registration.has_ended or not takes_place or lapsed:
        raise RegistrationNotOpenError(RegistrationPhase.CLOSED)


def _state_then(desk: Desk, registration: Registration, *, has_room: bool) -> str:
    """How they stand after it; who asked or has not confirmed their address yet stands as before."""
    if registration.is_seated:
        if not has_room:
            raise EventFullError(has_waiting_list=desk.event.has_waiting_list)
        return State.CONFIRMED
    if registration.state != State.WAITING:
        return registration.state
    if not has_room and not desk.event.has_waiting_list:
        raise EventFullError(has_waiting_list=False)
    return State.CONFIRMED if has_room else State.WAITING
