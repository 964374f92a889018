"""Pictures for who shares a session or a speaker."""

from typing import Any

from django.core.files.storage import default_storage
from django.utils.text import capfirst

from speakers.models import Speaker
from symposium.events.cards import CardPage, alarm, days, place
from symposium.events.models import Event
from symposium.kit import cards
from symposium.programme.models import Appearance, Session


def session_card(session: Session, event: Event, people: list[str], drawing: dict[str, Any]) -> cards.Card:
    """Kind, title, who appears, when; the event and its place below."""
    return cards.Card(
        session.title,
        alarm=alarm(is_cancelled=session.is_cancelled or event.is_cancelled, is_postponed=event.is_postponed),
        kind=capfirst(session.get_kind_display()),
        lead=tuple(people),
        facts=tuple(filter(None, ("" if event.is_postponed else session.when_in_words,))),
        foot=tuple(filter(None, (event.name, place(getattr(event, "venue", None))))),
        **drawing,
    )


def speaker_card(
    speaker: Speaker, event: Event, affiliations: list[str], portrait: bytes, drawing: dict[str, Any]
) -> cards.Card:
    """A name, where they work, the event; a portrait or a monogram amid the orbits."""
    return cards.Card(
        speaker.full_name,
        alarm=alarm(is_cancelled=event.is_cancelled, is_postponed=event.is_postponed),
        lead=tuple(affiliations),
        facts=(event.name,),
        foot=tuple(filter(None, (days(event), place(getattr(event, "venue", None))))),
        portrait=portrait,
        monogram=speaker.monogram,
        **drawing,
    )


class SessionCard(CardPage):
    """The picture of a session."""

    session: Session

    def find_within(self, **kwargs: Any) -> None:
        self.session = self.find_named(self.event.sessions.published(), "session")
        self.session.event = self.event

    def card(self) -> cards.Card:
        appearances = Appearance.objects.published().filter(session=self.session).exclude(speaker=None)
        found = (appearance.speaker for appearance in appearances.select_related("speaker"))
        people = dict.fromkeys(speaker.full_name for speaker in found if speaker)
        return session_card(self.session, self.event, list(people), self.motif())


class SpeakerCard(CardPage):
    """The picture of a speaker."""

    speaker: Speaker

    def find_within(self, **kwargs: Any) -> None:
        self.speaker = self.find_named(self.event.speakers.published(), "speaker")

    def card(self) -> cards.Card:
        affiliations = [str(each) for each in self.speaker.affiliations.select_related("organisation")]
        return speaker_card(self.speaker, self.event, affiliations, self.portrait(), self.motif())

    def portrait(self) -> bytes:
        """The person's picture; empty where there is none, or its file is not there."""
        name = self.speaker.portrait.name
        if not name or not default_storage.exists(name):
            return b""
        with default_storage.open(name) as file:
            return cards.portrait(file)
