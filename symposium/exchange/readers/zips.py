"""ZIPs of strangers: what is looked at before anything of them is read, and what a library says of broken ones."""

import stat
import struct
import zipfile
from typing import IO

from django.utils.translation import gettext as _

from symposium.exchange.readers.base import ReadingError

MOST_OF_DIRECTORY = 1024 * 1024
# JSON deflates to a twentieth; what deflates to much less was made to harm.
MOST_RATIO = 200
# What the library raises for archives that are broken, or made to break it.
BROKEN = (
    *(zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError),
    struct.error,
)
_END = struct.Struct("<4s4H2LH")


def refuse_directory(file: IO[bytes], *, most: int, broken: str, too_many: str) -> None:
    """Look at the end of the directory (APPNOTE §4.3.16) before the library reads all of it into memory.

    Raises ReadingError with one of the two sentences where it is not there, or names more members than ``most``.
    """
    size = file.seek(0, 2)
    file.seek(max(size - 65_557, 0))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        raise ReadingError(broken)
    _mark, _disk, _first, _here, members, length, _offset, _comment = _END.unpack_from(tail, place)
    if members > most or length > MOST_OF_DIRECTORY:
        raise ReadingError(too_many)
    file.seek(0)


def refuse_locked(member: zipfile.ZipInfo) -> None:
    """Nobody is asked for a password. Raises ReadingError."""
    if member.flag_bits & 1:
        raise ReadingError(_("The archive is protected with a password. Take the password off, and send it again."))


def is_file(member: zipfile.ZipInfo) -> bool:
    """Whether it is neither a link nor a device, which leads out of the archive."""
    return stat.S_IFMT(member.external_attr >> 16) in {0, stat.S_IFREG}


def unfolds_too_far(member: zipfile.ZipInfo) -> bool:
    """Whether it says that it becomes so much larger as nothing honest does."""
    return member.file_size > MOST_RATIO * max(member.compress_size, 1024)
