"""What the desk's own pages of speakers stand on: an event in hand, roles asked, one published change."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from symposium.accounts.admin_base import ScopedAdmin, may, number_in
from symposium.accounts.admin_pages import write_in
from symposium.accounts.scope import EDITORS
from symposium.events.models import Event


class SpeakerPages(ScopedAdmin):
    """A model's page of the desk that has further pages of its own."""

    def page(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """A view for whoever is signed in, all of it one published change; it asks for roles itself."""
        return self.own_page(view)

    @staticmethod
    def event_for(request: HttpRequest) -> Event:
        """The event that the form or the address names, for its team. Raises PermissionDenied, or Http404."""
        event_id = number_in(request.POST.get("event") or request.GET.get("event"))
        if event_id is None:
            raise Http404
        if not may(request, EDITORS, event_id):
            raise PermissionDenied
        found = Event.objects.select_related("venue").filter(pk=event_id).first()
        if found is None:
            raise Http404
        write_in(found.timezone)
        return found

    def show(
        self, request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
    ) -> TemplateResponse:
        """One of the pages, in the frame of the desk; no browser keeps it: it is about people."""
        return self.framed_page(request, f"speakers/{template}", status=status, **context)
