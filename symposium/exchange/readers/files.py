"""From a stranger's bytes to text, JSON and members of a ZIP: never more than may be, nothing but ReadingErrors."""

import codecs
import json
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from symposium.exchange.readers.base import ReadingError
from symposium.exchange.readers.zips import BROKEN, is_file, refuse_directory, refuse_locked, unfolds_too_far

ZIP, OLE, PDF, GZIP = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF", b"\x1f\x8b"
MOST_BYTES = 20 * 1024 * 1024
# Brackets and commas: what a text of JSON costs in memory.
MOST_CONTAINERS, MOST_VALUES = 400_000, 2_000_000
MOST_MEMBERS = 500
# The longer marks first: that of UTF-32 begins as that of UTF-16 does.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LITTER = re.compile(r"(?:__MACOSX/.*|(?:.*/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*))")
_LOCAL = b"PK\x03\x04"


def bytes_of(file: IO[bytes], most: int = MOST_BYTES) -> bytes:
    """The whole of a file that is no larger than ``most``; of a larger one, no more is read than that."""
    file.seek(0)
    data = file.read(most + 1)
    if len(data) > most:
        words = _("The file is larger than %(most)d MB; no programme of one event is. Send a smaller part of it.")
        raise ReadingError(words % {"most": most // 1024**2})
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise ReadingError(_("The file is empty. Export it anew, and send that."))
    return data


def text_of(data: bytes, said: str = "") -> tuple[str, bool]:
    """The text, and whether its encoding was guessed.

    A mark at its beginning says how it is written, else ``said`` (what the file says of itself), else UTF-8, or UTF-16
    where every other byte is NUL. What is none of these is Windows-1252, as old programs write: a guess.
    """
    refuse_binary(data)
    sure = [*(_marked(data) or _unmarked(data)), said]
    for name in filter(None, sure):
        try:
            return _without_nul(data.decode(name)), False
        except (UnicodeDecodeError, LookupError, TypeError):
            continue
    try:
        return _without_nul(data.decode("cp1252")), True
    except UnicodeDecodeError:
        raise ReadingError(_no_text()) from None


def _marked(data: bytes) -> list[str]:
    return [name for mark, name in _MARKS if data.startswith(mark)][:1]


def _unmarked(data: bytes) -> list[str]:
    head = data[:400]
    if b"\0" not in head:
        return ["utf-8"]
    return ["utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"]


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ReadingError(_no_text())
    return text


def _no_text() -> str:
    return _("This is no file of text. Export it anew, as UTF-8 if you are asked, and send that.")


def refuse_binary(data: bytes) -> None:
    """Raise ReadingError, with words for each kind, for what is no text at all."""
    if data.startswith(ZIP):
        raise ReadingError(
            _("This is a ZIP archive or a workbook under another name. Call it as what it is: .zip, .xlsx.")
        )
    if data.startswith(OLE):
        raise ReadingError(_("This is a document of an older Office. Save it as .xlsx or CSV, and send that."))
    if data.startswith(PDF):
        raise ReadingError(
            _("This is a PDF: made to be looked at, not to be read by software. Send what it was made from.")
        )
    if data.startswith(GZIP):
        raise ReadingError(_("This file is compressed. Unpack it, and send what is in it."))


def head_text(head: bytes) -> str:
    """The beginning of a file as text, as well as it goes; for finding out what it is."""
    name = (_marked(head) or _unmarked(head))[0]
    return head.decode(name, "replace").lstrip("\ufeff \t\r\n")


# --- JSON ----------------------------------------------------------------------------------------------------------


def json_of(text: str) -> list[Any]:
    """The values of a text of JSON: one, or several one after another, as pages that somebody joined."""
    if text.count("[") + text.count("{") > MOST_CONTAINERS or text.count(",") > MOST_VALUES:
        raise ReadingError(_("This file holds more than any event. Send the programme of one event alone."))
    decoder = json.JSONDecoder(parse_constant=_no_number, object_pairs_hook=_no_doubles)
    found, place = [], 0
    text = text.lstrip("\ufeff")
    try:
        while place := _next(text, place):
            value, end = decoder.raw_decode(text, place - 1)
            found.append(value)
            place = end
    except RecursionError:
        raise ReadingError(_("This file is nested too deeply to be a programme. Export it anew.")) from None
    except ValueError as error:
        words = _("This JSON cannot be read: %(error)s. Export it anew, whole, and send that unchanged.")
        raise ReadingError(words % {"error": str(error)[:200]}) from None
    return found


def _next(text: str, place: int) -> int:
    """Where the next value begins, counted from one; zero at the end."""
    while place < len(text) and text[place] in " \t\r\n,":
        place += 1
    return place + 1 if place < len(text) else 0


def _no_number(name: str) -> Any:
    raise ValueError(_("%(name)s is no number") % {"name": name})


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _value in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise ValueError(_("“%(name)s” stands twice in one object") % {"name": twice[:40]})
    return found


# --- ZIP -----------------------------------------------------------------------------------------------------------


def names_in(head: bytes) -> list[str]:
    """The names of the members of a ZIP that begin in its first bytes."""
    found, place = [], head.find(_LOCAL)
    while place >= 0:
        length = int.from_bytes(head[place + 26 : place + 28], "little")
        found.append(head[place + 30 : place + 30 + length].decode("utf-8", "replace"))
        place = head.find(_LOCAL, place + 4)
    return found


def members_of(file: IO[bytes], suffix: str, most: int = MOST_BYTES) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the members of a ZIP that end so; what is named otherwise is passed over.

    The directory is looked at before anything is unfolded, and no member is read beyond what it may be.
    """
    too_many = _("This archive holds more than %(most)d files. Send those of one event alone.") % {"most": MOST_MEMBERS}
    refuse_directory(file, most=MOST_MEMBERS, broken=_broken(), too_many=too_many)
    try:
        with zipfile.ZipFile(file) as package:
            wanted = [one for one in package.infolist() if _is_wanted(one, suffix)]
            _refuse_members(wanted, most)
            for member in wanted:
                with package.open(member) as stream:
                    yield member.filename, stream.read(most)
    except BROKEN:
        raise ReadingError(_broken()) from None


def _broken() -> str:
    return _("This ZIP archive is broken, or only part of it arrived. Make it anew, and send that.")


def _is_wanted(member: zipfile.ZipInfo, suffix: str) -> bool:
    name = member.filename
    return not member.is_dir() and name.lower().endswith(suffix) and not _LITTER.fullmatch(name)


def _refuse_members(members: list[zipfile.ZipInfo], most: int) -> None:
    if sum(member.file_size for member in members) > most:
        words = _("What this archive unfolds to is larger than %(most)d MB. Send the files of one event alone.")
        raise ReadingError(words % {"most": most // 1024**2})
    for member in members:
        refuse_locked(member)
        if not is_file(member):
            raise ReadingError(_("“%(name)s” in the archive is a link and no file.") % {"name": member.filename[:80]})
        if unfolds_too_far(member):
            raise ReadingError(_broken())
