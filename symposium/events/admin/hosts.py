"""Who holds an event: hosts, and the institutions that they are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import SERVER_ALONE, Roles, ScopedAdmin, may, may_somewhere
from symposium.accounts.admin_contents import ContentList
from symposium.accounts.admin_inlines import ScopedTabularInline
from symposium.accounts.admin_lists import EventFilter
from symposium.accounts.models import Membership, Role, TeamInvitation
from symposium.accounts.scope import (
    COORDINATORS,
    EDITORS,
    ORGANISERS,
    OWNERS,
    events_of,
    memberships,
    organisations_of,
    sees_all,
)
from symposium.events.models import Hosting
from symposium.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Tie:
    """A way in which organisations belong to events; each app that knows one adds it to ``ties``."""

    model: type[models.Model]
    event_path: str
    public: Callable[[], QuerySet[Any]]

    def at(self, event_ids: Iterable[int]) -> Q:
        """Organisations that are tied to one of the events in this way."""
        tied = self.model._default_manager.filter(**{f"{self.event_path}__in": set(event_ids)})
        return Q(pk__in=tied.values("organisation"))

    def anywhere(self) -> Q:
        """Organisations that are tied to any event in this way."""
        return Q(pk__in=self.model._default_manager.exclude(organisation=None).values("organisation"))

    def elsewhere(self, event_ids: Iterable[int]) -> Q:
        """Organisations that are tied to any other event in this way."""
        tied = self.model._default_manager.exclude(organisation=None)
        return Q(pk__in=tied.exclude(**{f"{self.event_path}__in": set(event_ids)}).values("organisation"))

    def in_public(self) -> Q:
        """Organisations that every visitor may see to be tied in this way."""
        return Q(pk__in=self.public().exclude(organisation=None).values("organisation"))


HOSTS = Tie(Hosting, "event", Hosting.objects.public)
ties = [HOSTS]


def tied_to(event_ids: Iterable[int]) -> Q:
    """Organisations that one of the events knows."""
    mine = set(event_ids)
    return reduce(or_, (tie.at(mine) for tie in ties))


def nowhere_but(event_ids: Iterable[int]) -> Q:
    """Organisations of which no other event knows."""
    mine = set(event_ids)
    return ~reduce(or_, (tie.elsewhere(mine) for tie in ties))


class HostingInline(ScopedTabularInline):
    """The hosts, on their event's page."""

    model = Hosting
    fields = ("organisation", "role", "rank", "consented")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("organisation",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("organisation")


@admin.register(Hosting)
class HostingAdmin(ContentList):
    """A host; a co-host's coordinator finds their own here, and says whether it may be listed."""

    may_view = EDITORS | COORDINATORS
    may_change = EDITORS | COORDINATORS
    desk_order = 21
    list_display = ("organisation", "role", "rank", "consented", "event")
    list_filter = (EventFilter, "role", "consented")
    list_select_related = ("organisation", "event")
    search_fields = ("organisation__name",)
    bulk_fields = ("role", "consented")
    ordering = ("event", "rank", "pk")
    fields = ("event", "organisation", "role", "rank", "consented")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("organisation",)

    def _is_own(self, request: HttpRequest, hosting: Hosting) -> bool:
        return (Role.COORDINATOR, hosting.event_id, hosting.organisation_id) in memberships(request.user)

    def has_role(self, request: HttpRequest, roles: Roles, obj: Any = None) -> bool:
        if obj is None or roles is None:
            return super().has_role(request, roles)
        own = bool(roles & COORDINATORS) and self._is_own(request, obj)
        return own or super().has_role(request, roles - COORDINATORS, obj)

    def within(self, request: HttpRequest, queryset: QuerySet[Any], roles: Roles) -> QuerySet[Any]:
        if roles is None or sees_all(request.user):
            return super().within(request, queryset, roles)
        seen = Q(event__in=events_of(request.user, roles - COORDINATORS))
        for role, event, organisation in memberships(request.user) if roles & COORDINATORS else ():
            if role == Role.COORDINATOR:
                seen |= Q(event=event, organisation=organisation)
        return queryset.filter(seen)

    def get_readonly_fields(self, request: HttpRequest, obj: Hosting | None = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        if obj is None or may(request, EDITORS, obj.event_id):
            return fixed
        return tuple(name for name in self.fields if name != "consented")


@admin.register(Organisation)
class OrganisationAdmin(ScopedAdmin):
    """Institutions: those tied to the user's events; all that are public may be chosen."""

    may_view = may_change = may_see_history = EDITORS | COORDINATORS
    may_delete = SERVER_ALONE
    event_path = ""
    desk_order = 1
    list_display = ("name", "short_name", "country", "has_logo")
    search_fields = ("name", "short_name")
    ordering = ("name",)
    longest_sides: ClassVar[dict[str, int]] = {"logo": 1200, "logo_dark": 1200}
    fieldsets = (
        (None, {"fields": ("name", "short_name", "slug", "country", "url", "words")}),
        (_("Logo"), {"fields": ("logo", "logo_dark", "logo_alternative_text")}),
    )
    # What a co-host's coordinator writes; the name is the organisers' business.
    of_coordinators = frozenset({"words", "url", "logo", "logo_dark", "logo_alternative_text"})

    @admin.display(description=_("logo"), boolean=True)
    def has_logo(self, organisation: Organisation) -> bool:
        """Whether there is one."""
        return bool(organisation.logo)

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        if obj.logo and not obj.logo_alternative_text:
            words = _("The logo has no alternative text. Who does not see it hears the institution’s name instead.")
            self.message_user(request, words, messages.WARNING)
        if obj.logo_dark and not obj.logo:
            words = _("There is a logo for dark pages alone. No page shows it before there is one for light pages.")
            self.message_user(request, words, messages.WARNING)

    def zone_of(self, _request: HttpRequest, _obj: Any) -> str:
        return ""

    def event_id_of(self, _obj: Any) -> None:
        """An institution belongs to no one event."""

    def has_role(self, request: HttpRequest, roles: Roles, obj: Any = None) -> bool:
        if obj is None or sees_all(request.user):
            return may_somewhere(request, roles)
        return self.within(request, Organisation.objects.filter(pk=obj.pk), roles).exists()

    def within(self, request: HttpRequest, queryset: QuerySet[Any], roles: Roles) -> QuerySet[Any]:
        """To be seen by those at whose event it is, by its coordinators, and while it is tied to nothing yet."""
        if roles is None or sees_all(request.user):
            return super().within(request, queryset, roles)
        seen = Q(pk__in=organisations_of(request.user)) if roles & COORDINATORS else Q(pk=None)
        mine = events_of(request.user, roles - COORDINATORS)
        if mine:
            seen |= tied_to(mine) | self._untied()
        return queryset.filter(seen)

    @staticmethod
    def _untied() -> Q:
        return ~reduce(or_, (tie.anywhere() for tie in ties))

    def has_change_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        """Its coordinators, and those who organise all events at which it is and one that it hosts."""
        if obj is None:
            return super().has_change_permission(request)
        return sees_all(request.user) or self._coordinates(request, obj) or self._organises(request, obj)

    def _organises(self, request: HttpRequest, organisation: Organisation) -> bool:
        """Anybody may name a known institution as their host; it is theirs to write about only if nobody else does."""
        mine = events_of(request.user, ORGANISERS)
        its = Organisation.objects.filter(pk=organisation.pk)
        return bool(mine) and its.filter(HOSTS.at(mine), nowhere_but(mine)).exists()

    def _coordinates(self, request: HttpRequest, organisation: Organisation) -> bool:
        """Where the institution agreed to host the event of the membership, or is at that event alone."""
        wanted = (Role.COORDINATOR, organisation.pk)
        at = {event for role, event, whose in memberships(request.user) if (role, whose) == wanted}
        if Hosting.objects.filter(organisation=organisation, event__in=at, consented=True).exists():
            return True
        its = Organisation.objects.filter(pk=organisation.pk)
        return any(its.filter(tied_to({event}), nowhere_but({event})).exists() for event in at)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return sees_all(request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> Any:
        if obj is None or sees_all(request.user) or self._organises(request, obj):
            return ()
        names = [name for _title, options in self.fieldsets for name in options["fields"]]
        return tuple(name for name in names if name not in self.of_coordinators)

    def choosable(self, request: HttpRequest, _for: Any = None) -> QuerySet[Any]:
        """Those of one's events, those that the public knows, and new ones; for a membership, one's own hosts."""
        organisations = Organisation.objects.order_by("name")
        if sees_all(request.user):
            return organisations
        if _for is not None and _for.model in {Membership, TeamInvitation}:
            return organisations.filter(self._entrusted(request))
        mine = events_of(request.user, EDITORS)
        known = [tie.at(mine) | tie.in_public() for tie in ties]
        return organisations.filter(reduce(or_, known) | self._untied())

    @staticmethod
    def _entrusted(request: HttpRequest) -> Q:
        """For which owners name coordinators: their hosts, but not those that others know already.

        An owner writes a host's consent too, so a coordinator of theirs would otherwise rewrite any known institution.
        Whoever runs the server names one for those; then the owner may name more.
        """
        owned = events_of(request.user, OWNERS)
        coordinated = Membership.objects.filter(role=Role.COORDINATOR, event__in=owned).values("organisation")
        return HOSTS.at(owned) & (nowhere_but(events_of(request.user, ORGANISERS)) | Q(pk__in=coordinated))

    def narrowed(self, queryset: QuerySet[Any], _event_id: int) -> QuerySet[Any]:
        return queryset
