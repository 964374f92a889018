"""What differs between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")
# What is left of a long stretch in which nothing differs, in words and the spaces between them.
AROUND = 12
# Beyond that, comparing costs more than it tells.
MOST = 6_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: in both ('same'), only in the former ('gone'), only in the later ('new'), or left out."""

    kind: str
    text: str


def compared(before: str, after: str) -> list[Piece]:
    """The pieces of which the two texts are made, in reading order."""
    was, now = _WORDS.findall(before), _WORDS.findall(after)
    if len(was) + len(now) > MOST:
        return [Piece("gone", before), Piece("new", after)]
    found: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            found += _around(was[i:j], is_first=i == 0, is_last=j == len(was) and m == len(now))
            continue
        found += [Piece(kind, "".join(some)) for kind, some in (("gone", was[i:j]), ("new", now[k:m])) if some]
    return found


def _around(same: list[str], *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    """Both ends of a stretch that is the same; all of it where it is short."""
    if len(same) <= 3 * AROUND:
        yield Piece("same", "".join(same))
        return
    if not is_first:
        yield Piece("same", "".join(same[:AROUND]))
    yield Piece("left out", "…")
    if not is_last:
        yield Piece("same", "".join(same[-AROUND:]))
