"""Feeds: what all share, and those of several events. Pure functions of revisions: no phase, no clock in their keys."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from speakers.models import public_organisations
from symposium.calendars.ical import Calendar, Item, to_bytes
from symposium.calendars.items import absolute, extensions, item_of
from symposium.calendars.jcal import JCAL, to_jcal
from symposium.calendars.models import Entry
from symposium.kit.models import Counter
from symposium.kit.pages import Moved, PublicPage
from symposium.kit.revisions import site_counter
from symposium.kit.slugs import moved_to
from symposium.organisations.models import Organisation

ICALENDAR = "text/calendar; charset=utf-8"
# What a reader may choose, by parameter; anything else is as if nothing had been chosen.
CHOICES = {"extended": "1", "format": "jcal", "programme": "1"}


class Feed(PublicPage):
    """What all feeds share."""

    # ``?extended=1`` adds components of RFC 9073, which big clients do not need; ``?format=jcal`` is for programs.
    parameters: tuple[str, ...] = ("extended", "format")

    def find(self, **kwargs: Any) -> None:
        """A preview has no feeds: entries get their UID when they are published."""
        if self.is_preview:
            raise Http404
        super().find(**kwargs)

    @property
    def content_type(self) -> str:  # type: ignore[override]
        """iCalendar, or jCal for who asked for it in the address: never for what they accept."""
        return JCAL if self.choice("format") else ICALENDAR

    def choice(self, name: str) -> str:
        return CHOICES[name] if super().choice(name) == CHOICES[name] else ""

    def item(self, entry: Entry) -> Item:
        """The entry as this reader asked for it."""
        return item_of(entry, **(extensions(entry) if self.choice("extended") else {}))

    def render(self) -> bytes:
        self.complete()
        body = to_bytes(self.calendar())
        return to_jcal(body) if self.choice("format") else body

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
    """Every public event as one entry; ``?programme=1`` adds the sessions. Any published change may change it."""

    parameters = (*Feed.parameters, "programme")
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

    def item(self, entry: Entry) -> Item:
        """Beside its sessions an event takes none of the reader's time."""
        is_beside = bool(self.choice("programme")) and entry.kind == Entry.Kind.EVENT
        return replace(super().item(entry), is_free=is_beside)

    def entries(self) -> QuerySet[Entry]:
        """Those to read."""
        entries = Entry.objects.served()
        return entries if self.choice("programme") else entries.filter(kind=Entry.Kind.EVENT)

    def title(self) -> str:
        """The name of the calendar."""
        return _("All events")

    def page(self) -> str:
        """The page about what it holds."""
        return absolute("home")


class OrganisationFeed(SiteFeed):
    """The events that an organisation agreed to be listed with."""

    organisation: Organisation
    # The addresses of those that are no longer public.
    gone: list[str]

    def complete(self) -> None:
        """Found among those that may be shown, or were until its events were taken back; a former address leads on."""
        slug = self.kwargs["organisation"]
        organisations = public_organisations()
        self.gone = [
            entry.event_slug
            for entry in Entry.objects.gone().filter(kind=Entry.Kind.EVENT)
            if slug in entry.content.get("slugs", {}).get("hosts", ())
        ]
        found = organisations.filter(slug=slug).first() or moved_to(organisations, slug)
        if found is None and self.gone:
            found = Organisation.objects.filter(slug=slug).first()
        if found is None:
            raise Http404
        if found.slug != slug:
            raise Moved(reverse("organisation-feed", args=[found.slug]))
        self.organisation = found

    def entries(self) -> QuerySet[Entry]:
        listed = Q(event__in=self.organisation.hostings.public().values("event"))
        gone = Entry.objects.gone().filter(event_slug__in=self.gone).values("pk")
        return super().entries().filter(listed | Q(pk__in=gone))

    def title(self) -> str:
        return self.organisation.name

    def page(self) -> str:
        return absolute("organisation", self.organisation.slug)
