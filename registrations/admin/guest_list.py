"""The list of guests: what a page of it needs beside its rows, in a query or two whatever the page holds."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from registrations.models import Registration
from registrations.models.guests import CROCKFORD

State = Registration.State


class GuestChangeList(ChangeList):
    """A page of guests who know their place in the line and their company."""

    def get_results(self, request: HttpRequest) -> None:
        """Read the page once."""
        super().get_results(request)
        page: Any = self.model_admin
        if not page.sees_addresses(request):
            help_text = _("By the beginnings of names and institutions, or by the reference of a ticket.")
            self.search_help_text = str(help_text)
        guests = list(self.result_list)
        find_positions(guests)
        seen = self.model_admin.get_queryset(request).select_related(None).order_by()
        find_company(guests, seen)
        self.result_list = guests


def find_positions(guests: Sequence[Any]) -> None:
    """Give those of the guests who wait their place in the line (``position``): one query for all lines."""
    waiting = [guest for guest in guests if guest.state == State.WAITING]
    for guest in guests:
        guest.position = 0
    if not waiting:
        return
    lines = Registration.objects.real().filter(state=State.WAITING, event__in={guest.event_id for guest in waiting})
    placed = lines.annotate(
        place=Window(
            RowNumber(),
            partition_by=["event", "mode", "in_block", Case(When(in_block=True, then=F("allocation")))],
            order_by=["waiting_since", "pk"],
        )
    )
    wanted = [guest.pk for guest in waiting]
    places = dict(placed.filter(pk__in=wanted).order_by().values_list("pk", "place"))
    for guest in waiting:
        guest.position = places.get(guest.pk, 0)


def find_company(guests: Sequence[Any], seen: QuerySet[Registration]) -> None:
    """Give the guests of parties what is said of them (``company``), as far as the user may see who is in it."""
    parties = {guest.party_id for guest in guests if guest.party_id}
    members = seen.filter(party__in=parties).exclude(state=State.CANCELLED)
    rows = list(members.values_list("party", "is_head", "name")) if parties else []
    sizes = Counter(party for party, _is_head, _name in rows)
    heads = {party: name for party, is_head, name in rows if is_head}
    for guest in guests:
        guest.company = _company(guest, heads, sizes)


def _company(guest: Any, heads: dict[int, str], sizes: Counter[int]) -> str:
    if not guest.party_id:
        return ""
    if guest.is_head:
        return _now("%(number)d people") % {"number": sizes[guest.party_id]}
    return _now("with %(name)s") % {"name": heads.get(guest.party_id, "")} if guest.party_id in heads else _now("party")


class WayFilter(admin.SimpleListFilter):
    """By the way in which they came."""

    title = _("way")
    parameter_name = "way"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[Any, Any]]:
        return (
            ("form", _("by the form")),
            ("invitation", _("by invitation")),
            ("staff", _("entered by staff")),
            ("party", _("in a party")),
        )

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Anything else in the address finds all."""
        ways = {
            "form": Q(invitation=None, by_staff=False),
            "invitation": Q(invitation__isnull=False),
            "staff": Q(by_staff=True),
            "party": Q(party__isnull=False),
        }
        return queryset.filter(ways.get(self.value() or "", Q()))


def by_reference(term: str) -> Q | None:
    """The guest who says 'K7Q2-9XDM' at the door; None where the term is no reference."""
    letters = term.strip().upper().replace("-", "").replace("O", "0").replace("I", "1").replace("L", "1")
    if len(letters) != 8 or any(letter not in CROCKFORD for letter in letters):
        return None
    bits = 0
    for letter in letters:
        bits = bits << 5 | CROCKFORD.index(letter)
    first = bits << 88
    return Q(public_id__gte=f"{first:032x}", public_id__lte=f"{first + (1 << 88) - 1:032x}")
