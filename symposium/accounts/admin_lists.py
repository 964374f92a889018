"""Pieces of the desk's lists: filters that name nothing of other events, and a paginator that counts only so far."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import ScopedAdmin, event_in_hand, number_in
from symposium.accounts.scope import events_of, sees_all
from symposium.kit import zones
from symposium.kit.saying import say_log


def on_the_wall(moment: datetime | None, zone_name: str) -> str:
    """'20 Jan 2026, 09:00' in that zone; empty for None. Lists hold events of several zones."""
    return say_log(zones.on_wall(moment, zone_name)) if moment else ""


class EventFilter(admin.SimpleListFilter):
    """By event: those that the user may see. The event's page leads to lists with it (``?event=3``)."""

    title = _("event")
    parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[Any, Any]]:
        if not isinstance(model_admin, ScopedAdmin):
            return []
        model: Any = model_admin.model
        for step in model_admin.event_path.split("__"):
            model = model._meta.get_field(step).remote_field.model
        events = model._default_manager.all()
        if not sees_all(request.user):
            events = events.filter(pk__in=events_of(request.user, model_admin.may_view or ()))
        self.path = model_admin.event_path
        return list(events.values_list("pk", "name"))

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        event_id = number_in(self.value())
        return queryset.none() if event_id is None else queryset.filter(**{self.path: event_id})


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """By something that belongs to an event: those of the user's events, or of the event in hand."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[Any, Any]]:
        target = model_admin.admin_site.get_model_admin(field.remote_field.model)
        if not isinstance(target, ScopedAdmin):
            return []
        choices, event_id = target.choosable(request, field), event_in_hand(request)
        if event_id:
            choices = target.narrowed(choices, event_id)
        return [(choice.pk, str(choice)) for choice in choices[:200]]


class CappedPaginator(Paginator):
    """Counts to ten thousand and no further: whoever looks for one of more than that searches or filters."""

    most = 10_000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows[: self.most].count())
