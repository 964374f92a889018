"""What guests need to eat and to take part: for guest care alone, and counted for those who have to order it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from registrations.admin.apart import ApartAdmin
from registrations.admin.asking import event_of, further, show
from registrations.admin.tables import table_response
from registrations.models import Needs
from registrations.models.needs import Access, Diet
from registrations.permissions import Action
from registrations.services.needs import NeedsReport, access_report, catering_report, needs_in_words
from symposium.accounts.admin_base import may
from symposium.accounts.admin_lists import EventFilter, FindsWords
from symposium.events.models import Event

REPORTS: dict[str, tuple[Any, Callable[[Event], NeedsReport]]] = {
    "catering": (_("Catering report"), catering_report),
    "access": (_("Access report"), access_report),
}


class NeedFilter(admin.SimpleListFilter):
    """By one need of the standard list, or by who wants to be called."""

    title = _("need")
    parameter_name = "need"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[Any, Any]]:
        return [("call", _("please call")), *Diet.choices, *Access.choices]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Needs]) -> QuerySet[Needs]:
        if self.value() == "call":
            return queryset.filter(please_call=True)
        for column, kinds in (("diet", Diet), ("access", Access)):
            if self.value() in kinds.values:
                # As text: SQLite cannot look into a list in JSON by an index, and PostgreSQL writes it alike.
                as_text = {f"{column}_as_text": Cast(column, TextField())}
                return queryset.annotate(**as_text).filter(**{f"{column}_as_text__contains": f'"{self.value()}"'})
        return queryset if self.value() is None else queryset.none()


@admin.register(Needs)
class NeedsAdmin(FindsWords, ApartAdmin):
    """Guests with needs, those first who want to be called."""

    may_view = Action.SEE_NEEDS.roles
    is_entrance = True
    desk_order = 36
    list_display = ("guest", "calls", "eats", "takes_part", "state", "event")
    list_filter = (EventFilter, NeedFilter, "registration__mode")
    list_select_related = ("registration__event",)
    found_through = "registration"
    search_help_text = _("By the beginnings of names and institutions.")
    ordering = (F("please_call").desc(), "registration__name", "pk")
    sortable_by = ()
    change_list_template = "admin/registrations/apart/change_list.html"
    fields = (
        *("guest", "event", "state", "mode", "calls", "telephone"),
        *("eats", "diet_words", "takes_part", "access_words", "changed_at"),
    )
    readonly_fields = fields

    def sees_addresses(self, _request: HttpRequest) -> bool:
        """Names are all that is known here of guests."""
        return False

    @admin.display(description=_("guest"))
    def guest(self, needs: Needs) -> str:
        """Whose they are."""
        return needs.registration.name

    @admin.display(description=_("event"))
    def event(self, needs: Needs) -> str:
        """At which event."""
        return str(needs.registration.event)

    @admin.display(description=_("state"))
    def state(self, needs: Needs) -> str:
        """Of the guest's place."""
        return str(needs.registration.get_state_display())

    @admin.display(description=_("takes part"))
    def mode(self, needs: Needs) -> str:
        """In person or online."""
        return str(needs.registration.get_mode_display())

    @admin.display(description=_("please call"))
    def calls(self, needs: Needs) -> str:
        """Whether they want to be called."""
        return _now("please call") if needs.please_call else ""

    @admin.display(description=_("to eat"))
    def eats(self, needs: Needs) -> str:
        """In words."""
        said = [*needs_in_words(needs.diet, Diet), *([_now("own words")] if needs.diet_words else [])]
        return ", ".join(said)

    @admin.display(description=_("to take part"))
    def takes_part(self, needs: Needs) -> str:
        """In words."""
        said = [*needs_in_words(needs.access, Access), *([_now("own words")] if needs.access_words else [])]
        return ", ".join(said)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Needs]:
        """Those of guests who come, or may still come."""
        rows: QuerySet[Needs] = super().get_queryset(request)
        return rows.filter(registration__shadow_of=None).exclude(registration__state__in=("cancelled", "declined"))

    # --- reports ---------------------------------------------------------------------------------------------------

    def may_count(self, request: HttpRequest, event_id: int) -> bool:
        """Whether the user may see the numbers, which name nobody."""
        return may(request, Action.COUNT_NEEDS.roles, event_id)

    def ways_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        if not self.may_count(request, event_id):
            return []
        return [
            (str(words), f"{reverse(f'admin:registrations_needs_{name}')}?event={event_id}")
            for name, (words, _count) in REPORTS.items()
        ]

    def get_urls(self) -> list[Any]:
        own = [further(self, f"{name}/", self._view_of(name), name) for name in REPORTS]
        return [*own, *super().get_urls()]

    def _view_of(self, name: str) -> Callable[[HttpRequest], HttpResponse]:
        def view(request: HttpRequest) -> HttpResponse:
            return self.report_view(request, name)

        return view

    def report_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Numbers as a page for the screen and for paper, or as a table (``as=csv``, ``as=xlsx``)."""
        event, (words, count) = event_of(request), REPORTS[name]
        if not self.may_count(request, event.pk):
            raise PermissionDenied
        report = count(event)
        kind = request.GET.get("as", "")
        if kind in {"csv", "xlsx"}:
            return table_response(kind, f"{event.slug}-{name}", table_head(), table_rows(report))
        context = {"title": f"{words}: {event}", "event": event, "report": report, "path": request.path}
        return show(self, request, "needs/report", context)


def table_head() -> list[str]:
    """What stands over the columns of a report."""
    return [_now("What"), _now("Need"), _now("Confirmed"), _now("Offered"), _now("Together")]


def table_rows(report: NeedsReport) -> list[tuple[object, ...]]:
    """A report as rows of a table; nobody is named in it."""
    people = report.people
    rows: list[tuple[object, ...]] = [
        (_now("People in person"), "", people.confirmed, people.offered, people.people),
    ]
    for title, counted in ((_now("Need"), report.needs), (_now("Needs together"), report.combinations)):
        rows += [(title, one.words, one.confirmed, one.offered, one.people) for one in counted]
    rows.append((_now("Please call"), "", "", "", report.please_call))
    rows += [(_now("In their own words"), words, "", "", "") for words in report.own_words]
    return rows
