"""Tables for spreadsheets, in which nothing that a person typed is a formula."""

import csv
import io
import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

# OWASP, CSV injection: a cell that begins with one of these may be run by a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\u2212")
# What may stand before a formula without being seen.
_UNSEEN = " \u00a0\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


# The most characters of a cell.
_CELL_LENGTH = 32_767
# Characters that are sent at once: a line each would be a hundred thousand pieces.
_CHUNK = 32_768


def defused(value: object) -> str:
    """The value as text, with an apostrophe before it where a spreadsheet would run it."""
    text = "" if value is None else str(value)
    if text[:1].isalnum():
        return text
    seen = text.lstrip(_UNSEEN)
    return f"'{text}" if seen.startswith(_FORMULA_STARTS) else text


def csv_lines(head: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """A CSV file (RFC 4180, UTF-8 with a mark so that spreadsheets know it), in chunks of some tens of KiB."""
    buffer = io.StringIO()
    # Quoted throughout: a spreadsheet that splits at semicolons must not find a formula behind one.
    writer = csv.writer(buffer, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    buffer.write("\ufeff")
    for row in itertools.chain([head], rows):
        writer.writerow([defused(cell) for cell in row])
        if buffer.tell() >= _CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def xlsx_file(head: Sequence[object], rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """An XLSX workbook of one sheet (ECMA-376), open at its beginning: written row by row into a temporary file.

    The first row is bold; whole numbers are numbers, all else is text.
    """
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, words, font=Font(bold=True)) for words in head])
    for row in rows:
        sheet.append([value if isinstance(value, int) or _is_plain(value) else _cell(sheet, value) for value in row])
    made = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the answer that sends it)
    book.save(made)
    made.seek(0)
    return made


def _is_plain(value: object) -> bool:
    """Whether a workbook takes it for text by itself."""
    if not isinstance(value, str) or not value[:1].isalnum() or len(value) > _CELL_LENGTH:
        return False
    return ILLEGAL_CHARACTERS_RE.search(value) is None


def _cell(sheet: Any, value: object, *, font: Font | None = None) -> Any:
    """As text, whatever it begins with, and cut where a cell ends; a control character would break the file."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", defused(value))[:_CELL_LENGTH])
    cell.data_type = "s"
    if font:
        cell.font = font
    return cell
