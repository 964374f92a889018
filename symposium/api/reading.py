"""The public rows of one event, with all that is said of them: a fixed number of queries, however many there are."""

from django.db.models import Prefetch, QuerySet

from speakers.models import Speaker
from symposium.events.models import Event
from symposium.programme.models import Appearance, Session
from symposium.programme.views.rows import with_affiliations, with_people


def full_sessions(event: Event) -> QuerySet[Session]:
    """What is published of the programme, with rooms, tracks, people and materials."""
    published: QuerySet[Session] = event.sessions.published()
    return with_people(published).prefetch_related("materials")


def full_speakers(event: Event) -> QuerySet[Speaker]:
    """Who is announced, with institutions, links, and the published sessions in which they appear."""
    heard = Appearance.objects.filter(session__in=event.sessions.published()).select_related("session")
    parts = Prefetch("appearances", heard.only("speaker_id", "session__slug").order_by("session__starts_at", "pk"))
    return with_affiliations(event.speakers.published()).prefetch_related("links", parts)


def sessions_of(event: Event, speaker: str) -> QuerySet[Session]:
    """The sessions in which the announced speaker of that slug appears."""
    theirs: QuerySet[Session] = event.sessions.filter(
        appearances__speaker__in=event.speakers.published().filter(slug=speaker)
    )
    return theirs.order_by().values("pk")  # type: ignore[return-value]
