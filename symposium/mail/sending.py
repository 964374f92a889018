"""Getting mails out of the outbox."""

import logging
import smtplib
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from symposium.kit.sweeps import pause_after
from symposium.mail.messages import message_for
from symposium.mail.models import OutgoingMail
from symposium.mail.writing import NotNeededError, write

logger = logging.getLogger(__name__)

# How long one process may take over a mail before another may try: a killed one loses nothing.
LEASE = timedelta(minutes=10)
# How many are taken up at once: one that somebody waits for waits for no more than these.
HELPING = 20
# With waits of 1, 2, 4 ... minutes and then 6 hours, twenty attempts take more than three days.
MOST_ATTEMPTS = 20
PERMANENT = 500
BODIES_LAST = timedelta(days=30)


def deliver(pk: int, now: datetime | None = None) -> bool:
    """Send one mail if it is due and nobody else has it in hand; whether it went out. Safe to call twice.

    A process that is killed between sending and noting it sends the mail again after the lease, under the same
    Message-ID: better twice than never.
    """
    now = now or timezone.now()
    queued = OutgoingMail.objects.filter(pk=pk, state=OutgoingMail.State.QUEUED, due_at__lte=now)
    if not queued.update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    mail = OutgoingMail.objects.select_related("event__letterhead").get(pk=pk)
    try:
        written = write(mail)
        message_for(written).send(using="default")
    except Exception as error:  # noqa: BLE001 (whatever keeps it from going is noted, and tried again)
        _put_back(mail, error, now)
        return False
    # Not where its guest was erased meanwhile: their words would come back.
    words = {"text": mail.text, "html": mail.html, "calendar": mail.calendar}
    if mail.about.get("forget"):
        # The last mail to somebody who was erased: nothing of it stays but that it went.
        words = dict.fromkeys((*words, "to_address", "to_name"), "")
    OutgoingMail.objects.filter(pk=pk, to_address=mail.to_address).update(
        state=OutgoingMail.State.SENT, sent_at=timezone.now(), last_error="", **words
    )
    return True


def _put_back(mail: OutgoingMail, error: Exception, now: datetime) -> None:
    """Note why it did not go, and when to try again; give up on what will never go."""
    mail.last_error = f"{type(error).__name__}: {error}"[:2000]
    given_up = mail.attempts >= MOST_ATTEMPTS or isinstance(error, NotNeededError) or _is_permanent(error)
    mail.state = OutgoingMail.State.FAILED if given_up else OutgoingMail.State.QUEUED
    mail.due_at = now + pause_after(mail.attempts)
    OutgoingMail.objects.filter(pk=mail.pk, to_address=mail.to_address).update(
        state=mail.state, due_at=mail.due_at, last_error=mail.last_error
    )
    # The server's answer names the guest: it stands with the mail, not in the log.
    logger.warning("mail %s did not go (attempt %s): %s", mail.uid, mail.attempts, type(error).__name__)


def _is_permanent(error: Exception) -> bool:
    """Whether the server refused the recipient for good (RFC 5321 §4.2.1: 5yz)."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= PERMANENT for code, _words in error.recipients.values())


def deliver_due(*, most: int = HELPING, now: datetime | None = None) -> int:
    """Send what is due, the longest waiting first, those of many behind all others; how many went out."""
    now = now or timezone.now()
    queued = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED, due_at__lte=now)
    due = queued.order_by("is_one_of_many", "due_at")
    return sum(deliver(pk) for pk in due.values_list("pk", flat=True)[:most])


def forget_bodies(now: datetime | None = None) -> int:
    """Empty what went out more than 30 days ago: it holds guests' links. How many; who and when stay for the record."""
    before = (now or timezone.now()) - BODIES_LAST
    sent = OutgoingMail.objects.filter(state=OutgoingMail.State.SENT, sent_at__lt=before).exclude(text="")
    return sent.update(text="", html="", calendar="", about={})


def forget_finished_tasks(now: datetime | None = None) -> int:
    """Delete what the task queue remembers of tasks done more than a day ago; how many."""
    before = (now or timezone.now()) - timedelta(days=1)
    return DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()[0]
