"""What the programme's own pages of the desk stand on."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise

from symposium.accounts.admin_base import ScopedAdmin, event_in_hand, may
from symposium.accounts.models import User
from symposium.accounts.scope import EDITORS, events_of, sees_all
from symposium.events.models import Event


def editor(request: HttpRequest) -> User:
    """Whoever is signed in."""
    user: Any = request.user
    signed_in: User = user
    return signed_in


class ProgrammePages(ScopedAdmin):
    """A model's page of the desk with further pages of its own, for those who edit the programme."""

    def page(self, view: Callable[..., Any]) -> Callable[..., HttpResponse]:
        """A view for whoever is signed in, on the wall of the event in hand; it asks for roles itself."""
        return self.own_page(view, self.take_in_hand)

    def event_for(self, request: HttpRequest) -> Event | None:
        """The event in hand; None where none is said. Raises PermissionDenied for whoever may not edit there."""
        event_id = event_in_hand(request)
        if not self.has_role(request, EDITORS):
            raise PermissionDenied
        if event_id is None:
            return None
        if not may(request, EDITORS, event_id):
            raise PermissionDenied
        return get_object_or_404(Event.objects.select_related("venue"), pk=event_id)

    def choose_event(self, request: HttpRequest, title: str | Promise, address: str) -> HttpResponse:
        """Ask at which event; each of the user's leads to the page at ``address``."""
        events = Event.objects.order_by("-starts_at")
        if not sees_all(request.user):
            events = events.filter(pk__in=events_of(request.user, EDITORS))
        named = [(event.name, f"{address}?event={event.pk}") for event in events.only("pk", "name", "starts_at")[:200]]
        return self.show(request, "choose_event", title, events=named)

    def show(
        self, request: HttpRequest, template: str, title: str | Promise, *, status: int = 200, **context: Any
    ) -> TemplateResponse:
        """One of the pages, in the frame of the desk; never kept by a browser."""
        known = {"title": title, "list_url": reverse("admin:programme_session_changelist"), **context}
        return self.framed_page(request, f"programme/session/{template}", status=status, **known)
