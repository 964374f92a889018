"""Tables for spreadsheets, in which nothing that a person typed is a formula."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence

# OWASP, CSV injection: a cell that begins with one of these may be run by a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def defused(value: object) -> str:
    """The value as text, with an apostrophe before it where a spreadsheet would run it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def csv_lines(head: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """A CSV file (RFC 4180, UTF-8 with a mark so that spreadsheets know it), a chunk a row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    yield "\ufeff".encode()
    for row in itertools.chain([head], rows):
        writer.writerow([defused(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
