"""What is the speaker's own to say and holds at once: what they agree to, and what they need."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from speakers.models import Speaker, SpeakerConsent, SpeakerNeeds
from speakers.models.consents import WORDS_VERSION
from speakers.services.links import note_answer


@transaction.atomic
def change_consents(speaker: Speaker, said: Mapping[str, bool]) -> None:
    """Yes or no to each kind that was answered; said twice, it is written once. What it replaces stays as a record."""
    Speaker.objects.select_for_update().filter(pk=speaker.pk).first()
    now = timezone.now()
    standing = SpeakerConsent.objects.standing().filter(speaker=speaker)
    before = {one.kind: one for one in standing}
    for kind, is_given in said.items():
        old = before.get(kind)
        if old and (old.is_given, old.version) == (is_given, WORDS_VERSION):
            continue
        standing.filter(kind=kind).update(ended_at=now)
        SpeakerConsent.objects.create(speaker=speaker, kind=kind, is_given=is_given, said_at=now)
    note_answer(speaker)


@transaction.atomic
def change_needs(speaker: Speaker, said: Mapping[str, Any]) -> None:
    """Replace what they need; what says nothing is deleted."""
    if any(said.values()):
        SpeakerNeeds.objects.update_or_create(speaker=speaker, defaults=dict(said))
    else:
        SpeakerNeeds.objects.filter(speaker=speaker).delete()
    note_answer(speaker)
