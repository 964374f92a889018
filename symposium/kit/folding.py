"""Text as a reader looks for it: without accents and case (Unicode Standard §5.18, UAX 15)."""

import unicodedata

# Letters that no decomposition takes apart, as people without such keys write them.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ـ": ""}
    | dict.fromkeys("'’ʻʼ‘", "")
)


def fold(text: str) -> str:
    """'Siobhán Núñez-Ångström' as 'siobhan nunez-angstrom'; ``static/js/find.js`` folds alike."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.category(character).startswith("M"))
    return bare.translate(_LETTERS)


def has_words(text: str, wanted: str) -> bool:
    """Whether every word of ``wanted`` occurs in ``text``, both folded."""
    folded = fold(text)
    return all(word in folded for word in fold(wanted).split())
