"""From a row of the outbox to a MIME message (RFC 5322, RFC 6047 for calendar entries)."""

import email.message
import email.policy
import uuid
from email.headerregistry import Address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import punycode

from symposium.mail.letterheads import from_of, reply_to_of
from symposium.mail.models import OutgoingMail


class GuestMessage(EmailMultiAlternatives):
    """Text, HTML and, last, a calendar entry whose part names the entry's own method."""

    calendar_method = ""

    def message(self, *, policy: Any = email.policy.default) -> Any:
        """The whole message, with ``method`` on every calendar part (RFC 6047 §2.4)."""
        message = super().message(policy=policy)
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                part.set_param("method", self.calendar_method)
        return message


def _ascii(address: str) -> str:
    """The address with its domain as mail servers know it (IDNA): 'bücher.example' is 'xn--bcher-kva.example'."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{punycode(domain)}"


def message_id(uid: uuid.UUID) -> str:
    """'<…@host>': what a mail server names where it writes that it could not deliver the mail."""
    return f"<{uid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def _unsubscribing(mail: OutgoingMail) -> dict[str, str]:
    """What lets a mail program end news with one press (RFC 8058), where it is news."""
    url = mail.about.get("unsubscribe")
    if not url:
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def message_for(mail: OutgoingMail) -> GuestMessage:
    """The message of one row; the same row always has the same Message-ID."""
    answers = reply_to_of(mail)
    message = GuestMessage(
        subject=mail.subject,
        body=mail.text,
        from_email=from_of(mail),
        to=[str(Address(mail.to_name, addr_spec=_ascii(mail.to_address)))],
        reply_to=[answers] if answers else None,
        headers={"Message-ID": message_id(mail.uid), "Auto-Submitted": "auto-generated", **_unsubscribing(mail)},
    )
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        message.calendar_method = mail.calendar_method
        message.attach_alternative(mail.calendar, "text/calendar")
        message.attach("invite.ics", mail.calendar, "text/calendar")
    return message
