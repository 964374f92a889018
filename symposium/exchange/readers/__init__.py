"""The kinds of file that can be imported, each a module of this package; the first that knows a file reads it."""

from symposium.exchange.readers.base import Options, Problem, Reader, Reading, ReadingError

READERS: tuple[Reader, ...] = ()

__all__ = ["READERS", "Options", "Problem", "Reader", "Reading", "ReadingError"]
