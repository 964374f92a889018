"""What speakers would have changed: suggested, withdrawn, decided. One waits at a time."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from speakers import letters, private_files
from speakers.exceptions import ChangedMeanwhileError, SuggestionClosedError
from speakers.models import Speaker, Suggestion
from speakers.profile import PORTRAIT, differences, held, put
from speakers.services.links import note_answer
from symposium.accounts.models import User
from symposium.events.models import Event
from symposium.kit.revisions import publishing
from symposium.mail.services import queue_mails

State = Suggestion.State


@transaction.atomic
def suggest(speaker: Speaker, values: Mapping[str, Any]) -> Suggestion | None:
    """Have these parts be so; parts that are so already are no wish. None where nothing is left to decide.

    What waited of other parts is taken along: there is one suggestion at a time.
    """
    _hold(speaker)
    waiting = Suggestion.objects.waiting().filter(speaker=speaker).first()
    now_held = held(Speaker.objects.get(pk=speaker.pk))
    wished = {part: change["to"] for part, change in waiting.changes.items()} if waiting else {}
    changes = differences(now_held, wished | dict(values))
    note_answer(speaker)
    if waiting and waiting.changes == changes:
        return waiting
    if waiting:
        _close(waiting, State.REPLACED if changes else State.WITHDRAWN, kept=changes)
    return Suggestion.objects.create(speaker=speaker, changes=changes) if changes else None


def withdraw(speaker: Speaker) -> bool:
    """Take back what waits; whether anything did."""
    with transaction.atomic():
        _hold(speaker)
        waiting = Suggestion.objects.waiting().filter(speaker=speaker).first()
        if waiting:
            _close(waiting, State.WITHDRAWN)
    return waiting is not None


def decide(
    suggestion: Suggestion,
    *,
    values: Mapping[str, Any],
    seen: Mapping[str, Any],
    by: User,
    words: str = "",
    tells: bool = False,
) -> Suggestion:
    """Take over these ``values`` of its parts, as suggested or otherwise, and decline the rest: one published change.

    ``seen`` are the values that whoever decides had before them. Raises SuggestionClosedError where it waits no more,
    ChangedMeanwhileError where a colleague has changed a part since, and ValidationError for what a speaker cannot
    be; nothing is changed then. With ``tells`` the speaker gets a mail.
    """
    with publishing() as touch:
        touch(Event, suggestion.speaker.event_id)
        speaker = _hold(suggestion.speaker)
        row = Suggestion.objects.select_for_update().filter(pk=suggestion.pk, state=State.OPEN).first()
        if row is None:
            raise SuggestionClosedError
        now_held = held(speaker)
        if changed := [part for part in values if now_held[part] != seen[part]]:
            raise ChangedMeanwhileError(changed)
        if values:
            put(speaker, values)
        row.taken, row.words, row.decided_by = sorted(values), words, by
        _close(row, State.ACCEPTED if values else State.DECLINED)
        link = getattr(speaker, "personal_link", None)
        if tells and link and speaker.email:
            queue_mails([letters.letter(link, letters.DECIDED, suggestion=row.pk)])
    return row


def _hold(speaker: Speaker) -> Speaker:
    """The row of the speaker, held: who suggests and who decides come one after the other."""
    return Speaker.objects.select_related("event").select_for_update(of=("self",)).get(pk=speaker.pk)


def _close(suggestion: Suggestion, state: str, *, kept: Collection[str] = ()) -> None:
    """It waits no more; its picture goes, unless the suggestion that follows has it."""
    suggestion.state, suggestion.decided_at = state, timezone.now()
    path = suggestion.changes.get(PORTRAIT, {}).get("to")
    suggestion.save()
    if path and not (PORTRAIT in kept and _names(kept, path)):
        transaction.on_commit(lambda: private_files.storage().delete(path))


def _names(changes: Any, path: str) -> bool:
    return bool(changes[PORTRAIT]["to"] == path)
