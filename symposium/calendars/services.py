"""What is published moves the calendars, in the same transaction."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation

from symposium.calendars.contents import Content, Status, contents_of, is_weighty, withdrawn
from symposium.calendars.models import Entry
from symposium.events.models import Event
from symposium.kit.revisions import publishing

# For how long subscribers are told that something is cancelled.
KEPT = timedelta(days=30)
MOVING = ("event", "slug", "sequence", "revised_at", "withdrawn_at", "retired_at", "content")


def follow_event(event_id: int) -> None:
    """Bring the entries of an event and its sessions to what is public of them now.

    Called at the end of every ``publishing()`` block that touched the event: however often a session was saved in it,
    its SEQUENCE rises by one. A draft's entries stay as they were and are not served.
    """
    event = Event.objects.public().select_related("venue").filter(pk=event_id).first()
    if event is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        contents = contents_of(event)
    changed = []
    # A session that came from another event brings its entry along.
    for entry in Entry.objects.filter(Q(event=event) | Q(session__event=event)):
        is_gone = entry.kind == Entry.Kind.SESSION and entry.session_id is None
        content = None if is_gone else contents.pop(entry.session_id, None)
        if _revise(entry, event, content or withdrawn(entry.content)):
            changed.append(entry)
    made = [_new(event, session, content) for session, content in contents.items()]
    Entry.objects.bulk_create([entry for entry in made if not entry.is_withdrawn])
    # One statement for all of them, where bulk_update writes a CASE for every row and column.
    Entry.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=MOVING)


def _new(event: Event, session_id: int | None, content: Content) -> Entry:
    at = event.revised_at
    return Entry(
        kind=Entry.Kind.SESSION if session_id else Entry.Kind.EVENT,
        event=event,
        session_id=session_id,
        slug=content["slug"],
        published_at=at,
        revised_at=at,
        # What was never shown to anyone is not withdrawn from them: such an entry is not kept.
        withdrawn_at=at if content["status"] == Status.CANCELLED else None,
        content=content,
    )


def _revise(entry: Entry, event: Event, content: Content) -> bool:
    """Give the entry its new content; whether it changed."""
    if entry.content == content and entry.event_id == event.pk:
        return False
    if is_weighty(entry.content, content):
        entry.sequence += 1
    if content["status"] != Status.CANCELLED:
        entry.withdrawn_at = entry.retired_at = None
    elif entry.withdrawn_at is None:
        entry.withdrawn_at = event.revised_at
    entry.event = event
    entry.slug = content["slug"]
    entry.revised_at = event.revised_at
    entry.content = content
    return True


def retire_entries(now: datetime | None = None) -> int:
    """Take out of the feeds what was withdrawn more than 30 days ago; how many entries. Safe to run twice."""
    now = now or timezone.now()
    with publishing() as touch:
        due = dict(Entry.objects.filter(withdrawn_at__lte=now - KEPT, retired_at=None).values_list("pk", "event_id"))
        for event in sorted(set(due.values())):
            touch(Event, event)
        Entry.objects.filter(pk__in=due).update(retired_at=now)
    return len(due)
