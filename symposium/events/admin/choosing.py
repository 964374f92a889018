"""Further pages of the desk, each about one event that is chosen first."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from symposium.accounts.admin_base import Roles, ScopedAdmin, event_in_hand, may
from symposium.accounts.scope import events_of, sees_all
from symposium.events.models import Event

# So many are offered; whoever has more comes from the event's own page.
MOST_OFFERED = 200


class EventPages(ScopedAdmin):
    """A model's page of the desk that has further pages of its own."""

    def page(self, view: Callable[..., Any]) -> Callable[..., HttpResponse]:
        """A view for whoever is signed in, on the wall of the event in hand; it asks for roles itself."""
        return self.own_page(view, self.take_in_hand)

    def event_at(self, request: HttpRequest, roles: Roles) -> Event | None:
        """The event in hand, with its venue; None where none is said.

        Raises PermissionDenied for whoever has none of the roles there, be there such an event or not, and Http404 for
        who may know that there is none.
        """
        event_id = event_in_hand(request)
        if not self.has_role(request, roles):
            raise PermissionDenied
        if event_id is None:
            if request.GET.get("event") and sees_all(request.user):
                raise Http404
            if request.GET.get("event"):
                raise PermissionDenied
            return None
        if not may(request, roles, event_id):
            raise PermissionDenied
        event: Event | None = Event.objects.select_related("venue").filter(pk=event_id).first()
        if event is None:
            raise Http404
        return event

    @staticmethod
    def events_to_choose(request: HttpRequest, roles: Roles, address: str) -> list[tuple[str, str]]:
        """Names of the events where the user has one of the roles, the newest first, with the page at ``address``."""
        events = Event.objects.order_by("-starts_at")
        if not sees_all(request.user):
            events = events.filter(pk__in=events_of(request.user, roles or ()))
        shown = events.only("pk", "name", "starts_at")[:MOST_OFFERED]
        return [(event.name, f"{address}?event={event.pk}") for event in shown]
