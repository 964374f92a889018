"""Countries by name, in the language of the page (Unicode CLDR, by babel)."""

import functools

from babel import Locale
from django.utils.translation import get_language, to_locale

from symposium.kit.folding import fold

# CLDR also names what is no country of ISO 3166-1: unions, outlying parts of others, codes for tests.
_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])


def countries() -> tuple[tuple[str, str], ...]:
    """Pairs of an ISO 3166-1 alpha-2 code and its name, in the order of the names."""
    return _countries(get_language() or "en")


def country(code: str) -> str:
    """The name of one; the code itself where there is no such country."""
    return dict(countries()).get(code, code)


@functools.lru_cache(maxsize=16)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(to_locale(language)).territories
    found = [(code, name) for code, name in names.items() if code.isalpha() and code not in _NO_COUNTRIES]
    return tuple(sorted(found, key=lambda pair: fold(pair[1])))
