"""Requests: places that a host or the organisers decide on."""

from collections.abc import Sequence

from registrations import mails
from registrations.models import Deed, Registration
from registrations.services.desk import By, at_the_desk

State = Registration.State
Verb = Deed.Verb


def approve(registration: Registration, *, by: By, words: str = "") -> bool:
    """Give a place to somebody who asked, or one in the line where none is free; False where there is neither.

    ``words`` stand in the mail. What was decided meanwhile stays as it was decided.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        if registration.state != State.PENDING:
            return registration.is_confirmed
        registration.event = desk.event
        block = desk.block(registration.allocation_id)
        has_room = desk.has_room(registration.mode, block)
        if not has_room and not desk.event.has_waiting_list:
            return False
        desk.move(
            registration,
            State.CONFIRMED if has_room else State.WAITING,
            by,
            verb=Verb.APPROVED,
            rule="request",
            in_block=desk.draws_on_block(registration.mode, block),
            decided_at=desk.now,
            decision_reason=by.reason[:240],
        )
        if has_room and desk.rules.asks_participants:
            desk.list_changed()
        if registration.shadow_of_id is None:
            mails.approved(registration, words=words)
    return True


def decline(registration: Registration, *, by: By, words: str = "") -> bool:
    """Tell somebody who asked that there is no place for them; whether that was still to be decided.

    ``by.reason`` stays at the desk; ``words`` stand in the mail.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        if registration.state != State.PENDING:
            return False
        registration.event = desk.event
        desk.move(
            registration,
            State.DECLINED,
            by,
            verb=Verb.DECLINED,
            rule="request",
            decided_at=desk.now,
            decision_reason=by.reason[:240],
        )
        mails.declined(registration, words=words)
    return True


def to_decide_together(registration: Registration) -> Sequence[Registration]:
    """The requests that came in one form, so that the desk can show and decide them together."""
    rows = Registration.objects.to_decide().filter(event=registration.event_id)
    if registration.party_id is None:
        return list(rows.filter(pk=registration.pk))
    return list(rows.filter(party=registration.party_id))
