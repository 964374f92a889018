"""Tables for spreadsheets, in which nothing that a person typed is a formula."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence

# OWASP, CSV injection: a cell that begins with one of these may be run by a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\u2212")
# What may stand before a formula without being seen.
_UNSEEN = " \u00a0\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def defused(value: object) -> str:
    """The value as text, with an apostrophe before it where a spreadsheet would run it."""
    text = "" if value is None else str(value)
    seen = text.lstrip(_UNSEEN)
    return f"'{text}" if seen.startswith(_FORMULA_STARTS) else text


def csv_lines(head: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """A CSV file (RFC 4180, UTF-8 with a mark so that spreadsheets know it), a chunk a row."""
    buffer = io.StringIO()
    # Quoted throughout: a spreadsheet that splits at semicolons must not find a formula behind one.
    writer = csv.writer(buffer, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    yield "\ufeff".encode()
    for row in itertools.chain([head], rows):
        writer.writerow([defused(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
