"""Who is registered already accepts an invitation: the place that they have or wait for becomes one of their host's."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from registrations import mails
from registrations.exceptions import EventFullError, RegistrationNotOpenError
from registrations.models import Allocation, Deed, Invitation, Registration
from registrations.services.booking import leave_sessions
from registrations.services.confirming import confirm_address
from registrations.services.correcting import compared
from registrations.services.desk import By, Desk, at_the_desk
from registrations.services.details import change_consents, change_details
from registrations.services.inviting import note_answer
from registrations.services.line import fill
from registrations.services.people import Person
from registrations.services.shadows import tell_owner
from registrations.services.wishes import Wish, refuse_closed
from symposium.events.models import Mode

State = Registration.State
# These have something that is not worse than a place in the line of a block.
HAVE_SOMETHING = {State.CONFIRMED, State.OFFERED, State.WAITING}


def join(registration: Registration, wish: Wish, *, by: By) -> Sequence[Person]:
    """Give them a seat of the host whose bound invitation they accept; returns whom they bring beside their party.

    They leave the line, and a seat of everybody's goes to the next. While the block has no seat, who has a place or
    waits for one keeps that, and anybody else waits for the block. Raises RegistrationNotOpenError or EventFullError.
    """
    if registration.state == State.UNVERIFIED:
        # The invitation came to this address. Whom they brought comes by the rules of the event.
        with suppress(RegistrationNotOpenError):
            confirm_address(registration)
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        if not by.overrules:
            refuse_closed(desk.event, wish, by)
        assert wish.invitation is not None  # noqa: S101 (nobody joins without one)
        brought, _others, new = compared(registration, wish.people[1:])
        members = [member for member, _person in brought]
        before = {one.pk: one.state for one in (registration, *members)}
        _move(desk, registration, wish, by, is_invitee=True)
        for member in members:
            with suppress(EventFullError):
                _move(desk, member, wish, by)
        note_answer(desk, wish.invitation, Invitation.State.ACCEPTED, by)
        _tell([one for one in (registration, *members) if one.state != before[one.pk]], registration)
        fill(desk)
    for one, person in [(registration, wish.people[0]), *brought]:
        _add_details(one, person, by=by)
    return new


def _move(desk: Desk, registration: Registration, wish: Wish, by: By, **fields: Any) -> None:
    block, state = desk.block(wish.block_id), str(registration.state)
    registration.event = desk.event
    fields["invitation"] = wish.invitation
    if _has_room(desk, registration, wish.mode, block):
        state = State.CONFIRMED
    elif state in HAVE_SOMETHING:
        for name, value in fields.items():
            setattr(registration, name, value)
        registration.save(update_fields=[*fields, "changed_at"])
        return
    elif not desk.event.has_waiting_list or not wish.accepts_waiting:
        raise EventFullError(has_waiting_list=desk.event.has_waiting_list)
    else:
        state = State.WAITING
    if registration.mode != wish.mode == Mode.ONLINE:
        leave_sessions(desk, registration, by)
    fields |= {"mode": wish.mode, "allocation": block, "in_block": desk.draws_on_block(wish.mode, block)}
    desk.move(registration, state, by, verb=Deed.Verb.ASSIGNED, rule="invitation", **fields)


def _has_room(desk: Desk, registration: Registration, mode: str, block: Allocation | None) -> bool:
    """Whether there is a seat for them; their own counts, where it is one of these."""
    held = desk.block(registration.allocation_id) if registration.in_block else None
    is_same = registration.mode == mode and _kind(desk, mode, held) == _kind(desk, mode, block)
    return (registration.is_seated and is_same) or desk.has_room(mode, block)


def _kind(desk: Desk, mode: str, block: Allocation | None) -> int | None:
    """From whose seats it comes; None: everybody's."""
    return block.pk if block and desk.draws_on_block(mode, block) else None


def _tell(moved: Sequence[Registration], registration: Registration) -> None:
    for one in mails.once_each(moved):
        if one.is_confirmed:
            mails.confirmed(one)
        else:
            mails.waiting(one)
    if registration not in moved:
        tell_owner(mails.already, mails.ALREADY, registration)


def _add_details(registration: Registration, person: Person, *, by: By) -> None:
    """The form did not show what they have said before: what it says comes beside that, or in its place."""
    said = person.details
    needs = said.needs if any(said.needs.values()) else {}
    more = replace(said, needs=needs, answers=[(asked, value) for asked, value in said.answers if value is not None])
    words = {name: getattr(said, name) for name in ("form_of_address", "badge_name", "pronouns")}
    words["affiliation"] = person.affiliation
    change_details(
        registration,
        more=more,
        by=by,
        **{name: word for name, word in words.items() if word and not getattr(registration, name)},
    )
    change_consents(registration, given=said.consents, asked=said.consents, by=by)
