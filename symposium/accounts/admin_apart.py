"""What only one role may see: nobody else, not even whoever runs the server (docs/decisions/0015).

They can give themselves the role, as they could read the database; but then it stands in the team's list.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from symposium.accounts.admin_base import NOBODY, Roles, ScopedAdmin
from symposium.accounts.scope import events_of


class ApartAdmin(ScopedAdmin):
    """The desk's page of what a role alone may see. It is read here, and changed by whom it is about."""

    may_add = may_change = may_delete = may_see_history = may_choose = NOBODY

    def opens_at(self, request: HttpRequest, event_id: int) -> bool:
        return self.has_role_at(request, self.may_view, event_id)

    @staticmethod
    def has_role_at(request: HttpRequest, roles: Roles, event_id: int | None) -> bool:
        """Whether a membership gives the user one of the roles there."""
        return roles is not None and event_id in events_of(request.user, roles)

    def has_role(self, request: HttpRequest, roles: Roles, obj: Any = None) -> bool:
        if roles is None or obj is not None:
            return obj is not None and self.has_role_at(request, roles, self.event_id_of(obj))
        return bool(events_of(request.user, roles))

    def within(self, request: HttpRequest, queryset: QuerySet[Any], roles: Roles) -> QuerySet[Any]:
        if roles is None:
            return queryset.none()
        return queryset.filter(**{f"{self.event_path}__in": events_of(request.user, roles)})
