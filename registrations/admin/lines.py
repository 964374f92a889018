"""Waiting lists and offers, by line: everybody's seats, places online, each host's block."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from registrations.admin.dossier import guest_page
from registrations.admin.pages import DeskPages
from registrations.admin.scoping import blocks_within
from registrations.models import Allocation, Registration
from registrations.permissions import Action
from symposium.accounts.admin_base import may, number_in
from symposium.accounts.admin_lists import on_the_wall
from symposium.events.models import Event, Mode

TITLE = gettext_lazy("Waiting lists and offers")
SEE = Action.SEE_LINES
A_PAGE = 100
ADDRESS = "admin:registrations_registration_lines"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One in a line, or one to whom a place is offered."""

    position: int
    name: str
    url: str
    note: str
    until: str


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One kind of place: how many are free, and how many wait for it."""

    key: str
    name: str
    free: str
    waiting: int
    mode: str
    block: Allocation | None


def lines_of(desk: DeskPages, request: HttpRequest, event: Event) -> list[WaitingLine]:
    """The lines of an event that the user may see: a coordinator those of their own block."""
    return list(_lines(desk, request, event))


def _lines(desk: DeskPages, request: HttpRequest, event: Event) -> Iterator[WaitingLine]:
    if desk.organises(request, event.pk) and may(request, SEE.roles, event.pk):
        for mode in event.modes:
            waiting = event.online_waiting if mode == Mode.ONLINE else event.guests_waiting
            name = _("Online") if mode == Mode.ONLINE else _("Everybody’s seats")
            yield WaitingLine(mode.value, name, _free(event.left(mode)), waiting, mode.value, None)
    for block in blocks_within(request, SEE.roles, event.pk):
        if block.released_at is None:
            name = _("Block of %(host)s") % {"host": block}
            yield WaitingLine(str(block.pk), name, _free(block.left), block.waiting, Mode.IN_PERSON.value, block)


def _free(left: int | None) -> str:
    return _("without limit") if left is None else _("%(number)d free") % {"number": left}


class LinePages(DeskPages):
    """The page of lines."""

    def line_urls(self) -> list[Any]:
        """Its address."""
        return [path("lines/", self.page(require_safe(self.lines)), name="registrations_registration_lines")]

    def way_to_lines(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        """The way from the event's page."""
        return [(str(TITLE), f"{reverse(ADDRESS)}?event={event_id}")] if may(request, SEE.roles, event_id) else []

    def lines(self, request: HttpRequest) -> HttpResponse:
        """All lines in numbers, one of them in full, and the offers that stand."""
        event = self.event_for(request, SEE)
        if event is None:
            return self.choose_event(request, SEE, TITLE, reverse(ADDRESS))
        lines = lines_of(self, request, event)
        chosen = next((line for line in lines if line.key == request.GET.get("line")), None) or _longest(lines)
        number = max(number_in(request.GET.get("page")) or 1, 1)
        people = self._people(request, event, chosen, number) if chosen else []
        base = f"{reverse(ADDRESS)}?event={event.pk}"
        context: dict[str, Any] = {
            "event": event,
            "lines": [(line, f"{base}&line={line.key}", line == chosen) for line in lines],
            "chosen": chosen,
            "people": people[:A_PAGE],
            "more_url": f"{base}&line={chosen.key}&page={number + 1}" if chosen and len(people) > A_PAGE else "",
            "offers": self._offers(request, event),
        }
        return self.show(request, "lines", f"{TITLE}: {event.name}", **context)

    def _people(self, request: HttpRequest, event: Event, line: WaitingLine, number: int) -> list[Waiting]:
        rows = Registration.objects.waiting_in_line().filter(event=event, mode=line.mode)
        rows = rows.filter(in_block=line.block is not None)
        if line.block:
            rows = rows.filter(allocation=line.block)
        first = (min(number, 10_000) - 1) * A_PAGE
        # A page and one more: whether there is another.
        found = rows.select_related("party", "allocation__organisation")[first : first + A_PAGE + 1]
        zone = event.timezone
        return [
            Waiting(place, one.name, guest_page(one.pk), _note(one), on_the_wall(one.waiting_since, zone))
            for place, one in enumerate(found, first + 1)
        ]

    def _offers(self, request: HttpRequest, event: Event) -> list[Waiting]:
        rows = Registration.objects.real().filter(event=event, state=Registration.State.OFFERED)
        seen = self.within(request, rows, SEE.roles).select_related("party", "allocation__organisation")
        return [
            Waiting(0, one.name, guest_page(one.pk), _note(one), on_the_wall(one.offered_until, event.timezone))
            for one in seen.order_by("offered_until", "pk")[:A_PAGE]
        ]


def _longest(lines: list[WaitingLine]) -> WaitingLine | None:
    return max(lines, key=lambda line: line.waiting, default=None)


def _note(one: Registration) -> str:
    """Affiliation, and how their party moves."""
    party = ""
    if one.party:
        party = _("party, may be split") if one.party.may_split else _("party, stays together")
    return " · ".join(filter(None, [one.affiliation, party]))
