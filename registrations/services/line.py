"""The waiting list: who moves up when a place comes free, and the offers that some events make first.

A line belongs to one kind of place: everybody's seats in the room, everybody's places online, one host's block. Who
came first is asked first. A party that stays together is passed over while fewer places are free than it has members,
keeps its place in the line, and is asked again with the next place: no seat stays empty meanwhile.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from registrations import mails
from registrations.exceptions import OfferEndedError
from registrations.models import Allocation, Deed, Registration
from registrations.services.desk import CLOCK, GUEST, By, Desk, at_the_desk
from registrations.services.shadows import move_shadows
from symposium.events.models import Event, Mode

State = Registration.State
Verb = Deed.Verb


def fill_places(event_id: int) -> list[Registration]:
    """Give free places to those who wait, in order; who moved up. Follows every change of the event."""
    if not Registration.objects.filter(event=event_id, state=State.WAITING).exists():
        return []
    with at_the_desk(event_id) as desk:
        return fill(desk)


def fill(desk: Desk) -> list[Registration]:
    """As ``fill_places``, at a desk that is held already."""
    event = desk.event
    if event.state != Event.State.PUBLISHED or event.is_over(desk.now):
        return []
    moved = []
    for mode in Mode:
        moved += _fill_line(desk, mode, None)
    for pk in Allocation.objects.standing().filter(event=event, waiting__gt=0).values_list("pk", flat=True):
        moved += _fill_line(desk, Mode.IN_PERSON, desk.block(pk))
    if any(one.is_confirmed for one in moved) and desk.rules.asks_participants:
        desk.list_changed()
    return moved


def line_of(event: Event, mode: str, block: Allocation | None) -> Iterator[list[Registration]]:
    """Those who wait for one kind of place, in order, in groups that move up together or not at all."""
    rows = Registration.objects.waiting_in_line().filter(event=event, mode=mode, in_block=block is not None)
    if block:
        rows = rows.filter(allocation=block)
    waiting = rows.select_related("party").iterator(chunk_size=500)
    for _key, members in groupby(waiting, key=_stays_with):
        yield list(members)


def _stays_with(registration: Registration) -> tuple[int, int, datetime | None]:
    """Equal for those who came together and stay together."""
    party = registration.party
    if party is None or party.may_split:
        return (0, registration.pk, None)
    return (party.pk, 0, registration.waiting_since)


def _fill_line(desk: Desk, mode: str, block: Allocation | None) -> list[Registration]:
    moved: list[Registration] = []
    reached = None
    if desk.left(mode, block) != 0:
        for group in line_of(desk.event, mode, block):
            if desk.left(mode, block) == 0:
                break
            if desk.has_room(mode, block, len(group)):
                reached = group[-1].waiting_since
                for one in group:
                    one.event = desk.event
                    _move_up(desk, one)
                moved += group
    if block is None:
        move_shadows(desk.event, mode, reached)
    return moved


def _move_up(desk: Desk, registration: Registration) -> None:
    """The place is theirs, or theirs to accept, as the event has it."""
    hours = desk.rules.offer_hours
    if hours is None:
        desk.move(registration, State.CONFIRMED, CLOCK, verb=Verb.MOVED_UP, rule="waiting list")
        mails.promoted(registration)
        return
    until = min(desk.now + timedelta(hours=hours), desk.event.ends_at)
    desk.move(registration, State.OFFERED, CLOCK, verb=Verb.OFFERED, rule="waiting list", offered_until=until)
    mails.offered(registration)


def accept_offer(registration: Registration, *, by: By = GUEST) -> None:
    """The place is theirs; done twice, it is done once. Who registered a party accepts for all to whom it is offered.

    Raises OfferEndedError when the time is over; the place then goes to the next.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        if registration.state != State.OFFERED:
            if not registration.is_confirmed:
                raise OfferEndedError
            return
        in_time = [one for one in _offered_with(registration) if one.offered_until and one.offered_until > desk.now]
        if not in_time and not by.is_staff:
            raise OfferEndedError
        for one in in_time or [registration]:
            one.event = desk.event
            desk.move(one, State.CONFIRMED, by, verb=Verb.ACCEPTED, rule="offer")
            mails.confirmed(one)
        if desk.rules.asks_participants:
            desk.list_changed()
    registration.refresh_from_db()


def _offered_with(registration: Registration) -> list[Registration]:
    if not registration.is_head or registration.party_id is None:
        return [registration]
    rows = Registration.objects.real().filter(party=registration.party_id, state=State.OFFERED)
    return list(rows.order_by("pk"))


def lapse_offers(now: datetime | None = None) -> int:
    """Give places whose offer was not accepted in time to the next in line; how many. Run by the clock."""
    due = Registration.objects.filter(state=State.OFFERED, offered_until__lte=now or timezone.now())
    events = due.order_by().values_list("event_id", flat=True).distinct()
    return sum(_lapse_at(event_id, now) for event_id in list(events))


def _lapse_at(event_id: int, now: datetime | None) -> int:
    with at_the_desk(event_id) as desk:
        desk.now = now or desk.now
        rows = Registration.objects.filter(event=event_id, state=State.OFFERED, offered_until__lte=desk.now)
        lapsed = list(rows.order_by("offered_until", "pk"))
        for one in lapsed:
            one.event = desk.event
            desk.move(one, State.CANCELLED, CLOCK, verb=Verb.LAPSED, rule="offer")
            mails.lapsed(one)
        fill(desk)
    return len(lapsed)


def position_of(registration: Registration) -> int:
    """How many stand before them in their line, plus one; for a shadow, where a real guest would stand."""
    since, pk = registration.waiting_since, registration.pk
    if registration.state != State.WAITING or since is None:
        return 0
    rows = Registration.objects.waiting_in_line().filter(
        event=registration.event_id, mode=registration.mode, in_block=registration.in_block
    )
    if registration.in_block:
        rows = rows.filter(allocation=registration.allocation_id)
    return rows.filter(Q(waiting_since__lt=since) | Q(waiting_since=since, pk__lt=pk)).count() + 1
