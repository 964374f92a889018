"""Requests: places that a host or the organisers decide on."""

from collections import Counter
from collections.abc import Sequence

from registrations import mails
from registrations.models import Deed, Registration
from registrations.services.desk import By, Desk, at_the_desk

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
        return _approve(desk, registration, by, has_room=_has_room(desk, registration), words=words)


def approve_together(several: Sequence[Registration], *, by: By, words: str = "") -> None:
    """Approve those who asked in one form: places for all of them, or the line, unless they may be split.

    One mail goes to each address: the first of a party is not told again of companions without one.
    """
    with at_the_desk(several[0].event_id) as desk:
        rows = Registration.objects.to_decide().select_related("party").filter(pk__in=[one.pk for one in several])
        asking = list(rows)
        stays = bool(asking) and not (asking[0].party and asking[0].party.may_split)
        asked = Counter(_place(one) for one in asking)
        rooms = {_place(one): _has_room(desk, one, asked[_place(one)]) for one in asking} if stays else {}
        told = any(one.is_head for one in asking)
        for one in asking:
            has_room = rooms[_place(one)] if stays else _has_room(desk, one)
            _approve(desk, one, by, has_room=has_room, words=words, tells=bool(one.email) or not told)


def _place(registration: Registration) -> tuple[str, int | None]:
    return registration.mode, registration.allocation_id


def _has_room(desk: Desk, registration: Registration, people: int = 1) -> bool:
    return desk.has_room(registration.mode, desk.block(registration.allocation_id), people)


def _approve(desk: Desk, registration: Registration, by: By, *, has_room: bool, words: str, tells: bool = True) -> bool:
    if not has_room and not desk.event.has_waiting_list:
        return False
    registration.event = desk.event
    desk.move(
        registration,
        State.CONFIRMED if has_room else State.WAITING,
        by,
        verb=Verb.APPROVED,
        rule="request",
        in_block=desk.draws_on_block(registration.mode, desk.block(registration.allocation_id)),
        decided_at=desk.now,
        decision_reason=by.reason[:240],
    )
    if tells:
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
