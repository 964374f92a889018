"""What the programme board knows of guests: how many places are offered and booked, and who booked two sessions."""

from django.db.models import Count, F
from django.http import HttpRequest

from registrations.models import BookableSession, Booking
from registrations.permissions import Action
from symposium.accounts.admin_base import may
from symposium.events.models import Event
from symposium.programme.board.clashes import Booked


def booked_at(request: HttpRequest, event: Event) -> Booked:
    """By the keys of sessions; two queries. Who may not see bookings is not told how many."""
    rows = list(BookableSession.objects.filter(session__event=event).values_list("pk", "capacity", "taken"))
    return Booked(
        {pk: capacity for pk, capacity, _ in rows},
        {pk: taken for pk, _, taken in rows},
        _shared(event) if sum(taken > 0 for _, _, taken in rows) > 1 else {},
        tells_numbers=may(request, Action.SEE_BOOKINGS.roles, event.pk),
    )


def _shared(event: Event) -> dict[tuple[int, int], int]:
    """How many guests booked both of two sessions."""
    pairs = Booking.objects.filter(
        state=Booking.State.BOOKED,
        bookable__session__event=event,
        registration__bookings__state=Booking.State.BOOKED,
        registration__bookings__bookable__gt=F("bookable"),
    )
    counted = pairs.order_by().values_list("bookable", "registration__bookings__bookable").annotate(number=Count("pk"))
    return {(lesser, greater): number for lesser, greater, number in counted}
