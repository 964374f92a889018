"""The waiting list: who moves up when a place comes free.

A line belongs to one kind of place: everybody's seats in the room, everybody's places online, one host's block. Who
came first is asked first. A party that stays together is passed over while fewer places are free than it has members,
keeps its place in the line, and is asked again with the next place: no seat stays empty meanwhile.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Now

from registrations import mails
from registrations.models import Allocation, Deed, Registration
from registrations.models.lines import before, behind
from registrations.services.desk import CLOCK, Desk, at_the_desk
from registrations.services.shadows import move_shadows
from symposium.events.models import Event, Mode
from symposium.kit.prepared import SAMPLE_KEY, PreparedRows

State = Registration.State
Verb = Deed.Verb
# So many of a line are read at first, and four times as many with each further look: mostly one place comes free.
FIRST_LOOK = 25
LONGEST_LOOK = 1600
# For so long after joining few stand behind.
JUST_NOW = timedelta(minutes=5)


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
    waited_for = Q(waiting__gt=0) | Q(pk__in=[block.pk for block in desk.blocks_in_hand()])
    for pk in Allocation.objects.standing().filter(waited_for, event=event).order_by("pk").values_list("pk", flat=True):
        moved += _fill_line(desk, Mode.IN_PERSON, desk.block(pk))
    return moved


def line_of(event: Event, mode: str, block: Allocation | None) -> QuerySet[Registration]:
    """Those who wait for one kind of place, in order."""
    rows = Registration.objects.waiting_in_line().filter(event=event, mode=mode, in_block=block is not None)
    return rows.filter(allocation=block) if block else rows


def _groups(line: QuerySet[Registration]) -> Iterator[list[Registration]]:
    """The line in groups that move up together or not at all; each look reads on where the last one ended."""
    look, rows, last = FIRST_LOOK, line.select_related("party"), Q()
    carried: list[Registration] = []
    while True:
        found = list(rows.filter(last)[:look])
        groups = [list(members) for _key, members in groupby([*carried, *found], key=_stays_with)]
        if len(found) < look:
            yield from groups
            return
        # The last group may go on in the next look.
        carried = groups.pop()
        yield from groups
        end = found[-1]
        last = behind(end.waiting_since, end.pk)
        look = min(look * 4, LONGEST_LOOK)


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
        for group in _groups(line_of(desk.event, mode, block)):
            if desk.left(mode, block) == 0:
                break
            if desk.has_room(mode, block, len(group)):
                reached = group[-1].waiting_since
                for one in group:
                    one.event = desk.event
                    _move_up(desk, one)
                mails.moved_up(group)
                moved += group
    state, until = _given(desk)
    move_shadows(desk, mode, block, moved=moved, reached=reached, state=state, until=until)
    return moved


def _given(desk: Desk) -> tuple[str, datetime | None]:
    """The place is theirs, or theirs to accept, as the event has it."""
    hours = desk.rules.offer_hours
    if hours is None:
        return State.CONFIRMED, None
    return State.OFFERED, min(desk.now + timedelta(hours=hours), desk.event.ends_at)


def _move_up(desk: Desk, registration: Registration) -> None:
    state, until = _given(desk)
    verb = Verb.OFFERED if state == State.OFFERED else Verb.MOVED_UP
    desk.move(registration, state, CLOCK, verb=verb, rule="waiting list", offered_until=until)


def sides() -> dict[str, Case]:
    """For rows of registrations: how many stand ``ahead`` of who waits, or ``behind`` who has joined a moment ago.

    There, those behind are counted, however long the line is. The other of the two is None; both for who does not wait.
    """
    since, pk = OuterRef("waiting_since"), OuterRef("pk")
    same = Q(in_block=False) | Q(allocation=OuterRef("allocation"))
    line = Registration.objects.real().filter(
        # As words of the statement: the index of those who wait is known to serve before the values are.
        same,
        event=OuterRef("event"),
        mode=OuterRef("mode"),
        in_block=OuterRef("in_block"),
        state=RawSQL("'waiting'", ()),
    )
    ahead, later = (
        Coalesce(Subquery(line.filter(side).order_by().values("event").annotate(n=Count("pk")).values("n")), 0)
        for side in (before(since, pk), behind(since, pk))
    )
    waits = Q(state=State.WAITING)
    just_now = Q(waiting_since__gte=Now() - JUST_NOW)
    return {"ahead": Case(When(waits & ~just_now, then=ahead)), "behind": Case(When(waits & just_now, then=later))}


def _sides_of(pk: int) -> QuerySet[Registration, Any]:
    return Registration.objects.filter(pk=pk).order_by().values_list(*sides().values())


_sides: PreparedRows[tuple[int | None, int | None]] = PreparedRows(_sides_of, (SAMPLE_KEY,))


def position_of(registration: Registration) -> int:
    """How many stand before them in their line, plus one; for a shadow, where a real guest would stand.

    ``sides`` are asked for where the row was read without them.
    """
    if registration.state != State.WAITING:
        return 0
    read = registration.__dict__
    ahead, later = (read["ahead"], read["behind"]) if "ahead" in read else _sides.first(registration.pk) or (None, None)
    if ahead is not None:
        return int(ahead) + 1
    block = registration.allocation if registration.in_block else None
    counted_in = registration.shadow_of_id is None
    return max(waiting_in(registration.event, registration.mode, block) - (later or 0) + (not counted_in), 1)


def waiting_in(event: Event, mode: str, block: Allocation | None) -> int:
    """How many stand in a line, as it was counted when these rows were read."""
    if block:
        return block.waiting
    return event.online_waiting if mode == Mode.ONLINE else event.guests_waiting
