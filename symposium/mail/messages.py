"""From a row of the outbox to a MIME message (RFC 5322, RFC 6047 for calendar entries)."""

import email.message
import email.policy
from email.headerregistry import Address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import punycode

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


def message_for(mail: OutgoingMail) -> GuestMessage:
    """The message of one row; the same row always has the same Message-ID."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message = GuestMessage(
        subject=mail.subject,
        body=mail.text,
        to=[str(Address(mail.to_name, addr_spec=_ascii(mail.to_address)))],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": f"<{mail.uid}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        message.calendar_method = mail.calendar_method
        message.attach_alternative(mail.calendar, "text/calendar")
        message.attach("invite.ics", mail.calendar, "text/calendar")
    return message
