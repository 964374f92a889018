"""Content lines read again (RFC 5545 §3.1): what is checked, said as jCal, or came by mail from anywhere.

Strict, and bounded: whatever is sent to us costs little, and raises UnreadableError where it is no calendar.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# A programme of 5,000 sessions has 6 MB; what comes by mail has some thousand bytes.
MOST_BYTES = 32 * 1024 * 1024
MOST_DEPTH = 6

_NAME = re.compile(r"[A-Za-z0-9-]+")
_VALUE = re.compile(r'"([^"]*)"|([^";:,]*)')
# RFC 6868.
_CARETS = {"^^": "^", "^n": "\n", "^N": "\n", "^'": '"'}
_CARET = re.compile(r"\^[\^nN']")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class UnreadableError(ValueError):
    """This is no calendar; the message says what is wrong, the number of the unfolded line in front."""


@dataclass(frozen=True, slots=True)
class Property:
    """One line: its name in capitals, its parameters, and its value as it stands there."""

    name: str
    parameters: dict[str, list[str]]
    value: str

    def parameter(self, name: str) -> str:
        """The first value of a parameter, or an empty text."""
        return self.parameters.get(name, [""])[0]

    @property
    def text(self) -> str:
        """A value of type TEXT without its escapes."""
        return unescape(self.value)

    @property
    def texts(self) -> list[str]:
        """Several texts in one value (CATEGORIES)."""
        return [unescape(part) for part in split(self.value)]


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END."""

    name: str
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """The properties of that name."""
        return [one for one in self.properties if one.name == name]

    def first(self, name: str) -> Property | None:
        """The first of that name."""
        return next((one for one in self.properties if one.name == name), None)

    def value(self, name: str) -> str:
        """The value of the first of that name as it stands there, or an empty text."""
        found = self.first(name)
        return found.value if found else ""

    def inner(self, *names: str) -> list["Component"]:
        """The components of those names directly within."""
        return [one for one in self.components if one.name in names]


def read(raw: bytes) -> Component:
    """The one VCALENDAR of a file. Raises UnreadableError."""
    outer = Component("")
    stack = [outer]
    for number, line in enumerate(unfolded(raw), 1):
        try:
            _take(stack, line)
        except UnreadableError as error:
            raise UnreadableError(f"{number}: {error}") from None
    if len(stack) != 1 or [one.name for one in outer.components] != ["VCALENDAR"] or outer.properties:
        raise UnreadableError("it does not begin with BEGIN:VCALENDAR and end with END:VCALENDAR, once each")
    return outer.components[0]


def unfolded(raw: bytes) -> Iterator[str]:
    """The lines in full, whatever ends them; empty ones left out. Raises UnreadableError for what is no UTF-8."""
    if len(raw) > MOST_BYTES:
        raise UnreadableError("it is too large")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise UnreadableError("it is not UTF-8") from None
    text = re.sub(r"\r?\n[ \t]", "", text.removeprefix("\ufeff"))
    return (line for line in re.split(r"\r?\n", text) if line)


def _take(stack: list[Component], line: str) -> None:
    found = parsed(line)
    if found.name == "BEGIN":
        if len(stack) > MOST_DEPTH:
            raise UnreadableError("components stand too deep within each other")
        made = Component(found.value.strip().upper())
        stack[-1].components.append(made)
        stack.append(made)
    elif found.name == "END":
        if len(stack) == 1 or found.value.strip().upper() != stack[-1].name:
            raise UnreadableError(f"END:{found.value[:40]} ends nothing that has begun")
        stack.pop()
    else:
        stack[-1].properties.append(found)


def parsed(line: str) -> Property:
    """One unfolded line. Raises UnreadableError."""
    name = _NAME.match(line)
    if name is None:
        raise UnreadableError(f"a line begins with no name: {line[:40]!r}")
    at, parameters = name.end(), {}
    while line[at : at + 1] == ";":
        key = _NAME.match(line, at + 1)
        if key is None or line[key.end() : key.end() + 1] != "=":
            raise UnreadableError(f"a parameter has no name: {line[:40]!r}")
        values, at = _values(line, key.end() + 1)
        parameters[key[0].upper()] = values
    if line[at : at + 1] != ":":
        raise UnreadableError(f"a line has no colon: {line[:40]!r}")
    return Property(name[0].upper(), parameters, line[at + 1 :])


def _values(line: str, at: int) -> tuple[list[str], int]:
    values = []
    while True:
        found = _VALUE.match(line, at)
        if found is None:  # it also matches nothing
            raise UnreadableError("a parameter has no value")
        said = found[1] if found[1] is not None else found[2]
        values.append(_CARET.sub(lambda mark: _CARETS[mark[0]], said))
        at = found.end()
        if line[at : at + 1] != ",":
            return values, at
        at += 1


def unescape(value: str) -> str:
    """TEXT without its escapes (RFC 5545 §3.3.11)."""
    return _ESCAPE.sub(lambda mark: "\n" if mark[1] in "nN" else mark[1], value)


def split(value: str) -> list[str]:
    """The parts between commas that are not escaped."""
    return re.findall(r"(?:\\.|[^,\\])+", value, re.DOTALL)
