"""What leaves the desk as files: the whole event, its programme, its speakers."""

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from registrations.admin.tables import KINDS, table_response
from symposium.accounts.admin_base import may
from symposium.exchange.admin.pages import ExchangePages
from symposium.exchange.archive import archive_of
from symposium.exchange.gathering import Gathering
from symposium.exchange.permissions import Action
from symposium.exchange.tables import TABLES
from symposium.kit.pages import PRIVATE


class ExportPages(ExchangePages):
    """The page that names them, and the files."""

    def export_urls(self) -> list[Any]:
        """Their addresses."""
        return [
            self.further("export/", self.export, "export"),
            self.further("export/event.zip", self.archive, "archive"),
            self.further("export/<slug:name>.<slug:kind>", self.table, "table"),
        ]

    def export(self, request: HttpRequest) -> HttpResponse:
        """What there is to take away, as far as the user may."""
        event = self.event_for(request, Action.EXPORT_TABLES)
        tables = [
            (table.label, [(kind, reverse("admin:exchange_import_table", args=[name, kind])) for kind in KINDS])
            for name, table in TABLES.items()
        ]
        context = {
            "title": _("Export"),
            "event": event,
            "tables": tables,
            "schedules": [reverse(name, args=[event.slug]) for name in ("schedule-xml", "schedule-json")],
            "may_take_all": may(request, Action.EXPORT_EVENT.roles, event.pk),
            "may_import": may(request, Action.IMPORT.roles, event.pk),
        }
        return self.show(request, "export", context)

    def archive(self, request: HttpRequest) -> HttpResponse:
        """The whole event; streamed, so that memory holds one picture at a time."""
        event = self.event_for(request, Action.EXPORT_EVENT)
        name = f"{event.slug}-{datetime.now(UTC):%Y-%m-%d}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": PRIVATE}
        stream: Any = StreamingHttpResponse(
            archive_of(Gathering(event)), content_type="application/zip", headers=headers
        )
        return stream  # type: ignore[no-any-return]

    def table(self, request: HttpRequest, name: str, kind: str) -> HttpResponse:
        """The programme or the speakers, as CSV or XLSX."""
        event = self.event_for(request, Action.EXPORT_TABLES)
        if name not in TABLES or kind not in KINDS:
            raise Http404
        table = TABLES[name]
        return table_response(kind, f"{event.slug}-{name}", table.head(), table.rows(event))
