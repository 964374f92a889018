"""What is forgotten in time: deletions after 30 days, drafts after 14, the history of what is there after two years."""

from datetime import datetime, timedelta

from django.utils import timezone

from symposium.history.models import DRAFTED, REMEMBERED, Change, Draft, Edit, KeptImage, Presence

HELPING = 200


def forget(now: datetime | None = None) -> int:
    """Delete what is due; how much. Safe to run twice. The pictures go with the sweep of pictures, a day later."""
    now = now or timezone.now()
    done = 0
    for change in Change.objects.filter(gone_until__lte=now).select_related("edit")[:HELPING]:
        forget_deleted(change)
        done += 1
    done += KeptImage.objects.filter(until__lte=now).delete()[0]
    done += Draft.objects.filter(saved_at__lte=now - DRAFTED).delete()[0]
    done += Presence.objects.filter(seen_at__lte=now - timedelta(hours=1)).delete()[0]
    old = Edit.objects.filter(at__lte=now - REMEMBERED).values_list("pk", flat=True)[:HELPING]
    return done + Edit.objects.filter(pk__in=list(old)).delete()[0]


def forget_deleted(change: Change) -> None:
    """Forget for good what was deleted, with what went with it: that it was deleted stays, what it was does not."""
    went = change.edit.changes.filter(verb=Change.Verb.DELETED)
    for one in went.only("model", "object_id"):
        same = Change.objects.filter(model=one.model, object_id=one.object_id)
        KeptImage.objects.filter(change__in=same).delete()
        same.update(before={}, after={}, title="", gone_until=None)
