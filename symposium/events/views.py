"""Home, archive, and an event's own pages: hosts, venue, story, photographs, news."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from symposium.events.models import Announcement, Event, Hosting, Milestone, Photograph
from symposium.events.pages import EventPage
from symposium.events.story import told
from symposium.kit.pages import PublicPage
from symposium.kit.prepared import Prepared
from symposium.kit.revisions import SITE
from symposium.kit.richtext import to_text

# How many past events the home page names before it leads to the archive.
RECENT = 3
# How many announcements the event's page shows before it leads to the news.
LATEST = 3


def listed_hosts(event: Event) -> QuerySet[Hosting]:
    """Who agreed to be listed as a host of the event, in the agreed order."""
    return event.hostings.listed().select_related("organisation")


_LISTED = Prepared(Event, lambda _: Event.objects.public().with_counter(SITE).order_by("-starts_at"))


class EventsPage(PublicPage):
    """A page that lists events; it changes with any of them, and with the clock."""

    events: list[Event]

    def find(self, **kwargs: Any) -> None:
        self.events = _LISTED.all()

    def key(self) -> Sequence[object]:
        now = timezone.now()
        revision = self.events[0].site_counter if self.events else "empty"  # type: ignore[attr-defined]
        return (revision, *(f"{event.pk}.{event.phase(now)}" for event in self.events))

    def split(self) -> tuple[list[Event], list[Event]]:
        """What comes, the next one first; and what was, the latest first."""
        now = timezone.now()
        past = [event for event in self.events if event.is_over(now)]
        coming = [event for event in reversed(self.events) if not event.is_over(now)]
        return coming, past


class HomePage(EventsPage):
    """What comes, and what was."""

    template_name = "events/home.html"

    def context(self) -> dict[str, Any]:
        coming, past = self.split()
        shown = past[:RECENT]
        hostings = Hosting.objects.listed().select_related("organisation")
        prefetch_related_objects([*coming, *shown], "venue", Prefetch("hostings", hostings), "milestones")
        return {"coming": coming, "past": shown, "has_more": len(past) > RECENT}


class ArchivePage(EventsPage):
    """Every event there was, by year."""

    template_name = "events/archive.html"

    def context(self) -> dict[str, Any]:
        prefetch_related_objects(self.events, "venue")
        coming, past = self.split()
        years = [(year, list(events)) for year, events in groupby(past, key=lambda event: event.first_day.year)]
        return {"coming": coming, "years": years}


class EventHome(EventPage):
    """One event: what it is, when, where, with whom, and the way to a place."""

    template_name = "events/event.html"

    def context(self) -> dict[str, Any]:
        event = self.event
        return super().context() | {
            "hosts": list(listed_hosts(event)),
            "news": list(event.announcements.published()[:LATEST]),
            "cover": event.photographs.published().first(),
            "milestone_count": event.milestones.count(),
        }


class HostsPage(EventPage):
    """Who holds the event."""

    template_name = "events/hosts.html"

    def context(self) -> dict[str, Any]:
        return super().context() | {"hosts": list(listed_hosts(self.event))}


class VenuePage(EventPage):
    """Where it is held, how to get there and in."""

    template_name = "events/venue.html"

    def context(self) -> dict[str, Any]:
        context = super().context()
        venue = context["venue"]
        return context | {"rooms": list(venue.rooms.all()) if venue else []}


class StoryPage(EventPage):
    """The story that the event tells, milestone by milestone."""

    template_name = "events/story.html"

    def context(self) -> dict[str, Any]:
        pictures = Prefetch("photograph", Photograph.objects.published())
        milestones: list[Milestone] = list(self.event.milestones.prefetch_related(pictures))
        described = self.event.description.lstrip()
        lead = to_text(described).partition("\n\n")[0] if described.startswith("<p>") else ""
        return super().context() | {"eras": told(milestones), "lead": lead}


class PhotographsPage(EventPage):
    """The event's pictures with their credits."""

    template_name = "events/photographs.html"

    def context(self) -> dict[str, Any]:
        return super().context() | {"photographs": list(self.event.photographs.published())}


class CreditsPage(PhotographsPage):
    """Whose the pictures are, and under which licence."""

    template_name = "events/credits.html"


class NewsPage(EventPage):
    """What was announced, the latest first."""

    template_name = "events/news.html"

    def context(self) -> dict[str, Any]:
        return super().context() | {"news": self.announcements()}

    def announcements(self) -> list[Announcement]:
        """Each knows its event, so that its address costs no query."""
        return list(self.event.announcements.published())
