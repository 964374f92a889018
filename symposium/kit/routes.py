"""Which view answers at an address: looked up once for each, because walking all patterns costs more than a page."""

import functools

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve


def route(path: str) -> ResolverMatch | None:
    """What answers at ``path``; None where nothing does. The match is shared: nobody may write into it."""
    try:
        return _route(path, settings.ROOT_URLCONF, tuple(settings.LANGUAGES))
    except Resolver404:
        return None


# Addresses that lead nowhere are not kept: there is no end of them. Languages are part of what an address can be.
@functools.lru_cache(maxsize=4096)
def _route(path: str, root: str, languages: tuple[tuple[str, str], ...]) -> ResolverMatch:
    return resolve(path, root)
