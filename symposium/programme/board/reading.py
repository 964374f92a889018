"""The sessions of an event as the board takes them: six queries at the most, however many there are."""

from collections import defaultdict

from django.http import HttpRequest

from symposium.events.models import Event, Room
from symposium.programme.board.clashes import Facts
from symposium.programme.board.registry import bookings_at
from symposium.programme.board.slots import Seats, Slot, Who
from symposium.programme.models import Appearance
from symposium.programme.services import in_hand

_SESSION = (
    *("pk", "revises_id", "state", "becomes"),
    *("title", "kind", "starts_at", "ends_at", "room_id", "is_plenary"),
)
_PERSON = ("session_id", "speaker_id", "speaker__form_of_address", "speaker__name")


def slots_of(event: Event) -> list[Slot]:
    """Every session as it would be, in the order of the programme; two queries."""
    people = _people(event)
    return [
        Slot(
            *(revises or pk, title, kind, becomes or state, starts_at, ends_at, room, is_plenary),
            people=tuple(people.get(pk, ())),
            is_changed=bool(revises),
            is_new=bool(becomes and not revises),
        )
        for pk, revises, state, becomes, title, kind, starts_at, ends_at, room, is_plenary in in_hand(
            event
        ).values_list(*_SESSION)
    ]


def _people(event: Event) -> dict[int, list[Who]]:
    """Who appears, announced or not, by the row of their session."""
    rows = Appearance.every.filter(session__event=event).exclude(speaker=None)
    people: dict[int, list[Who]] = defaultdict(list)
    for session, pk, address, name in rows.values_list(*_PERSON):
        people[session].append(Who(pk, f"{address} {name}".strip()))
    return people


def rooms_of(event: Event) -> dict[int, Seats]:
    """Every room in its order; one query."""
    rows = Room.objects.filter(venue__event=event).values_list("pk", "name", "capacity")
    return {pk: Seats(name, seats) for pk, name, seats in rows}


def facts_of(request: HttpRequest, event: Event) -> Facts:
    """What else is known, as far as the user may know it; four queries at the most."""
    return Facts(rooms_of(event), bookings_at(request, event), event.seats_taken)
