"""One guest's own calendar: the programme of their event, what they booked marked (docs/contributors/calendars.md, 13).

It says the least: sessions that are public anyway, and which of them are booked; no name, no address, and not its own
address either (SOURCE would hand the token to whoever is sent the calendar).
"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from registrations.models import Booking, PersonalFeed, Registration
from symposium.calendars.colours import css_colour
from symposium.calendars.feeds import in_order
from symposium.calendars.ical import Calendar, Item
from symposium.calendars.items import absolute, extensions, item_of, titled
from symposium.calendars.models import Entry
from symposium.events.models import Event


def make_feed(registration: Registration) -> str:
    """The token of a new feed, which is said this once and stored nowhere; one made before ends."""
    token = secrets.token_urlsafe(24)
    fresh = {"token_hash": _hash(token), "made_at": timezone.now()}
    PersonalFeed.objects.update_or_create(registration=registration, defaults=fresh)
    return token


def revoke_feed(registration: Registration) -> None:
    """From now on its address leads nowhere. Done twice, it is done once."""
    PersonalFeed.objects.filter(registration=registration).delete()


def find_feed(token: str) -> PersonalFeed | None:
    """The feed at an address, with its event; one query."""
    feeds = PersonalFeed.objects.select_related("registration__event__venue")
    return feeds.filter(token_hash=_hash(token)).first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Mark:
    """What a guest did about one session: whether it is booked, how often that changed, and when last."""

    is_booked: bool
    turns: int
    at: datetime


class PersonalCalendar:
    """What a feed says at present; ``only_booked`` leaves out all that is not booked."""

    def __init__(self, feed: PersonalFeed, *, only_booked: bool = False, extended: bool = False) -> None:
        self.feed, self.only_booked, self.extended = feed, only_booked, extended
        self.registration: Registration = feed.registration
        self.event: Event = feed.registration.event

    @cached_property
    def bookings(self) -> Sequence[tuple[int, str, datetime]]:
        """(session, state, last change) of each booking there ever was; one query."""
        rows = Booking.objects.filter(registration=self.registration).order_by("pk")
        return list(rows.values_list("bookable_id", "state", "changed_at"))

    def key(self) -> tuple[object, ...]:
        """All that it depends on."""
        state = (self.registration.state, self.event.revision, *self.bookings)
        return (self.feed.token_hash, self.only_booked, self.extended, *state)

    def last_modified(self) -> datetime:
        """When any of it changed last."""
        moments = [self.event.revised_at, self.registration.changed_at, self.feed.made_at]
        return max([*moments, *(at for _session, _state, at in self.bookings)])

    def calendar(self) -> Calendar:
        """Empty as soon as the place is gone: the address stays good, and comes to life again with the place."""
        event = self.event
        items = [self._item(entry) for entry in self._entries()]
        name = _("%(event)s: your sessions") if self.only_booked else _("%(event)s: your programme")
        return Calendar(
            items=items,
            name=name % {"event": self._event_name()},
            url=absolute("programme", event.slug),
            colour=css_colour(event.hue),
            zone=event.timezone,
            around=event.starts_at,
        )

    def _event_name(self) -> str:
        """Of an event that is a draft again, as it was called in public."""
        if not self.event.is_draft:
            return self.event.name
        return str(self.event.calendar_entries.filter(kind=Entry.Kind.EVENT).first() or "")

    def _entries(self) -> list[Entry]:
        if not self.registration.is_confirmed:
            return []
        entries = in_order(self.event.calendar_entries.served().filter(kind=Entry.Kind.SESSION))
        marks = self._marks
        return [e for e in entries if not self.only_booked or (e.session_id in marks and marks[e.session_id].is_booked)]

    @cached_property
    def _marks(self) -> dict[int | None, Mark]:
        """By session. A booking turns once when it is made and once more when it is given back."""
        found: dict[int | None, Mark] = {}
        turns: dict[int, int] = defaultdict(int)
        for session, state, at in self.bookings:
            turns[session] += {Booking.State.BOOKED: 1, Booking.State.CANCELLED: 2}.get(Booking.State(state), 0)
            before = found.get(session)
            is_booked = state == Booking.State.BOOKED or bool(before and before.is_booked)
            found[session] = Mark(is_booked, turns[session], max(at, before.at) if before else at)
        return found

    def _item(self, entry: Entry) -> Item:
        """As in the feed of the programme; what is booked says so, and only that takes the reader's time."""
        item = item_of(entry, **(extensions(entry) if self.extended else {}))
        mark = self._marks.get(entry.session_id)
        if mark is None:
            return replace(item, is_free=True)
        title, status = entry.content["title"], entry.content["status"]
        booked = titled(_("Booked: %(title)s") % {"title": title}, status) if mark.is_booked else item.title
        revised = max(item.revised_at, mark.at) if mark.turns else item.revised_at
        return replace(
            item, title=booked, is_free=not mark.is_booked, sequence=item.sequence + mark.turns, revised_at=revised
        )
