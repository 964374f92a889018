"""What a member of staff lets a program do: their own business, and that of the event's organisers."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from registrations.permissions import Action
from symposium.accounts.admin_base import NOBODY, Roles, ScopedAdmin, may
from symposium.accounts.scope import COORDINATORS, events_of, sees_all
from symposium.kit.pages import PRIVATE


class OwnedAdmin(ScopedAdmin):
    """Open to whoever may export guests: organisers see all of their event's, coordinators their own business."""

    # The path from the model to whose it is.
    owner_path: ClassVar[str] = "user"
    may_view: ClassVar[Roles] = Action.EXPORT_GUESTS.roles
    may_add: ClassVar[Roles] = Action.EXPORT_GUESTS.roles
    may_see_history: ClassVar[Roles] = Action.EXPORT_GUESTS.roles
    may_change = may_delete = may_choose = NOBODY
    is_entrance = True
    sortable_by = ()

    def has_role(self, request: HttpRequest, roles: Roles, obj: Any = None) -> bool:
        if obj is None or roles is None:
            return super().has_role(request, roles)
        event_id = self.event_id_of(obj)
        if may(request, roles - COORDINATORS, event_id):
            return True
        *way, last = self.owner_path.split("__")
        for step in way:
            obj = getattr(obj, step)
        return getattr(obj, f"{last}_id") == request.user.pk and may(request, roles, event_id)

    def within(self, request: HttpRequest, queryset: QuerySet[Any], roles: Roles) -> QuerySet[Any]:
        if roles is None or sees_all(request.user):
            return super().within(request, queryset, roles)
        everywhere = Q(**{f"{self.event_path}__in": events_of(request.user, roles - COORDINATORS)})
        own = Q(**{f"{self.event_path}__in": events_of(request.user, roles), self.owner_path: request.user.pk})
        return queryset.filter(everywhere | own)

    def has_own_permission(self, request: HttpRequest) -> bool:
        """Whoever sees one may do with it what there is to be done."""
        return self.has_role(request, self.may_view)

    def show(self, request: HttpRequest, template: str, context: Mapping[str, Any]) -> TemplateResponse:
        """A page beside those of Django's admin; nobody keeps a copy of it."""
        known = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        response = TemplateResponse(request, f"admin/api/{template}", known)
        response.headers["Cache-Control"] = PRIVATE
        return response
