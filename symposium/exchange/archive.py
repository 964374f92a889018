"""A whole event as one ZIP (APPNOTE 6.3): ``event.json`` and the pictures that it names.

Equal events are equal bytes: names in order, one fixed time, nothing deflated (what a compressor writes changes with
its version). It is written as it is read, so that memory holds one picture at a time.
"""

import stat
import zipfile
from collections.abc import Iterator
from typing import Any

from symposium.exchange.codec import to_json
from symposium.exchange.gathering import Gathering, picture_bytes

EVENT_FILE = "event.json"
# The first moment that a ZIP can name.
_TIME = (1980, 1, 1, 0, 0, 0)


class _Sink:
    """A file that is only ever written, from which what was written is taken away."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: Any) -> int:
        """Keep it until ``take``."""
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        """What was written since."""
        taken = b"".join(self._written)
        self._written.clear()
        return taken


def archive_of(gathering: Gathering) -> Iterator[bytes]:
    """The ZIP, a member at a time; the event is read before the first."""
    document = to_json(gathering.gather())
    return _chunks(document, gathering.pictures)


def _chunks(document: bytes, pictures: dict[str, str]) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as package:  # type: ignore[call-overload]
        package.writestr(_member(EVENT_FILE), document)
        yield sink.take()
        for name in sorted(pictures):
            package.writestr(_member(name), picture_bytes(pictures[name]))
            yield sink.take()
    yield sink.take()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _TIME)
    member.create_system = 3
    member.external_attr = (stat.S_IFREG | 0o644) << 16
    return member
