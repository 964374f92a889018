"""What the desk's own pages of guests stand on: an event in hand, an action of the table, one published change."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise

from registrations.admin.asking import show
from registrations.admin.scoping import BlockScopedAdmin
from registrations.permissions import Action
from symposium.accounts.admin_base import event_in_hand, may
from symposium.accounts.scope import events_of, sees_all
from symposium.events.models import Event


class DeskPages(BlockScopedAdmin):
    """A model's page of the desk that has further pages of its own."""

    def page(self, view: Callable[..., Any]) -> Callable[..., HttpResponse]:
        """A view for whoever is signed in, on the wall of the event in hand; it asks for roles itself."""
        return self.own_page(view, self.take_in_hand)

    def event_for(self, request: HttpRequest, action: Action) -> Event | None:
        """The event in hand; None where none is said. Raises PermissionDenied for whoever may not do that there."""
        event_id = event_in_hand(request)
        if not self.has_role(request, action.roles):
            raise PermissionDenied
        if event_id is None:
            return None
        if not may(request, action.roles, event_id):
            raise PermissionDenied
        return Event.objects.get(pk=event_id)

    def choose_event(self, request: HttpRequest, action: Action, title: str | Promise, address: str) -> HttpResponse:
        """Ask at which event; each of the user's leads to the page at ``address``."""
        events = Event.objects.order_by("-starts_at")
        if not sees_all(request.user):
            events = events.filter(pk__in=events_of(request.user, action.roles))
        named = [(event.name, f"{address}?event={event.pk}") for event in events.only("pk", "name", "starts_at")[:200]]
        return self.show(request, "choose_event", title, events=named)

    def show(
        self, request: HttpRequest, template: str, title: str | Promise, *, status: int = 200, **context: Any
    ) -> TemplateResponse:
        """One of the pages, in the frame of the desk; never kept by a browser: it is about people."""
        known = {"title": title, "list_url": reverse("admin:registrations_registration_changelist"), **context}
        return show(self, request, f"registration/{template}.html", known, status=status)
