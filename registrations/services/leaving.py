"""Giving a place back, and coming back."""

from registrations import mails
from registrations.exceptions import EventFullError, RegistrationNotOpenError
from registrations.models import Deed, Invitation, Registration
from registrations.models.guests import SEATED
from registrations.services.booking import leave_sessions
from registrations.services.desk import GUEST, By, Desk, at_the_desk
from registrations.services.inviting import note_answer
from registrations.services.line import fill
from registrations.services.registering import TAKES_WISHES
from registrations.services.shadows import tell_owner
from symposium.events.models import Event, RegistrationPhase

State = Registration.State
Verb = Deed.Verb


def cancel(
    registration: Registration, *, by: By = GUEST, with_party: bool = False, verb: str = Verb.CANCELLED
) -> list[Registration]:
    """Give the place back; the next in line moves up and is told. Done twice, it is done once; who was cancelled.

    Where the first of a party leaves alone, the next with an address takes over; companions without one cannot stay
    alone, and leave too. Cancelling a shadow changes nothing real: the owner of the address gets a mail that leads to
    the true one.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        if registration.has_ended:
            return []
        if registration.shadow_of:
            _cancel_shadow(desk, registration)
            return [registration]
        leaving = _leaving(registration, with_party=with_party)
        for one in leaving:
            one.event = desk.event
            _leave(desk, one, by, verb)
        fill(desk)
    registration.refresh_from_db()
    return leaving


def _leaving(registration: Registration, *, with_party: bool) -> list[Registration]:
    """Who goes with them."""
    if registration.party_id is None or not (with_party or registration.is_head):
        return [registration]
    rows = Registration.objects.real().filter(party=registration.party_id)
    others = list(rows.exclude(state=State.CANCELLED).exclude(pk=registration.pk).order_by("pk"))
    heir = next((one for one in others if one.email), None)
    if with_party or heir is None:
        return [registration, *others]
    Registration.objects.filter(pk=registration.pk).update(is_head=False)
    Registration.objects.filter(pk=heir.pk).update(is_head=True)
    return [registration]


def _leave(desk: Desk, registration: Registration, by: By, verb: str) -> None:
    before = registration.state
    leave_sessions(desk, registration, by)
    desk.move(
        registration,
        State.CANCELLED,
        by,
        verb=verb,
        rule="staff" if by.is_staff else "guest",
        calendar_bump=registration.calendar_bump + 1,
    )
    if before == State.CONFIRMED and desk.rules.asks_participants:
        desk.list_changed()
    invitation = registration.invitation
    if invitation and invitation.email_key == registration.email_key:
        note_answer(desk, invitation, Invitation.State.DECLINED, by)
    mails.cancelled(registration, by_staff=by.is_staff, had_place=before in SEATED, reason=by.reason)


def _cancel_shadow(desk: Desk, shadow: Registration) -> None:
    desk.move(shadow, State.CANCELLED, GUEST, verb=Verb.CANCELLED, calendar_bump=shadow.calendar_bump + 1)
    owner = shadow.shadow_of
    if owner and not owner.is_cancelled and owner.email:
        tell_owner(mails.cancel_request, mails.CANCEL_REQUEST, owner)


def come_back(registration: Registration, *, by: By = GUEST) -> None:
    """Who cancelled has the place again, as long as there is one; else one at the end of the line.

    Done twice, it is done once. Raises RegistrationNotOpenError or EventFullError; nothing is changed then.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        if not registration.is_cancelled:
            return
        event, invitation = desk.event, registration.invitation
        phase = event.registration_phase()
        is_open = invitation.is_open() if invitation else phase in TAKES_WISHES
        if not is_open and not (by.is_staff and by.reason):
            raise RegistrationNotOpenError(phase if not invitation else RegistrationPhase.CLOSED)
        others = Registration.objects.standing().filter(event=event, email_key=registration.email_key)
        if registration.email_key and not registration.shadow_of_id and others.exclude(pk=registration.pk).exists():
            raise RegistrationNotOpenError(RegistrationPhase.CLOSED)
        block = desk.block(registration.allocation_id)
        state = State.CONFIRMED
        if event.policy == Event.Policy.APPROVAL and not invitation and not by.is_staff:
            state = State.PENDING
        elif not desk.has_room(registration.mode, block):
            if not event.has_waiting_list:
                raise EventFullError(has_waiting_list=False)
            state = State.WAITING
        registration.event = event
        desk.move(
            registration,
            state,
            by,
            verb=Verb.CAME_BACK,
            rule=str(event.policy),
            in_block=desk.draws_on_block(registration.mode, block),
            calendar_bump=registration.calendar_bump + 1,
        )
        if registration.shadow_of_id:
            return
        if invitation and invitation.email_key == registration.email_key:
            note_answer(desk, invitation, Invitation.State.ACCEPTED, by)
        if state == State.CONFIRMED and desk.rules.asks_participants:
            desk.list_changed()
        mails.came_back(registration)
