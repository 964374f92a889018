"""Tables that leave the desk as files: nothing that a person typed is a formula in them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.http import HttpResponse

from symposium.kit.pages import PRIVATE
from symposium.kit.spreadsheet import csv_lines, xlsx_file

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_response(
    kind: str, name: str, head: Sequence[object], rows: Iterable[Sequence[object]], *, day: datetime | None = None
) -> HttpResponse:
    """A download of ``kind`` 'csv' or 'xlsx', named by what it holds and the day; no cache keeps it."""
    if kind == "xlsx":
        with xlsx_file(head, rows) as book:
            body = book.read()
    else:
        body = b"".join(csv_lines(head, rows))
    named = f"{name}-{day or datetime.now(UTC):%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{named}"', "Cache-Control": PRIVATE}
    return HttpResponse(body, content_type=KINDS[kind], headers=headers)
