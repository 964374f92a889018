"""Mails and links once more, for whoever lost them."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from registrations import letters, mails
from registrations.exceptions import TooManyMailsError
from registrations.models import Invitation, Registration, email_key
from registrations.services.shadows import tell_owner
from symposium.events.models import Event
from symposium.kit.limits import count
from symposium.mail.services import queue_mails

State = Registration.State
# How often the same mail is sent to one address within an hour.
MOST_MAILS = 3
WITHIN = int(timedelta(hours=1).total_seconds())


def resend(registration: Registration) -> None:
    """Queue the mail that says how it stands once more; raises TooManyMailsError.

    For a shadow the owner of the address gets theirs.
    """
    if count("resend", registration.public_id.hex, seconds=WITHIN) > MOST_MAILS:
        raise TooManyMailsError
    if registration.shadow_of:
        tell_owner(mails.already, mails.ALREADY, registration.shadow_of)
        registration.pretended.append({"at": timezone.now().isoformat(), "mail": registration.state})
        registration.save(update_fields=["pretended"])
        return
    writes: dict[str, Callable[[Registration], None]] = {
        State.UNVERIFIED: mails.confirm_address,
        State.PENDING: mails.requested,
        State.CONFIRMED: mails.confirmed,
        State.OFFERED: mails.offered,
        State.WAITING: mails.waiting,
    }
    if registration.state in writes:
        writes[registration.state](registration)


def send_links(event: Event, address: str) -> bool:
    """Send whoever has that address the link to what they have at the event; whether there is anything.

    What stands goes before what was cancelled; with a party go the links of those who have no address of their own.
    Whoever has no place and an invitation that can still be answered gets that once more.
    """
    key = email_key(address)
    rows = Registration.objects.real().filter(event=event, email_key=key).select_related("event") if key else ()
    newest = sorted(rows, key=lambda one: (one.is_cancelled, -one.created_at.timestamp()))
    if newest:
        mails.link(newest[0])
    has_place = bool(newest) and not newest[0].is_cancelled
    invitation = None if has_place else _open_invitation(event, key)
    if invitation:
        queue_mails([letters.letter(invitation, letters.SENT)])
    return bool(newest or invitation)


def _open_invitation(event: Event, key: str) -> Invitation | None:
    """The invitation that was sent to that address and can be accepted; never one that its host has not sent yet."""
    sent = (Invitation.State.SENT, Invitation.State.OPENED, Invitation.State.DECLINED)
    rows = Invitation.objects.select_related("event", "allocation__organisation").filter(state__in=sent)
    found = rows.filter(event=event, email_key=key).first() if key else None
    return found if found and found.is_open() else None
