"""Unguessable addresses for people without an account.

A token is 16 bytes of a random public id and 16 bytes of HMAC-SHA256 over purpose, id and version, in base64url. No
table of links is kept, the same link can be sent again, and raising the version revokes it. (Mails of the outbox hold
links until their bodies are emptied.)
"""

import base64
import binascii
import uuid

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_TAG_BYTES = 16


def make_token(purpose: str, public_id: uuid.UUID, version: int = 1) -> str:
    """43 characters that open what ``public_id`` names, for this purpose and version only."""
    return _encode(public_id.bytes + _tag(purpose, public_id, version, settings.SECRET_KEY))


def read_token(token: str) -> uuid.UUID | None:
    """The public id that a token claims, or None when it is malformed; ``is_genuine`` must follow."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 16 + _TAG_BYTES or _encode(raw) != token:
        return None
    return uuid.UUID(bytes=raw[:16])


def is_genuine(token: str, purpose: str, public_id: uuid.UUID, version: int = 1) -> bool:
    """Whether this site made the token, with its present key or one that it is replacing."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    made = (_encode(public_id.bytes + _tag(purpose, public_id, version, key)) for key in keys)
    return any(constant_time_compare(token, candidate) for candidate in made)


def _tag(purpose: str, public_id: uuid.UUID, version: int, key: str) -> bytes:
    salt = f"symposium.token.{purpose}"
    return salted_hmac(salt, f"{public_id.hex}:{version}", secret=key, algorithm="sha256").digest()[:_TAG_BYTES]


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
