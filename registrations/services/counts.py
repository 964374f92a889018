"""How an event's places are divided: taken, held for hosts, free; by the way to take part, and by block."""

from dataclasses import dataclass
from datetime import datetime

from registrations.models import Allocation, Registration
from symposium.events.models import Event, Mode


@dataclass(frozen=True, slots=True)
class Places:
    """Places of one kind: ``places`` is None without a limit, and so is what is ``free`` of them.

    ``taken`` counts those that are offered as well; ``held`` is what blocks of hosts keep and have not used.
    """

    name: str
    places: int | None
    taken: int
    offered: int
    held: int
    free: int | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Block:
    """A host's block and how it stands."""

    pk: int
    name: str
    seats: int
    taken: int
    unused: int
    waiting: int
    releases_at: datetime | None
    released_at: datetime | None


def places_of(event: Event) -> list[Places]:
    """One entry for each way to take part, from the event's counters; one query, for the offers among them."""
    offers = Registration.objects.real().filter(event=event, state=Registration.State.OFFERED)
    offered = list(offers.values_list("mode", flat=True))
    found = []
    for mode in event.modes:
        online = mode == Mode.ONLINE
        found.append(
            Places(
                name=str(mode.label),
                places=event.online_capacity if online else event.capacity,
                taken=event.online_taken if online else event.seats_taken,
                offered=offered.count(mode.value),
                held=0 if online else event.seats_held,
                free=event.left(mode),
                waiting=event.online_waiting if online else event.guests_waiting,
            )
        )
    return found


def blocks_at(event: Event) -> list[Block]:
    """The event's blocks by the names of their hosts."""
    blocks = Allocation.objects.filter(event=event).select_related("organisation").order_by("organisation__name", "pk")
    return [
        Block(
            pk=block.pk,
            name=str(block.organisation),
            seats=block.seats,
            taken=block.taken,
            unused=block.left,
            waiting=block.waiting,
            releases_at=block.releases_at,
            released_at=block.released_at,
        )
        for block in blocks
    ]
