"""Writing mails into the outbox."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from symposium.kit.inserted import insert
from symposium.kit.text import one_line
from symposium.mail.models import OutgoingMail


def queue_mail(
    *,
    kind: str,
    to_address: str,
    subject: str,
    text: str = "",
    html: str = "",
    about: dict[str, Any] | None = None,
    language: str = "",
    event_id: int | None = None,
    to_name: str = "",
    reply_to: str = "",
    calendar: str = "",
    calendar_method: str = "",
) -> OutgoingMail:
    """Write a mail into the outbox, within the caller's transaction; the worker sees it when that is committed.

    With ``about`` in place of its texts, whoever writes mails of that kind (``writing.add_writer``) does so when it is
    sent: nobody waits for that, least of all behind a lock.
    """
    mail = OutgoingMail(
        kind=kind,
        to_address=to_address,
        to_name=one_line(to_name)[:160],
        subject=one_line(subject)[:250],
        about=about or {},
        language=language,
        text=text,
        html=html,
        event_id=event_id,
        reply_to=reply_to,
        calendar=calendar,
        calendar_method=calendar_method,
    )
    insert(mail)
    return mail


def queue_one(mail: OutgoingMail) -> None:
    """The same for a mail that is made already; its key is not read."""
    mail.to_name, mail.subject = one_line(mail.to_name)[:160], one_line(mail.subject)[:250]
    insert(mail, is_known=False)


def queue_mails(mails: Sequence[OutgoingMail]) -> None:
    """Write thousands at once, within the caller's transaction; they go out behind single mails."""
    for mail in mails:
        mail.to_name, mail.subject = one_line(mail.to_name)[:160], one_line(mail.subject)[:250]
        mail.is_one_of_many = True
    OutgoingMail.objects.bulk_create(mails, batch_size=500)


def send_again(mail: OutgoingMail) -> None:
    """Give a mail that was given up another chance, from the first attempt on."""
    OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.FAILED).update(
        state=OutgoingMail.State.QUEUED, attempts=0, due_at=timezone.now()
    )
