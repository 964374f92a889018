"""Small events, made up, so that every state of an event and of its registration can be seen."""

from typing import Any

from symposium.events.models import Announcement, Event, Venue
from symposium.sample.coming import CONTACT, PRIVACY
from symposium.sample.making import moment

ZONE = "Europe/London"
FULL = "sample-full"
ON_REQUEST = "sample-on-request"

EVENTS: dict[str, dict[str, Any]] = {
    "sample-not-yet-open": {
        "name": "Data School (sample: registration opens later)",
        "summary": "Two days with the archives of old missions. Made up; registration opens in June 2027.",
        "at": ("2027-09-14 10:00", "2027-09-15 16:00"),
        "hue": 155,
        "capacity": 40,
        "registration_opens_at": moment("2027-06-01 09:00", ZONE),
    },
    FULL: {
        "name": "Telescope Night (sample: full, with a waiting list)",
        "summary": "One telescope, three chairs, a long line. Made up.",
        "at": ("2027-10-05 20:00", "2027-10-06 01:00"),
        "hue": 285,
        "capacity": 3,
    },
    ON_REQUEST: {
        "name": "Round Table on Quiet Orbits (sample: on request)",
        "summary": "Twelve chairs around one table; the organisers look at every request. Made up.",
        "at": ("2027-09-28 09:00", "2027-09-28 13:00"),
        "hue": 320,
        "policy": Event.Policy.APPROVAL,
        "capacity": 12,
    },
    "sample-postponed": {
        "name": "Moon Maps Colloquium (sample: postponed)",
        "summary": "Old maps of the Moon and new ones, side by side. Made up.",
        "at": ("2027-06-22 09:30", "2027-06-22 17:00"),
        "hue": 80,
        "state": Event.State.POSTPONED,
        "state_reason": "The maps have not arrived. A new date will be announced by the end of July 2027.",
        "capacity": 60,
    },
    "sample-cancelled": {
        "name": "Launch Watch Evening (sample: cancelled)",
        "summary": "Watching a launch together, from far away. Made up.",
        "at": ("2027-07-08 18:00", "2027-07-08 21:00"),
        "hue": 25,
        "state": Event.State.CANCELLED,
        "state_reason": "The launch was moved to another ocean.",
        "capacity": 80,
    },
    "sample-draft": {
        "name": "Space Weather Day (sample: draft)",
        "summary": "Nobody sees this but its team: it is a draft. Made up.",
        "at": ("2027-11-09 09:00", "2027-11-09 18:00"),
        "hue": 195,
        "state": Event.State.DRAFT,
        "capacity": 100,
    },
}


def make(slug: str) -> Event:
    """The small event of that slug."""
    fields = {"state": Event.State.PUBLISHED} | EVENTS[slug]
    starts_at, ends_at = (moment(words, ZONE) for words in fields.pop("at"))
    event = Event.objects.create(
        slug=slug,
        description=f"<p><strong>This event is sample data.</strong> {fields['summary']}</p>",
        is_sample=True,
        timezone=ZONE,
        starts_at=starts_at,
        ends_at=ends_at,
        contact_email=CONTACT,
        privacy_notice=PRIVACY,
        **{"policy": Event.Policy.OPEN} | fields,
    )
    Venue.objects.create(
        event=event, name="Orrery House (made up)", street="1 Example Street", locality="London", country="GB"
    )
    if event.state_reason:
        Announcement.objects.create(
            event=event,
            title=f"The event is {event.get_state_display()}",
            words=f"<p>{event.state_reason}</p>",
            published_at=moment("2026-11-18 12:00", ZONE),
        )
    return event
