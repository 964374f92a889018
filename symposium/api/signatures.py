"""Secrets of webhooks and the signatures made with them, as Standard Webhooks has them (standardwebhooks.com, v1).

A secret is made of the site's key and is kept nowhere: who reads the database learns none. Raising the version makes
another one; for a day both sign, so that a receiver can take over the new one without losing a message.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from symposium.api.models import Webhook

PREFIX = "whsec_"
BOTH_SIGN = timedelta(days=1)


def secret(webhook: Webhook) -> str:
    """As its owner is shown it: 'whsec_' and 32 bytes in base64."""
    return PREFIX + base64.b64encode(_key(webhook, webhook.version, settings.SECRET_KEY)).decode()


def headers(webhook: Webhook, message_id: str, body: bytes, now: datetime | None = None) -> dict[str, str]:
    """The three headers by which a receiver knows that a message is ours, whole, and of this moment."""
    now = now or timezone.now()
    seconds = str(int(now.timestamp()))
    signed = b".".join([message_id.encode(), seconds.encode(), body])
    signatures = [f"v1,{_signature(key, signed)}" for key in _keys(webhook, now)]
    return {"webhook-id": message_id, "webhook-timestamp": seconds, "webhook-signature": " ".join(signatures)}


def _signature(key: bytes, signed: bytes) -> str:
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def _keys(webhook: Webhook, now: datetime) -> Iterator[bytes]:
    """The present one first; the one before it for a day, and those of the site's former keys."""
    versions = [webhook.version]
    if webhook.rotated_at and now - webhook.rotated_at < BOTH_SIGN:
        versions.append(webhook.version - 1)
    for site_key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        for version in versions:
            yield _key(webhook, version, site_key)


def _key(webhook: Webhook, version: int, site_key: str) -> bytes:
    said = f"{webhook.uid.hex}:{version}"
    return salted_hmac("symposium.api.webhook", said, secret=site_key, algorithm="sha256").digest()
