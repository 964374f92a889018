"""What a publication of the programme does to the entries that subscribers have, before it is done."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from symposium.calendars.contents import Content, Status, contents_to_come, is_seen, is_weighty
from symposium.calendars.models import Entry
from symposium.events.models import Event
from symposium.programme.changes import Difference


class Effect(StrEnum):
    """What happens to an entry; the weightiest says it."""

    NEW = "new"
    CANCELLED = "cancelled"
    MOVES = "moves"
    RENAMED = "renamed"
    OTHER = "other"


def effects_on(event: Event, found: Sequence[Difference]) -> dict[int, tuple[Effect, bool]]:
    """What happens to the entry of each session, by its key, and whether its SEQUENCE rises; two or three queries.

    Sessions without an entry before and after are left out, and those whose entry stays as it is.
    """
    keys = [one.session.pk for one in found]
    entries = {one.session_id: one for one in Entry.objects.filter(event=event, session__in=keys)}
    contents = contents_to_come(event, [(one.row, one.after["state"]) for one in found])
    effects = {}
    for key, content in zip(keys, contents, strict=True):
        entry = entries.get(key)
        effect = _effect(entry.content if entry else None, content)
        if effect:
            effects[key] = effect
    return effects


def _effect(before: Content | None, after: Content | None) -> tuple[Effect, bool] | None:
    if before is None:
        is_off = after is None or after["status"] == Status.CANCELLED
        return None if is_off else (Effect.NEW, False)
    if after is None:
        return None if before["status"] == Status.CANCELLED else (Effect.CANCELLED, True)
    if not is_seen(before, after):
        return None
    return _kind(before, after), is_weighty(before, after)


def _kind(before: Content, after: Content) -> Effect:
    if before["status"] != after["status"]:
        return Effect.CANCELLED if after["status"] == Status.CANCELLED else Effect.NEW
    if any(before[name] != after[name] for name in ("starts_at", "ends_at", "place")):
        return Effect.MOVES
    return Effect.RENAMED if before["title"] != after["title"] else Effect.OTHER


def effects_in_words(event: Event, found: Sequence[Difference]) -> list[str]:
    """Sentences for whoever publishes."""
    effects = effects_on(event, found)
    counted = Counter(effect for effect, _rises in effects.values())
    numbers = {effect: counted[effect] for effect in Effect}
    said = [
        ngettext("%d entry is new.", "%d entries are new.", numbers[Effect.NEW]),
        ngettext("%d entry is marked as cancelled.", "%d entries are marked as cancelled.", numbers[Effect.CANCELLED]),
        ngettext("%d entry moves.", "%d entries move.", numbers[Effect.MOVES]),
        ngettext("%d entry gets another title.", "%d entries get another title.", numbers[Effect.RENAMED]),
        ngettext("%d entry changes in its details.", "%d entries change in their details.", numbers[Effect.OTHER]),
    ]
    words = [sentence % number for sentence, number in zip(said, numbers.values(), strict=True) if number]
    if not words:
        return [_("No entry of a subscribed calendar changes.")]
    rising = sum(rises for _effect_, rises in effects.values())
    if rising:
        words.append(
            ngettext(
                "Calendars point out that %d entry has changed.",
                "Calendars point out that %d entries have changed.",
                rising,
            )
            % rising
        )
    words.append(_("Subscribed calendars follow by themselves, at their next look: within hours."))
    words.append(_("Invitations that guests were sent are about the event as a whole: they stay as they are."))
    return words
