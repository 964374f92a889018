"""A speaker's own calendar: what they take part in, also where it is not public yet, by their personal link.

An entry has the UID that it has in every feed as soon as it is public. What the speaker has not confirmed is tentative,
and what they declined is not in it.
"""

from collections.abc import Iterable
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from speakers.views.base import SpeakingView
from symposium.calendars.colours import css_colour
from symposium.calendars.contents import Status, content_of
from symposium.calendars.feeds import ICALENDAR
from symposium.calendars.ical import Calendar, Item, to_bytes
from symposium.calendars.items import absolute, item_of
from symposium.calendars.models import Entry
from symposium.events.models import Event
from symposium.kit.pages import PRIVATE
from symposium.programme.models import Appearance, Session
from symposium.programme.speaking.services import appearances_of

Reply = Appearance.Reply


class SpeakingCalendarView(SpeakingView):
    """``calendar.ics``: to download, or to subscribe to."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        """The calendar as it is now; programs send a language that their owner never chose."""
        with translation.override(settings.LANGUAGE_CODE):
            body = to_bytes(self.calendar())
        response = HttpResponse(body, content_type=ICALENDAR)
        response.headers["Content-Disposition"] = f'inline; filename="{self.event.slug}.ics"'
        response.headers["Cache-Control"] = PRIVATE
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def calendar(self) -> Calendar:
        """What they take part in and has a time. Three queries."""
        event = self.event
        rows = appearances_of(self.speaker).exclude(reply=Reply.DECLINED)
        # Only of people who are announced: who else is asked for a draft is not this speaker's business.
        announced = Prefetch("session__appearances", Appearance.objects.published().select_related("speaker"))
        timed = rows.filter(session__starts_at__isnull=False).select_related("session__room", "session__track")
        mine = list(timed.prefetch_related(announced))
        return Calendar(
            items=list(_items(mine, event)),
            name=_("%(event)s: your sessions") % {"event": event.name},
            url="" if event.is_draft else absolute("programme", event.slug),
            colour=css_colour(event.hue),
            zone=event.timezone,
            around=event.starts_at,
        )


def _items(appearances: list[Appearance], event: Event) -> Iterable[Item]:
    """One for each session, though somebody may have two parts in it."""
    sessions = {one.session_id: one.session for one in appearances}
    confirmed = {one.session_id for one in appearances if one.reply == Reply.CONFIRMED}
    served = Entry.objects.served().filter(event=event, session__in=sessions, kind=Entry.Kind.SESSION)
    entries = {entry.session_id: entry for entry in served}
    for pk, session in sessions.items():
        item = item_of(entries.get(pk) or _unpublished(session, event))
        is_open = item.status == Status.CONFIRMED.upper() and pk not in confirmed
        yield replace(item, status=Status.TENTATIVE.upper()) if is_open else item


def _unpublished(session: Session, event: Event) -> Entry:
    """An entry that is never written: it says what will be public, under a UID of its own."""
    return Entry(
        uid=uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/sessions/{session.pk}"),
        kind=Entry.Kind.SESSION,
        event=event,
        session=session,
        slug=session.slug,
        published_at=event.revised_at,
        revised_at=event.revised_at,
        content=content_of(session, event) | {"has_page": False, "has_event": not event.is_draft},
    )
