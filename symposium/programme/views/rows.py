"""Sessions and speakers with what their pages show of them."""

from django.db.models import Prefetch, QuerySet

from speakers.models import Affiliation, Speaker
from symposium.events.models import Event
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
