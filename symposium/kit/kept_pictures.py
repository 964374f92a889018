"""Pictures from their upload to a day after their removal.

The sweep notes every picture that a row names, and has the worker make its renditions, so that no visitor waits for
them. What it has noted and no row names any more is deleted a day later, with all its renditions. The history names
for 30 days what was deleted or replaced (``history.KeptImage``); a portrait that a speaker has withdrawn is gone then.
It touches no file that it has not noted, so that a storage which was restored before its database, or is shared with
something else, loses nothing.
"""

from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from symposium.kit.fields import PictureField
from symposium.kit.models import KeptPicture
from symposium.kit.renditions import is_master, renditions_of
from symposium.kit.tasks import make_renditions

# In which a row that is being saved, or a removal that was a mistake, has its time.
GRACE = timedelta(days=1)


def look_after_pictures(now: datetime | None = None) -> int:
    """Note what is new, and delete what has been named by no row for a day; how many were deleted."""
    now = now or timezone.now()
    named = set(_named())
    kept = dict(KeptPicture.objects.values_list("name", "unnamed_since"))
    _note(sorted(named - kept.keys()))
    again = [name for name, since in kept.items() if since and name in named]
    KeptPicture.objects.filter(name__in=again).update(unnamed_since=None)
    lost = [name for name, since in kept.items() if not since and name not in named]
    KeptPicture.objects.filter(name__in=lost).update(unnamed_since=now)
    gone = [name for name, since in kept.items() if since and since < now - GRACE and name not in named]
    for name in gone:
        _forget(name)
    return len(gone)


def _named() -> list[str]:
    """The masters that rows name, in whatever model."""
    names: list[str] = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, PictureField):
                rows = model._base_manager.exclude(**{field.name: ""}).order_by()
                names += filter(is_master, rows.values_list(field.name, flat=True))
    return names


def _note(names: list[str]) -> None:
    with transaction.atomic():
        KeptPicture.objects.bulk_create([KeptPicture(name=name) for name in names], ignore_conflicts=True)
        for name in names:
            make_renditions.enqueue(name)


def _forget(name: str) -> None:
    """The renditions first: while the master is there, an interrupted deletion is tried again."""
    for rendition in renditions_of(name):
        default_storage.delete(rendition.name)
    default_storage.delete(name)
    KeptPicture.objects.filter(pk=name).delete()
