"""Places in single sessions as one guest sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils import timezone

from registrations.models import BookableSession, Booking, Registration
from registrations.models.lines import before
from symposium.events.models import Event
from symposium.programme.models import Session


@dataclass(frozen=True, slots=True)
class Place:
    """One session with places; ``position`` is where the guest stands in its line, 0 elsewhere."""

    bookable: BookableSession
    booking: Booking | None
    left: int
    position: int
    is_past: bool

    @property
    def session(self) -> Session:
        """What it is a place in."""
        return self.bookable.session

    @property
    def is_booked(self) -> bool:
        """Whether the guest has a place in it."""
        return self.booking is not None and self.booking.state == Booking.State.BOOKED

    @property
    def is_waiting(self) -> bool:
        """Whether the guest waits for one."""
        return self.booking is not None and self.booking.state == Booking.State.WAITING

    @property
    def is_takeable(self) -> bool:
        """Whether something can be chosen about it: a place, the line, or giving either back."""
        if self.is_past or self.session.is_cancelled:
            return False
        return self.booking is not None or self.left > 0 or self.bookable.has_waiting_list


def bookable_at(event: Event) -> QuerySet[BookableSession]:
    """Sessions with places that anybody may know of."""
    return BookableSession.objects.filter(session__event=event).exclude(session__state=Session.State.DRAFT)


def places_of(registration: Registration) -> list[Place]:
    """All sessions with places at the guest's event, by time, as they are at this second."""
    event, now = registration.event, timezone.now()
    offered = bookable_at(event).select_related("session__room")
    rows = list(offered.order_by(F("session__starts_at").asc(nulls_last=True), "pk"))
    if not rows:
        return []
    standing = Booking.objects.standing().filter(registration=registration)
    bookings = {booking.bookable_id: booking for booking in standing}
    found = []
    for bookable in rows:
        bookable.session.event = event
        booking, ends_at = bookings.get(bookable.pk), bookable.session.ends_at
        is_past = event.is_over(now) or bool(ends_at and ends_at <= now)
        left = max(bookable.left - _unseen(registration, booking), 0)
        found.append(Place(bookable, booking, left, _position(booking), is_past))
    return found


def bookable_for(registration: Registration) -> list[Place]:
    """What they have not booked and could go to; a clash with what they have is seen when it is done."""
    return [place for place in places_of(registration) if place.booking is None and place.is_takeable]


def _unseen(registration: Registration, booking: Booking | None) -> int:
    """A shadow's own booking takes no place, but its page must look as if it did."""
    return int(bool(registration.shadow_of_id and booking and booking.state == Booking.State.BOOKED))


def _position(booking: Booking | None) -> int:
    if booking is None or booking.state != Booking.State.WAITING:
        return 0
    line = Booking.objects.waiting_in_line().filter(bookable=booking.bookable_id, registration__shadow_of=None)
    return line.filter(before(booking.waiting_since, booking.pk)).count() + 1


def by_day(places: Sequence[Place]) -> dict[date | None, list[Place]]:
    """Day by day; what has no time yet under None, last."""
    days: dict[date | None, list[Place]] = {}
    for place in places:
        days.setdefault(place.session.day, []).append(place)
    return days
