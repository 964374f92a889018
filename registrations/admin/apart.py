"""What only one role may see: nobody else, not even whoever runs the server.

They can give themselves the role, as they could read the database; but then it stands in the team's list.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from symposium.accounts.admin_base import NOBODY, Roles, ScopedAdmin, number_in
from symposium.accounts.scope import events_of
from symposium.events.models import Event
from symposium.kit.pages import PRIVATE

# For how many events the list leads to what belongs to it.
SHOWN = 12


class ApartAdmin(ScopedAdmin):
    """The desk's page of what a role alone may see. It is read here, and changed by guests."""

    event_path = "registration__event"
    may_add = may_change = may_delete = may_see_history = may_choose = NOBODY

    def opens_at(self, request: HttpRequest, event_id: int) -> bool:
        return self.has_role_at(request, self.may_view, event_id)

    @staticmethod
    def has_role_at(request: HttpRequest, roles: Roles, event_id: int | None) -> bool:
        """Whether a membership gives the user one of the roles there."""
        return roles is not None and event_id in events_of(request.user, roles)

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

    def has_role(self, request: HttpRequest, roles: Roles, obj: Any = None) -> bool:
        if roles is None or obj is not None:
            return obj is not None and self.has_role_at(request, roles, self.event_id_of(obj))
        return bool(events_of(request.user, roles))

    def within(self, request: HttpRequest, queryset: QuerySet[Any], roles: Roles) -> QuerySet[Any]:
        if roles is None:
            return queryset.none()
        return queryset.filter(**{f"{self.event_path}__in": events_of(request.user, roles)})
