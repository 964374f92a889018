"""Content lines (RFC 5545 §3.1): escapes, parameters, folding.

Written here and not left to a library: of the one that this project reads calendars with in its tests, the escape turns
the text ``\\N`` (as in ``C:\\New``) into a line break.
"""

import re
from urllib.parse import quote

from django.utils.encoding import iri_to_uri

# Octets of a line, its break not counted.
LIMIT = 75
CRLF = b"\r\n"

_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_DROPPED = [*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFEFF, 0xFFFE, 0xFFFF]
# Deleted: control characters, lone surrogates, byte order marks. A tab becomes a space, every break a plain one.
_CLEAN: dict[int, str | None] = dict.fromkeys(_DROPPED) | {9: " "} | {ord(c): "\n" for c in _BREAKS}
# Whether there is anything to clean: mostly not, and a table costs twenty times as much as a search.
_UNCLEAN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def clean(value: str) -> str:
    """The text without control characters, its line breaks as ``\\n``; empty when only white space is left."""
    if _UNCLEAN.search(value):
        value = value.replace("\r\n", "\n").translate(_CLEAN)
    return value.strip()


def escape(value: str) -> str:
    """TEXT (RFC 5545 §3.3.11)."""
    return clean(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def text(name: str, *values: str) -> list[str]:
    """A property of one or several texts; none when nothing is left to say."""
    said = [escaped for value in values if (escaped := escape(value))]
    return [f"{name}:{','.join(said)}"] if said else []


def uri(name: str, value: str) -> list[str]:
    """A property whose value is an address: never escaped as text is, so only what a URI may hold."""
    address = iri_to_uri(clean(value).replace("\n", "").replace(" ", "%20"))
    return [f"{name}:{address}"] if address else []


def mailto(name: str, email: str, *parameters: str) -> list[str]:
    """A property that names a mailbox (RFC 6068)."""
    address = quote(clean(email), safe="@!$'*+-=._~{}|^`/")
    return [f"{';'.join([name, *(p for p in parameters if p)])}:mailto:{address}"] if address else []


def parameter(name: str, value: str) -> str:
    """``NAME=value``, quoted where it must be; a double quote cannot stand in one and becomes a single one.

    A caret is doubled, because whoever knows RFC 6868 reads it as an escape. A backslash has no meaning here, but
    readers that think otherwise let it be within quotes.
    """
    said = clean(value).replace("\n", " ").replace('"', "'").replace("^", "^^")
    if not said:
        return ""
    return f'{name}="{said}"' if any(mark in said for mark in ":;,\\") else f"{name}={said}"


def fold(line: str) -> bytes:
    """The line in UTF-8 with its break, cut at 75 octets, neither within a character nor within an escape."""
    raw = line.encode()
    if len(raw) <= LIMIT:
        return raw + CRLF
    parts, start, room = [], 0, LIMIT
    while len(raw) - start > room:
        end = _cut(raw, start, start + room)
        parts.append(raw[start:end])
        start, room = end, LIMIT - 1
    parts.append(raw[start:])
    return b"\r\n ".join(parts) + CRLF


def _cut(raw: bytes, start: int, end: int) -> int:
    while raw[end] & 0xC0 == 0x80:
        end -= 1
    before = raw[start:end]
    slashes = len(before) - len(before.rstrip(b"\\"))
    return end - slashes % 2
