"""A guest's calendars: the event as a file, and the feed of their own."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import View

from registrations import personal_feed
from registrations.models import PersonalFeed
from registrations.views.guest import GuestView
from symposium.calendars.feeds import ICALENDAR
from symposium.calendars.ical import to_bytes
from symposium.calendars.invitations import entry_of, own_copy
from symposium.calendars.links import clients, subscription
from symposium.calendars.models import Entry
from symposium.events.models import Mode
from symposium.kit.answers import published

# One person's: their program keeps it and asks each time whether it still holds; nobody in between does.
OWN = "private, max-age=0, must-revalidate"


def keep_private(response: HttpResponseBase) -> HttpResponseBase:
    """The same answer for one reader alone."""
    response.headers["Cache-Control"] = OWN
    del response.headers["CDN-Cache-Control"]
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class OwnCalendarView(GuestView):
    """The event for the guest's own calendar, with the UID that it has everywhere; cancelled once they have."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The file; there is none for who never had a place, and of what was never announced."""
        mine, event = self.registration, self.registration.event
        if not (mine.is_confirmed or mine.is_cancelled):
            raise Http404
        try:
            entry = entry_of(event)
        except Entry.DoesNotExist:
            raise Http404 from None
        is_online, bump = mine.mode == Mode.ONLINE, mine.calendar_bump
        key = ("own-calendar", mine.pk, mine.state, mine.mode, bump, event.revision, entry.sequence)
        with translation.override(settings.LANGUAGE_CODE):
            response = published(
                request,
                key,
                lambda: own_copy(event, bump=bump, is_online=is_online, is_withdrawn=mine.is_cancelled),
                content_type=ICALENDAR,
                last_modified=max(event.revised_at, mine.changed_at),
                keep=lambda: False,
            )
        return keep_private(response)


class PersonalFeedView(View):
    """What a calendar program subscribes to; ``?only=booked`` and ``?extended=1`` choose."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """The calendar, or word that nothing has changed."""
        feed = personal_feed.find_feed(token)
        if feed is None:
            raise Http404
        choices = {"only_booked": request.GET.get("only") == "booked", "extended": request.GET.get("extended") == "1"}
        mine = personal_feed.PersonalCalendar(feed, **choices)
        # Subscribers' programs send a language that their owner never chose.
        with translation.override(settings.LANGUAGE_CODE):
            response = published(
                request,
                ("personal-feed", *mine.key()),
                lambda: to_bytes(mine.calendar()),
                content_type=ICALENDAR,
                last_modified=mine.last_modified(),
                keep=lambda: False,
            )
        return keep_private(response)


class FeedView(GuestView):
    """Where the guest makes their feed, is told its address once, and ends it."""

    http_method_names = ["get", "head", "post", "options"]
    # Set where the form came without its cookie: it is shown again, and nothing is done.
    cookie_missing = False

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Whether there is one."""
        return self.answer()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Make one anew, or end it."""
        if self.cookie_missing:
            return self.answer(status=HTTPStatus.FORBIDDEN)
        if request.POST.get("deed") == "end":
            personal_feed.revoke_feed(self.registration)
            return redirect(reverse("registration-feed", args=[kwargs["token"]]))
        if not self.can_make:
            return self.answer(status=HTTPStatus.CONFLICT)
        made = subscription(_("Your programme"), "personal-feed", personal_feed.make_feed(self.registration))
        return self.answer(made=made, clients=clients())

    @property
    def can_make(self) -> bool:
        """Only who has a place; afterwards what was made stays."""
        mine, event = self.registration, self.registration.event
        return mine.is_confirmed and not event.is_over() and not event.is_cancelled

    def answer(self, *, status: int = HTTPStatus.OK, **extra: Any) -> HttpResponse:
        """The page."""
        feed = PersonalFeed.objects.filter(registration=self.registration).first()
        return self.show(
            "registrations/feed.html",
            status=status,
            feed=feed,
            can_make=self.can_make,
            cookie_missing=self.cookie_missing,
            **extra,
        )
