"""Pages for one person that are alike for everybody but for a few values: rendered once with holes, filled for each.

A mould is kept in the process under a key that names all that it was made of, as a public page is in the cache; what is
somebody's own (a token, their name, the words about their place) is never in it, only where it goes.

What is compressed is compressed apart: each piece of the mould once, and what fills a hole by itself or, where it is
short, not at all. So no length tells whether a secret resembles anything else on the page (BREACH), and a page costs no
more than what is new in it.
"""

import re
import secrets
import zlib
from collections.abc import Callable, Hashable, Mapping

from django.utils.safestring import SafeString, mark_safe

from symposium.kit.kept import Kept

# Of this process alone: nothing that somebody wrote can be taken for a hole.
_SALT = secrets.token_hex(8)
_HOLE = re.compile(f"\x02{_SALT}([a-z]+)\x03")
# Shorter ones are stored as they are; no stored block is longer than the other (RFC 1951 §3.2.4).
_SHORT, _LONGEST_BLOCK = 256, 0xFFFF
_GZIP_HEAD = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff"
_LAST_BLOCK = b"\x03\x00"
# As Django's GZipMiddleware: so many bytes at most hide the length of the whole (Heal The Breach).
_MOST_PADDING = 100


def hole(name: str) -> SafeString:
    """What a template is given in the place of a value that is filled in later; lower-case letters."""
    return mark_safe(f"\x02{_SALT}{name}\x03")  # noqa: S308 (letters of ours)


class Mould:
    """A rendered text with holes."""

    def __init__(self, text: str) -> None:
        pieces = _HOLE.split(text)
        self._names = pieces[1::2]
        self._pieces = [piece.encode() for piece in pieces[::2]]
        self._zipped = [_deflated(piece, level=9) for piece in self._pieces]

    def filled(self, values: Mapping[str, str]) -> bytes:
        """The text with its holes filled; the values are markup already. Raises KeyError for a hole without one."""
        return b"".join(self._parts(self._pieces, [values[name].encode() for name in self._names]))

    def zipped(self, values: Mapping[str, str]) -> bytes:
        """The same as a gzip file (RFC 1952)."""
        found = {name: values[name].encode() for name in set(self._names)}
        coded = {name: _deflated(value) for name, value in found.items()}
        plain = b"".join(self._parts(self._pieces, [found[name] for name in self._names]))
        parts = self._parts(self._zipped, [coded[name] for name in self._names])
        padding = b"a" * secrets.randbelow(_MOST_PADDING) + b"\x00"
        end = zlib.crc32(plain).to_bytes(4, "little") + (len(plain) & 0xFFFFFFFF).to_bytes(4, "little")
        return b"".join((_GZIP_HEAD, padding, *parts, _LAST_BLOCK, end))

    @staticmethod
    def _parts(pieces: list[bytes], values: list[bytes]) -> list[bytes]:
        parts = [pieces[0]]
        for value, piece in zip(values, pieces[1:], strict=True):
            parts += (value, piece)
        return parts


def _deflated(text: bytes, level: int = 6) -> bytes:
    """Blocks of their own (RFC 1951) that end with a whole byte and lean on nothing before them."""
    if len(text) < _SHORT:
        size = len(text)
        return b"\x00" + size.to_bytes(2, "little") + (size ^ _LONGEST_BLOCK).to_bytes(2, "little") + text
    compressor = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(text) + compressor.flush(zlib.Z_FULL_FLUSH)


_kept: Kept[Mould] = Kept()


def mould(key: Hashable, render: Callable[[], str]) -> Mould:
    """The mould of that key, rendered when it is not there."""
    return _kept.get(key, lambda: Mould(render()))
