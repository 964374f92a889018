"""What the desk's own pages of guests stand on: an event in hand, an action of the table, one published change."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise

from registrations.admin.asking import show
from registrations.admin.scoping import BlockScopedAdmin
from registrations.permissions import Action
from symposium.events.admin.choosing import EventPages
from symposium.events.models import Event


class DeskPages(EventPages, BlockScopedAdmin):
    """A model's page of the desk that has further pages of its own."""

    def event_for(self, request: HttpRequest, action: Action) -> Event | None:
        """The event in hand; None where none is said. Raises PermissionDenied for whoever may not do that there."""
        return self.event_at(request, action.roles)

    def choose_event(self, request: HttpRequest, action: Action, title: str | Promise, address: str) -> HttpResponse:
        """Ask at which event; each of the user's leads to the page at ``address``."""
        return self.show(request, "choose_event", title, events=self.events_to_choose(request, action.roles, address))

    def show(
        self, request: HttpRequest, template: str, title: str | Promise, *, status: int = 200, **context: Any
    ) -> TemplateResponse:
        """One of the pages, in the frame of the desk; never kept by a browser: it is about people."""
        known = {"title": title, "list_url": reverse("admin:registrations_registration_changelist"), **context}
        return show(self, request, f"registration/{template}", known, status=status)
