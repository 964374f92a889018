"""The log of deeds: read by organisers, and by coordinators as far as it is about their own block."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from registrations.admin.scoping import BlockScopedAdmin, HostFilter, in_own_blocks
from registrations.admin.story import what, who
from registrations.models import Deed
from registrations.permissions import OWN_BLOCK, Action
from symposium.accounts.admin_base import NOBODY, event_in_hand, number_in
from symposium.accounts.admin_lists import EventFilter, on_the_wall
from symposium.accounts.scope import events_of, sees_all


class GuestFilter(admin.SimpleListFilter):
    """All that was done with one guest; their page leads here."""

    title = _("guest")
    parameter_name = "guest"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[Any, Any]]:
        return ()

    def has_output(self) -> bool:
        """Nobody chooses one out of a hundred thousand here."""
        return False

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """None for what is no number."""
        sent = self.used_parameters.get(self.parameter_name)
        if sent is None:
            return queryset
        guest = number_in(str(sent))
        return queryset.none() if guest is None else queryset.filter(registration=guest)


@admin.register(Deed)
class DeedAdmin(BlockScopedAdmin):
    """Only ever added to, by deeds themselves."""

    may_view = Action.SEE_LOG.roles
    may_see_history = may_add = may_change = may_delete = may_choose = NOBODY
    is_entrance = True
    desk_order = 39
    list_display = ("when", "what", "guest", "by", "reason")
    list_display_links = None
    list_filter = (EventFilter, "actor", "verb", HostFilter, GuestFilter)
    list_select_related = ("user", "registration", "allocation__organisation")
    # As the indexes 'deeds_newest' and 'deeds_by_verb' give them.
    ordering = ("event_id", "-at", "-pk")
    sortable_by = ()
    search_fields = ()
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet[Deed]:
        """Each with whether its guest is one of the user's now: who was moved to another host is that host's."""
        rows: QuerySet[Deed] = super().get_queryset(request)
        if sees_all(request.user):
            return rows.annotate(shows_guest=Value(value=True))
        organised = events_of(request.user, self.may_view - OWN_BLOCK)
        mine = Q(event__in=organised) | in_own_blocks(request.user, "registration__allocation")
        return rows.annotate(shows_guest=Case(When(mine, then=Value(value=True)), default=Value(value=False)))

    def count_at(self, _request: HttpRequest, _event_id: int) -> None:
        """A number says nothing here."""

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        event = () if event_in_hand(request) else ("event",)
        return ("when", "what", "guest", "by", "reason", *event)

    def get_fields(self, _request: HttpRequest, _obj: Deed | None = None) -> tuple[str, ...]:
        return ("event", "when", "what", "guest", "invitation", "allocation", "by", "rule", "reason")

    def get_readonly_fields(self, request: HttpRequest, obj: Deed | None = None) -> Any:
        return self.get_fields(request, obj)

    def view_on_site(self, _obj: Any) -> None:
        """It has no page."""

    @admin.display(description=_("when"))
    def when(self, deed: Deed) -> str:
        """On the event's wall."""
        return on_the_wall(deed.at, deed.event.timezone)

    @admin.display(description=_("what"))
    def what(self, deed: Deed) -> str:
        """In words."""
        return what(deed)

    @admin.display(description=_("by"))
    def by(self, deed: Deed) -> str:
        """Who did it."""
        return who(deed)

    @admin.display(description=_("guest"))
    def guest(self, deed: Any) -> str:
        """With the way to their page."""
        guest = deed.registration
        if guest is None or not deed.shows_guest:
            return ""
        url = reverse("admin:registrations_registration_change", args=[guest.pk])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', url, guest.name)
