"""What was found, shown where it stands."""

import re
from collections.abc import Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from symposium.kit.words import Piece, Term, pieces

# Characters of an excerpt before and after the word that was found.
BEFORE, AFTER = 60, 140
_BLANK = re.compile(r"\s+")


def marked(text: str, terms: Sequence[Term]) -> SafeString:
    """The text as HTML, what was asked for within ``<mark>``."""
    parts, done = [], 0
    for start, end in _joined(_hits(text, terms)):
        parts += [escape(text[done:start]), f"<mark>{escape(text[start:end])}</mark>"]
        done = end
    return mark_safe("".join([*parts, escape(text[done:])]))  # noqa: S308 (every part is escaped)


def missing(text: str, terms: Sequence[Term]) -> list[Term]:
    """The terms that are not found in the text."""
    return [term for term in terms if next(_hits(text, [term]), None) is None]


def excerpt(text: str, terms: Sequence[Term]) -> str:
    """The words around the first of the terms that the text has, in one line; empty where it has none."""
    hit = next(_hits(text, terms), None)
    if hit is None:
        return ""
    start, end = max(hit.start - BEFORE, 0), min(hit.end + AFTER, len(text))
    if start:
        # At a blank, where there is one: scripts without blanks are cut where they stand.
        start = next((m.end() for m in _BLANK.finditer(text, start, hit.start)), start)
    if end < len(text):
        end = max((m.start() for m in _BLANK.finditer(text, hit.end, end)), default=end)
    words = _BLANK.sub(" ", text[start:end]).strip()
    return f"{'… ' if start else ''}{words}{' …' if end < len(text) else ''}"


def _hits(text: str, terms: Sequence[Term]) -> Iterator[Piece]:
    return (piece for piece in pieces(text) if any(term.finds(word) for term in terms for word in piece.words))


def _joined(hits: Iterator[Piece]) -> list[tuple[int, int]]:
    """Their places in order, without overlaps; a whole that is found because its part is adds nothing."""
    found: list[tuple[int, int]] = []
    for start, end, _ in sorted(hits, key=lambda piece: piece.end - piece.start):
        if not any(start <= inner[0] and inner[1] <= end for inner in found):
            found.append((start, end))
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans
