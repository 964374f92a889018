"""Giving a place back, and coming back."""

from datetime import datetime

from registrations import mails
from registrations.exceptions import EventFullError, RegistrationNotOpenError, TooManyReturnsError
from registrations.models import Deed, Invitation, Registration
from registrations.models.guests import ENDED
from registrations.services.booking import leave_sessions
from registrations.services.desk import GUEST, By, Desk, at_the_desk
from registrations.services.inviting import note_answer
from registrations.services.line import fill
from registrations.services.shadows import tell_owner
from registrations.services.wishes import MOST_RETURNS, RESTLESS_WITHIN, Wish, asks_first, refuse_closed
from symposium.events.models import Event, RegistrationPhase

State = Registration.State
Verb = Deed.Verb


def cancel(
    registration: Registration, *, by: By = GUEST, with_party: bool = False, verb: str = Verb.CANCELLED
) -> list[Registration]:
    """Give the place back; the next in line moves up and is told. Done twice, it is done once; who was cancelled.

    Where the first of a party leaves alone, the next with an address takes over; companions without one cannot stay
    alone, and leave too. Staff cancel a party as far as its members are guests of the same host: who was moved to
    another stays. Cancelling a shadow changes nothing real: the owner of the address gets a mail that leads to
    the true one.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        if registration.has_ended:
            return []
        leaving = leaving_with(registration, with_party=with_party, of_host_alone=by.is_staff)
        for one in leaving:
            one.event = desk.event
            leave(desk, one, by, verb)
        fill(desk)
    registration.refresh_from_db()
    return leaving


def leaving_with(
    registration: Registration, *, with_party: bool = False, of_host_alone: bool = False
) -> list[Registration]:
    """They and who goes with them; where the first of a party goes alone, the party gets another first here."""
    if registration.party_id is None or not (with_party or registration.is_head):
        return [registration]
    rows = Registration.objects.filter(party=registration.party_id).exclude(state__in=ENDED)
    others = list(rows.exclude(pk=registration.pk).order_by("pk"))
    staying = [one for one in others if one.email and not with_party]
    if with_party and of_host_alone:
        staying = [one for one in others if one.email and one.allocation_id != registration.allocation_id]
    if not staying and (with_party or not registration.has_ended):
        return [registration, *others]
    if staying and registration.is_head:
        Registration.objects.filter(pk=registration.pk).update(is_head=False)
        Registration.objects.filter(pk=staying[0].pk).update(is_head=True)
    return [registration, *(one for one in others if with_party and one not in staying)]


def leave(desk: Desk, registration: Registration, by: By, verb: str, *, tells: bool = True) -> None:
    """Cancel one registration at a desk that is held; ``fill`` must follow."""
    before = registration.state
    leave_sessions(desk, registration, by)
    if before == State.OFFERED and verb == Verb.CANCELLED and not by.is_staff:
        verb = Verb.REFUSED
    desk.move(
        registration,
        State.CANCELLED,
        by,
        verb=verb,
        rule="staff" if by.is_staff else "guest",
        calendar_bump=registration.calendar_bump + 1,
    )
    invitation = registration.invitation
    if invitation and registration.is_invitee and not registration.shadow_of_id:
        note_answer(desk, invitation, Invitation.State.DECLINED, by)
    if not tells:
        return
    owner = registration.shadow_of
    if owner is None:
        _tell(registration, by, before)
    elif not owner.is_cancelled and owner.email:
        tell_owner(mails.cancel_request, mails.CANCEL_REQUEST, owner)


def _tell(registration: Registration, by: By, before: str) -> None:
    """Nothing goes to an address that nobody has confirmed."""
    if before != State.UNVERIFIED:
        had_place = before == State.CONFIRMED
        mails.cancelled(registration, by_staff=by.is_staff, had_place=had_place, reason=by.reason)


def come_back(registration: Registration, *, by: By = GUEST) -> None:
    """Who cancelled has the place again, as long as there is one; else one at the end of the line.

    Who had to ask asks again, and who had not confirmed their address still has to. Done twice, it is done once. Whose
    address is registered anew meanwhile comes back as a shadow of that, and its owner gets a mail: the page looks as
    any other, so that it does not tell.
    Raises RegistrationNotOpenError, EventFullError or TooManyReturnsError; nothing is changed then.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        if not registration.is_cancelled:
            return
        wish = _wish(desk, registration)
        if not by.overrules:
            refuse_closed(desk.event, wish, by)
        owner = _registered_meanwhile(registration)
        _refuse_return(desk, registration, by, is_taken=owner is not None)
        if owner:
            _become_shadow(registration, owner)
        state = _state_again(desk, registration, wish, by)
        registration.event = desk.event
        desk.move(
            registration,
            state,
            by,
            verb=Verb.CAME_BACK,
            rule="staff" if by.is_staff else str(desk.event.policy),
            in_block=desk.draws_on_block(registration.mode, wish.block),
            calendar_bump=registration.calendar_bump + 1,
        )
        invitation = registration.invitation
        if invitation and registration.is_invitee and not registration.shadow_of_id:
            note_answer(desk, invitation, Invitation.State.ACCEPTED, by)
        mails.came_back(registration)
        if owner:
            tell_owner(mails.already, mails.ALREADY, owner)


def _wish(desk: Desk, registration: Registration) -> Wish:
    """What they came with the first time; who was brought along is bound as whoever brought them."""
    invitation, is_bound = registration.invitation, registration.is_invitee
    if invitation:
        invitation.event = desk.event
    if registration.party_id and not registration.is_head:
        members = Registration.objects.filter(party=registration.party_id, invitation=invitation)
        is_bound = members.filter(is_invitee=True).exists()
    return Wish(
        people=(),
        mode=registration.mode,
        invitation=invitation,
        is_bound=is_bound,
        block=desk.block(registration.allocation_id),
    )


def _registered_meanwhile(registration: Registration) -> Registration | None:
    """What else the address has at the event by now; a shadow has its owner's already."""
    if not registration.email_key or registration.shadow_of_id:
        return None
    others = Registration.objects.standing().filter(event=registration.event_id, email_key=registration.email_key)
    return others.exclude(pk=registration.pk).first()


def _become_shadow(registration: Registration, owner: Registration) -> None:
    registration.shadow_of = owner
    registration.save(update_fields=["shadow_of"])


def _refuse_return(desk: Desk, registration: Registration, by: By, *, is_taken: bool) -> None:
    """Staff may know that the address is registered, and need no shadow."""
    event = desk.event
    takes_place = event.state == Event.State.PUBLISHED and not event.is_over(desk.now)
    is_double = is_taken and by.is_staff
    if is_double or not takes_place or registration.mode not in event.modes or not _has_address(registration):
        raise RegistrationNotOpenError(RegistrationPhase.CLOSED)
    if not by.is_staff and _is_restless(desk, registration):
        raise TooManyReturnsError


def _has_address(registration: Registration) -> bool:
    """Whether they, or whoever brought them and still stands, can be written to; walk-ins need not be."""
    if registration.email or registration.party_id is None:
        return True
    heads = Registration.objects.filter(party=registration.party_id, is_head=True).exclude(state__in=ENDED)
    return heads.exists()


def _is_restless(desk: Desk, registration: Registration) -> bool:
    """Whether they came and went too often within the hour: each time is two mails."""
    since = desk.now - RESTLESS_WITHIN
    told = [line for line in registration.pretended if line.get("verb") == Verb.CAME_BACK]
    pretended = sum(datetime.fromisoformat(line["at"]) > since for line in told)
    deeds = Deed.objects.filter(registration=registration, verb=Verb.CAME_BACK, at__gt=since)
    return deeds.count() + pretended >= MOST_RETURNS


def _state_again(desk: Desk, registration: Registration, wish: Wish, by: By) -> str:
    if not by.is_staff:
        if _never_confirmed(registration):
            return State.UNVERIFIED
        if asks_first(desk.event, wish):
            return State.PENDING
    if desk.has_room(registration.mode, wish.block):
        return State.CONFIRMED
    if not desk.event.has_waiting_list:
        raise EventFullError(has_waiting_list=False)
    return State.WAITING


def _never_confirmed(registration: Registration) -> bool:
    """Whether their address was still to be confirmed when they left. Of a shadow nobody ever confirms it."""
    pretended = [line for line in registration.pretended if line.get("after") == State.CANCELLED]
    if pretended:
        return bool(pretended[-1]["before"] == State.UNVERIFIED)
    left = Deed.objects.filter(registration=registration, after=State.CANCELLED).order_by("-at", "-pk").first()
    return left is not None and left.before == State.UNVERIFIED
