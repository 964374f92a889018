"""From in person to online, and back."""

from registrations import mails
from registrations.exceptions import EventFullError, RegistrationNotOpenError
from registrations.models import Deed, Registration
from registrations.services.booking import leave_sessions
from registrations.services.desk import GUEST, By, at_the_desk
from registrations.services.line import fill
from symposium.events.models import Event, Mode, RegistrationPhase

State = Registration.State


def change_mode(registration: Registration, mode: str, *, by: By = GUEST) -> None:
    """Take part in the other way, where a place of that kind is free; the old place goes to the next in line.

    Who waits goes to the end of the other line, unless a place is free there. Bookings of sessions in the room go with
    the seat. Raises EventFullError when no place is free, RegistrationNotOpenError when it is too late.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        event = desk.event
        if registration.mode == mode:
            return
        if mode not in event.modes or registration.has_ended or event.is_over() or event.state != Event.State.PUBLISHED:
            raise RegistrationNotOpenError(RegistrationPhase.CLOSED)
        block = desk.block(registration.allocation_id)
        has_room = desk.has_room(mode, block)
        if registration.is_seated and not has_room:
            raise EventFullError(has_waiting_list=event.has_waiting_list)
        state = registration.state
        if state == State.WAITING and has_room:
            state = State.CONFIRMED
        registration.event = event
        if mode == Mode.ONLINE:
            leave_sessions(desk, registration, by)
        before = registration.state
        fields = {"mode": mode, "in_block": desk.draws_on_block(mode, block)}
        if state == State.OFFERED:
            state = State.CONFIRMED
        if state == State.WAITING:
            fields["waiting_since"] = desk.now
        desk.move(registration, state, by, verb=Deed.Verb.CHANGED_MODE, rule=mode, **fields)
        if registration.shadow_of_id is None:
            mails.mode_changed(registration, has_place_now=state == State.CONFIRMED and before != state)
        fill(desk)
