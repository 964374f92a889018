"""What the guest's page leads to: their ticket, their sessions, their calendars (``registrations/_sessions.html``)."""

from typing import Any

from registrations import tickets
from registrations.models import Registration
from registrations.places import bookable_at, places_of
from symposium.kit.kept import Kept

# What can be booked is published: an event that has nothing of the kind is asked once for each revision.
_has_places: Kept[bool] = Kept(1024)


def has_places(registration: Registration) -> bool:
    """Whether a guest with a place can have places in single sessions too, as their page lists them."""
    event = registration.event
    key = (event.pk, event.revision)
    return registration.is_confirmed and _has_places.get(key, lambda: bookable_at(event).exists())


def carried(registration: Registration) -> dict[str, Any]:
    """What that part of the page knows, by 'carried'; nothing where there is nothing to carry. Two or three queries."""
    if not registration.is_confirmed or registration.event.is_cancelled:
        return {}
    places = places_of(registration) if has_places(registration) else []
    has_ticket = tickets.is_given(registration)
    if not places and not has_ticket:
        return {}
    return {
        "carried": {
            "has_ticket": has_ticket,
            "together": len(tickets.shown_with(registration, party=True)),
            "has_sessions": bool(places),
            "booked": [place for place in places if place.booking],
        }
    }
