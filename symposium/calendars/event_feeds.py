"""Feeds of one event: itself, its programme, and the sessions of one track, room or speaker.

What is no longer public, or was deleted, is still served as cancelled for 30 days (docs/contributors/calendars.md, 4).
All that such a feed knows are the last words of its entries: an event that is a draft again tells nothing newer.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from symposium.calendars.colours import css_colour
from symposium.calendars.contents import Content
from symposium.calendars.feeds import Feed, in_order
from symposium.calendars.ical import Calendar
from symposium.calendars.items import absolute, picture_of
from symposium.calendars.models import Entry
from symposium.events.models import Event, Room
from symposium.events.pages import EventPage
from symposium.kit.pages import Moved
from symposium.kit.slugs import Slugged, moved_to


class EventFeed(Feed, EventPage):
    """The event as one entry; base of all that shows sessions of one event."""

    # What is left of an event that is no longer public: the state of its entries.
    gone: tuple[int, datetime] | None = None

    def find(self, **kwargs: Any) -> None:
        try:
            super().find(**kwargs)
        except Http404:
            if self.is_preview:
                raise
            self.find_gone(kwargs["event"])

    def find_gone(self, slug: str) -> None:
        """What was public under that address. Raises Http404 where nothing was: a draft gives no hint."""
        left = Entry.objects.gone()
        count, last = left.filter(event_slug=slug).aggregate(n=Count("pk"), at=Max("revised_at")).values()
        if count:
            self.gone = (count, last)
            return
        moved = moved_to(Event.objects.all(), slug)
        entry = left.filter(event=moved).first() if moved else None
        match = self.request.resolver_match
        if entry is None or match is None:
            raise Http404
        raise Moved(reverse(match.view_name, kwargs={**self.kwargs, "event": entry.event_slug}))

    def complete(self) -> None:
        if self.gone is None:
            super().complete()

    def key(self) -> Sequence[object]:
        return self.gone or (self.event.pk, self.event.revision)

    def last_modified(self) -> datetime:
        return self.gone[1] if self.gone else self.event.revised_at

    @cached_property
    def read(self) -> list[Entry]:
        """All that were read, in order of time."""
        return in_order(self.entries())

    def calendar(self) -> Calendar:
        first = next(iter(self.read), None)
        cover: Content = next((entry.content for entry in self.read if entry.kind == Entry.Kind.EVENT), {})
        items = [self.item(entry) for entry in self.read if self.shows(entry)]
        if self.gone and first:
            return Calendar(items=items, name=self.last_title(cover), source=self.source, url=absolute("home"))
        event = self.event
        return Calendar(
            items=items,
            name=self.title(),
            source=self.source,
            url=self.page(),
            colour=css_colour(event.hue),
            picture=picture_of(cover),
            zone=event.timezone,
            around=event.starts_at,
        )

    def entries(self) -> QuerySet[Entry]:
        """Those to read: what is shown, and the event's own, which knows the picture."""
        return self.all_entries().filter(kind=Entry.Kind.EVENT)

    def all_entries(self) -> QuerySet[Entry]:
        """What subscribers are given of the event."""
        if self.gone:
            return Entry.objects.gone().filter(event_slug=self.kwargs["event"])
        return self.event.calendar_entries.served()

    def shows(self, entry: Entry) -> bool:
        """Whether the entry belongs here."""
        return entry.kind == Entry.Kind.EVENT

    def title(self) -> str:
        """The name of the calendar."""
        return self.event.name

    def last_title(self, cover: Content) -> str:
        """The name of the calendar of what is gone: that of the event, as it was published last."""
        return str(cover.get("title", ""))

    def page(self) -> str:
        """The page about what it holds."""
        return absolute("event", self.event.slug)


class ProgrammeFeed(EventFeed):
    """Every session."""

    def entries(self) -> QuerySet[Entry]:
        return self.all_entries()

    def shows(self, entry: Entry) -> bool:
        return entry.kind == Entry.Kind.SESSION

    def title(self) -> str:
        return _("%(event)s: programme") % {"event": self.event.name}

    def page(self) -> str:
        return absolute("programme", self.event.slug)


class PartFeed(ProgrammeFeed):
    """Some of the sessions; ``kwarg`` is what they have in common, by its name in the address and in a content."""

    kwarg = ""
    part: Slugged

    def complete(self) -> None:
        super().complete()
        if self.gone and not any(self.shows(entry) for entry in self.read):
            raise Http404

    def find_within(self, **kwargs: Any) -> None:
        slug = kwargs[self.kwarg]
        parts = self.parts()
        found = parts.filter(slug=slug).first()
        if found is None:
            self.find_moved(parts, slug, self.kwarg, scope=self.scope())
        else:
            self.part = found

    def parts(self) -> QuerySet[Any]:
        """Among which it is found."""
        raise NotImplementedError

    def scope(self) -> object:
        """Within what their slugs are unique."""
        return self.event.pk

    def shows(self, entry: Entry) -> bool:
        return super().shows(entry) and (self.was_part(entry) if self.gone else self.is_part(entry))

    def is_part(self, entry: Entry) -> bool:
        """Whether the session belongs here, by what it was last published with."""
        return bool(entry.content.get(self.kwarg) == self.part.pk)

    def was_part(self, entry: Entry) -> bool:
        """The same where only addresses are left."""
        return self.kwargs[self.kwarg] in entry.content.get("slugs", {}).get(self.kwarg, ())

    def title(self) -> str:
        return f"{self.event.name}: {self.part}"


class SessionFeed(PartFeed):
    """One session, also while its time is to be announced, and for 30 days after it is gone."""

    kwarg = "session"
    name = ""

    def find_within(self, **kwargs: Any) -> None:
        slug = kwargs["session"]
        sessions = self.event.sessions.published()
        session = sessions.filter(slug=slug).first()
        if session is not None:
            self.name = session.title
            return
        entry = self.all_entries().filter(kind=Entry.Kind.SESSION, slug=slug).first()
        if entry is None:
            self.find_moved(sessions, slug, "session", scope=self.event.pk)
        else:
            self.name = entry.content["title"]

    def entries(self) -> QuerySet[Entry]:
        return super().entries().filter(Q(kind=Entry.Kind.EVENT) | Q(slug=self.kwargs["session"]))

    def is_part(self, entry: Entry) -> bool:
        return bool(entry.slug == self.kwargs["session"])

    was_part = is_part

    def title(self) -> str:
        return f"{self.event.name}: {self.name}"


class TrackFeed(PartFeed):
    """One track, with what is for everyone: as the programme page shows a track."""

    kwarg = "track"

    def parts(self) -> QuerySet[Any]:
        return self.event.tracks.all()

    def is_part(self, entry: Entry) -> bool:
        return super().is_part(entry) or bool(entry.content.get("is_plenary"))


class RoomFeed(PartFeed):
    """What takes place in one room, and nothing else."""

    kwarg = "room"

    def parts(self) -> QuerySet[Any]:
        return Room.objects.filter(venue__event=self.event)

    def scope(self) -> object:
        venue = getattr(self.event, "venue", None)
        return venue.pk if venue else ""


class SpeakerFeed(PartFeed):
    """The sessions in which one speaker appears."""

    kwarg = "speaker"

    def parts(self) -> QuerySet[Any]:
        return self.event.speakers.published()

    def is_part(self, entry: Entry) -> bool:
        return any(speaker == self.part.pk for speaker, _name, _part in entry.content.get("people", ()))

    def page(self) -> str:
        return absolute("speaker", self.event.slug, self.part.slug)
