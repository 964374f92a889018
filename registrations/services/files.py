"""Files that guests sent and no answer names any more."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from registrations.models import Answer, Question
from registrations.private_files import FOLDER, storage

# A form that must be mended may bring its file back within this time.
UNNAMED_LAST = timedelta(days=1)
# Listing a storage costs something; nobody waits for this.
PAUSE_SECONDS = 60 * 60


def forget_files(now: datetime | None = None) -> int:
    """Delete files that are a day old and that no answer names; how many. Done once an hour, however often asked."""
    if now is None and not cache.add("registrations.forget-files", "done", timeout=PAUSE_SECONDS):
        return 0
    old = (now or timezone.now()) - UNNAMED_LAST
    kept = storage()
    if not kept.exists(FOLDER):
        return 0
    paths = [f"{FOLDER}/{name}" for name in kept.listdir(FOLDER)[1]]
    due = [path for path in paths if kept.get_modified_time(path) < old]
    named = _named() if due else set()
    unnamed = [path for path in due if path not in named]
    for path in unnamed:
        kept.delete(path)
    return len(unnamed)


def _named() -> set[str]:
    """What answers name. One query; a file that is named while it runs is younger than a day."""
    values = Answer.objects.filter(kind=Question.Kind.FILE).values_list("value", flat=True)
    return {value["path"] for value in values.iterator() if isinstance(value, dict) and "path" in value}
