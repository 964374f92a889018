"""What guests' calendars answered: recorded as a wish, shown to them and to staff, believed by nobody.

Mail can be written in anybody's name. So an answer moves no seat: who cannot come is written to, at the address that
they registered with, and gives the place back with the link in that mail.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from django.utils import timezone

from registrations import mails
from registrations.models import Deed, Registration
from registrations.models.keys import email_key
from registrations.replies import Reply, replies_in
from registrations.services.desk import Desk, at_the_desk
from symposium.calendars.models import Entry
from symposium.mail.models import OutgoingMail

# However often somebody answers, they are asked about it once in so long.
ASKED_AGAIN = timedelta(days=1)


class Outcome(StrEnum):
    """What became of an answer, or of a mail that has none."""

    RECORDED = "recorded"
    OLDER = "older than what is recorded"
    UNKNOWN = "of nobody who has a place"
    NONE = "without an answer"


def take_replies(mails_read: Iterable[bytes]) -> Counter[Outcome]:
    """Record the answers in these mails; how many of each outcome. Safe to run twice over the same mails."""
    found: Counter[Outcome] = Counter()
    for raw in mails_read:
        replies = replies_in(raw)
        found.update([take_reply(reply) for reply in replies] or [Outcome.NONE])
    return found


def take_reply(reply: Reply) -> Outcome:
    """Record one answer of a guest who has a place; the latest counts (RFC 5546 §2.1.5)."""
    entry = Entry.objects.filter(uid=reply.uid, kind=Entry.Kind.EVENT, event__isnull=False).first()
    if entry is None or entry.event_id is None:
        return Outcome.UNKNOWN
    with at_the_desk(entry.event_id) as desk:
        guests = Registration.objects.real().filter(event=desk.event, state=Registration.State.CONFIRMED)
        guest = guests.filter(email_key=email_key(reply.address)).first()
        if guest is None or not guest.email_key:
            return Outcome.UNKNOWN
        # What claims to come from the future must not outlast every later answer.
        at = min(reply.at, desk.now)
        if guest.calendar_replied_at and at <= guest.calendar_replied_at:
            return Outcome.OLDER
        before = guest.calendar_reply
        Registration.objects.filter(pk=guest.pk).update(calendar_reply=reply.answer, calendar_replied_at=at)
        if before != reply.answer:
            _note(desk, guest, reply.answer)
    return Outcome.RECORDED


def _note(desk: Desk, guest: Registration, answer: str) -> None:
    guest.event = desk.event
    Deed.objects.create(
        event=desk.event, registration=guest, actor=Deed.Actor.GUEST, verb=Deed.Verb.REPLIED, after=answer
    )
    if answer != Registration.Reply.DECLINED or desk.event.is_cancelled or desk.event.is_over(desk.now):
        return
    asked = OutgoingMail.objects.filter(event=desk.event, to_address=guest.email, kind=mails.CANNOT_COME)
    if not asked.filter(created_at__gte=timezone.now() - ASKED_AGAIN).exists():
        mails.cannot_come(guest)
