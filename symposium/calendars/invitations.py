"""An event in one guest's own calendar: the text of a mail's text/calendar part (iMIP, RFC 6047), and a file."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from symposium.calendars.contents import Content, Status
from symposium.calendars.ical import Calendar, Person, to_bytes
from symposium.calendars.items import item_of, titled
from symposium.calendars.models import Entry
from symposium.calendars.services import follow_event
from symposium.events.models import Event


def invitation(event: Event, *, name: str, email: str, url: str, bump: int, is_online: bool = False) -> str:
    """METHOD:REQUEST to the guest; the UID is that of the event in every feed.

    ``url`` leads to a page about the event; ``bump`` rises each time this guest's entry was withdrawn or made anew.
    Raises Entry.DoesNotExist for an event that was never published.
    """
    return _message("REQUEST", event, Person(name, email), url, bump, _taking_part(event, is_online=is_online))


def cancellation(event: Event, *, name: str, email: str, url: str, bump: int, is_online: bool = False) -> str:
    """METHOD:CANCEL to the guest, with the same UID; as ``invitation``."""
    said = _taking_part(event, is_online=is_online) | _withdrawn(entry_of(event).content)
    return _message("CANCEL", event, Person(name, email), url, bump, said)


def own_copy(event: Event, *, bump: int, is_online: bool, is_withdrawn: bool = False) -> bytes:
    """METHOD:PUBLISH, for a file that one guest fetches; nobody is named in it. As ``invitation``."""
    entry = entry_of(event)
    said = _taking_part(event, is_online=is_online) | (_withdrawn(entry.content) if is_withdrawn else {})
    item = item_of(entry, **said | {"sequence": entry.sequence + bump})
    return to_bytes(Calendar(items=[item], name=event.name, url=item.url, zone=event.timezone, around=event.starts_at))


def _taking_part(event: Event, *, is_online: bool) -> dict[str, Any]:
    """Where this guest is: in the room, or before the stream."""
    return {"place": _("Online"), "geo": (), "conference": event.stream_url} if is_online else {"conference": ""}


def _withdrawn(content: Content) -> dict[str, Any]:
    return {"status": Status.CANCELLED.upper(), "title": titled(content["title"], Status.CANCELLED)}


def _message(method: str, event: Event, guest: Person, url: str, bump: int, said: dict[str, Any]) -> str:
    entry = entry_of(event)
    words = "\n\n".join(part for part in (entry.content["description"], url) if part)
    whom: dict[str, Any] = {"attendee": guest, "stamped_at": timezone.now(), "sequence": entry.sequence + bump}
    item = item_of(entry, **said | whom | {"url": url, "description": words})
    return to_bytes(Calendar(items=[item], method=method)).decode()


def entry_of(event: Event) -> Entry:
    """The entry of the event itself. Raises Entry.DoesNotExist for an event that was never published."""
    entries = Entry.objects.filter(event=event, kind=Entry.Kind.EVENT)
    found = entries.first()
    if found is None:
        # Rows that were written past ``save`` (an import) have not been followed yet.
        follow_event(event.pk)
        found = entries.get()
    return found
