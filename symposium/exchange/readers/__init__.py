"""The kinds of file that can be imported, each a module of this package; the first that knows a file reads it."""

from symposium.exchange.readers.archive import ARCHIVE
from symposium.exchange.readers.base import Options, Problem, Reader, Reading, ReadingError
from symposium.exchange.readers.frab import FRAB
from symposium.exchange.readers.ical import CALENDAR
from symposium.exchange.readers.pretalx import PRETALX
from symposium.exchange.readers.sessionize import SESSIONIZE
from symposium.exchange.readers.table import TABLE

READERS: tuple[Reader, ...] = (FRAB, SESSIONIZE, PRETALX, CALENDAR, TABLE, ARCHIVE)

__all__ = ["READERS", "Options", "Problem", "Reader", "Reading", "ReadingError", "known_as", "reader_for"]


def known_as(name: str) -> Reader | None:
    """The reader of that name; None for one that there is not (any more)."""
    return next((reader for reader in READERS if reader.name == name), None)


def reader_for(head: bytes, file_name: str) -> Reader | None:
    """Who can read a file that begins so and is called so; None for nobody."""
    return next((reader for reader in READERS if reader.sniff(head, file_name)), None)
