"""Pieces of the desk's lists: filters that name nothing of other events, and a paginator that counts only so far."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import ScopedAdmin, event_in_hand, number_in
from symposium.accounts.paging import CappedPaginator
from symposium.accounts.scope import events_of, sees_all
from symposium.kit import zones
from symposium.kit.findable import holding
from symposium.kit.folding import has_words
from symposium.kit.saying import say_log

__all__ = [
    "CappedPaginator",
    "EventFilter",
    "FindsFolded",
    "FindsWords",
    "ScopedRelatedFilter",
    "on_the_wall",
]


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


class FindsWords(ScopedAdmin):
    """A list of rows that are found by the beginnings of their words, among a hundred thousand (``kit.findable``)."""

    # The way from a row of the list to the one that is found; empty where they are the same.
    found_through: ClassVar[str] = ""
    # So many are asked for by their keys.
    few: ClassVar[int] = 1_000
    # Said by the field of the search; what is really asked are words.
    search_fields = ("found_by",)
    search_help_text = _("By the beginnings of words, without regard to accents, or by an address.")

    def sees_addresses(self, _request: HttpRequest) -> bool:
        """Whether rows may be asked for by address."""
        return True

    def found_model(self) -> type[Any]:
        """What is found."""
        return self.model._meta.get_field(self.found_through).remote_field.model if self.found_through else self.model

    def found_by(self, request: HttpRequest, text: str) -> Q:
        """Which rows of ``found_model`` are meant."""
        return holding(self.found_model()._base_manager.all(), text, by_address=self.sees_addresses(request))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """Who is rare is looked up first: a planner that takes them for frequent reads the list in its order."""
        text = search_term.strip()
        if not text:
            return queryset, False
        found = self.found_by(request, text)
        rows = self.found_model()._base_manager.all() if self.found_through else queryset
        few = list(rows.filter(found).order_by().values_list("pk", flat=True)[: self.few + 1])
        which: Any = few if len(few) <= self.few else rows.filter(found).order_by().values("pk")
        if self.found_through:
            return queryset.filter(**{f"{self.found_through}__in": which}), False
        return queryset.filter(pk__in=few) if which is few else queryset.filter(found), False


class FindsFolded(ScopedAdmin):
    """A short list (hundreds), searched without regard to accents and case wherever a word stands."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        columns = self.get_search_fields(request)
        if not search_term.strip() or not columns:
            return queryset, False
        texts: dict[Any, list[str]] = {}
        for pk, *values in queryset.order_by().values_list("pk", *columns):
            texts.setdefault(pk, []).extend(str(value or "") for value in values)
        found = [pk for pk, said in texts.items() if has_words(" ".join(said), search_term)]
        return queryset.filter(pk__in=found), False
