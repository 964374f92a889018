"""What is published moves the calendars, in the same transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation

from symposium.calendars.contents import Content, Status, contents_of, is_seen, is_weighty, withdrawn
from symposium.calendars.models import Entry, Revision
from symposium.events.models import Event
from symposium.events.reading import public_event
from symposium.kit.prepared import SAMPLE_KEY, Prepared
from symposium.kit.revisions import SITE, publishing

# For how long subscribers are told that something is cancelled; for how long staff can look up what was said.
KEPT = timedelta(days=30)
LOGGED = timedelta(days=365)
_entries = Prepared(Entry, lambda event: Entry.objects.filter(event=event).order_by("pk"), (SAMPLE_KEY,))
MOVING = ("event_slug", "slug", "sequence", "revised_at", "withdrawn_at", "retired_at", "content")


def follow_event(event_id: int) -> None:
    """Bring the entries of an event and its sessions to what is public of them now.

    Called at the end of every ``publishing()`` block that touched the event: however often a session was saved in it,
    its SEQUENCE rises by one. What is no longer public, or no longer here, is withdrawn with its last words.
    """
    event = public_event.first(event_id)
    if event is None:
        _follow_gone(event_id)
        return
    with translation.override(settings.LANGUAGE_CODE):
        contents = contents_of(event)
    changed, seen = [], []
    for entry in _entries.all(event_id):
        is_gone = entry.kind == Entry.Kind.SESSION and entry.session_id is None
        content = None if is_gone else contents.pop(entry.session_id, None)
        content = content or withdrawn(entry.content)
        if entry.content == content:
            continue
        changed.append(entry)
        if _revise(entry, content, event.revised_at):
            seen.append(entry)
    made = [_new(event, session, content) for session, content in contents.items()]
    made = Entry.objects.bulk_create([entry for entry in made if not entry.is_withdrawn])
    _write(changed, [*seen, *made])


def _follow_gone(event_id: int) -> None:
    """Withdraw what subscribers were given of an event that is a draft again, or was deleted (``event`` is empty)."""
    left = list(Entry.objects.filter(event=event_id, withdrawn_at=None))
    left += Entry.objects.filter(event=None, withdrawn_at=None)
    now = timezone.now()
    for entry in left:
        _revise(entry, withdrawn(entry.content, has_event=False), now)
    _write(left, left)


def _write(changed: Iterable[Entry], seen: Iterable[Entry]) -> None:
    """One statement for all of them, where bulk_update writes a CASE for every row and column; and the log."""
    Entry.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=MOVING)
    Revision.objects.bulk_create(
        Revision(entry=entry, at=entry.revised_at, sequence=entry.sequence, content=entry.content) for entry in seen
    )


def _new(event: Event, session_id: int | None, content: Content) -> Entry:
    at = event.revised_at
    return Entry(
        kind=Entry.Kind.SESSION if session_id else Entry.Kind.EVENT,
        event=event,
        session_id=session_id,
        event_slug=content["event"],
        slug=content["slug"],
        published_at=at,
        revised_at=at,
        # What was never shown to anyone is not withdrawn from them: such an entry is not kept.
        withdrawn_at=at if content["status"] == Status.CANCELLED else None,
        content=content,
    )


def _revise(entry: Entry, content: Content, at: datetime) -> bool:
    """Give the entry another content; whether a subscriber sees the difference."""
    before, entry.content = entry.content, content
    entry.event_slug, entry.slug = content["event"], content["slug"]
    if not is_seen(before, content):
        return False
    if is_weighty(before, content):
        entry.sequence += 1
    if content["status"] != Status.CANCELLED:
        entry.withdrawn_at = entry.retired_at = None
    elif entry.withdrawn_at is None:
        entry.withdrawn_at = at
    entry.revised_at = at
    return True


def retire_entries(now: datetime | None = None) -> int:
    """Take out of the feeds what was withdrawn more than 30 days ago; how many entries. Safe to run twice."""
    now = now or timezone.now()
    with publishing() as touch:
        due = dict(Entry.objects.filter(withdrawn_at__lte=now - KEPT, retired_at=None).values_list("pk", "event_id"))
        for event in sorted({event for event in due.values() if event}):
            touch(Event, event)
        if due:
            touch(SITE, None)
        Entry.objects.filter(pk__in=due).update(retired_at=now)
    _forget(now)
    return len(due)


def _forget(now: datetime) -> None:
    """A year later nobody asks any more: the log keeps each entry's last words, and nothing of deleted events."""
    newer = Revision.objects.filter(entry=OuterRef("entry"), pk__gt=OuterRef("pk"))
    Revision.objects.filter(Exists(newer), at__lte=now - LOGGED).delete()
    Entry.objects.filter(event=None, retired_at__lte=now - LOGGED).delete()
