"""What those who register want, and what the event has for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from registrations.exceptions import EventFullError, PartyTooLargeError, RegistrationNotOpenError
from registrations.models import Allocation, Invitation, Registration
from registrations.services.desk import By, Desk
from registrations.services.people import Person
from symposium.events.models import Event, Mode, RegistrationPhase

State = Registration.State
# How often one address may be registered and cancelled within an hour.
MOST_RETURNS = 5
RESTLESS_WITHIN = timedelta(hours=1)
TAKES_WISHES = {
    RegistrationPhase.OPEN,
    RegistrationPhase.FEW,
    RegistrationPhase.WAITING,
    RegistrationPhase.FULL,
    RegistrationPhase.REQUEST,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What those who register want, and what they bring with them."""

    people: Sequence[Person]
    mode: str
    may_split: bool = False
    accepts_waiting: bool = True
    # The invitation by whose link they came, and whether it was made out to them.
    invitation: Invitation | None = None
    is_bound: bool = False
    must_verify: bool = False
    language: str = ""
    # Out of whose block the seat comes where staff enter somebody, or where somebody is brought along.
    block: Allocation | None = None
    tells: bool = True

    @property
    def block_id(self) -> int | None:
        """Whose guests they are: of the host who invited them, or for whom staff enter them."""
        if self.block:
            return self.block.pk
        return self.invitation.allocation_id if self.invitation else None

    @property
    def is_free(self) -> bool:
        """Whether nobody vouched for them: no invitation was made out to them."""
        return self.invitation is None or not self.is_bound


def refuse_large(desk: Desk, wish: Wish, by: By, *, people: int) -> None:
    """Raises PartyTooLargeError where more come together than may; staff who give a reason overrule that."""
    most = 1 + wish.invitation.companions if wish.is_bound and wish.invitation else desk.rules.party_size
    if people > most and not by.overrules:
        raise PartyTooLargeError(most)


def decide(desk: Desk, wish: Wish, by: By, *, people: int) -> list[str]:
    """The states of so many newcomers; raises when there is nothing for them."""
    if wish.mode not in desk.event.modes:
        raise EventFullError(has_waiting_list=False)
    if not by.overrules:
        refuse_closed(desk.event, wish, by)
    if not by.is_staff:
        if (wish.must_verify or desk.rules.confirms_addresses) and wish.is_free:
            return [State.UNVERIFIED] * people
        if asks_first(desk.event, wish):
            return [State.PENDING] * people
    return seats_for(desk, wish, people=people)


def asks_first(event: Event, wish: Wish) -> bool:
    """Whether a host or the organisers decide: on all, or on who came by a link that was made out to somebody else."""
    return wish.is_free and (wish.invitation is not None or event.policy == Event.Policy.APPROVAL)


def refuse_closed(event: Event, wish: Wish, by: By) -> None:
    """Raises RegistrationNotOpenError where neither an invitation nor the event lets anybody in now."""
    if wish.invitation:
        if not wish.invitation.is_open():
            raise RegistrationNotOpenError(RegistrationPhase.CLOSED)
        return
    phase = event.registration_phase()
    if by.is_staff and phase == RegistrationPhase.INVITED:
        return
    if phase not in TAKES_WISHES:
        raise RegistrationNotOpenError(phase)


def seats_for(desk: Desk, wish: Wish, *, people: int) -> list[str]:
    """Seats for as many as there are, or places in the line; a party that stays together gets all or none."""
    block = desk.block(wish.block_id)
    left = desk.left(wish.mode, block)
    seated = people if left is None or left >= people else left if wish.may_split else 0
    if seated == people:
        return [State.CONFIRMED] * people
    if not desk.event.has_waiting_list or not wish.accepts_waiting:
        raise EventFullError(has_waiting_list=desk.event.has_waiting_list)
    most = _most_together(desk, wish.mode, block)
    if most is not None and people > max(most, 1) and not wish.may_split:
        raise PartyTooLargeError(most)
    return [str(State.CONFIRMED)] * seated + [str(State.WAITING)] * (people - seated)


def _most_together(desk: Desk, mode: str, block: Allocation | None) -> int | None:
    """How many could ever get places of that kind together."""
    if block and desk.draws_on_block(mode, block):
        return block.seats
    return desk.event.online_capacity if mode == Mode.ONLINE else desk.event.capacity
