"""What guests have booked, asked of the app that knows guests, which stands on a higher floor."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from symposium.events.models import Event
from symposium.programme.board.clashes import Booked

# The numbers are those of public sessions.
type Bookings = Callable[[HttpRequest, Event], Booked]


@dataclass(slots=True)
class _Known:
    bookings: Bookings | None = None


_known = _Known()


def know_bookings(provider: Bookings) -> None:
    """Have ``provider(request, event)`` asked, in at the most three queries; for AppConfig.ready."""
    _known.bookings = provider


def bookings_at(request: HttpRequest, event: Event) -> Booked:
    """What is booked there, with numbers for whoever may know them."""
    return _known.bookings(request, event) if _known.bookings else Booked(tells_numbers=False)
