"""Filters of a list that are kept under a name: one's own, and those of an event's team."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from symposium.accounts.models import SavedFilter
from symposium.accounts.scope import events_of, sees_all

# Of one list for one person, so that they stay a line or two.
MOST = 30


class SavedFilterForm(forms.ModelForm):
    """A name, and whether the team has it too."""

    for_team = forms.BooleanField(required=False)

    class Meta:
        model = SavedFilter
        fields = ("name",)


class SavedFilters(ModelAdmin):
    """A list whose filters can be kept."""

    def saved_filters(self, request: HttpRequest) -> QuerySet[SavedFilter]:
        """The user's own of this list, and those of the teams that they are of; with an event in hand, of its team."""
        event_id = vars(request).get("_event_in_hand")
        roles: Any = getattr(self, "may_view", None) or ()
        teams = {event_id} if event_id else events_of(request.user, roles)
        shown = Q(user=request.user.pk) | Q(event__in=teams)
        return SavedFilter.objects.filter(shown, list=self.opts.label_lower)[:MOST]

    def get_urls(self) -> list[Any]:
        def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            return update_wrapper(self.admin_site.admin_view(require_POST(view)), view)

        name = f"{self.opts.app_label}_{self.opts.model_name}_filters"
        return [
            path("filters/", page(self.save_filter_view), name=name),
            path("filters/<int:pk>/delete/", page(self.delete_filter_view), name=f"{name}_delete"),
            *super().get_urls(),
        ]

    def save_filter_view(self, request: HttpRequest) -> HttpResponse:
        """Keep what the list shows now."""
        if not self.has_view_permission(request):
            raise Http404
        user: Any = request.user
        kept, query = SavedFilter(user=user, list=self.opts.label_lower), self._kept_of(request)
        form = SavedFilterForm(request.POST, instance=kept)
        if form.is_valid() and query:
            kept.event_id = self._team(request, query) if form.cleaned_data["for_team"] else None
            # What somebody typed to find a person is not shown to others.
            kept.query = urlencode([pair for pair in query if not kept.event_id or pair[0] != SEARCH_VAR])[:1000]
            if self._is_new(kept):
                kept.save()
                self.message_user(request, _("The filter is kept."), messages.SUCCESS)
            else:
                words = _("You have a filter of this name here already. Choose another name.")
                self.message_user(request, words, messages.WARNING)
        else:
            words = _("Give the filter a name, and filter the list by something first.")
            self.message_user(request, words, messages.WARNING)
        return redirect(self._list_of(query))

    def delete_filter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget one of the user's own; safe to do twice."""
        SavedFilter.objects.filter(pk=pk, user=request.user.pk, list=self.opts.label_lower).delete()
        return redirect(self._list_of(self._kept_of(request)))

    def _is_new(self, kept: SavedFilter) -> bool:
        mine = SavedFilter.objects.filter(user=kept.user_id, list=kept.list)
        return mine.count() < MOST and not mine.filter(name=kept.name).exists()

    def _kept_of(self, request: HttpRequest) -> list[tuple[str, str]]:
        """What is kept of the list's address: filters, search and order, and nothing that is none of this list's."""
        sent = parse_qsl(request.POST.get("query", "")[:2000])
        own = {SEARCH_VAR, ORDER_VAR}
        return [(name, value) for name, value in sent if name in own or self.lookup_allowed(name, value, request)]

    def _team(self, request: HttpRequest, query: list[tuple[str, str]]) -> int | None:
        """The event that the list is filtered by, where the user may see its list; None else: it is their own then."""
        number = dict(query).get("event", "")
        if not number.isascii() or not number.isdecimal() or len(number) > 15:
            return None
        roles: Any = getattr(self, "may_view", None) or ()
        is_theirs = sees_all(request.user) or int(number) in events_of(request.user, roles)
        return int(number) if is_theirs else None

    def _list_of(self, query: list[tuple[str, str]]) -> str:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return f"{address}?{urlencode(query)}" if query else address
