"""What guests told one role alone, as the desk shows it."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from symposium.accounts import admin_apart
from symposium.accounts.admin_base import number_in
from symposium.accounts.scope import events_of
from symposium.events.models import Event
from symposium.kit.pages import PRIVATE

# For how many events the list leads to what belongs to it.
SHOWN = 12


class ApartAdmin(admin_apart.ApartAdmin):
    """The desk's page of what a role alone may see of guests."""

    event_path = "registration__event"

    def tools_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        """Pages to which the list leads, beside those to which the event's page does."""
        return self.ways_at(request, event_id)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With the ways to what belongs to the list: of the event in the address, or of each of the user's."""
        wanted = number_in(request.GET.get("event"))
        mine = events_of(request.user, self.may_view or ())
        events = Event.objects.filter(pk__in=mine if wanted is None else mine & {wanted}).order_by("-starts_at")
        ways = [
            {"name": name, "url": url, "event": event.name}
            for event in events[:SHOWN]
            for name, url in self.tools_at(request, event.pk)
        ]
        context = {**(kwargs.pop("extra_context", None) or {}), "ways": ways}
        found: HttpResponse = super().changelist_view(request, *args, extra_context=context, **kwargs)
        found.headers["Cache-Control"] = PRIVATE
        return found
