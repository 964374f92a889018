"""What search engines may find of events."""

from datetime import datetime

from django.urls import reverse

from symposium.events.models import Event
from symposium.kit.sitemaps import Section

PAGES = (
    *("event", "programme", "speakers", "hosts", "venue", "story"),
    *("photographs", "photograph-credits", "news", "event-calendar"),
)


class EventSection(Section):
    """Every page of every public event."""

    def items(self) -> list[tuple[Event, str]]:
        events = Event.objects.public().only("slug", "revised_at").order_by("pk")
        return [(event, page) for event in events for page in PAGES]

    def location(self, item: tuple[Event, str]) -> str:
        event, page = item
        return reverse(page, args=[event.slug])

    def lastmod(self, item: tuple[Event, str]) -> datetime:
        return item[0].revised_at
