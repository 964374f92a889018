"""What mail servers write when they could not deliver a mail after all (RFC 3464), in what anybody may have sent.

Nothing here believes what it reads: it is bounded, whatever is no such report is none, and a mail is found by its
Message-ID alone, which holds a random number that only its recipient was sent. All that a report does is that it stands
with the mail.
"""

import email
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum
from itertools import islice

from django.utils import timezone

from symposium.kit.text import one_line
from symposium.mail.models import OutgoingMail

# A report brings the mail that it is about, at most; what is longer, or has more parts, is none.
MOST_BYTES = 1024 * 1024
MOST_PARTS, MOST_BLOCKS = 20, 20
MOST_REASON = 300
_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})")
_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]{1,255}>", re.IGNORECASE)


class Outcome(StrEnum):
    """What became of a report."""

    NOTED = "mails that came back"
    KNOWN = "mails that came back, noted before"
    UNKNOWN = "reports on no mail of ours"


@dataclass(frozen=True, slots=True)
class Bounce:
    """One report that a mail was not delivered: on which mails it may be, why, and whether it never will be."""

    uids: tuple[uuid.UUID, ...]
    status: str
    reason: str

    @property
    def is_for_good(self) -> bool:
        """Whether there is no such address, or no such mailbox any more (RFC 3463 §3.2 and §3.3)."""
        return self.status.startswith("5.1.") or self.status == "5.2.1"


def bounce_in(raw: bytes) -> Bounce | None:
    """The report in a mail; None where it has none, or is broken, or too large."""
    if len(raw) > MOST_BYTES:
        return None
    try:
        return _in_message(email.message_from_bytes(raw))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # As many ways as there are to break a mail; the library knows some of them only by stumbling.
        return None


def take_bounce(raw: bytes) -> Outcome | None:
    """Note the report in a mail by the mail that it is about; None where it has none. Safe to do twice."""
    bounce = bounce_in(raw)
    if bounce is None:
        return None
    mails = OutgoingMail.objects.filter(uid__in=bounce.uids, state=OutgoingMail.State.SENT)
    noted = mails.filter(bounced_at=None).update(
        bounced_at=timezone.now(), bounced_for_good=bounce.is_for_good, bounce_reason=bounce.reason
    )
    if noted:
        return Outcome.NOTED
    return Outcome.KNOWN if mails.exists() else Outcome.UNKNOWN


def _in_message(message: Message) -> Bounce | None:
    parts = list(islice(message.walk(), MOST_PARTS))
    failed = next((block for part in parts for block in _blocks(part) if _failed(block)), None)
    if failed is None:
        return None
    status = _STATUS.search(_said(failed, "Status"))
    diagnostic = re.sub(r"^\s*\w+\s*;", "", _said(failed, "Diagnostic-Code"))
    named = status[0] if status else ""
    reason = one_line(f"{named} {diagnostic}".replace("\0", ""))[:MOST_REASON]
    uids = dict.fromkeys(uid for part in parts for uid in _ours_in(part))
    return Bounce(tuple(uids), named, reason)


def _blocks(part: Message) -> list[Message]:
    """The groups of fields in a ``message/delivery-status``: one on the mail, one on each recipient."""
    payload = part.get_payload() if part.get_content_type() == "message/delivery-status" else None
    return [block for block in payload[:MOST_BLOCKS] if isinstance(block, Message)] if isinstance(payload, list) else []


def _failed(block: Message) -> bool:
    """Not merely late, and not forwarded."""
    return _said(block, "Action").strip().lower() == "failed"


def _ours_in(part: Message) -> Iterator[uuid.UUID]:
    """The mails that a part names: the one that is enclosed, or its headers alone, or what this one answers."""
    said = [_said(part, name) for name in ("Message-ID", "In-Reply-To", "References")]
    if part.get_content_type() == "text/rfc822-headers":
        payload = part.get_payload(decode=True)
        said.append(payload.decode("ascii", "replace") if isinstance(payload, bytes) else "")
    for match in islice(_OURS.finditer("\n".join(said)), MOST_PARTS):
        yield uuid.UUID(match[1])


def _said(part: Message, name: str) -> str:
    return str(part.get(name, ""))
