"""The calendar page of an event."""

from typing import Any

from django.utils.translation import gettext as _

from symposium.calendars.links import Subscription, clients, subscription
from symposium.events.pages import EventPage


class CalendarPage(EventPage):
    """Which calendars there are, how to subscribe to them, and how soon a change arrives."""

    template_name = "calendars/page.html"

    def context(self) -> dict[str, Any]:
        context = super().context()
        return context | {
            "feeds": [
                subscription(_("The whole programme"), "programme-feed", self.event.slug),
                subscription(_("The event as one entry"), "event-feed", self.event.slug),
            ],
            "tracks": self.parts(self.event.tracks.all(), "track-feed"),
            "rooms": self.parts(context["venue"].rooms.all() if context["venue"] else [], "room-feed"),
            "site_feed": subscription(_("All events"), "site-feed"),
            "clients": clients(),
        }

    def parts(self, parts: Any, view: str) -> list[Subscription]:
        """A feed for each track or room."""
        return [subscription(part.name, view, self.event.slug, part.slug) for part in parts]
