"""British words and their American spelling: a first translation of a new text, and what the tests look for.

The table holds whole words or, with a hyphen at the end, beginnings of words: 'organis-' stands for organise, organiser
and organisation. Longer ones go first, so that 'programmed' is no 'programme'.
"""

import functools
import re

# What differs in sense or by choice rather than by spelling stands here too ('any more', 'at the weekend').
WORDS = {
    "acknowledgement": "acknowledgment",
    "aeroplane": "airplane",
    "ageing": "aging",
    "aluminium": "aluminum",
    "analys-": "analyz-",
    "analysis": "analysis",
    "analyst-": "analyst-",
    "any more": "anymore",
    "apologis-": "apologiz-",
    "artefact-": "artifact-",
    "at the weekend": "on the weekend",
    "authoris-": "authoriz-",
    "behaviour-": "behavior-",
    "cancelled": "canceled",
    "cancelling": "canceling",
    "catalogue-": "catalog-",
    "catalogued": "cataloged",
    "categoris-": "categoriz-",
    "centimetre-": "centimeter-",
    "centre": "center",
    "centred": "centered",
    "centres": "centers",
    "cheque-": "check-",
    "colour-": "color-",
    "customis-": "customiz-",
    "defence-": "defense-",
    "dialogue-": "dialog-",
    "emphasise-": "emphasize-",
    "enquir-": "inquir-",
    "favour-": "favor-",
    "finalis-": "finaliz-",
    "fulfil": "fulfill",
    "fulfils": "fulfills",
    "grey-": "gray-",
    "harbour-": "harbor-",
    "honour-": "honor-",
    "judgement-": "judgment-",
    "kilometre-": "kilometer-",
    "labelled": "labeled",
    "labelling": "labeling",
    "labour-": "labor-",
    "licence-": "license-",
    "lorr-": "truck-",
    "metre": "meter",
    "metres": "meters",
    "minimis-": "minimiz-",
    "mobile phone-": "cell phone-",
    "modelled": "modeled",
    "modelling": "modeling",
    "neighbour-": "neighbor-",
    "offence-": "offense-",
    "optimis-": "optimiz-",
    "optimism-": "optimism-",
    "optimist-": "optimist-",
    "organis-": "organiz-",
    "organism-": "organism-",
    "panellist-": "panelist-",
    "pavement-": "sidewalk-",
    "post code": "ZIP code",
    "postcode": "ZIP code",
    "practise-": "practice-",
    "prioritis-": "prioritiz-",
    "programme": "program",
    "programmes": "programs",
    "pyjamas": "pajamas",
    "realis-": "realiz-",
    "realism": "realism",
    "realist-": "realist-",
    "recognis-": "recogniz-",
    "rumour-": "rumor-",
    "signalled": "signaled",
    "specialis-": "specializ-",
    "specialist-": "specialist-",
    "standardis-": "standardiz-",
    "summaris-": "summariz-",
    "synchronis-": "synchroniz-",
    "theatre": "theater",
    "theatres": "theaters",
    "totalled": "totaled",
    "towards": "toward",
    "travelled": "traveled",
    "traveller-": "traveler-",
    "travelling": "traveling",
    "utilis-": "utiliz-",
    "visualis-": "visualiz-",
    "whilst": "while",
}
# Placeholders, tags and entities are no words.
_KEPT = re.compile(r"(%\([^)]*\)[a-z]|\{[^{}]*\}|<[^>]*>|&\w+;)")


@functools.cache
def _british() -> re.Pattern[str]:
    ways = (re.escape(word).removesuffix(r"\-") + ("" if word.endswith("-") else r"\b") for word in _longest_first())
    return re.compile(rf"\b({'|'.join(ways)})", re.IGNORECASE)


def _longest_first() -> list[str]:
    return sorted(WORDS, key=lambda word: (-len(word.rstrip("-")), word))


@functools.cache
def _spellings() -> dict[str, str]:
    return {british.rstrip("-"): ours.rstrip("-") for british, ours in WORDS.items()}


def american(text: str) -> str:
    """``text`` in American spelling; placeholders, tags and capitals as they are."""
    return "".join(part if at % 2 else _british().sub(_spelt, part) for at, part in enumerate(_KEPT.split(text)))


def british_words(text: str) -> list[str]:
    """The words in it that Americans spell otherwise."""
    parts = _KEPT.split(text)[::2]
    return [match[0] for part in parts for match in _british().finditer(part) if _spelt(match) != match[0]]


def american_words(text: str) -> list[str]:
    """The words in it that the British spell otherwise."""
    parts = _KEPT.split(text)[::2]
    return [match[0] for part in parts for match in _american().finditer(part)]


@functools.cache
def _american() -> re.Pattern[str]:
    """Those that mean nothing else in Britain: a meter measures, to practice is a noun, a check checks."""
    shared = {"anymore", "check", "inquir", "meter", "meters", "on the weekend", "practice", "toward", "truck", "while"}
    pairs = _spellings().items()
    words = sorted({ours.lower() for theirs, ours in pairs if ours != theirs and ours.lower() not in shared})
    ways = (re.escape(word) + (r"\b" if word in {"program", "programs", "dialog", "catalog"} else "") for word in words)
    return re.compile(rf"\b({'|'.join(ways)})", re.IGNORECASE)


def _spelt(match: re.Match[str]) -> str:
    word = match[0]
    ours = _spellings()[word.lower()]
    if word.isupper() and len(word) > 1:
        return ours.upper()
    return ours[0].upper() + ours[1:] if word[0].isupper() else ours
