"""What a speaker's own page, and their page at the desk, show of sessions; those stand a floor below and load this."""

from typing import NamedTuple

from django import template
from django.db.models import Prefetch

from speakers.models import Speaker
from symposium.programme.models import Appearance, Session
from symposium.programme.speaking.services import appearances_of, can_reply

register = template.Library()


class Part(NamedTuple):
    """One appearance, with whoever appears beside its speaker."""

    appearance: Appearance
    session: Session
    others: list[Appearance]
    can_reply: bool
    # It begins at another time than when the speaker confirmed it.
    has_moved: bool

    @property
    def reply(self) -> Appearance.Reply:
        """What the speaker says to it."""
        return Appearance.Reply(self.appearance.reply)


@register.simple_tag
def sessions_of(speaker: Speaker) -> list[Part]:
    """What a speaker is told of their part in the programme. Two queries."""
    announced = Appearance.objects.published().exclude(speaker=None).select_related("speaker")
    rows = appearances_of(speaker).prefetch_related(Prefetch("session__appearances", announced))
    return [_part(row) for row in rows]


def _part(row: Appearance) -> Part:
    others = [one for one in row.session.appearances.all() if one.speaker_id != row.speaker_id]
    has_moved = row.reply == Appearance.Reply.CONFIRMED and row.replied_for != row.session.starts_at
    return Part(row, row.session, others, can_reply(row), has_moved)
