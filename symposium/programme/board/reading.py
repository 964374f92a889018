"""The sessions of an event as the board takes them: four queries however many there are."""

from collections import defaultdict

from django.db.models import QuerySet
from django.http import HttpRequest

from symposium.events.models import Event, Room
from symposium.programme.board.clashes import Facts
from symposium.programme.board.registry import bookings_at
from symposium.programme.board.slots import Seats, Slot, Who
from symposium.programme.models import Appearance, Session

_FIELDS = ("pk", "title", "kind", "state", "starts_at", "ends_at", "room_id", "is_plenary")


def slots_of(event: Event) -> list[Slot]:
    """Every session as it would be, in the order of the programme; two queries."""
    rows = in_hand(event).in_order()
    people = _people(event)
    return [Slot(pk, *fields, tuple(people.get(pk, ()))) for pk, *fields in rows.values_list(*_FIELDS)]


def in_hand(event: Event) -> QuerySet[Session]:
    return event.sessions.all()


def _people(event: Event) -> dict[int, list[Who]]:
    """Who appears, announced or not, by the row of their session."""
    rows = Appearance.objects.filter(session__event=event).exclude(speaker=None)
    people: dict[int, list[Who]] = defaultdict(list)
    for session, pk, address, name in rows.values_list(
        "session_id", "speaker_id", "speaker__form_of_address", "speaker__name"
    ):
        people[session].append(Who(pk, f"{address} {name}".strip()))
    return people


def rooms_of(event: Event) -> dict[int, Seats]:
    """Every room in its order; one query."""
    rows = Room.objects.filter(venue__event=event).values_list("pk", "name", "capacity")
    return {pk: Seats(name, seats) for pk, name, seats in rows}


def facts_of(request: HttpRequest, event: Event) -> Facts:
    """What else is known, as far as the user may know it; four queries at the most."""
    return Facts(rooms_of(event), bookings_at(request, event), event.seats_taken)
