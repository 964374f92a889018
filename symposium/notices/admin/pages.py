"""What the desk's own pages of notices stand on: a notice in hand, a frame, a mail that can do nothing."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.csp import CSP

from symposium.accounts.admin_base import number_in
from symposium.accounts.scope import ORGANISERS
from symposium.events.admin.choosing import EventPages
from symposium.events.admin.mails import FRAME_POLICY
from symposium.events.models import Event
from symposium.kit.pages import PRIVATE
from symposium.notices.models import Notice


class MailPages(EventPages):
    """A page of the desk that has further pages, all of them for organisers."""

    may_view = may_add = may_change = may_delete = may_see_history = may_choose = ORGANISERS

    def further(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        """An address of its own: for staff, on the event's wall; the view asks for roles itself."""
        return path(route, self.page(view), name=f"{self.opts.app_label}_{self.opts.model_name}_{name}")

    def event_for(self, request: HttpRequest) -> Event | None:
        """The event in hand; None where none is said. Raises PermissionDenied for whoever is no organiser there."""
        return self.event_at(request, ORGANISERS)

    def choose_event(self, request: HttpRequest, title: str, address: str) -> HttpResponse:
        """Ask at which event; each of the user's leads to the page at ``address``."""
        events = self.events_to_choose(request, ORGANISERS, address)
        return self.show(request, "notice/choose_event", title, events=events)

    def show(
        self, request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
    ) -> TemplateResponse:
        """One of the pages, in the frame of the desk; no browser keeps it."""
        return self.framed_page(request, f"notices/{template}", status=status, title=title, **context)


class NoticePages(MailPages):
    """Pages of one notice."""

    def notice_for(self, request: HttpRequest, pk: str) -> Notice:
        """The notice of that number at one of the user's events, whose zone is written in. Raises Http404."""
        found: Notice | None = self.get_object(request, pk) if number_in(pk) is not None else None
        if found is None:
            raise Http404
        return found

    def page_of(self, name: str, notice: Notice) -> str:
        """The address of one of its pages."""
        return reverse(f"admin:notices_notice_{name}", args=[notice.pk])


def framed(html: str) -> HttpResponse:
    """A mail's HTML alone, for a frame on a page of the desk."""
    response = HttpResponse(html)
    response.headers[CSP.HEADER_ENFORCE.value] = FRAME_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = PRIVATE
    return response
