"""What the clock does to events."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from symposium.events.models import Announcement, Event
from symposium.kit.revisions import publishing


def release_announcements(now: datetime | None = None) -> int:
    """Publish anew the events with news whose time has come since they were last revised; how many events."""
    now = now or timezone.now()
    due = Announcement.objects.filter(published_at__lte=now, published_at__gt=F("event__revised_at"))
    with publishing() as touch:
        events = sorted(set(due.values_list("event_id", flat=True)))
        for event in events:
            touch(Event, event)
    return len(events)


def close_past_events(now: datetime | None = None) -> int:
    """Published events that have ended become 'over'; how many."""
    now = now or timezone.now()
    ended = Event.objects.filter(state=Event.State.PUBLISHED, ends_at__lte=now)
    return ended.update(state=Event.State.OVER)
