"""One or two letters that stand for a person without a portrait."""

import unicodedata

# What follows a name and is none.
_AFTER = {"jr", "sr", "ii", "iii", "iv", "phd", "md", "obe", "mbe", "cbe", "frs"}


def monogram(name: str) -> str:
    """The first letters of the first and the last name; of names in scripts without capitals the first letter alone.

    Particles in small letters are passed over ('Vincent van Gogh' is VG, 'da Silva' is S), and so is what follows a
    name ('Jr.'). Letters that join, as Arabic's do, would change their form beside each other, and one ideograph of a
    family name says more than two of a whole one. Empty for a name without any letter.
    """
    parts = [letter for word in name.split() if not _is_after(word) and (letter := _first_letter(word))]
    if not parts:
        return ""
    if not _has_case(parts[0]):
        return parts[0]
    capitals = [letter for letter in parts if letter != letter.lower() or not _has_case(letter)] or parts
    return "".join(letter.upper()[:1] for letter in (capitals[:1] + capitals[1:][-1:]))


def _first_letter(word: str) -> str:
    """The word's first letter with the marks that belong to it."""
    for place, character in enumerate(word):
        if unicodedata.category(character)[0] in "LN":
            marks = word[place + 1 :]
            length = next((n for n, mark in enumerate(marks) if unicodedata.category(mark)[0] != "M"), len(marks))
            return character + marks[:length]
    return ""


def _is_after(word: str) -> bool:
    return word.replace(".", "").replace(",", "").lower() in _AFTER


def _has_case(letter: str) -> bool:
    return letter.upper() != letter.lower()
