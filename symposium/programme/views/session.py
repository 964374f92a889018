"""One session."""

from collections import defaultdict
from datetime import datetime, time
from typing import Any

from django.db.models import F, Q, QuerySet

from speakers.models import Affiliation
from symposium.kit import zones
from symposium.programme.models import Session
from symposium.programme.views.rows import know_event, with_people
from symposium.programme.views.zoned import ZonedPage

# So many of what runs at the same time are named; the programme has them all.
MOST_BESIDE = 6


class SessionPage(ZonedPage):
    """What it is, when and where, who appears; once it is over, what was said there comes first."""

    template_name = "programme/session.html"
    session: Session

    def find_within(self, **kwargs: Any) -> None:
        session = self.find_named(with_people(self.event.sessions.published()), "session")
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
            "materials": list(session.materials.all()),
            **self.neighbours(),
        }

    def neighbours(self) -> dict[str, Any]:
        """The session before and after it in its room on its day, and what runs at the same time."""
        session = self.session
        if not session.starts_at or not session.ends_at:
            return {}
        others = self.light(self.event.sessions.published().exclude(pk=session.pk).exclude(starts_at=None))
        here = others.filter(room=session.room_id, starts_at__range=self.day()) if session.room_id else others.none()
        before = here.filter(ends_at__lte=session.starts_at).order_by("-ends_at", "-starts_at", "-pk").first()
        after = here.filter(starts_at__gte=session.ends_at).order_by("starts_at", "ends_at", "pk").first()
        beside = others.filter(Q(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at))
        found = list(beside.order_by("starts_at", F("room__position").asc(nulls_last=True), "pk")[:MOST_BESIDE])
        for other in (before, after, *found):
            if other:
                other.event = self.event
        return {"before": before, "after": after, "beside": found}

    def day(self) -> tuple[datetime, datetime]:
        """The first and the last moment of the day on which it begins, in the event's zone."""
        day, zone = self.session.day or self.event.first_day, zones.zone(self.event.timezone)
        return datetime.combine(day, time.min, zone), datetime.combine(day, time.max, zone)

    @staticmethod
    def light(sessions: QuerySet[Session]) -> QuerySet[Session]:
        """What a line about a session needs."""
        fields = ("slug", "title", "state", "starts_at", "ends_at", "event_id", "room__name")
        return sessions.select_related("room").only(*fields)
