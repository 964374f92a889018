"""What every reader is, and what it hands on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO

from django.forms import Form
from django.utils.functional import Promise

from symposium.exchange.document import Document


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file. One that is no warning stops the whole import.

    ``where`` is the row or path ('row 12', 'event.json: sessions[3]'), ``field`` what it is about as the file calls it,
    ``words`` a sentence that says what to do.
    """

    where: str
    field: str
    words: str
    is_warning: bool = False


class ReadingError(Exception):
    """Nothing of the file can be read; the message is written for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is known beside the file.

    ``timezone`` is the event's, for files whose times have none; empty for a new event. ``choices`` are what a person
    answered to the reader's questions (``Reader.ask``), by the names of that form's fields.
    """

    file_name: str = ""
    timezone: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, as far as it can be read; ``pictures`` are the bytes of what the document names, read late."""

    document: Document
    problems: tuple[Problem, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong but for warnings."""
        return all(problem.is_warning for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of file.

    ``name`` is stored with what was imported and never changes: keys of items are remembered under it. ``sniff`` gets
    the first 64 KB (a whole ZIP's directory is at its end: look at ``PK`` and the suffix) and the file's name. ``read``
    raises ReadingError where nothing can be read; all else is a Problem. ``ask`` returns a form of what must be known
    before the file can be read (which column is what), or None; its answers come back as ``Options.choices``.
    """

    name: str
    label: str | Promise
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes, str], bool]
    read: Callable[[IO[bytes], Options], Reading]
    most_bytes: int = 20 * 1024 * 1024
    ask: Callable[[IO[bytes], Options], type[Form] | None] | None = None
