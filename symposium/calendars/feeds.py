"""Feeds: what all share, and those of several events. Pure functions of revisions: no phase, no clock in their keys."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from speakers.models import public_organisations
from symposium.calendars.ical import Calendar, Item, to_bytes
from symposium.calendars.items import absolute, extensions, item_of
from symposium.calendars.models import Entry
from symposium.kit.models import Counter
from symposium.kit.pages import Moved, PublicPage
from symposium.kit.revisions import site_counter
from symposium.kit.slugs import moved_to
from symposium.organisations.models import Organisation

ICALENDAR = "text/calendar; charset=utf-8"


class Feed(PublicPage):
    """What all feeds share."""

    content_type = ICALENDAR
    # ``?extended=1`` adds components of RFC 9073, which big clients do not need.
    parameters = ("extended",)

    def find(self, **kwargs: Any) -> None:
        """A preview has no feeds: entries get their UID when they are published."""
        if self.is_preview:
            raise Http404
        super().find(**kwargs)

    def choice(self, name: str) -> str:
        return "1" if super().choice(name) == "1" else ""

    def item(self, entry: Entry) -> Item:
        """The entry as this reader asked for it."""
        return item_of(entry, **(extensions(entry) if self.choice("extended") else {}))

    def render(self) -> bytes:
        self.complete()
        return to_bytes(self.calendar())

    @abstractmethod
    def calendar(self) -> Calendar:
        """What is in it."""

    @property
    def source(self) -> str:
        """Its own address."""
        return f"{settings.SITE_URL}{self.request.path}"


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """By time."""
    return sorted(entries, key=lambda entry: (entry.content["starts_at"], entry.pk))


class SiteFeed(Feed):
    """Every public event as one entry. It may change with any published change."""

    counter: Counter

    def find(self, **kwargs: Any) -> None:
        super().find(**kwargs)
        self.counter = site_counter()

    def key(self) -> Sequence[object]:
        return (self.counter.value,)

    def last_modified(self) -> datetime | None:
        return self.counter.changed_at if self.counter.value else None

    def calendar(self) -> Calendar:
        return Calendar(
            items=[self.item(entry) for entry in in_order(self.entries())],
            name=self.title(),
            source=self.source,
            url=self.page(),
        )

    def entries(self) -> QuerySet[Entry]:
        """Which events."""
        return Entry.objects.served().filter(kind=Entry.Kind.EVENT)

    def title(self) -> str:
        """The name of the calendar."""
        return _("All events")

    def page(self) -> str:
        """The page about what it holds."""
        return absolute("home")


class OrganisationFeed(SiteFeed):
    """The events that an organisation agreed to be listed with."""

    organisation: Organisation

    def complete(self) -> None:
        """Found among those that may be shown; a former address leads on."""
        slug = self.kwargs["organisation"]
        organisations = public_organisations()
        found = organisations.filter(slug=slug).first() or moved_to(organisations, slug)
        if found is None:
            raise Http404
        if found.slug != slug:
            raise Moved(reverse("organisation-feed", args=[found.slug]))
        self.organisation = found

    def entries(self) -> QuerySet[Entry]:
        return super().entries().filter(event__in=self.organisation.hostings.listed().values("event"))

    def title(self) -> str:
        return self.organisation.name

    def page(self) -> str:
        return absolute("organisation", self.organisation.slug)
