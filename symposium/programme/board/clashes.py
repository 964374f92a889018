"""What cannot be as it is planned: one room twice, one person in two places, more guests than seats.

Nothing here asks the database. Each kind of clash is one sweep through the sessions in the order in which they begin,
so that it takes as long as there are sessions and clashes, and no longer.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from itertools import chain, islice

from symposium.programme.board.slots import Seats, Slot, Who, times

# A programme in which more is wrong than that is not mended by reading on.
MOST = 200
# Rooms are parts of one venue, and nobody has measured the ways between them: less than this is no time for any.
WALK = timedelta(minutes=5)


class Kind(IntEnum):
    """What is wrong; from ``WALK`` on it is worth a look, and may be meant."""

    ROOM = 1  # two sessions in one room at once
    PERSON = 2  # somebody in two sessions at once
    PLENARY = 3  # something beside what is for everyone
    GUESTS = 4  # guests have booked two sessions that are at the same time now
    BOOKED = 5  # more places are booked than the room has seats
    WALK = 6  # somebody has no time to get from one room to the other
    OFFERED = 7  # more places are offered than the room has seats
    CROWD = 8  # it is for everyone, and more guests have places than the room has seats

    @property
    def is_hint(self) -> bool:
        return self >= Kind.WALK


@dataclass(frozen=True, slots=True)
class Clash:
    """One of them; ``one`` begins no later than ``other``. Numbers are None for whoever may not know them."""

    kind: Kind
    one: Slot
    other: Slot | None = None
    who: Who | None = None
    number: int | None = None

    @property
    def is_hint(self) -> bool:
        return self.kind.is_hint

    @property
    def keys(self) -> tuple[int, ...]:
        """Of the sessions that it is about."""
        return (self.one.key, self.other.key) if self.other else (self.one.key,)


@dataclass(frozen=True, slots=True)
class Booked:
    """What guests have booked, by the keys of sessions; ``shared`` by two, the lesser first.

    Who may not know how many says so with ``tells_numbers``: then a clash is found and its number is not told.
    """

    offered: Mapping[int, int] = field(default_factory=dict)
    taken: Mapping[int, int] = field(default_factory=dict)
    shared: Mapping[tuple[int, int], int] = field(default_factory=dict)
    tells_numbers: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the sessions: rooms by their keys, bookings, how many have a place at the event."""

    rooms: Mapping[int, Seats] = field(default_factory=dict)
    booked: Booked = field(default_factory=Booked)
    guests: int = 0

    def seats_of(self, slot: Slot) -> int | None:
        """How many its room has; None where that is not known."""
        room = self.rooms.get(slot.room) if slot.room is not None else None
        return room.seats if room else None

    def told(self, number: int) -> int | None:
        """The number, for whoever may know it."""
        return number if self.booked.tells_numbers else None


def find_clashes(slots: Iterable[Slot], facts: Facts, *, most: int = MOST) -> list[Clash]:
    """The first ``most`` clashes, the worst kinds first, each kind by time."""
    placed = sorted((slot for slot in slots if slot.takes_place), key=lambda slot: (*times(slot), slot.key))
    found = chain(
        _in_rooms(placed),
        _of_people(placed, is_walk=False),
        _beside_plenaries(placed),
        _of_guests(placed, facts),
        _of_seats(placed, facts, Kind.BOOKED),
        _of_people(placed, is_walk=True),
        _of_seats(placed, facts, Kind.OFFERED),
        _of_crowds(placed, facts),
    )
    return list(islice(found, most))


def overlap(one: Slot, other: Slot) -> bool:
    """Whether both run at one moment."""
    one_starts, one_ends = times(one)
    starts, ends = times(other)
    return one_starts < ends and starts < one_ends


def _pairs(placed: Iterable[Slot], grace: timedelta = timedelta(0)) -> Iterator[tuple[Slot, Slot]]:
    """Each with each that still runs when it begins, or ended less than ``grace`` before."""
    running: list[Slot] = []
    for slot in placed:
        starts, _ = times(slot)
        running = [other for other in running if times(other)[1] + grace > starts]
        yield from ((other, slot) for other in running)
        running.append(slot)


def _in_rooms(placed: Sequence[Slot]) -> Iterator[Clash]:
    by_room: dict[int, list[Slot]] = defaultdict(list)
    for slot in placed:
        if slot.room is not None:
            by_room[slot.room].append(slot)
    for together in by_room.values():
        yield from (Clash(Kind.ROOM, one, other) for one, other in _pairs(together))


def _of_people(placed: Sequence[Slot], *, is_walk: bool) -> Iterator[Clash]:
    by_person: dict[Who, list[Slot]] = defaultdict(list)
    for slot in placed:
        for who in dict.fromkeys(slot.people):
            by_person[who].append(slot)
    for who, own in by_person.items():
        if not is_walk:
            yield from (Clash(Kind.PERSON, one, other, who) for one, other in _pairs(own))
            continue
        yield from (Clash(Kind.WALK, one, other, who) for one, other in _pairs(own, WALK) if _must_walk(one, other))


def _must_walk(one: Slot, other: Slot) -> bool:
    elsewhere = one.room is not None and other.room is not None and one.room != other.room
    return elsewhere and not overlap(one, other)


def _beside_plenaries(placed: Sequence[Slot]) -> Iterator[Clash]:
    """What is for everyone is told apart, so that a day without it costs nothing however much runs at once."""
    wide: list[Slot] = []
    running: list[Slot] = []
    for slot in placed:
        starts, _ = times(slot)
        wide = [other for other in wide if times(other)[1] > starts]
        running = [other for other in running if times(other)[1] > starts] if slot.is_plenary else running
        yield from (Clash(Kind.PLENARY, other, slot) for other in ([*wide, *running] if slot.is_plenary else wide))
        (wide if slot.is_plenary else running).append(slot)


def _of_guests(placed: Sequence[Slot], facts: Facts) -> Iterator[Clash]:
    known = {slot.key: slot for slot in placed}
    for (lesser, greater), number in facts.booked.shared.items():
        if lesser not in known or greater not in known:
            continue
        one, other = sorted((known[lesser], known[greater]), key=lambda slot: (*times(slot), slot.key))
        if overlap(one, other):
            yield Clash(Kind.GUESTS, one, other, number=facts.told(number))


def _of_seats(placed: Sequence[Slot], facts: Facts, kind: Kind) -> Iterator[Clash]:
    for slot in placed:
        seats, taken = facts.seats_of(slot), facts.booked.taken.get(slot.key, 0)
        offered = facts.booked.offered.get(slot.key, 0)
        if seats is None or seats >= max(taken, offered):
            continue
        if kind is Kind.BOOKED and taken > seats:
            yield Clash(kind, slot, number=facts.told(taken))
        if kind is Kind.OFFERED and taken <= seats:
            yield Clash(kind, slot, number=offered)


def _of_crowds(placed: Sequence[Slot], facts: Facts) -> Iterator[Clash]:
    for slot in placed:
        seats = facts.seats_of(slot)
        if slot.is_plenary and seats is not None and seats < facts.guests:
            yield Clash(Kind.CROWD, slot, number=facts.told(facts.guests))
