"""The ZIP that Symposium writes, read as if an enemy had made it.

Nothing is ever unpacked to a disk. The directory is looked at before anything is read: how many members, what they are
called, how large they say they are; and no member is read beyond what it may be, whatever it said.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from symposium.exchange.archive import EVENT_FILE
from symposium.exchange.codec import from_json
from symposium.exchange.document import Document
from symposium.exchange.models import OURS
from symposium.exchange.readers.base import Options, Problem, Reader, Reading, ReadingError
from symposium.exchange.readers.zips import BROKEN, is_file, refuse_directory, refuse_locked, unfolds_too_far

MOST_BYTES = 300 * 1024 * 1024
MOST_UNFOLDED = 400 * 1024 * 1024
MOST_OF_EVENT = 32 * 1024 * 1024
MOST_MEMBERS = 5_000
_PICTURE = re.compile(r"(?:photographs|portraits|logos)/[\w-]{1,80}\.(?:webp|png|jpe?g)", re.ASCII | re.IGNORECASE)
# What computers add to archives without being asked.
_LITTER = re.compile(r"(?:__MACOSX/.*|(?:.*/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini))")


def _sniff(head: bytes, name: str) -> bool:
    return head.startswith(b"PK") and (EVENT_FILE.encode() in head or name.lower().endswith(".zip"))


def _read(file: IO[bytes], _options: Options) -> Reading:
    too_many = _("This archive holds more than %(most)d files; no event has so many.") % {"most": MOST_MEMBERS}
    refuse_directory(file, most=MOST_MEMBERS, broken=_broken(), too_many=too_many)
    try:
        package = zipfile.ZipFile(file)
        members = _members(package)
        document, problems = from_json(_bytes_of(package, members[EVENT_FILE], MOST_OF_EVENT))
    except BROKEN:
        raise ReadingError(_broken()) from None
    except KeyError:
        words = _("There is no event.json in this archive. Send the ZIP as Symposium exported it.")
        raise ReadingError(words) from None
    pictures = Pictures(package, members)
    return Reading(document, (*problems, *_lacking(document, pictures)), pictures)


def _broken() -> str:
    return _("This ZIP archive is broken, or only part of it arrived. Export the event anew, and send that.")


def _members(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members by their names, all of which are known, small enough and in order."""
    found: dict[str, zipfile.ZipInfo] = {}
    for member in package.infolist():
        name = member.filename
        if member.is_dir() or _LITTER.fullmatch(name):
            continue
        if name != EVENT_FILE and not _PICTURE.fullmatch(name):
            words = _("The archive holds “%(name)s”, which is no part of an event. Take it out, or export anew.")
            raise ReadingError(words % {"name": name[:80]})
        if name in found:
            raise ReadingError(_("The archive holds “%(name)s” twice. Export the event anew.") % {"name": name})
        _refuse_member(member)
        found[name] = member
    if sum(member.file_size for member in found.values()) > MOST_UNFOLDED:
        raise ReadingError(_too_large())
    return found


def _refuse_member(member: zipfile.ZipInfo) -> None:
    refuse_locked(member)
    if not is_file(member):
        words = _("“%(name)s” in the archive is a link and no file. Export the event anew.")
        raise ReadingError(words % {"name": member.filename})
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise ReadingError(_broken())
    most = MOST_OF_EVENT if member.filename == EVENT_FILE else settings.IMAGE_UPLOAD_MAX_BYTES
    if member.file_size > most or unfolds_too_far(member):
        raise ReadingError(_too_large())


def _too_large() -> str:
    return _("What this archive unfolds to is larger than any event. Export the event anew, and send that.")


def _bytes_of(package: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """What a member holds, never more than it may, whatever its header says."""
    with package.open(member) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise ReadingError(_too_large())
    return data


class Pictures(Mapping[str, bytes]):
    """The pictures of an archive, each read when it is asked for. KeyError also for one that is broken."""

    def __init__(self, package: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> None:
        self._package = package
        self._members = {name: member for name, member in members.items() if name != EVENT_FILE}

    def __getitem__(self, name: str) -> bytes:
        member = self._members[name]
        try:
            return _bytes_of(self._package, member, settings.IMAGE_UPLOAD_MAX_BYTES)
        except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as error:
            raise KeyError(name) from error

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)


def _lacking(document: Document, pictures: Pictures) -> Iterator[Problem]:
    """Pictures in the archive that nothing names: a warning, because they would be lost."""
    named = {photograph.image for photograph in document.photographs}
    named |= {speaker.portrait for speaker in document.speakers if isinstance(speaker.portrait, str)}
    for organisation in document.organisations:
        named |= {one for one in (organisation.logo, organisation.logo_dark) if isinstance(one, str)}
    for name in sorted(set(pictures) - named)[:20]:
        yield Problem(name, "", _("Nothing in event.json names this picture; it is left out."), is_warning=True)


ARCHIVE = Reader(
    name=OURS,
    label=gettext_lazy("an event of Symposium (ZIP)"),
    suffixes=(".zip",),
    sniff=_sniff,
    read=_read,
    most_bytes=MOST_BYTES,
)
