"""A list as a table for spreadsheets: the rows as they are filtered, the columns that the list shows."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import Field, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import ScopedAdmin
from symposium.kit.pages import PRIVATE
from symposium.kit.spreadsheet import csv_lines, xlsx_file

HELPING = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListTable(ScopedAdmin):
    """A list that can be taken away as a file; nothing that somebody typed is a formula in it."""

    # What stands in it beside or instead of the columns of the list; empty for those alone.
    table_columns: ClassVar[tuple[str, ...]] = ()

    @admin.action(description=_("Export as CSV"), permissions=["view"])
    def list_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
        """The chosen rows, or all that the list holds as it is filtered."""
        lines = csv_lines(*self._table(request, queryset))
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=self._headers("csv"))

    @admin.action(description=_("Export as XLSX"), permissions=["view"])
    def list_xlsx(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
        """The same as a workbook."""
        return FileResponse(
            xlsx_file(*self._table(request, queryset)), content_type=XLSX, headers=self._headers("xlsx")
        )

    def _headers(self, kind: str) -> dict[str, str]:
        named = f"{self.opts.model_name}s-{timezone.localdate():%Y-%m-%d}.{kind}"
        return {"Content-Disposition": f'attachment; filename="{named}"', "Cache-Control": PRIVATE}

    def _table(self, request: HttpRequest, rows: QuerySet[Any]) -> tuple[list[str], Iterator[list[str]]]:
        names: Any = self.table_columns or self._columns(request)
        head = [capfirst(str(label_for_field(name, self.model, self))) for name in names]
        seen = self.within(request, rows, self.may_view)
        # Written by the server after the page is answered, in the zone that is active now.
        zone = timezone.get_current_timezone()
        cells = [self._cell(name, zone) for name in names]
        return head, ([cell(row) for cell in cells] for row in seen.iterator(chunk_size=HELPING))

    def _columns(self, request: HttpRequest) -> tuple[Any, ...]:
        """Those of the list. A file says of which event it is, also where the list of one event need not."""
        shown = tuple(self.get_list_display(request))
        return shown if "event" in shown or "event" not in self.list_display else (*shown, "event")

    def _cell(self, name: str, zone: Any) -> Callable[[Any], str]:
        def cell(row: Any) -> str:
            column, _attribute, value = lookup_field(name, row, self)
            return in_a_cell(column, value, zone)

        return cell


def in_a_cell(column: Field | None, value: Any, zone: Any) -> str:
    """A value as plain text; a moment as a spreadsheet sorts it, on the wall of that zone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _now("yes") if value else ""
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None).isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    said = dict(column.flatchoices).get(value, value) if column is not None and column.flatchoices else value
    return strip_tags(str(said)) if hasattr(said, "__html__") else str(said)
