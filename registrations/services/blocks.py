"""Blocks of seats: set, given back, and guests moved between them."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from registrations.exceptions import BlockInUseError, BlockTooLargeError, BlockTooSmallError, EventFullError
from registrations.models import Allocation, Deed, Registration
from registrations.services.desk import CLOCK, By, Desk, at_the_desk
from registrations.services.line import fill
from symposium.events.models import Event
from symposium.organisations.models import Organisation

State = Registration.State


def set_block(
    event: Event, organisation: Organisation, *, seats: int, releases_at: datetime | None = None, by: By
) -> Allocation:
    """Hold so many seats for a host, or change how many; seats that come free go to those who wait.

    A block whose seats went back is held anew. Raises BlockTooLargeError when fewer seats are free, BlockTooSmallError
    when more of the block are taken.
    """
    with at_the_desk(event.pk) as desk:
        found = Allocation.objects.filter(event=event, organisation=organisation).first()
        block = found or Allocation(event=event, organisation=organisation, seats=0)
        more = seats - block.seats
        if seats < block.taken:
            raise BlockTooSmallError(block.taken)
        if desk.event.seats_left is not None and more > desk.event.seats_left:
            raise BlockTooLargeError(block.seats + desk.event.seats_left)
        before = str(block.seats) if found else ""
        block.releases_at, block.released_at = releases_at, None
        block.save()
        held = desk.block(block.pk)
        if held is not None and more:
            desk.hold(held, more)
        desk.note(by, Deed.Verb.ALLOCATED, allocation=block, before=before, after=str(seats))
        fill(desk)
    block.refresh_from_db()
    return block


def release_block(block: Allocation, *, by: By = CLOCK) -> int:
    """Give a block's unused seats back to everybody; how many. Who waits for it waits with everybody from now on."""
    with at_the_desk(block.event_id) as desk:
        held = desk.block(block.pk)
        if held is None or held.released_at:
            return 0
        unused = held.left
        _send_to_common_line(desk, held)
        if unused:
            desk.hold(held, -unused)
        held.released_at = desk.now
        Allocation.objects.filter(pk=held.pk).update(released_at=desk.now)
        desk.note(by, Deed.Verb.RELEASED, allocation=held, before=str(held.seats + unused), after=str(held.seats))
        fill(desk)
    block.refresh_from_db()
    return unused


def _send_to_common_line(desk: Desk, block: Allocation) -> None:
    """Nobody loses their place in the line, shadows neither."""
    waiting = Registration.objects.filter(event=desk.event, allocation=block, in_block=True, state=State.WAITING)
    for one in waiting.order_by("waiting_since", "pk"):
        desk.move(one, State.WAITING, CLOCK, verb=Deed.Verb.ASSIGNED, rule="release", in_block=False)


def remove_block(block: Allocation, *, by: By) -> None:
    """Give a block's seats back and forget it; the log keeps whose it was.

    Raises BlockInUseError where guests (also former ones), invitations or questions name it.
    """
    with at_the_desk(block.event_id) as desk:
        held = desk.block(block.pk)
        if held is None:
            return
        if held.registrations.exists() or held.invitations.exists() or held.questions.exists():
            raise BlockInUseError
        before, unused = str(held.seats), held.left
        if unused:
            desk.hold(held, -unused)
        desk.note(replace(by, reason=by.reason or str(held)), Deed.Verb.RELEASED, before=before, rule="removed")
        fill(desk)
        desk.settle()
        held.delete()


def release_due_blocks(now: datetime | None = None) -> int:
    """Give back what blocks whose date has come did not use; how many seats. Run by the clock."""
    due = Allocation.objects.standing().filter(releases_at__lte=now or timezone.now()).order_by("event", "pk")
    return sum(release_block(block) for block in due)


def assign(registration: Registration, block: Allocation | None, *, by: By) -> None:
    """Make somebody the guest of another host, or of the organisers: their seat comes out of that block from now on.

    Raises EventFullError when no seat is free there.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        target = desk.block(block.pk if block else None)
        if registration.allocation_id == (target.pk if target else None):
            return
        registration.event = desk.event
        in_block = desk.draws_on_block(registration.mode, target)
        if registration.is_seated and not desk.has_room(registration.mode, target):
            # A seat of a block that went back is everybody's.
            before = desk.block(registration.allocation_id) if registration.in_block else None
            of_everybody = before is None or before.released_at is not None
            if in_block or not of_everybody:
                raise EventFullError(has_waiting_list=False)
        desk.move(
            registration,
            registration.state,
            by,
            verb=Deed.Verb.ASSIGNED,
            rule="overruled" if by.reason else "staff",
            offered_until=registration.offered_until,
            allocation=target,
            in_block=in_block,
        )
        fill(desk)
