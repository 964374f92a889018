"""An event and all that is its own: hosts, place, story, pictures, news."""

from symposium.events.models.content import EventContent
from symposium.events.models.copies import Copy
from symposium.events.models.event import Event, EventQuerySet
from symposium.events.models.hosting import Hosting
from symposium.events.models.news import Announcement
from symposium.events.models.places import Mode, RegistrationPhase
from symposium.events.models.story import Milestone, Photograph
from symposium.events.models.venue import Room, Venue

__all__ = [
    "Announcement",
    "Copy",
    "Event",
    "EventContent",
    "EventQuerySet",
    "Hosting",
    "Milestone",
    "Mode",
    "Photograph",
    "RegistrationPhase",
    "Room",
    "Venue",
]
