"""Shadows: what looks like a registration to whoever registers an address that is registered already."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from registrations import mails
from registrations.models import Registration
from symposium.events.models import Event, Mode
from symposium.mail.models import OutgoingMail

State = Registration.State
# A second mail 'you are registered already' within this time would only be a nuisance.
REMINDER_PAUSE = timedelta(minutes=10)
SHADOWS_LAST = timedelta(days=30)


def tell_owner(write: Callable[[Registration], None], kind: str, standing: Registration) -> None:
    """Send the owner of a registered address their link, unless that was done a moment ago.

    Who has not confirmed the address yet gets the link that does.
    """
    if standing.state == State.UNVERIFIED:
        write, kind = mails.confirm_address, mails.ADDRESS
    recent = timezone.now() - REMINDER_PAUSE
    sent = OutgoingMail.objects.filter(event=standing.event_id, kind=kind, created_at__gt=recent)
    if not sent.filter(to_address=standing.email).exists():
        write(standing)


def move_shadows(event: Event, mode: str, reached: datetime | None) -> None:
    """A shadow that waits moves up when a real guest in its place would have: nobody can tell the two apart."""
    shadows = Registration.objects.filter(event=event, shadow_of__isnull=False, state=State.WAITING, mode=mode)
    waiting = event.online_waiting if mode == Mode.ONLINE else event.guests_waiting
    if waiting or event.left(mode) == 0:
        shadows = shadows.filter(waiting_since__lte=reached) if reached else shadows.none()
    shadows.update(state=State.CONFIRMED, waiting_since=None)


def forget_shadows(now: datetime | None = None) -> int:
    """Delete shadows 30 days after their event; how many. Before that, a page that is gone would tell what it was."""
    old = (now or timezone.now()) - SHADOWS_LAST
    return Registration.objects.filter(Q(shadow_of__isnull=False), event__ends_at__lt=old).delete()[0]
