"""Tables that leave the desk as files: nothing that a person typed is a formula in them."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from symposium.kit.spreadsheet import csv_lines, defused

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_response(
    kind: str, name: str, head: Sequence[object], rows: Iterable[Sequence[object]], *, day: datetime | None = None
) -> HttpResponse:
    """A download of ``kind`` 'csv' or 'xlsx', named by what it holds and the day; no cache keeps it."""
    body = xlsx_bytes(head, rows) if kind == "xlsx" else b"".join(csv_lines(head, rows))
    named = f"{name}-{day or datetime.now(UTC):%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{named}"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type=KINDS[kind], headers=headers)


def xlsx_bytes(head: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook with one sheet, its first row in bold; numbers are numbers, all else is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    cells = []
    for words in head:
        cell = WriteOnlyCell(sheet, value=defused(words))
        cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: object) -> Any:
    if isinstance(value, int):
        return WriteOnlyCell(sheet, value=value)
    cell = WriteOnlyCell(sheet, value=_printable(defused(value)))
    # Whatever it begins with, it is no formula.
    cell.data_type = "s"
    return cell


def _printable(text: str) -> str:
    """Without the signs that a workbook cannot hold (XML 1.0)."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")
