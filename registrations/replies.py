"""Answers from guests' calendars (iMIP, METHOD:REPLY), read from mail that anybody may have written.

Nothing here believes what it reads: it is bounded, whatever is no answer is none, and what an answer does is decided by
``services.take_replies``.
"""

import email
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from itertools import islice
from urllib.parse import unquote

from registrations.models import Registration
from symposium.calendars.reading import Component, UnreadableError, read

# An answer has some thousand bytes; what is longer, or has more parts, is none of ours.
MOST_BYTES = 1024 * 1024
MOST_PARTS = 20
MOST_ENTRIES = 5

ANSWERS = {
    "ACCEPTED": Registration.Reply.ACCEPTED,
    "TENTATIVE": Registration.Reply.TENTATIVE,
    "DECLINED": Registration.Reply.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: to which entry, in whose name, and when, all of it as the mail says."""

    uid: uuid.UUID
    address: str
    answer: Registration.Reply
    at: datetime


def replies_in(raw: bytes) -> list[Reply]:
    """The answers in one mail (RFC 5322); none where it has none, or is broken, or too large."""
    if len(raw) > MOST_BYTES:
        return []
    try:
        message = email.message_from_bytes(raw)
        return list(_in_message(message))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # As many ways as there are to break a mail; the library knows some of them only by stumbling.
        return []


def _in_message(message: Message) -> Iterator[Reply]:
    for part in islice(message.walk(), MOST_PARTS):
        payload = part.get_payload(decode=True) if part.get_content_type() == "text/calendar" else None
        if not isinstance(payload, bytes):
            continue
        charset = part.get_content_charset("utf-8")
        try:
            calendar = read(payload.decode(charset, "replace").encode())
        except (UnreadableError, LookupError):
            continue
        if calendar.value("METHOD").strip().upper() == "REPLY":
            yield from filter(None, map(_reply, calendar.inner("VEVENT")[:MOST_ENTRIES]))


def _reply(entry: Component) -> Reply | None:
    """RFC 5546 §3.2.3: exactly one attendee, who answers for themselves."""
    attendees = entry.all("ATTENDEE")
    answer = ANSWERS.get(attendees[0].parameter("PARTSTAT").upper()) if len(attendees) == 1 else None
    if answer is None:
        return None
    scheme, _, address = attendees[0].value.strip().partition(":")
    try:
        at = datetime.strptime(entry.value("DTSTAMP"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        uid = uuid.UUID(entry.value("UID"))
    except ValueError:
        return None
    return Reply(uid, unquote(address)[:320], answer, at) if scheme.lower() == "mailto" and address else None
