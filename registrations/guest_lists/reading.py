"""From a file or pasted text to cells: CSV in whatever a spreadsheet makes of it, and XLSX."""

import codecs
import csv
import io
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from registrations.guest_lists.workbooks import OLE, ZIP, GuestListError, check_package, explain_old, sheet_of

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 40
# Lines that are looked at to find out what separates the cells.
SAMPLE = 20
DELIMITERS = "\t;,"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

type Cells = list[tuple[int, list[str]]]

__all__ = ["MOST_BYTES", "MOST_ROWS", "Cells", "GuestListError", "read_file", "read_pasted"]


def read_file(data: bytes) -> Cells:
    """The rows of a file that are not empty, each with its number as a spreadsheet counts it.

    Raises GuestListError, which says to the person what is the matter, for anything that is no list.
    """
    if len(data) > MOST_BYTES:
        words = _("The file is larger than %(most)d MB. Send a list of fewer people, or without pictures.")
        raise GuestListError(words % {"most": MOST_BYTES // 1024**2})
    if data.startswith(ZIP):
        check_package(data)
        return _limited([(number, [_as_text(cell) for cell in row]) for number, row in _sheet(data)])
    if data.startswith(OLE):
        raise GuestListError(explain_old(data))
    return read_pasted(_decoded(data))


def read_pasted(text: str) -> Cells:
    """As ``read_file``, of text: cells between tabs, semicolons or commas; or addresses as mail programs copy them."""
    if "\0" in text:
        raise GuestListError(_not_a_table())
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter(text)
    # One quotation mark that is never closed would swallow the rest of the list.
    is_open = text.count('"') % 2 == 1
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_NONE if is_open else csv.QUOTE_MINIMAL,
        skipinitialspace=True,
    )
    found: Cells = []
    line = 0
    try:
        for row in reader:
            found.append((line + 1, row[:MOST_COLUMNS]))
            line = reader.line_num
            if len(found) > 2 * MOST_ROWS:
                break
    except csv.Error as error:
        raise GuestListError(_("One cell of the list is longer than a list of people can need.")) from error
    return _limited(found)


def _sheet(data: bytes) -> list[tuple[int, tuple[object, ...]]]:
    rows = sheet_of(data, most_rows=2 * MOST_ROWS, most_columns=MOST_COLUMNS)
    return list(enumerate(rows, start=1))


def _limited(cells: Cells) -> Cells:
    """Without empty rows; too many are refused whole, so that nobody is left out without a word."""
    found = [(number, stripped) for number, row in cells if any(stripped := [cell.strip() for cell in row])]
    # One more may be the row of headings.
    if len(found) > MOST_ROWS + 1:
        raise GuestListError(_("The list has more than %(most)d rows. Send it in parts.") % {"most": MOST_ROWS})
    if not found:
        raise GuestListError(_("There is nothing in the list. Paste one person a line, or choose a file."))
    return found


def _decoded(data: bytes) -> str:
    """UTF-8 and UTF-16 with or without a mark; what is neither is Windows-1252, as old spreadsheets write."""
    named = next((name for mark, name in MARKS if data.startswith(mark)), None)
    guesses = [named] if named else ["utf-8", "cp1252"]
    if named is None and b"\0" in data[:200]:
        guesses = ["utf-16-le" if data[1::2][:100].count(0) >= data[::2][:100].count(0) else "utf-16-be"]
    for name in guesses:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise GuestListError(_not_a_table())


def _not_a_table() -> str:
    return _("This is not a table of text. Save the list as CSV (UTF-8) or XLSX, and send that.")


def _delimiter(text: str) -> str:
    """What separates most cells in the first lines, outside quotation marks."""
    lines = [line for line in text.split("\n", SAMPLE * 2)[: SAMPLE * 2] if line.strip()][:SAMPLE]
    counts = {one: sum(_outside_quotes(line).count(one) for line in lines) for one in DELIMITERS}
    # Commas stand in names and institutions too; a tab in every line is no accident.
    if counts["\t"] >= max(len(lines) - 1, 1):
        return "\t"
    return max(DELIMITERS, key=lambda one: counts[one])


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _as_text(cell: object) -> str:
    """What a spreadsheet shows: whole numbers without a point, days as 2027-01-31."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        cell = cell.replace(microsecond=0)
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ", "minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
