"""What may be asked of a list, and how it is read: one declaration each, for views and for the description alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.http import QueryDict

from registrations.models import Registration
from symposium.kit.problems import Problem

# Rows on a page.
USUAL, MOST = 200, 500
SLUG = "^[-a-zA-Z0-9_]{1,80}$"
_SLUG_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
# Letters; a cursor is the longest.
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Parameter:
    """``read`` makes a value of a text, or raises ValueError; ``wrong`` says then what to write instead."""

    name: str
    description: str
    wrong: str
    read: Callable[[str], Any]
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})
    # What is chosen so is not kept in the cache: there is no end of such choices.
    is_endless: bool = False


def _number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    if not 1 <= number <= MOST:
        raise ValueError(text)
    return number


def _slug(text: str) -> str:
    if not text or len(text) > 80 or not _SLUG_LETTERS.issuperset(text):
        raise ValueError(text)
    return text


def _moment(text: str) -> datetime:
    """A space stands for the plus that an address would have needed to write as %2B."""
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    if moment.tzinfo is None or not 1900 <= moment.year < 2200:
        raise ValueError(text)
    return moment.astimezone(UTC)


def _some(text: str) -> str:
    if not text:
        raise ValueError(text)
    return text


def written(value: Any) -> str:
    """A value as an address has it."""
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)


LIMIT = Parameter(
    "limit",
    f"How many rows a page has, {MOST} at most.",
    f"Write a whole number from 1 to {MOST}.",
    _number,
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    is_endless=True,
)
# Read by the list itself, which knows whose cursors are good there.
CURSOR = Parameter(
    "cursor",
    "Where to go on, as `next` of the page before has it.",
    "Take the address in `next` as it is, or begin again without a cursor.",
    _some,
    {"type": "string", "pattern": "^[0-9]+[.][0-9]+~[-A-Za-z0-9_]{43}$"},
    is_endless=True,
)
_A_SLUG = {"type": "string", "pattern": SLUG}
TRACK = Parameter("track", "Sessions on the track of this slug.", "Write the slug of a track.", _slug, _A_SLUG)
ROOM = Parameter("room", "Sessions in the room of this slug.", "Write the slug of a room.", _slug, _A_SLUG)
SPEAKER = Parameter(
    "speaker", "Sessions in which the speaker of this slug appears.", "Write a speaker's slug.", _slug, _A_SLUG
)
STATE = Parameter(
    "state",
    "Guests in this state.",
    f"Write one of {', '.join(Registration.State.values)}.",
    lambda text: Registration.State(text).value,
    {"type": "string", "enum": Registration.State.values},
)
UPDATED_SINCE = Parameter(
    "updated_since",
    "What was changed at this moment or later.",
    "Write a moment with its offset, such as 2027-05-03T09:00:00Z.",
    _moment,
    {"type": "string", "format": "date-time"},
    is_endless=True,
)


def read(query: QueryDict, known: Sequence[Parameter]) -> dict[str, Any]:
    """The values of what was asked; raises Problem that names all that cannot be read, or is not known here."""
    by_name = {parameter.name: parameter for parameter in known}
    found: dict[str, Any] = {}
    errors: list[tuple[str, str]] = []
    for name, texts in query.lists():
        parameter = by_name.get(name)
        if parameter is None:
            words = f"There is no such parameter here. Known are: {', '.join(by_name) or 'none'}."
            errors.append((name[:80], words))
        elif len(texts) > 1:
            errors.append((name, "Write it once."))
        else:
            _read_one(parameter, str(texts[0]), found, errors)
    if errors:
        raise Problem(HTTPStatus.BAD_REQUEST, "Some parameters cannot be read.", errors=errors)
    return found


def _read_one(parameter: Parameter, text: str, found: dict[str, Any], errors: list[tuple[str, str]]) -> None:
    try:
        # What is too long is no value of any kind.
        found[parameter.name] = parameter.read(text if len(text) <= _LONGEST else "")
    except (ValueError, OverflowError):
        errors.append((parameter.name, parameter.wrong))
