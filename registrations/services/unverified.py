"""Registrations whose address nobody confirmed."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from registrations.models import Registration
from registrations.services.shadows import forget
from symposium.kit.tokens import is_genuine, read_token

UNVERIFIED_LAST = timedelta(days=3)


def forget_unverified(now: datetime | None = None) -> int:
    """Delete what nobody confirmed within three days, with all that was said in it; how many rows. No seat was held."""
    old = (now or timezone.now()) - UNVERIFIED_LAST
    return forget(Q(state=Registration.State.UNVERIFIED, created_at__lt=old))


def has_expired(registration: Registration, now: datetime | None = None) -> bool:
    """Whether nobody confirmed its address in time; it is about to be deleted."""
    is_late = registration.created_at < (now or timezone.now()) - UNVERIFIED_LAST
    return is_late and registration.state == Registration.State.UNVERIFIED


def is_forgotten(token: str) -> bool:
    """Whether a guest's link is one of ours whose registration is deleted."""
    public_id = read_token(token)
    if public_id is None or not is_genuine(token, Registration.TOKEN, public_id):
        return False
    return not Registration.objects.filter(public_id=public_id).exists()
