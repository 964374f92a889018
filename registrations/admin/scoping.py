"""Who sees whose guests: organisers all of their events, a host's coordinators those of their own block.

Everything else at the desk belongs to an event; guests and invitations also belong to a host, or to the organisers.
What is not theirs does not exist for coordinators: not in lists, counts, filters, searches, errors or exports.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from registrations.models import Allocation
from symposium.accounts.admin_base import Roles, ScopedAdmin, event_in_hand, may, number_in
from symposium.accounts.models import User
from symposium.accounts.scope import COORDINATORS, blocks_of, events_of, sees_all

# What ``?host=`` says where somebody is the organisers' own guest.
NO_HOST = "none"


def in_own_blocks(user: User | AnonymousUser, path: str = "allocation") -> Q:
    """Rows whose block (at ``path``; "" for blocks themselves) the user coordinates; none for everybody else."""
    prefix = f"{path}__" if path else ""
    found = Q(pk__in=())
    for event, organisation in blocks_of(user):
        found |= Q(**{f"{prefix}event": event, f"{prefix}organisation": organisation})
    return found


def blocks_within(request: HttpRequest, roles: Roles, event_id: int | None = None) -> QuerySet[Allocation]:
    """The blocks that the user may know of by one of the roles, at one event or at all of theirs."""
    blocks = Allocation.objects.select_related("organisation").order_by("organisation__name", "pk")
    if event_id is not None:
        blocks = blocks.filter(event=event_id)
    if roles is None or sees_all(request.user):
        return blocks.none() if roles is None else blocks
    seen = Q(event__in=events_of(request.user, roles - COORDINATORS))
    return blocks.filter(seen | in_own_blocks(request.user, "") if roles & COORDINATORS else seen)


class BlockScopedAdmin(ScopedAdmin):
    """The desk's page of what belongs to a host's block, or to the organisers alone.

    Where a page names COORDINATORS among its roles, they have them for the rows of their own block and for no others;
    every other role holds for the whole event, as everywhere.
    """

    # The path from the model to its block.
    block_path: ClassVar[str] = "allocation"

    def block_of(self, obj: Any) -> Allocation | None:
        """The block that an object belongs to; None where it is the organisers' own."""
        for step in self.block_path.split("__"):
            obj = getattr(obj, step)
        block: Allocation | None = obj
        return block

    def has_role(self, request: HttpRequest, roles: Roles, obj: Any = None) -> bool:
        if obj is None or roles is None:
            return super().has_role(request, roles)
        if may(request, roles - COORDINATORS, self.event_id_of(obj)):
            return True
        block = self.block_of(obj) if roles & COORDINATORS else None
        return block is not None and (block.event_id, block.organisation_id) in blocks_of(request.user)

    def within(self, request: HttpRequest, queryset: QuerySet[Any], roles: Roles) -> QuerySet[Any]:
        if roles is None or sees_all(request.user):
            return queryset.none() if roles is None else queryset
        everywhere = Q(**{f"{self.event_path}__in": events_of(request.user, roles - COORDINATORS)})
        if not roles & COORDINATORS:
            return queryset.filter(everywhere)
        return queryset.filter(everywhere | in_own_blocks(request.user, self.block_path))

    def organises(self, request: HttpRequest, event_id: int | None) -> bool:
        """Whether the user sees all that there is of this page at an event, or only their own block's."""
        return may(request, (self.may_view or frozenset()) - COORDINATORS, event_id)


class HostFilter(admin.SimpleListFilter):
    """By host: those whose guests the user may see, of the event in hand; and the organisers' own guests."""

    title = _("host")
    parameter_name = "host"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[Any, Any]]:
        if not isinstance(model_admin, BlockScopedAdmin):
            return []
        self.path, event_id = model_admin.block_path, event_in_hand(request)
        blocks = blocks_within(request, model_admin.may_view, event_id).select_related("event")[:200]
        named: list[tuple[Any, Any]] = [
            (block.pk, str(block) if event_id else f"{block} ({block.event})") for block in blocks
        ]
        if model_admin.organises(request, event_id) or (event_id is None and self._organises_any(request, model_admin)):
            named.append((NO_HOST, _now("the organisers")))
        return named

    @staticmethod
    def _organises_any(request: HttpRequest, page: BlockScopedAdmin) -> bool:
        roles = (page.may_view or frozenset()) - COORDINATORS
        return sees_all(request.user) or bool(events_of(request.user, roles))

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows are the user's own already; a number that is none of theirs finds nothing."""
        if self.value() is None:
            return queryset
        if self.value() == NO_HOST:
            return queryset.filter(**{f"{self.path}__isnull": True})
        block = number_in(self.value())
        return queryset.none() if block is None else queryset.filter(**{self.path: block})
