"""Keys by which things are known: to everybody, made once and never changed, and in the sources they came from."""

import uuid
from collections.abc import Container, Iterable, Mapping
from itertools import batched
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value

from registrations.models import Question
from speakers.models import Speaker
from symposium.events.models import Announcement, Event, Milestone, Photograph, Room
from symposium.exchange.models import OURS, Identity, Kind, new_key
from symposium.kit.prepared import SAMPLE_KEY, PreparedRows
from symposium.kit.published import BATCH
from symposium.programme.models import Session, Track

# What has a key of its own that no address could be: by the path to its event.
KEYED: dict[Kind, tuple[Any, str]] = {
    Kind.EVENT: (Event, "pk"),
    Kind.ROOMS: (Room, "venue__event"),
    Kind.SPEAKERS: (Speaker, "event"),
    Kind.SESSIONS: (Session, "event"),
    Kind.TRACKS: (Track, "event"),
    Kind.PHOTOGRAPHS: (Photograph, "event"),
    Kind.MILESTONES: (Milestone, "event"),
    Kind.ANNOUNCEMENTS: (Announcement, "event"),
    Kind.QUESTIONS: (Question, "event"),
}
# What public files name by its key: it must have one before anybody asks.
PUBLIC = (Kind.EVENT, Kind.ROOMS, Kind.SPEAKERS, Kind.SESSIONS)


def follow_event(event_id: int) -> None:
    """Give what public files name its key; called in every transaction that publishes the event."""
    _give_keys(event_id, _public_lacking.all(event_id))


def give_keys(event_id: int) -> None:
    """Give everything a key that has none yet; one query where there is nothing to do."""
    _give_keys(event_id, _lacking.all(event_id))


def _give_keys(event_id: int, rows: list[tuple[int, str]]) -> None:
    if not rows:
        return
    # News have been known by theirs since they were written.
    news = {pk for pk, kind in rows if kind == Kind.ANNOUNCEMENTS}
    uids = dict(Announcement.objects.filter(pk__in=news).values_list("pk", "uid")) if news else {}
    keys = [(pk, kind, str(uids[pk]) if kind == Kind.ANNOUNCEMENTS else new_key()) for pk, kind in rows]
    made = [Identity(event_id=event_id, kind=kind, object_id=pk, key=key) for pk, kind, key in keys]
    # Whoever was quicker has given it one.
    Identity.objects.bulk_create(made, ignore_conflicts=True)


def _lacking_of(kinds: Iterable[Kind], event_id: int) -> QuerySet[Any, Any]:
    """The key and kind of what has no key of ours yet."""
    several = []
    for kind in kinds:
        model, path = KEYED[kind]
        known = Identity.objects.own().filter(kind=kind, object_id=OuterRef("pk"))
        rows = model._default_manager.filter(~Exists(known), **{path: event_id}).order_by()
        several.append(rows.values_list("pk", Value(kind.value, output_field=CharField())))
    found: QuerySet[Any, Any] = several[0].union(*several[1:], all=True).order_by()
    return found


_lacking: PreparedRows[tuple[int, str]] = PreparedRows(lambda event: _lacking_of(KEYED, event), (SAMPLE_KEY,))
_public_lacking: PreparedRows[tuple[int, str]] = PreparedRows(lambda event: _lacking_of(PUBLIC, event), (SAMPLE_KEY,))


def own_keys(event_id: int) -> dict[tuple[str, int], str]:
    """The key of everything of an event that has one, by its kind and primary key."""
    rows = Identity.objects.own().filter(event=event_id).values_list("kind", "object_id", "key")
    return {(kind, pk): key for kind, pk, key in rows}


def remember(
    event: Event | None, source: str, known: Mapping[tuple[Kind, str], int], created: Container[tuple[Kind, str]]
) -> list[int]:
    """Note by what each thing of an import is known in its source; the keys of what was noted now.

    What came from a Symposium and is new here keeps its own key, unless something else on this site has it.
    """
    assert event is not None  # noqa: S101 (nothing is remembered of no event)
    wanted = {place: pk for place, pk in known.items() if place[1] and place[0] != Kind.ORGANISATIONS}
    rows = Identity.objects.filter(event=event, source=source)
    stored = {(Kind(one.kind), one.key): one for one in rows}
    # What these named before is gone.
    stale = [one.pk for place, one in stored.items() if place in wanted and one.object_id != wanted[place]]
    Identity.objects.filter(pk__in=stale).delete()
    new = [place for place in wanted if place not in stored or stored[place].pk in stale]
    made = [Identity(event=event, kind=kind, key=key, object_id=wanted[kind, key], source=source) for kind, key in new]
    if source == OURS:
        moved = _free({place for place in wanted if place in created and is_uuid(place[1])})
        made += [Identity(event=event, kind=kind, key=key, object_id=wanted[kind, key]) for kind, key in sorted(moved)]
    return [one.pk for one in Identity.objects.bulk_create(made)]


def _free(keys: set[tuple[Kind, str]]) -> set[tuple[Kind, str]]:
    """Those of the keys that nothing on this site has."""
    free = set(keys)
    for some in batched(sorted(free), BATCH):
        held = Identity.objects.own().filter(key__in={key for _kind, key in some}).values_list("kind", "key")
        free -= {(Kind(kind), key) for kind, key in held}
    return free


def is_uuid(key: str) -> bool:
    """Whether a key can be one of ours."""
    try:
        return str(uuid.UUID(key)) == key
    except ValueError:
        return False
