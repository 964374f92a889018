"""How a notice gets to its recipients, in steps that each stand or fall as a whole.

First its recipients are written, slice by slice, each address once; then, as fast as the limits allow, they are handed
to the outbox, each with the row that says so in the same transaction. A process that is killed at any moment leaves
nobody out and writes to nobody twice: what it had not committed is done by the next. The notice's row is locked during
each step, so that two workers take turns.
"""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from symposium.kit.addresses import email_key
from symposium.mail.letterheads import letterhead_of
from symposium.mail.models import OutgoingMail
from symposium.mail.services import queue_mails
from symposium.mail.writing import NotNeededError, Written
from symposium.notices.audiences import Recipient, UnknownAudienceError
from symposium.notices.composing import compose, subject_for
from symposium.notices.models import Notice, NoticeRecipient

FAMILY = "notice"
# So many recipients are written in one transaction, and so many mails: some hundredths of a second, in which nobody
# else writes to SQLite. For so many seconds everybody can then.
GATHERED, HANDED = 200, 20
A_BREATH = 0.02
# While so many wait in the outbox, none are added: the mail server does not take them.
MOST_WAITING = 200
State = Notice.State


def send_due(now: datetime | None = None) -> int:
    """Go one step on with every notice whose time has come; how many recipients were written or handed on."""
    now = now or timezone.now()
    due = Notice.objects.filter(state__in=(State.APPROVED, State.SENDING), send_at__lte=now)
    found = 0
    for pk in due.order_by("send_at").values_list("pk", flat=True)[:20]:
        if some := _step(pk, now):
            found += some
            time.sleep(A_BREATH)
    return found


def _step(pk: int, now: datetime) -> int:
    with transaction.atomic():
        notice = _in_hand(pk)
        if notice is None:
            return 0
        try:
            return _hand_on(notice, now) if notice.is_gathered else _gather(notice, now)
        except UnknownAudienceError:
            # The app that knew them is gone; it goes on when that is back.
            return 0


def _in_hand(pk: int) -> Notice | None:
    """The notice under its lock; None where another worker has it, or somebody held it up."""
    skips = connection.features.has_select_for_update_skip_locked
    rows = Notice.objects.select_for_update(of=("self",), skip_locked=skips)
    rows = rows.select_related("event__venue", "event__letterhead")
    return rows.filter(pk=pk, state__in=(State.APPROVED, State.SENDING)).first()


# --- who gets it ---------------------------------------------------------------------------------------------------


def _gather(notice: Notice, now: datetime) -> int:
    """Write the next slice of its recipients. Whoever comes into its audience after that is not among them."""
    audience = notice.to
    rows = audience.rows(notice.event, notice.filters, notice.is_news)
    some = list(rows.filter(pk__gt=notice.gathered_to).order_by("pk")[:GATHERED])
    made = [_row(notice, one) for one in audience.recipients(notice.event, some) if email_key(one.address)]
    NoticeRecipient.objects.bulk_create(made, batch_size=GATHERED, ignore_conflicts=True)
    if notice.state == State.APPROVED:
        notice.state, notice.started_at = State.SENDING, now
    if some:
        notice.gathered_to = some[-1].pk
    notice.is_gathered = len(some) < GATHERED
    notice.save(update_fields=["state", "started_at", "gathered_to", "is_gathered"])
    return len(some) or 1


def _row(notice: Notice, one: Recipient) -> NoticeRecipient:
    return NoticeRecipient(
        notice=notice,
        key=one.key,
        name=one.name[:160],
        address=one.address,
        address_key=email_key(one.address),
        language=one.language,
    )


# --- handing them to the outbox ------------------------------------------------------------------------------------


def _hand_on(notice: Notice, now: datetime) -> int:
    most = min(HANDED, _room(notice, now))
    waiting = notice.recipients.filter(state=NoticeRecipient.State.QUEUED).order_by("pk")
    some = list(waiting[:most]) if most > 0 else []
    if not some:
        if not waiting.exists():
            Notice.objects.filter(pk=notice.pk).update(state=State.DONE, finished_at=now)
        return 0
    there = {one.key: one for one in people_behind(notice, [row.key for row in some])}
    going = [row for row in some if row.key in there]
    left = [row.pk for row in some if row.key not in there]
    mails = [_mail(notice, row, there[row.key]) for row in going]
    queue_mails(mails)
    for row, mail in zip(going, mails, strict=True):
        row.mail, row.state, row.mailed_at = mail, NoticeRecipient.State.MAILED, now
    NoticeRecipient.objects.bulk_update(going, ["mail", "state", "mailed_at"])
    NoticeRecipient.objects.filter(pk__in=left).update(state=NoticeRecipient.State.LEFT)
    return len(some)


def _room(notice: Notice, now: datetime) -> int:
    """How many mails may be handed on now: what is left of this minute, as long as the outbox gets emptier."""
    head, since = letterhead_of(notice.event), now - timedelta(minutes=1)
    handed = NoticeRecipient.objects.filter(state=NoticeRecipient.State.MAILED, mailed_at__gt=since)
    room = settings.NOTICES_PER_MINUTE - handed.count()
    if head and head.per_minute:
        room = min(room, head.per_minute - handed.filter(notice__event=notice.event_id).count())
    queued = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED, is_one_of_many=True)
    return min(room, MOST_WAITING - queued[:MOST_WAITING].count())


def people_behind(notice: Notice, keys: Sequence[int]) -> list[Recipient]:
    """Who of these recipients is still in its audience, with what their mail says of them."""
    rows: QuerySet[OutgoingMail] = notice.to.rows(notice.event, notice.filters, notice.is_news)
    return notice.to.recipients(notice.event, list(rows.filter(pk__in=keys).order_by("pk")))


def _mail(notice: Notice, row: NoticeRecipient, one: Recipient) -> OutgoingMail:
    about: dict[str, object] = {"recipient": row.pk}
    if notice.is_news and one.unsubscribe_url:
        about["unsubscribe"] = one.unsubscribe_url
    return OutgoingMail(
        kind=FAMILY,
        event_id=notice.event_id,
        to_address=row.address,
        to_name=row.name,
        reply_to=notice.event.contact_email,
        subject=subject_for(notice, one),
        about=about,
        language=row.language,
    )


def write(mail: OutgoingMail) -> Written:
    """The texts of one mail of a notice. Raises NotNeededError where its recipient is gone, or no longer concerned."""
    rows = NoticeRecipient.objects.select_related("notice__event__venue", "notice__event__letterhead")
    row = rows.filter(pk=mail.about["recipient"]).first()
    found = people_behind(row.notice, [row.key]) if row else []
    if row is None or not found:
        raise NotNeededError("no longer concerned")
    composed = compose(row.notice, found[0])
    return Written(composed.text, composed.html)
