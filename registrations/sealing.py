"""Encryption of what the gate's office must know (Fernet: AES-128-CBC and HMAC-SHA256, of the cryptography package).

SYMPOSIUM_SITE_ACCESS_KEYS holds the keys, the one to encrypt with first; the others still open what they closed.
"""

import base64
import functools
import hashlib
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from registrations.exceptions import SealedWithUnknownKeyError


@functools.lru_cache(maxsize=4)
def _keys(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(one.encode()).digest())) for one in secrets])


def can_seal() -> bool:
    """Whether this server has a key; without one no site-access details are asked for."""
    return bool(settings.SITE_ACCESS_KEYS)


def seal(details: Mapping[str, str]) -> str:
    """A token that only the keys open. Needs ``can_seal()``."""
    words = json.dumps(dict(details), ensure_ascii=False, sort_keys=True).encode()
    return _keys(tuple(settings.SITE_ACCESS_KEYS)).encrypt(words).decode()


def unseal(sealed: str) -> dict[str, str]:
    """The details again. Raises SealedWithUnknownKeyError where none of the keys fits."""
    if not can_seal():
        raise SealedWithUnknownKeyError
    try:
        words = _keys(tuple(settings.SITE_ACCESS_KEYS)).decrypt(sealed.encode())
    except InvalidToken:
        raise SealedWithUnknownKeyError from None
    found: dict[str, str] = json.loads(words)
    return found


def reseal(sealed: str) -> str:
    """The same details under the first key. Raises SealedWithUnknownKeyError where none of the keys fits."""
    if not can_seal():
        raise SealedWithUnknownKeyError
    try:
        return _keys(tuple(settings.SITE_ACCESS_KEYS)).rotate(sealed.encode()).decode()
    except InvalidToken:
        raise SealedWithUnknownKeyError from None
