"""Words as they are compared: folded once in Python, so that both databases see plain words and agree.

A word is found whatever its case, accents or spelling: 'Ángström' by 'angstrom', 'Müller' by 'mueller', "O'Neill" by
'oneill', 'Cassini-Huygens' by 'huygens'. Scripts that put no blanks between words (Chinese, Japanese, Thai, ...) and
Hangul, which joins them, are taken in pairs of neighbours: 東京都 is 東京 京都 都, so that no dictionary is needed.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# Characters kept of one word; nobody types more of it, and a lexeme of PostgreSQL ends at 2 KiB.
LONGEST = 40
# A word of this length finds longer ones that begin with it, wherever it stands in what was asked.
OPEN_FROM = 3
# Left out of what is asked where another word remains; 'the future of space' is about two words.
SMALL_WORDS = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "the", "to"})

# Unicode decomposes none of these. The Arabic ones are spelt either way by the same people (alef, yeh, teh marbuta).
_ALIKE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك"}
)
_EXPANDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_ARTICLE = "ال"
# Tatweel; the letters that stand for an apostrophe (Hawaiʻi).
_SILENT = frozenset("\u0640\u02b9\u02ba\u02bb\u02bc\u02bd")

# Thai, Lao, Myanmar, Khmer, kana (also of half width), Han, Hangul.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
_APOSTROPHES = "'’‘＇`´′׳״"
_SEGMENT = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_AT_APOSTROPHES = re.compile(f"[{_APOSTROPHES}]")
_AT_HYPHENS = re.compile("[-‐‑.·]")
_POSSESSIVE = frozenset("sS")


class Piece(NamedTuple):
    """A word where it stands in a text (``text[start:end]``), in each of its spellings."""

    start: int
    end: int
    words: tuple[str, ...]


class Term(NamedTuple):
    """One word that was asked for: any of its spellings; an open one finds longer words that begin with it too."""

    words: tuple[str, ...]
    is_open: bool

    def finds(self, word: str) -> bool:
        """Whether it finds a word of a text."""
        return any(word.startswith(own) if self.is_open else word == own for own in self.words)


def fold(word: str) -> str:
    """One word in plain letters: compatibility forms, accents and case taken away (Unicode NFKD, UAX #15)."""
    if word.isascii():
        return word.lower()[:LONGEST]
    bare = "".join(map(_bare, unicodedata.normalize("NFKD", word))).casefold().translate(_ALIKE)
    return unicodedata.normalize("NFC", "".join(map(_bare, unicodedata.normalize("NFKD", bare))))[:LONGEST]


@functools.lru_cache(maxsize=4096)
def _bare(character: str) -> str:
    """The character, or nothing for an accent. Vowel signs and voicing marks of Asian scripts are no accents."""
    if character in _SILENT:
        return ""
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    # Canonical combining classes: 1 overlays, 10 to 36 points of Hebrew, Arabic and Syriac, from 200 on accents.
    combining = unicodedata.combining(character)
    if combining == 1 or 10 <= combining <= 36 or combining >= 200:
        return ""
    return character if character.isalnum() or unicodedata.category(character).startswith("M") else ""


def spellings(word: str) -> tuple[str, ...]:
    """The word folded, and as others would write it: with 'ue' for 'ü', without the Arabic article."""
    return _spellings(word[: LONGEST * 4])


@functools.lru_cache(maxsize=16_384)
def _spellings(word: str) -> tuple[str, ...]:
    plain = fold(word)
    if word.isascii():
        return (plain,)
    found = [plain, fold(unicodedata.normalize("NFC", word).casefold().translate(_EXPANDED))]
    if plain.startswith(_ARTICLE) and len(plain) > 4:
        found.append(plain.removeprefix(_ARTICLE))
    return tuple(filter(None, dict.fromkeys(found)))


@functools.cache
def _run() -> re.Pattern[str]:
    """Words that hang together by apostrophes, hyphens and full stops. Python's expressions know no marks: listed."""
    marks = "".join(chr(code) for code in range(0x300, 0xFFFF) if unicodedata.category(chr(code)).startswith("M"))
    letters = f"(?:[^\\W_]|[{marks}\u00ad\u200c\u200d])+"
    atom = f"{letters}(?:[{_APOSTROPHES}]{letters})*"
    return re.compile(f"{atom}(?:[-‐‑.·]{atom})*")


def _spans(text: str, between: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in between.finditer(text):
        yield start, text[start : gap.start()]
        start = gap.end()
    yield start, text[start:]


def pieces(text: str) -> Iterator[Piece]:
    """Every word of a text: the parts of what hangs together, and the whole as one."""
    for run in _run().finditer(text):
        if run[0].isascii() and run[0].isalnum():
            yield Piece(run.start(), run.end(), spellings(run[0]))
            continue
        atoms = list(_spans(run[0], _AT_HYPHENS))
        for offset, atom in atoms:
            start = run.start() + offset
            parts = list(_spans(atom, _AT_APOSTROPHES))
            whole = "".join(part for _, part in parts)
            if len(parts) > 1 and parts[-1][1] in _POSSESSIVE:
                at, _s = parts.pop()
                if len(parts) > 1:
                    yield Piece(start, start + at - 1, spellings("".join(part for _, part in parts)))
            for at, part in parts:
                yield from _segments(part, start + at)
            if whole != parts[-1][1]:
                yield Piece(start, start + len(atom), spellings(whole))
        if len(atoms) > 1:
            yield Piece(run.start(), run.end(), spellings(_AT_APOSTROPHES.sub("", "".join(a for _, a in atoms))))


def _segments(part: str, start: int) -> Iterator[Piece]:
    if not _IS_UNSPACED.search(part):
        yield Piece(start, start + len(part), spellings(part))
        return
    for segment in _SEGMENT.finditer(part):
        at = start + segment.start()
        if not _IS_UNSPACED.match(segment[0]):
            yield Piece(at, at + len(segment[0]), spellings(segment[0]))
            continue
        folded = _whole(segment[0])
        pairs = [*_pairs(folded), folded[-1:]]
        if len(folded) != len(segment[0]):
            # Half a width or a mark apart: no character stands where its folded one does.
            yield Piece(at, at + len(segment[0]), tuple(pairs))
            continue
        yield from (Piece(at + n, at + n + len(pair), (pair,)) for n, pair in enumerate(pairs))


def _whole(segment: str) -> str:
    """Folded without being cut: a sentence may stand without a blank."""
    return "".join(fold(segment[at : at + LONGEST // 4]) for at in range(0, len(segment), LONGEST // 4))


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]


def words_of(*texts: str, most: int) -> str:
    """The different words of the texts, with blanks between, for a column that a database indexes."""
    found: dict[str, None] = {}
    for text in texts:
        for piece in pieces(text):
            found.update(dict.fromkeys(filter(None, piece.words)))
    return " ".join(list(found)[:most])


def terms_of(asked: str) -> tuple[Term, ...]:
    """What was asked, word by word; empty where there is no word in it. The last word is always open."""
    terms = [term for run in _run().finditer(asked) for atom in _asked_atoms(run[0]) for term in _terms(atom)]
    terms = [term for term in dict.fromkeys(terms) if term.words]
    telling = [term for term in terms if term.words[0] not in SMALL_WORDS] or terms
    return (*telling[:-1], telling[-1]._replace(is_open=True)) if telling else ()


def _asked_atoms(run: str) -> list[str]:
    """'x-ray' asks for two words, 'U.K.' and "O'Neill" for one, "NASA's" for NASA."""
    atoms = []
    for atom in _AT_HYPHENS.split(run):
        parts = _AT_APOSTROPHES.split(atom)
        atoms.append("".join(parts[:-1] if len(parts) > 1 and parts[-1] in _POSSESSIVE else parts))
    return ["".join(atoms)] if len(atoms) > 1 and all(len(atom) == 1 for atom in atoms) else atoms


def _terms(atom: str) -> Iterator[Term]:
    for segment in _SEGMENT.finditer(atom):
        if _IS_UNSPACED.match(segment[0]):
            folded = _whole(segment[0])
            yield from (Term((pair,), is_open=False) for pair in _pairs(folded) or [folded])
        else:
            words = spellings(segment[0])
            yield Term(words, is_open=bool(words) and len(words[0]) >= OPEN_FROM)
