"""What every visitor may know, for programs: the same rules as on the pages, said by the same querysets."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404
from django.urls import reverse

from speakers.models import Speaker, public_organisations
from symposium.api import schemas, writers
from symposium.api.parameters import CURSOR, LIMIT, ROOM, SPEAKER, TRACK, UPDATED_SINCE
from symposium.api.reading import full_sessions, full_speakers, sessions_of
from symposium.api.views.base import ApiEventPage, ApiList, ApiPage
from symposium.api.writers import Writer
from symposium.events.models import Event, Hosting, Room
from symposium.events.structured import absolute
from symposium.events.views import EventsPage, listed_hosts
from symposium.kit.pages import Moved
from symposium.kit.revisions import site_counter
from symposium.kit.slugs import moved_to
from symposium.organisations.models import Organisation
from symposium.programme.models import Session
from symposium.programme.views.rows import know_event


class Start(ApiPage):
    """Where to begin."""

    summary = "Where to begin"
    answer = schemas.Index

    def key(self) -> Sequence[object]:
        return ()

    def say(self) -> schemas.Index:
        return schemas.Index(
            events=absolute("api-events"),
            organisations=absolute("api-organisations"),
            token=absolute("api-token"),
            description=absolute("api-description"),
            documentation=absolute("api-docs"),
        )


class Events(ApiList, EventsPage):
    """Every public event."""

    summary = "Public events"
    answer = schemas.Page[schemas.Event]
    asks = (LIMIT, CURSOR, UPDATED_SINCE)

    def rows(self, after: int, most: int) -> list[Any]:
        since = self.asked.get(UPDATED_SINCE.name)
        # Those that the key is made of: seats may have moved since.
        found = [event for event in self.events if event.pk > after and (since is None or event.revised_at >= since)]
        found = sorted(found, key=lambda event: event.pk)[:most]
        hostings = Hosting.objects.listed().select_related("organisation")
        prefetch_related_objects(found, "venue", Prefetch("hostings", hostings))
        return found

    def items(self, rows: list[Event]) -> list[schemas.Event]:
        return [Writer(event).whole(getattr(event, "venue", None), event.hostings.all()) for event in rows]


class EventDetail(ApiEventPage):
    """One public event."""

    summary = "One event, with its venue, its hosts, and how registration stands"
    answer = schemas.Event

    def say(self) -> schemas.Event:
        return Writer(self.event).whole(getattr(self.event, "venue", None), listed_hosts(self.event))


class EventList(ApiList, ApiEventPage):
    """A list of what belongs to one event."""

    def found(self) -> QuerySet[Any]:
        """All that the public may know of."""
        raise NotImplementedError

    def rows(self, after: int, most: int) -> list[Any]:
        return list(self.found().filter(pk__gt=after).order_by("pk")[:most])


class Sessions(EventList):
    """The programme."""

    summary = "The programme"
    answer = schemas.Page[schemas.Session]
    asks = (LIMIT, CURSOR, TRACK, ROOM, SPEAKER)

    def found(self) -> QuerySet[Session]:
        found = full_sessions(self.event)
        if TRACK.name in self.asked:
            found = found.filter(track__slug=self.asked[TRACK.name])
        if ROOM.name in self.asked:
            found = found.filter(room__slug=self.asked[ROOM.name])
        if SPEAKER.name in self.asked:
            found = found.filter(pk__in=sessions_of(self.event, self.asked[SPEAKER.name]))
        return found

    def items(self, rows: list[Session]) -> list[schemas.Session]:
        writer = Writer(self.event)
        return [writer.session(session) for session in know_event(rows, self.event)]


class SessionDetail(ApiEventPage):
    """One entry of the programme."""

    summary = "One session"
    answer = schemas.Session
    session: Session

    def find_within(self, **kwargs: Any) -> None:
        self.session = self.find_named(full_sessions(self.event), "session")

    def say(self) -> schemas.Session:
        return Writer(self.event).session(know_event([self.session], self.event)[0])


class Speakers(EventList):
    """Everybody who is presented."""

    summary = "Speakers"
    answer = schemas.Page[schemas.Speaker]

    def found(self) -> QuerySet[Speaker]:
        return full_speakers(self.event)

    def items(self, rows: list[Speaker]) -> list[schemas.Speaker]:
        writer = Writer(self.event)
        return [writer.speaker(speaker) for speaker in rows]


class SpeakerDetail(ApiEventPage):
    """One speaker."""

    summary = "One speaker"
    answer = schemas.Speaker
    speaker: Speaker

    def find_within(self, **kwargs: Any) -> None:
        self.speaker = self.find_named(full_speakers(self.event), "speaker")

    def say(self) -> schemas.Speaker:
        return Writer(self.event).speaker(self.speaker)


class Tracks(EventList):
    """The strands of the programme."""

    summary = "Tracks"
    answer = schemas.Page[schemas.Track]

    def found(self) -> QuerySet[Any]:
        return self.event.tracks.all()

    def items(self, rows: list[Any]) -> list[schemas.Track]:
        return [writers.track(one) for one in rows]


class Rooms(EventList):
    """The rooms of the venue."""

    summary = "Rooms"
    answer = schemas.Page[schemas.Room]

    def found(self) -> QuerySet[Room]:
        return Room.objects.filter(venue__event=self.event)

    def items(self, rows: list[Any]) -> list[schemas.Room]:
        return [writers.room(one) for one in rows]


class NewsList(EventList):
    """What was announced."""

    summary = "News"
    answer = schemas.Page[schemas.News]

    def found(self) -> QuerySet[Any]:
        return self.event.announcements.published()

    def items(self, rows: list[Any]) -> list[schemas.News]:
        writer = Writer(self.event)
        return [writer.news(one) for one in rows]


class OrganisationPage(ApiPage):
    """What is told of institutions may change with any published change."""

    revision = 0

    def find(self, **kwargs: Any) -> None:
        self.revision = site_counter().value

    def key(self) -> Sequence[object]:
        return (self.revision,)


def _full(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    hostings = Hosting.objects.public().select_related("event").order_by("-event__starts_at", "pk")
    return organisations.prefetch_related(Prefetch("hostings", hostings))


class Organisations(ApiList, OrganisationPage):
    """Institutions that host a public event, or that its speakers belong to."""

    summary = "Institutions of public events and of their speakers"
    answer = schemas.Page[schemas.Organisation]

    def rows(self, after: int, most: int) -> list[Any]:
        return list(_full(public_organisations()).filter(pk__gt=after).order_by("pk")[:most])

    def items(self, rows: list[Organisation]) -> list[schemas.Organisation]:
        return [writers.organisation(one, one.hostings.all()) for one in rows]


class OrganisationDetail(OrganisationPage):
    """One of them."""

    summary = "One institution"
    answer = schemas.Organisation
    organisation: Organisation

    def complete(self) -> None:
        """Found among those that may be shown; a former address leads on."""
        slug = self.kwargs["organisation"]
        organisations = public_organisations()
        found = _full(organisations).filter(slug=slug).first()
        if found is None:
            target = moved_to(organisations, slug)
            if target is None:
                raise Http404
            raise Moved(reverse("api-organisation", args=[target.slug]))
        self.organisation = found

    def say(self) -> schemas.Organisation:
        return writers.organisation(self.organisation, self.organisation.hostings.all())
