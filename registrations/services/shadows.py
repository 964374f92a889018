"""Shadows: what looks like a registration to whoever registers an address that is registered already."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from registrations import mails
from registrations.models import Allocation, Registration
from registrations.services.desk import Desk, at_the_desk
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


def move_shadows(
    desk: Desk,
    mode: str,
    block: Allocation | None,
    *,
    moved: Sequence[Registration],
    reached: datetime | None,
    state: str,
    until: datetime | None,
) -> None:
    """A shadow that waits moves up when a real guest in its place would have: nobody can tell the two apart.

    One whose party waits with it moves up with its party; any other when somebody who came later did, or when a
    place is left that nobody takes.
    """
    shadows = Registration.objects.filter(event=desk.event, shadow_of__isnull=False, state=State.WAITING)
    shadows = shadows.filter(mode=mode, in_block=block is not None, **({"allocation": block} if block else {}))
    waiting = Registration.objects.waiting_in_line().filter(event=desk.event).exclude(party=None)
    alone = Q(party=None) | ~Q(party__in=waiting.order_by().values("party"))
    if desk.left(mode, block) == 0:
        alone &= Q(waiting_since__lte=reached) if reached else Q(pk=None)
    with_party = Q(party__in={one.party_id for one in moved if one.party_id})
    # Found first and written then: mostly there are none, and nothing is written.
    found = list(shadows.filter(alone | with_party).values_list("pk", flat=True))
    if found:
        rows = Registration.objects.filter(pk__in=found)
        rows.update(state=state, offered_until=until, waiting_since=None, changed_at=desk.now)


def forget_shadows(now: datetime | None = None) -> int:
    """Delete shadows 30 days after their event; how many. Before that, a page that is gone would tell what it was."""
    old = Q(shadow_of__isnull=False, event__ends_at__lt=(now or timezone.now()) - SHADOWS_LAST)
    return forget(old)


def forget(which: Q) -> int:
    """Delete such registrations behind the lock of each event: none that a deed is about to change; how many."""
    rows = Registration.objects.filter(which)
    deleted = 0
    for event_id in list(rows.order_by("event_id").values_list("event_id", flat=True).distinct()):
        with at_the_desk(event_id):
            deleted += rows.filter(event=event_id).delete()[1].get(Registration._meta.label, 0)
    return deleted
