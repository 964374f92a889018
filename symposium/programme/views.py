"""Pages of programme, sessions, speakers and organisations."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from speakers.models import Affiliation, Speaker, public_organisations
from symposium.events.models import Event, Hosting
from symposium.events.pages import EventPage
from symposium.kit.pages import Moved, PublicPage
from symposium.kit.revisions import site_counter
from symposium.kit.slugs import moved_to
from symposium.organisations.models import Organisation
from symposium.programme.models import Appearance, Session


def with_people(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Sessions with room, track, and those who appear (who is not announced yet stands as nobody)."""
    appearances = Appearance.objects.published()
    return sessions.select_related("room", "track").prefetch_related(
        Prefetch("appearances", appearances.select_related("speaker"))
    )


def know_event(sessions: list[Session], event: Event) -> list[Session]:
    """Give sessions and their people the event in hand, so that addresses and times cost no query."""
    for session in sessions:
        session.event = event
        for appearance in session.appearances.all():
            if appearance.speaker:
                appearance.speaker.event = event
    return sessions


def with_affiliations(speakers: QuerySet[Speaker]) -> QuerySet[Speaker]:
    """Speakers with their institutions."""
    return speakers.prefetch_related(Prefetch("affiliations", Affiliation.objects.select_related("organisation")))


class ProgrammePage(EventPage):
    """The programme by day and time; ``?day=2026-01-20``, ``?track=`` and ``?room=`` narrow it."""

    template_name = "programme/programme.html"
    parameters = ("day", "track", "room")
    known: set[str] = set()

    def is_kept(self) -> bool:
        """Only for days, tracks and rooms that there are: nobody can fill the cache with others."""
        return all(self.choice(name) in self.known for name in self.parameters)

    def context(self) -> dict[str, Any]:
        event = self.event
        everything = know_event(list(with_people(event.sessions.published().in_order())), event)
        chosen = [session for session in everything if self.is_chosen(session)]
        days = groupby((s for s in chosen if s.has_time), key=lambda session: session.day)
        all_days = sorted({session.day for session in everything if session.day})
        tracks, rooms = self.used(everything, "track"), self.used(everything, "room")
        self.known = {"", *map(str, all_days), *(part.slug for part in (*tracks, *rooms))}
        return super().context() | {
            "days": [(day, list(sessions)) for day, sessions in days],
            "unscheduled": [session for session in chosen if not session.has_time],
            "all_days": all_days,
            "tracks": tracks,
            "rooms": rooms,
            "chosen": {name: self.choice(name) for name in self.parameters},
            "is_narrowed": any(self.choice(name) for name in self.parameters),
            "is_empty": not everything,
            "sessions": everything,
        }

    def is_chosen(self, session: Session) -> bool:
        """Whether the reader's choices let it through; what is for everyone stands in every track and room."""
        day, track, room = (self.choice(name) for name in self.parameters)
        if day and str(session.day) != day:
            return False
        if track and not session.is_plenary and (session.track is None or session.track.slug != track):
            return False
        return not (room and not session.is_plenary and (session.room is None or session.room.slug != room))

    @staticmethod
    def used(sessions: list[Session], name: str) -> list[Any]:
        """The tracks or rooms that occur, in their order."""
        found = {getattr(session, name) for session in sessions} - {None}
        return sorted(found, key=lambda item: (item.position, item.name))


class SessionPage(EventPage):
    """One session."""

    template_name = "programme/session.html"
    session: Session

    def find_within(self, **kwargs: Any) -> None:
        sessions = self.event.sessions.published()
        session = with_people(sessions).filter(slug=kwargs["session"]).first()
        if session is None:
            self.find_moved(sessions, kwargs["session"], "session", scope=self.event.pk)
        else:
            self.session = know_event([session], self.event)[0]

    def context(self) -> dict[str, Any]:
        session = self.session
        people = [appearance.speaker_id for appearance in session.appearances.all() if appearance.speaker_id]
        affiliations: dict[int, list[Affiliation]] = defaultdict(list)
        for affiliation in Affiliation.objects.filter(speaker__in=people).select_related("organisation"):
            affiliations[affiliation.speaker_id].append(affiliation)
        return super().context() | {
            "session": session,
            "appearances": [(a, affiliations.get(a.speaker_id or 0, [])) for a in session.appearances.all()],
        }


class SpeakersPage(EventPage):
    """Everyone who is presented, in the order of the names that they sort under."""

    template_name = "programme/speakers.html"

    def context(self) -> dict[str, Any]:
        event = self.event
        sessions = Session.objects.published()
        appearances = Appearance.objects.filter(session__in=sessions).select_related("session")
        speakers = with_affiliations(event.speakers.published())
        found = list(speakers.prefetch_related(Prefetch("appearances", appearances)))
        for speaker in found:
            speaker.event = event
        return super().context() | {"speakers": found, "to_come": self.unnamed()}

    def unnamed(self) -> int:
        """How many parts wait for a name."""
        sessions = self.event.sessions.filter(state=Session.State.PUBLISHED)
        return Appearance.objects.filter(session__in=sessions, speaker=None).count()


class SpeakerPage(EventPage):
    """One speaker, with what they take part in."""

    template_name = "programme/speaker.html"
    speaker: Speaker

    def find_within(self, **kwargs: Any) -> None:
        speakers = self.event.speakers.published()
        speaker = speakers.filter(slug=kwargs["speaker"]).first()
        if speaker is None:
            self.find_moved(speakers, kwargs["speaker"], "speaker", scope=self.event.pk)
        else:
            speaker.event = self.event
            self.speaker = speaker

    def context(self) -> dict[str, Any]:
        theirs = self.event.sessions.published().filter(appearances__speaker=self.speaker).distinct()
        sessions = know_event(list(with_people(theirs.in_order())), self.event)
        parts = [
            (session, [a for a in session.appearances.all() if a.speaker_id == self.speaker.pk]) for session in sessions
        ]
        affiliations = list(self.speaker.affiliations.select_related("organisation"))
        return super().context() | {"speaker": self.speaker, "affiliations": affiliations, "sessions": parts}


class OrganisationPage(PublicPage):
    """A host: its words, its people, its events. Only who is listed at a public event, or works with its speakers."""

    template_name = "programme/organisation.html"
    organisation: Organisation
    revision = 0

    def find(self, **kwargs: Any) -> None:
        self.revision = site_counter().value

    def complete(self) -> None:
        """Found among those that may be shown; a former address leads on."""
        slug = self.kwargs["organisation"]
        organisations = public_organisations()
        found = organisations.filter(slug=slug).first()
        if found is None:
            target = moved_to(organisations, slug)
            if target is None:
                raise Http404
            raise Moved(target.get_absolute_url())
        self.organisation = found

    def key(self) -> Sequence[object]:
        return (self.revision,)

    def context(self) -> dict[str, Any]:
        organisation = self.organisation
        hostings = Hosting.objects.public().filter(organisation=organisation).select_related("event", "event__venue")
        speakers = Speaker.objects.public().filter(affiliations__organisation=organisation).distinct()
        return {
            "organisation": organisation,
            "hostings": list(hostings.order_by("-event__starts_at")),
            "speakers": list(with_affiliations(speakers.select_related("event"))),
        }
