"""Registrations whose address nobody confirmed."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from registrations.models import Registration
from registrations.services.shadows import forget

UNVERIFIED_LAST = timedelta(days=3)


def forget_unverified(now: datetime | None = None) -> int:
    """Delete what nobody confirmed within three days, with all that was said in it; how many rows. No seat was held."""
    old = (now or timezone.now()) - UNVERIFIED_LAST
    return forget(Q(state=Registration.State.UNVERIFIED, created_at__lt=old))
