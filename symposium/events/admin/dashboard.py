"""The dashboard of an event: what it lacks, what needs doing, how it stands."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from symposium.accounts.admin_base import ScopedAdmin, may
from symposium.accounts.scope import EDITORS, ORGANISERS
from symposium.events.admin.pages import EventPages
from symposium.events.admin.states import steps_from
from symposium.events.dashboard import Todo, Urgency, checks_of, panels_at, todos_at


class DashboardPages(EventPages):
    """The page itself."""

    def dashboard_urls(self) -> list[Any]:
        """Its address."""
        return [
            self.further("<str:pk>/dashboard/", require_safe(self.dashboard), "dashboard"),
            self.further("<str:pk>/figures/", require_safe(self.figures), "figures"),
        ]

    def dashboard(self, request: HttpRequest, pk: str) -> HttpResponse:
        """All of it, as far as the user may see it."""
        event = self.event_at(request, pk, EDITORS)
        organises = may(request, ORGANISERS, event.pk)
        checks = checks_of(event) if event.is_draft else []
        context: dict[str, Any] = {
            "event": event,
            "organises": organises,
            "checks": checks,
            "missing": [check for check in checks if check.is_must and not check.is_done],
            "groups": grouped(todos_at(request, event)),
            "panels": panels_at(request, event),
            "steps": steps_from(event) if organises else [],
            "lists": [*lists_of(self, request, event.pk), *ways_of(self, request, event.pk)],
            "public_url": self.view_on_site(event),
        }
        return self.show_page(request, "dashboard", event.name, **context)

    def figures(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Answers in numbers, and whatever else takes longer to count."""
        event = self.event_at(request, pk, ORGANISERS)
        panels = panels_at(request, event, apart=True)
        return self.show_page(request, "figures", _("Answers in numbers"), event=event, panels=panels)


def lists_of(desk: ScopedAdmin, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
    """Names and addresses of the lists of what belongs to an event that the user may open; without any query."""
    return [
        (str(page.opts.verbose_name_plural), f"{_list_url(page)}?event={event_id}")
        for page in _pages(desk)
        if page.is_entrance and page.opens_at(request, event_id)
    ]


def ways_of(desk: ScopedAdmin, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
    """Names and addresses of the further pages to which other pages of the desk lead from an event."""
    return [way for page in _pages(desk) for way in page.ways_at(request, event_id)]


def _pages(desk: ScopedAdmin) -> list[ScopedAdmin]:
    pages = [page for page in desk.admin_site._registry.values() if isinstance(page, ScopedAdmin)]
    return sorted(pages, key=lambda page: page.desk_order)


def _list_url(page: ScopedAdmin) -> str:
    return reverse(f"{page.admin_site.name}:{page.opts.app_label}_{page.opts.model_name}_changelist")


def grouped(todos: list[Todo]) -> list[tuple[str, list[Todo]]]:
    """By how soon they are to be done, in words."""
    words = {Urgency.NOW: _("Now"), Urgency.SOON: _("Soon"), Urgency.SOME_TIME: _("Some time")}
    return [(words[urgency], list(some)) for urgency, some in groupby(todos, key=lambda todo: todo.urgency)]
