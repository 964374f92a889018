"""The calendar page of an event, and the page on which a feed is checked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from symposium.calendars.asking import address_of, ask
from symposium.calendars.checking import check
from symposium.calendars.items import item_of
from symposium.calendars.links import Subscription, clients, subscription
from symposium.calendars.models import Entry
from symposium.calendars.preview import MOST, Shown, coming, of_calendar, of_item
from symposium.events.pages import EventPage
from symposium.kit.limits import wait
from symposium.kit.models import Counter
from symposium.kit.pages import PublicPage
from symposium.kit.revisions import site_counter
from symposium.kit.views import too_many
from symposium.kit.zones import on_wall

# Characters of an address that somebody wants checked.
LONGEST = 400
# From one address in a minute.
MOST_CHECKS, WINDOW = 60, 60


class CalendarPage(EventPage):
    """Which calendars there are, how to subscribe to them, what they show, and how soon a change arrives."""

    template_name = "calendars/page.html"

    def key(self) -> Sequence[object]:
        """What comes next is another thing each day."""
        return (*super().key(), on_wall(timezone.now(), self.event.timezone).date())

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
            "shown": self.shown(),
        }

    def parts(self, parts: Any, view: str) -> list[Subscription]:
        """A feed for each track or room."""
        return [subscription(part.name, view, self.event.slug, part.slug) for part in parts]

    def shown(self) -> list[Shown]:
        """The next sessions as a client shows them."""
        today = on_wall(timezone.now(), self.event.timezone).replace(hour=0, minute=0, second=0, microsecond=0)
        entries = self.event.calendar_entries.served().filter(kind=Entry.Kind.SESSION, session__ends_at__gte=today)
        return [of_item(item_of(entry)) for entry in entries.order_by("session__starts_at", "pk")[:MOST]]


class CheckPage(PublicPage):
    """One of the site's feeds, looked at as a calendar does: what it shows, and whether it keeps every rule."""

    template_name = "calendars/check.html"
    parameters = ("feed",)
    counter: Counter
    now: datetime
    is_known = False

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Answered with 429 where one address asks too often."""
        seconds = wait(request, "check", most=MOST_CHECKS, seconds=WINDOW) if self.choice("feed") else 0
        return too_many(request, seconds) if seconds else super().get(request, **kwargs)

    def find(self, **kwargs: Any) -> None:
        self.counter, self.now = site_counter(), timezone.now()

    def choice(self, name: str) -> str:
        return self.request.GET.get(name, "").strip()[:LONGEST]

    def key(self) -> Sequence[object]:
        return (self.counter.value, self.now.date())

    def is_kept(self) -> bool:
        return self.is_known

    def context(self) -> dict[str, Any]:
        typed = self.choice("feed")
        address = address_of(typed) if typed else ""
        served = ask(address) if address else None
        self.is_known = served is not None or not typed
        context: dict[str, Any] = {"typed": typed, "longest": LONGEST}
        if served is None:
            return context
        findings = check(served)
        shown, has_more_to_come = coming(of_calendar(served.calendar), self.now)
        name = served.calendar.first("NAME")
        return context | {
            "address": address,
            "name": name.text if name else "",
            "findings": findings,
            "broken": sum(not one.holds for one in findings),
            "entries": len(served.entries),
            "shown": shown,
            "has_more_to_come": has_more_to_come,
        }
