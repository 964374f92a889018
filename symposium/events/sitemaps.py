"""What search engines may find of events."""

from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse

from symposium.events.models import Event, Photograph
from symposium.kit.renditions import rendition_url
from symposium.kit.sitemaps import Section

PAGES = (
    *("event", "programme", "speakers", "hosts", "venue", "story"),
    *("photographs", "photograph-credits", "news", "event-calendar"),
)


class EventSection(Section):
    """Every page of every public event."""

    def items(self) -> list[tuple[Event, str]]:
        pictures = Prefetch("photographs", Photograph.objects.published())
        events = Event.objects.public().only("slug", "revised_at").order_by("pk").prefetch_related(pictures)
        return [(event, page) for event in events for page in PAGES]

    def location(self, item: tuple[Event, str]) -> str:
        event, page = item
        return reverse(page, args=[event.slug])

    def lastmod(self, item: tuple[Event, str]) -> datetime:
        return item[0].revised_at

    def images(self, item: tuple[Event, str]) -> list[str]:
        event, page = item
        if page != "photographs":
            return []
        return [rendition_url(str(photograph.image)) for photograph in event.photographs.all()]
