"""What the exchange's own pages of the desk stand on."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from symposium.accounts.admin_base import NOBODY, ScopedAdmin, may, number_in
from symposium.accounts.admin_pages import write_in
from symposium.events.models import Event
from symposium.exchange.permissions import Action


class ExchangePages(ScopedAdmin):
    """A model's page of the desk that has further pages; its rows are written by services alone."""

    may_add = may_change = may_delete = may_choose = may_see_history = NOBODY
    actions = None

    def further(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        """An address of its own: for staff, on the event's wall; the view asks for roles itself."""
        page = self.own_page(view)
        return path(route, page, name=f"exchange_{self.opts.model_name}_{name}")

    def event_for(self, request: HttpRequest, action: Action) -> Event:
        """The event that the address names. Raises Http404 for none, PermissionDenied for whoever may not do that."""
        event_id = number_in(request.GET.get("event"))
        if not may(request, action.roles, event_id):
            raise PermissionDenied
        event = Event.objects.filter(pk=event_id).first() if event_id else None
        if event is None:
            raise Http404
        write_in(event.timezone)
        return event

    def show(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> TemplateResponse:
        """One of the pages, in the frame of the desk; no browser keeps it."""
        return self.framed_page(request, f"exchange/{template}", status=status, **context)
