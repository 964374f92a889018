"""An event in one guest's own calendar (iMIP, RFC 6047): the text of the mail's text/calendar part."""

from typing import Any

from django.utils import timezone

from symposium.calendars.contents import Status
from symposium.calendars.ical import Calendar, Person, to_bytes
from symposium.calendars.items import item_of, titled
from symposium.calendars.models import Entry
from symposium.calendars.services import follow_event
from symposium.events.models import Event


def invitation(event: Event, *, name: str, email: str, url: str, bump: int) -> str:
    """METHOD:REQUEST to the guest; the UID is that of the event in every feed.

    ``url`` leads to a page about the event; ``bump`` rises each time this guest's entry was withdrawn or made anew.
    Raises Entry.DoesNotExist for an event that was never published.
    """
    return _message("REQUEST", event, Person(name, email), url, bump)


def cancellation(event: Event, *, name: str, email: str, url: str, bump: int) -> str:
    """METHOD:CANCEL to the guest, with the same UID; as ``invitation``."""
    return _message("CANCEL", event, Person(name, email), url, bump)


def _message(method: str, event: Event, guest: Person, url: str, bump: int) -> str:
    entry = _entry(event)
    content = entry.content
    said: dict[str, Any] = {"url": url, "description": "\n\n".join(p for p in (content["description"], url) if p)}
    if method == "CANCEL":
        said |= {"status": Status.CANCELLED.upper(), "title": titled(content["title"], Status.CANCELLED)}
    item = item_of(entry, sequence=entry.sequence + bump, attendee=guest, stamped_at=timezone.now(), **said)
    return to_bytes(Calendar(items=[item], method=method)).decode()


def _entry(event: Event) -> Entry:
    entries = Entry.objects.filter(event=event, kind=Entry.Kind.EVENT)
    found = entries.first()
    if found is None:
        # Rows that were written past ``save`` (an import) have not been followed yet.
        follow_event(event.pk)
        found = entries.get()
    return found
