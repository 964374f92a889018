"""Feeds of one event: itself, its programme, and the sessions of one track, room or speaker."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from symposium.calendars.colours import css_colour
from symposium.calendars.contents import Content
from symposium.calendars.feeds import Feed, in_order
from symposium.calendars.ical import Calendar
from symposium.calendars.items import absolute, picture_of
from symposium.calendars.models import Entry
from symposium.events.models import Room
from symposium.events.pages import EventPage
from symposium.kit.slugs import Slugged


class EventFeed(Feed, EventPage):
    """The event as one entry; base of all that shows sessions of one event."""

    def key(self) -> Sequence[object]:
        return (self.event.pk, self.event.revision)

    def last_modified(self) -> datetime:
        return self.event.revised_at

    def calendar(self) -> Calendar:
        event = self.event
        entries = in_order(self.entries())
        cover: Content = next((e.content for e in entries if e.kind == Entry.Kind.EVENT), {})
        return Calendar(
            items=[self.item(entry) for entry in entries if self.shows(entry)],
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
        return self.event.calendar_entries.served().filter(kind=Entry.Kind.EVENT)

    def shows(self, entry: Entry) -> bool:
        """Whether the entry belongs here."""
        return entry.kind == Entry.Kind.EVENT

    def title(self) -> str:
        """The name of the calendar."""
        return self.event.name

    def page(self) -> str:
        """The page about what it holds."""
        return absolute("event", self.event.slug)


class ProgrammeFeed(EventFeed):
    """Every session."""

    def entries(self) -> QuerySet[Entry]:
        return self.event.calendar_entries.served()

    def shows(self, entry: Entry) -> bool:
        return entry.kind == Entry.Kind.SESSION

    def title(self) -> str:
        return _("%(event)s: programme") % {"event": self.event.name}

    def page(self) -> str:
        return absolute("programme", self.event.slug)


class SessionFeed(ProgrammeFeed):
    """One session, also while its time is to be announced, and for 30 days after it is gone."""

    slug = ""
    name = ""

    def find_within(self, **kwargs: Any) -> None:
        self.slug = kwargs["session"]
        sessions = self.event.sessions.published()
        session = sessions.filter(slug=self.slug).first()
        if session is not None:
            self.name = session.title
            return
        entry = self.event.calendar_entries.served().filter(kind=Entry.Kind.SESSION, slug=self.slug).first()
        if entry is None:
            self.find_moved(sessions, self.slug, "session", scope=self.event.pk)
        else:
            self.name = entry.content["title"]

    def entries(self) -> QuerySet[Entry]:
        return super().entries().filter(Q(kind=Entry.Kind.EVENT) | Q(slug=self.slug))

    def title(self) -> str:
        return f"{self.event.name}: {self.name}"


class PartFeed(ProgrammeFeed):
    """The sessions of one track, room or speaker; ``kwarg`` is its name in the address and its key in a content."""

    kwarg = ""
    part: Slugged

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
        return super().shows(entry) and entry.content.get(self.kwarg) == self.part.pk

    def title(self) -> str:
        return f"{self.event.name}: {self.part}"


class TrackFeed(PartFeed):
    """One track, with what is for everyone: as the programme page shows a track."""

    kwarg = "track"

    def parts(self) -> QuerySet[Any]:
        return self.event.tracks.all()

    def shows(self, entry: Entry) -> bool:
        return super().shows(entry) or bool(entry.content.get("is_plenary"))


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

    def shows(self, entry: Entry) -> bool:
        return any(speaker == self.part.pk for speaker, _name, _part in entry.content.get("people", ()))

    def page(self) -> str:
        return absolute("speaker", self.event.slug, self.part.slug)
