"""The list of sessions: by day, changed together, taken away as a table."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import event_in_hand
from symposium.accounts.admin_contents import ContentList
from symposium.accounts.bulk import Shifts
from symposium.events.models import Event
from symposium.kit.saying import say_short_day
from symposium.programme.models import Session
from symposium.programme.services import edit


class DayFilter(admin.SimpleListFilter):
    """By day of the event in hand, on its wall."""

    title = _("day")
    parameter_name = "day"
    # An event of more days is looked through otherwise.
    most = 31

    def lookups(self, request: HttpRequest, _model_admin: Any) -> Iterable[tuple[str, str]]:
        event = Event.objects.filter(pk=event_in_hand(request) or 0).values_list("starts_at", "ends_at").first()
        if event is None:
            return []
        first, last = (timezone.localtime(moment).date() for moment in event)
        days = [first + timedelta(days=number) for number in range(min((last - first).days + 1, self.most))]
        return [(day.isoformat(), say_short_day(day)) for day in days]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        try:
            day = date.fromisoformat(self.value() or "")
        except ValueError:
            return queryset.none()
        begins = datetime.combine(day, time(), timezone.get_current_timezone())
        return queryset.filter(starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1))


class SessionList(ContentList):
    """Sessions that visitors know are changed in their working copies, as on their pages."""

    actions: Any = ("bulk_change", "take_out", "list_csv", "list_xlsx")
    table_columns = (
        *("title", "starts_at", "ends_at", "kind", "state", "waiting", "room", "track", "people"),
        *("is_plenary", "slug"),
    )
    bulk_fields = (
        *("state", "kind", "track", "room", "is_plenary"),
        Shifts(("starts_at", "ends_at"), _("Move in time")),
    )

    def bulk_rows(self, _request: HttpRequest, rows: QuerySet[Any]) -> list[Any]:
        waiting = Session.every.select_related("event", "room", "track", "revises")
        copies = {copy.revises_id: copy for copy in waiting.filter(revises__in=rows.order_by().values("pk"))}
        return [copies.get(row.pk, row) for row in rows]

    def bulk_key(self, row: Session) -> Any:
        return row.revises_id or row.pk

    def bulk_value(self, row: Session, name: str) -> Any:
        return row.planned_state if name == "state" else super().bulk_value(row, name)

    def apply_bulk(self, request: HttpRequest, obj: Session, values: dict[str, Any]) -> None:
        edit(obj, by=request.user, **values)  # type: ignore[arg-type]
