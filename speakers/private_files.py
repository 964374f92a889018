"""Portraits that speakers sent and nobody has accepted yet: kept where no address leads (settings.STORAGES)."""

import secrets
from datetime import datetime, timedelta

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone

from speakers.models import Suggestion

FOLDER = "speaking"
# A form that must be mended may bring its picture back within this time.
UNNAMED_LAST = timedelta(days=1)
# Listing a storage costs something; nobody waits for this.
PAUSE_SECONDS = 60 * 60


def storage() -> Storage:
    """Where they lie."""
    return storages["private"]


def keep(picture: ContentFile[bytes]) -> str:
    """Store a picture that ``clean_image`` made; its path."""
    return str(storage().save(f"{FOLDER}/{secrets.token_hex(16)}.webp", picture))


def forget_portraits(now: datetime | None = None) -> int:
    """Delete pictures that are a day old and wait for no decision; how many. Done once an hour, however often asked."""
    if now is None and not cache.add("speakers.forget-portraits", "done", timeout=PAUSE_SECONDS):
        return 0
    old, kept = (now or timezone.now()) - UNNAMED_LAST, storage()
    if not kept.exists(FOLDER):
        return 0
    paths = [f"{FOLDER}/{name}" for name in kept.listdir(FOLDER)[1]]
    due = [path for path in paths if kept.get_modified_time(path) < old]
    waiting = Suggestion.objects.waiting().values_list("changes__portrait__to", flat=True) if due else ()
    named = set(waiting)
    unnamed = [path for path in due if path not in named]
    for path in unnamed:
        kept.delete(path)
    return len(unnamed)
