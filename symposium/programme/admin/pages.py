"""What the programme's own pages of the desk stand on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise

from symposium.accounts.scope import EDITORS
from symposium.events.admin.choosing import EventPages
from symposium.events.models import Event


class ProgrammePages(EventPages):
    """A model's page of the desk with further pages of its own, for those who edit the programme."""

    def event_for(self, request: HttpRequest) -> Event | None:
        """The event in hand; None where none is said. Raises PermissionDenied for whoever may not edit there."""
        return self.event_at(request, EDITORS)

    def choose_event(self, request: HttpRequest, title: str | Promise, address: str) -> HttpResponse:
        """Ask at which event; each of the user's leads to the page at ``address``."""
        return self.show(request, "choose_event", title, events=self.events_to_choose(request, EDITORS, address))

    def show(
        self, request: HttpRequest, template: str, title: str | Promise, *, status: int = 200, **context: Any
    ) -> TemplateResponse:
        """One of the pages, in the frame of the desk; never kept by a browser."""
        known = {"title": title, "list_url": reverse("admin:programme_session_changelist"), **context}
        return self.framed_page(request, f"programme/session/{template}", status=status, **known)
