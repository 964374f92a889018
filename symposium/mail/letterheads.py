"""What stands over and under the mails of an event: whose name, where answers go, who signs."""

from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from symposium.mail.domains import may_send_from
from symposium.mail.models import Letterhead, OutgoingMail


def letterhead_of(event: Any) -> Letterhead | None:
    """The event's letterhead; no query where it was selected with the event (``letterhead``)."""
    try:
        found: Letterhead | None = event.letterhead if event else None
    except ObjectDoesNotExist:
        return None
    return found


def frame_of(event: Any) -> dict[str, Any]:
    """What templates/emails/base.html shows of it."""
    head = letterhead_of(event)
    return {"letterhead_signature": head.signature if head else "", "letterhead_contact": head.reply_to if head else ""}


def from_of(mail: OutgoingMail) -> str:
    """The From of a mail; the server's own address where the event names none, or one that it may no longer use."""
    head, (name, address) = letterhead_of(mail.event), parseaddr(settings.DEFAULT_FROM_EMAIL)
    if head is None:
        return settings.DEFAULT_FROM_EMAIL
    if head.from_address and may_send_from(head.from_address):
        address = head.from_address
    local, _at, domain = address.rpartition("@")
    return str(Address(head.from_name or name, addr_spec=f"{local}@{domain}"))


def reply_to_of(mail: OutgoingMail) -> str:
    """Where answers go: what the mail itself says; but the letterhead's address in place of the event's contact."""
    head, contact = letterhead_of(mail.event), mail.event.contact_email if mail.event else ""
    if head and head.reply_to and mail.reply_to in {"", contact}:
        return head.reply_to
    return mail.reply_to
