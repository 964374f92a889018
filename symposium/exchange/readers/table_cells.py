"""Tables as files: CSV in whatever a spreadsheet makes of it, XLSX, and lists of flat objects in JSON.

Values are read, never formulas. A cell that holds a formula without a value, or an error, is Trouble: it is told when
somebody needs it.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string

from registrations.guest_lists.workbooks import GuestListError, check_package, explain_old
from symposium.exchange.readers.base import ReadingError
from symposium.exchange.readers.files import OLE, ZIP, bytes_of, json_of, text_of
from symposium.exchange.readers.texts import MOST_TEXT, bare, in_language, too_long
from symposium.kit.spreadsheet import defused

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, MOST_MERGED = 10_000, 60, 5, 5_000
# Lines that are looked at to find out what separates the cells.
_SAMPLE = 20
_DELIMITERS = "\t;,|"
_SEPARATOR = re.compile(r"^sep=(.)\n", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>]")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s+ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
# No text holds it: read as a row of its own, it shows that no quotation mark is open.
_END = "\x1e"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell of which the value is not known; ``words`` say what to do."""

    words: str


type Cell = str | int | float | datetime | date | time | timedelta | Trouble | None


@dataclass(slots=True)
class Sheet:
    """One table: its rows that are not empty, each with its number as a spreadsheet counts it."""

    name: str
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    is_guess: bool = False
    from_1904: bool = False

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(cells) for _number, cells in self.rows), default=0)


def sheets_of(file: IO[bytes], most_rows: int = MOST_ROWS) -> list[Sheet]:
    """The tables of a file, as far as that row. Raises ReadingError for what is none, and for more rows than may be."""
    data = bytes_of(file)
    if data.startswith((ZIP, OLE)):
        sheets = list(_workbook(data, most_rows))
    else:
        text, is_guess = text_of(data)
        is_json = text.lstrip("\ufeff \t\r\n").startswith("[")
        sheets = [Sheet("", list(_objects(text) if is_json else _lines(text, most_rows)), is_guess)]
    kept = [sheet for sheet in sheets if sheet.rows][:MOST_SHEETS]
    if not kept:
        raise ReadingError(
            _("There is nothing in this table. Send one with a row of headings, and a row for each entry.")
        )
    return kept


def as_text(cell: Cell) -> str:
    """What a spreadsheet shows: whole numbers without a point, days as 2027-01-31; nothing for Trouble."""
    if cell is None or isinstance(cell, Trouble):
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ", "minutes")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, timedelta):
        minutes = int(cell / timedelta(minutes=1))
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(cell)


def _kept_cell(cell: Cell) -> Cell:
    """A text without the apostrophe that keeps spreadsheets from running it; anything else as it is."""
    if not isinstance(cell, str):
        return cell
    if len(cell) > MOST_TEXT:
        return Trouble(too_long())
    text = bare(cell)
    return text[1:] if text.startswith("'") and defused(text[1:]) == text else text


def _kept(rows: Iterator[tuple[int, Sequence[Cell]]], most_rows: int) -> Iterator[tuple[int, list[Cell]]]:
    """Without rows in which nothing stands; too many are refused, so that nothing is left out without a word."""
    count = 0
    for number, row in rows:
        cells = [_kept_cell(cell) for cell in row[:MOST_COLUMNS]]
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > most_rows:
            if most_rows < MOST_ROWS:
                # Somebody looks at the beginning alone.
                return
            raise ReadingError(_("This table has more than %(most)d rows. Send it in parts.") % {"most": MOST_ROWS})
        yield number, cells


# --- text ----------------------------------------------------------------------------------------------------------


def _lines(text: str, most_rows: int) -> Iterator[tuple[int, list[Cell]]]:
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace(_END, "")
    said = _SEPARATOR.match(text)
    delimiter = said[1] if said else _delimiter(text)
    held = io.StringIO(f"{text[said.end() :] if said else text}\n{_END}\n", newline="")
    return _kept(_records(csv.reader(held, delimiter=delimiter, skipinitialspace=True)), most_rows)


def _records(reader: Any) -> Iterator[tuple[int, Sequence[Cell]]]:
    number = 0
    try:
        for row in reader:
            number += 1
            if row == [_END]:
                return
            if any(_END in cell for cell in row):
                words = _("A quotation mark in row %(row)d is never closed. Close it, or take it out.")
                raise ReadingError(words % {"row": number})
            yield number, row
    except csv.Error:
        words = _(
            "Row %(row)d has a cell that is longer than any text of a programme: look for a quotation mark in it."
        )
        raise ReadingError(words % {"row": number + 1}) from None


def _delimiter(text: str) -> str:
    """What separates most cells in the first lines, outside quotation marks; a tab in every line is no accident."""
    lines = [line for line in text[: 64 * 1024].split("\n") if line.strip()][:_SAMPLE]
    outside = ["".join(line.split('"')[::2]) for line in lines]
    if outside and all("\t" in line for line in outside):
        return "\t"
    # The row of headings has no sentences in it.
    counts = {
        one: (outside[0].count(one) if outside else 0, sum(line.count(one) for line in outside)) for one in _DELIMITERS
    }
    return max(_DELIMITERS, key=lambda one: counts[one])


def _objects(text: str) -> Iterator[tuple[int, list[Cell]]]:
    """A list of objects as rows: the names of their fields are the headings."""
    values = json_of(text)
    rows = [row for row in (values[0] if isinstance(values[0], list) else []) if isinstance(row, dict)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    numbered = enumerate([names, *([_flat(row.get(name)) for name in names] for row in rows)], 1)
    return _kept(iter(numbered), MOST_ROWS)


def _flat(value: Any) -> Cell:
    if isinstance(value, dict):
        return in_language(value)
    if isinstance(value, list):
        return "\n".join(as_text(_flat(one)) for one in value if not isinstance(one, list))
    return value if isinstance(value, str | int | float) else None


# --- workbooks -----------------------------------------------------------------------------------------------------


def _workbook(data: bytes, most_rows: int) -> Iterator[Sheet]:
    if data.startswith(OLE):
        raise ReadingError(explain_old(data))
    try:
        check_package(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        written = (
            openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False) if _has_formulas(data) else None
        )
        for sheet in book.worksheets[: 2 * MOST_SHEETS]:
            if sheet.sheet_state != "visible":
                continue
            formulas = _cells(written[sheet.title], most_rows) if written else iter(())
            rows = list(_kept(_valued(_cells(sheet, most_rows), formulas), most_rows))
            _unmerge(rows, data, sheet)
            yield Sheet(sheet.title, rows, from_1904=book.epoch.year == 1904)
    except (GuestListError, ReadingError) as error:
        raise ReadingError(str(error)) from None
    except Exception as error:  # a parser of strangers' files has many ways to fail
        words = _("The workbook is broken. Open it in your spreadsheet, save it anew as .xlsx or CSV, and send that.")
        raise ReadingError(words) from error


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        return any(_FORMULA.search(package.read(name)) for name in names)


def _cells(sheet: Any, most_rows: int) -> Iterator[tuple[Any, ...]]:
    # What a file says of its own size may be wrong.
    sheet.reset_dimensions()
    # Empty rows are passed over later; so many are looked at.
    yield from sheet.iter_rows(max_row=2 * most_rows + 100, max_col=MOST_COLUMNS)


def _valued(
    rows: Iterator[tuple[Any, ...]], formulas: Iterator[tuple[Any, ...]]
) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number, row in enumerate(rows, 1):
        beside = next(formulas, ())
        yield number, [_value(cell, beside[place] if place < len(beside) else None) for place, cell in enumerate(row)]


def _value(cell: Any, written: Any) -> Cell:
    value = cell.value
    if cell.data_type == "e":
        return Trouble(
            _("The cell shows %(error)s. Correct its formula, or write the value.") % {"error": str(value)[:20]}
        )
    if value is None and written is not None and written.data_type == "f":
        return Trouble(
            _("The cell holds a formula without a value. Open the file in a spreadsheet, save it, send it again.")
        )
    return value  # type: ignore[no-any-return]


def _unmerge(rows: list[tuple[int, list[Cell]]], data: bytes, sheet: Any) -> None:
    """A cell merged downwards holds for every row that it spans; the parser knows of its first alone."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        path = sheet._worksheet_path
        found = _MERGED.findall(package.read(path)) if path in package.namelist() else []
    by_number = dict(rows)
    for first_column, first, _last_column, last in found[:MOST_MERGED]:
        column = column_index_from_string(first_column.decode()) - 1
        top = by_number.get(int(first), [])
        if column >= len(top) or column >= MOST_COLUMNS or int(last) == int(first):
            continue
        for number in range(int(first) + 1, min(int(last), int(first) + len(rows)) + 1):
            cells = by_number.get(number)
            if cells is not None:
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = top[column] if cells[column] in (None, "") else cells[column]
