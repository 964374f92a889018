"""What the event's own further pages at the desk stand on: an event in hand, its roles, one published change."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from symposium.accounts.admin_base import Roles, ScopedAdmin, may, number_in
from symposium.accounts.admin_pages import write_in
from symposium.accounts.scope import OWNERS, events_of, sees_all
from symposium.events.models import Event


def may_start(request: HttpRequest) -> bool:
    """Whether the user may begin an event: who runs the server, and who owns one already."""
    return sees_all(request.user) or bool(events_of(request.user, OWNERS))


class EventPages(ScopedAdmin):
    """The event's admin with further pages."""

    def further(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        """An address of its own: for staff, on the event's wall; the view asks for roles itself."""
        page = self.own_page(view)
        return path(route, page, name=f"events_event_{name}")

    def event_at(self, request: HttpRequest, pk: str, roles: Roles) -> Event:
        """The event of the address, in whose zone the page is written.

        Raises PermissionDenied for whoever has none of the roles there, Http404 where there is no such event.
        """
        event_id = number_in(pk)
        if not may(request, roles, event_id):
            raise PermissionDenied
        events = Event.objects.select_related("previous__previous", "copied__original")
        event = None if event_id is None else events.filter(pk=event_id).first()
        if event is None:
            raise Http404
        vars(request)["_event_in_hand"] = event.pk
        write_in(event.timezone)
        return event

    def show_page(
        self, request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
    ) -> TemplateResponse:
        """One of the pages, in the frame of the desk; no browser keeps it."""
        return self.framed_page(request, f"events/event/{template}", status=status, title=title, **context)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where none was. A button alone is a form that was sent."""
    return request.POST if request.method == "POST" else None
