"""Confirming an address: what came with it counts from then on."""

from registrations import mails
from registrations.exceptions import EventFullError, PartyTooLargeError, RegistrationNotOpenError
from registrations.models import Deed, Registration
from registrations.services.desk import GUEST, Desk, at_the_desk
from registrations.services.people import Person
from registrations.services.wishes import Wish, asks_first, seats_for
from symposium.events.models import Event, RegistrationPhase

State = Registration.State


def confirm_address(registration: Registration) -> Registration:
    """The guest opened the link in the first mail: now they, and those whom they brought, are as good as come.

    Done twice, it is done once. Where nothing is left and no line can be joined, the registration is cancelled. Who
    came in time is taken after registration has closed too. Raises RegistrationNotOpenError when the event does not
    take place, is over, or takes no guests here any more; nothing is changed then.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        members = _brought_by(registration)
        if registration.state != State.UNVERIFIED or registration not in members:
            return registration
        event = desk.event
        if event.state != Event.State.PUBLISHED or event.is_over(desk.now) or event.policy == Event.Policy.CLOSED:
            raise RegistrationNotOpenError(RegistrationPhase.CLOSED)
        _let_in(desk, registration, members)
    registration.refresh_from_db()
    return registration


def _let_in(desk: Desk, registration: Registration, members: list[Registration]) -> None:
    """The states that seats and rules give them now; a shadow looks as the first of them."""
    invitation, block = registration.invitation, desk.block(registration.allocation_id)
    real = [one for one in members if not one.shadow_of_id]
    wish = Wish(
        people=[Person(one.name, one.email) for one in members],
        mode=registration.mode,
        may_split=bool(registration.party and registration.party.may_split),
        invitation=invitation,
        is_bound=registration.is_invitee,
        block=block,
    )
    states = _states(desk, wish, people=len(real) or len(members))
    given = iter(states)
    for one in members:
        one.event = desk.event
        state = states[0] if one.shadow_of_id else next(given)
        in_block = desk.draws_on_block(one.mode, block)
        rule = "full" if state == State.CANCELLED else str(desk.event.policy)
        desk.move(one, state, GUEST, verb=Deed.Verb.ADDRESS_CONFIRMED, rule=rule, in_block=in_block)
        if not one.shadow_of_id:
            mails.after_confirming(one)


def _states(desk: Desk, wish: Wish, *, people: int) -> list[str]:
    if asks_first(desk.event, wish):
        return [State.PENDING] * people
    try:
        return seats_for(desk, wish, people=people)
    except (EventFullError, PartyTooLargeError):
        return [State.CANCELLED] * people


def _brought_by(registration: Registration) -> list[Registration]:
    """For the first of a party all whose address is not confirmed; a companion alone confirms nothing."""
    rows = Registration.objects.select_related("party", "invitation").filter(state=State.UNVERIFIED)
    if registration.party_id is None or not registration.is_head:
        return list(rows.filter(pk=registration.pk, party=None))
    return list(rows.filter(party=registration.party_id).order_by("pk"))
