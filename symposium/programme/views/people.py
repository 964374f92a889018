"""Speakers."""

from typing import Any

from django.db.models import Count
from django.utils.text import capfirst

from speakers.models import Affiliation, Speaker
from symposium.events.pages import EventPage
from symposium.kit.folding import has_words
from symposium.programme.models import Appearance, Session
from symposium.programme.views.rows import know_event, with_affiliations, with_people
from symposium.programme.views.zoned import ZonedPage

# From so many on a name is found faster by writing it than by looking for it.
FINDS_FROM = 12


class SpeakersPage(EventPage):
    """Everyone who is presented, in the order of the names that they sort under; ``?q=`` finds by name."""

    template_name = "programme/speakers.html"
    parameters = ("q",)

    def is_kept(self) -> bool:
        """Not what was looked for: words are without number."""
        return not self.choice("q")

    def context(self) -> dict[str, Any]:
        everyone = self.everyone()
        wanted = self.choice("q").strip()
        found = [speaker for speaker in everyone if self.is_wanted(speaker, wanted)] if wanted else everyone
        return super().context() | {
            "speakers": found,
            "wanted": wanted,
            "has_search": len(everyone) >= FINDS_FROM or bool(wanted),
            "to_come": self.unnamed(),
        }

    def everyone(self) -> list[Speaker]:
        """Speakers with their institutions and the parts that say something."""
        parts: dict[int, list[str]] = {}
        theirs = Appearance.objects.filter(session__event=self.event, session__state=Session.State.PUBLISHED)
        theirs = theirs.exclude(part=Appearance.Part.SPEAKER).exclude(speaker=None)
        labels = {value: str(label) for value, label in Appearance.Part.choices}
        counted = theirs.order_by().values_list("speaker_id", "part").annotate(Count("pk"))
        order = list(labels)
        for speaker_id, part, _ in sorted(counted, key=lambda row: order.index(row[1])):
            parts.setdefault(speaker_id, []).append(labels[part])
        speakers = with_affiliations(self.event.speakers.published().defer("biography"))
        found = list(speakers)
        for speaker in found:
            speaker.event = self.event
            speaker.parts_in_words = capfirst(", ".join(parts.get(speaker.pk, [])))  # type: ignore[attr-defined]
        return found

    @staticmethod
    def is_wanted(speaker: Speaker, wanted: str) -> bool:
        """By name or institution, forgiving accents and case."""
        institutions = [affiliation.organisation_name for affiliation in speaker.affiliations.all()]
        return has_words(" ".join([speaker.full_name, speaker.sort_name, *institutions]), wanted)

    def unnamed(self) -> int:
        """How many parts wait for a name."""
        sessions = self.event.sessions.filter(state=Session.State.PUBLISHED)
        return Appearance.objects.filter(session__in=sessions, speaker=None).count()


class SpeakerPage(ZonedPage):
    """One speaker, with what they take part in and what they left."""

    template_name = "programme/speaker.html"
    speaker: Speaker

    def find_within(self, **kwargs: Any) -> None:
        self.speaker = self.find_named(self.event.speakers.published(), "speaker")
        self.speaker.event = self.event

    def context(self) -> dict[str, Any]:
        theirs = self.event.sessions.published().filter(appearances__speaker=self.speaker).distinct()
        sessions = know_event(list(with_people(theirs.in_order()).prefetch_related("materials")), self.event)
        parts = [
            (session, [a for a in session.appearances.all() if a.speaker_id == self.speaker.pk]) for session in sessions
        ]
        affiliations = Affiliation.objects.filter(speaker=self.speaker).select_related("organisation")
        return super().context() | {
            "speaker": self.speaker,
            "affiliations": list(affiliations),
            "links": list(self.speaker.links.all()),
            "sessions": parts,
        }
