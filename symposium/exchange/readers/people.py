"""Names of people as programmes write them: with a form of address before, and a part or an institution behind."""

import re
from dataclasses import dataclass

from symposium.exchange.readers.kinds import words_of
from symposium.exchange.readers.texts import bare, key_of

# Forms of address, as their words are folded.
_FORMS = frozenset(
    (
        "dr",
        "drs",
        "prof",
        "professor",
        "doc",
        "pd",
        "sir",
        "dame",
        "lord",
        "lady",
        "baron",
        "baroness",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "rev",
        "revd",
        "hon",
        "herr",
        "frau",
        "mme",
        "mlle",
        "ing",
        "dipl",
        "hc",
        "h",
        "c",
        "gen",
        "maj",
        "col",
        "capt",
        "captain",
        "lt",
        "adm",
        "admiral",
        "cdr",
        "sgt",
        "brig",
        "general",
        "major",
        "colonel",
        "ambassador",
        "minister",
        "senator",
        "judge",
        "justice",
    )
)
_BEHIND = re.compile(r"^(?P<name>.*\S)\s*[(\[](?P<words>[^()\[\]]{1,160})[)\]]\s*$")
_PARTS = {
    "moderator": "moderator moderators moderation host",
    "chair": "chair chairs chairperson",
    "panellist": "panellist panellists panelist panelists panel",
    "keynote": "keynote keynotes",
    "speaker": "speaker speakers presenter author",
}
_NOBODY = {"tba", "tbd", "tbc", "n n", "nn", "to be announced", "to be confirmed", "to be decided"}
_SPLITS = {";": r";", ",": r",", "line": r"\n", "and": r";|,|\n|\s&\s|\s(?:and|und|et|y)\s"}
SEPARATORS = tuple(_SPLITS)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as a cell names them; ``name`` is empty for whoever is to be announced."""

    name: str
    form_of_address: str = ""
    part: str = ""
    affiliation: str = ""


def addressed(text: str) -> tuple[str, str]:
    """'Prof. Dr. Ada Lovelace' as ('Prof. Dr.', 'Ada Lovelace'); the first is empty where nothing stands before."""
    words = text.split()
    number = 0
    while number < len(words) - 1 and words_of(words[number]) and set(words_of(words[number])) <= _FORMS:
        number += 1
    return " ".join(words[:number]), " ".join(words[number:])


def named(text: str) -> Named | None:
    """Who is meant by 'Dr Ada Lovelace (moderator)' or 'Ben Okri (University of Accra)'; None for nobody at all."""
    line = " ".join(bare(text).split())
    if not key_of(line):
        return None
    part = affiliation = ""
    if found := _BEHIND.match(line):
        line, words = found["name"], found["words"]
        part = part_of(words)
        affiliation = "" if part else words.strip()
    if key_of(line).replace(".", " ").strip() in _NOBODY or " ".join(words_of(line)) in _NOBODY:
        return Named("", part=part)
    form, name = addressed(line)
    return Named(name, form, part, affiliation)


def part_of(text: str) -> str:
    """Which part a word stands for; empty for none."""
    words = set(words_of(text))
    if len(words) > 2:
        return ""
    return next((part for part, known in _PARTS.items() if words & set(known.split())), "")


def separated(text: str, separator: str) -> list[str]:
    """The people of one cell."""
    return [part.strip() for part in re.split(_SPLITS.get(separator, ";"), bare(text)) if part.strip()]


def separator_in(cells: list[str]) -> str:
    """What stands between the people of one cell, by what is seen in all of them."""
    if any(";" in cell for cell in cells):
        return ";"
    if any("\n" in cell.strip() for cell in cells):
        return "line"
    return "," if any("," in cell for cell in cells) else ";"
