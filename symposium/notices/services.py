"""Deeds with notices: each is one transaction. What is sent, and when, is done by the worker (``sending``)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.html import linebreaks

from symposium.accounts.models import User
from symposium.events.models import Event
from symposium.kit.addresses import email_key
from symposium.kit.richtext import sanitise
from symposium.kit.text import one_line
from symposium.mail.models import OutgoingMail
from symposium.notices.audiences import audience as audience_of
from symposium.notices.checking import problems_in
from symposium.notices.exceptions import (
    BrokenWordsError,
    CountChangedError,
    DraftEventError,
    NobodyError,
    NotADraftError,
    NotPossibleNowError,
)
from symposium.notices.models import SUBJECT_LENGTH, Notice, NoticeRecipient

State = Notice.State
# Keys asked for at once: databases take only so many parameters.
SOME = 500


def draft_notice(
    event: Event,
    *,
    audience: str,
    filters: Mapping[str, Any] | None = None,
    subject: str,
    text: str,
    by: User | None,
    purpose: str = Notice.Purpose.PLACE,
) -> Notice:
    """Keep a draft, which an organiser looks at, changes and approves; nothing is sent.

    ``audience`` is the key of one that was added (``audiences``), ``filters`` what its form would keep. ``text`` is
    rich text, or plain text with empty lines between paragraphs; both may hold placeholders. They are checked when it
    is approved. Raises UnknownAudienceError.
    """
    audience_of(audience)
    markup = text if "<" in text else linebreaks(text, autoescape=True)
    return Notice.objects.create(
        event=event,
        audience=audience,
        filters=dict(filters or {}),
        subject=one_line(subject)[:SUBJECT_LENGTH],
        text=sanitise(markup),
        created_by=by,
        purpose=purpose,
    )


def who(notice: Notice) -> QuerySet[Any]:
    """The rows of its audience whom it would reach now, each with its ``address_key``; one address may have several."""
    rows = notice.to.rows(notice.event, notice.filters, notice.is_news)
    return rows.exclude(address_key=None).exclude(address_key="")


def reach(notice: Notice) -> int:
    """How many addresses it would go to now."""
    return who(notice).order_by().values("address_key").distinct().count()


def approve(notice: Notice, *, by: User | None, count: int, at: datetime | None = None) -> Notice:
    """Have it sent, now or at that moment, to so many; the notice as it stands then.

    ``count`` is what whoever approves it has seen. Raises NotADraftError, BrokenWordsError, DraftEventError,
    NobodyError, or CountChangedError where it is another number by now.
    """
    with transaction.atomic():
        kept = locked(notice)
        if not kept.is_draft:
            raise NotADraftError
        if found := problems_in(kept):
            raise BrokenWordsError(found)
        if kept.event.is_draft and not kept.to.before_publication:
            raise DraftEventError
        now_there_are = reach(kept)
        if not now_there_are:
            raise NobodyError
        if now_there_are != count:
            raise CountChangedError(count, now_there_are)
        kept.state, kept.expected = State.APPROVED, now_there_are
        kept.approved_at, kept.approved_by = timezone.now(), by
        kept.send_at = at or kept.approved_at
        kept.save()
    return kept


def locked(notice: Notice) -> Notice:
    """The notice as it stands, which nobody else changes until the transaction ends."""
    rows = Notice.objects.select_for_update(of=("self",)).select_related("event__venue", "event__letterhead")
    return rows.get(pk=notice.pk)


def take_back(notice: Notice) -> None:
    """Make a draft of it again, as long as it waits for its time. Raises NotPossibleNowError."""
    _move(notice, {State.APPROVED}, state=State.DRAFT, approved_at=None, approved_by=None, send_at=None, expected=None)


def pause(notice: Notice) -> None:
    """Hold it up: what is in the outbox already goes. Raises NotPossibleNowError."""
    _move(notice, {State.SENDING}, state=State.PAUSED)


def resume(notice: Notice) -> None:
    """Go on where it was held up. Raises NotPossibleNowError."""
    _move(notice, {State.PAUSED}, state=State.SENDING)


def stop(notice: Notice) -> int:
    """Send it to nobody else, also not what waits in the outbox; how many have got it, or are getting it.

    Raises NotPossibleNowError.
    """
    with transaction.atomic():
        _move(notice, Notice.UNDER_WAY, state=State.STOPPED, finished_at=timezone.now())
        # One that a worker has in hand has been tried once: it goes, or went.
        queued = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED, attempts=0)
        mine = notice.recipients.exclude(mail=None).values("mail")
        unsent = list(queued.filter(pk__in=mine).select_for_update().values_list("pk", flat=True))
        for some in batched(unsent, SOME):
            notice.recipients.filter(mail__in=some).update(state=NoticeRecipient.State.QUEUED, mailed_at=None)
            OutgoingMail.objects.filter(pk__in=some).delete()
        return notice.recipients.filter(state=NoticeRecipient.State.MAILED).count()


def retry(notice: Notice) -> int:
    """Give those of its mails another chance that were given up; how many."""
    failed = OutgoingMail.objects.filter(notice_recipient__notice=notice, state=OutgoingMail.State.FAILED)
    return failed.update(state=OutgoingMail.State.QUEUED, attempts=0, due_at=timezone.now())


def _move(notice: Notice, out_of: set[State] | frozenset[str], **changes: Any) -> None:
    if not Notice.objects.filter(pk=notice.pk, state__in=out_of).update(**changes):
        raise NotPossibleNowError


# --- what is held about a person -----------------------------------------------------------------------------------


def received(event: Event, *, audience: str, keys: Collection[int]) -> list[dict[str, Any]]:
    """Subjects, addresses and times of the notices that went to people of an audience, the oldest first."""
    rows = _about(event, audience, keys, ()).filter(state=NoticeRecipient.State.MAILED).select_related("notice", "mail")
    return [
        {
            "subject": row.mail.subject if row.mail else row.notice.subject,
            "to_address": row.address,
            "created_at": row.mailed_at,
        }
        for row in rows.order_by("mailed_at", "pk")
    ]


def forget(event: Event, *, audience: str, keys: Collection[int], addresses: Collection[str] = ()) -> int:
    """Erase people from the notices of an event: by their rows, and by the addresses of those who are gone.

    What went stays as a row without name, address and words; what did not go never does. How many mails that were.
    """
    theirs = _about(event, audience, keys, [email_key(one) for one in addresses])
    theirs.filter(state=NoticeRecipient.State.QUEUED).delete()
    rows = dict(theirs.values_list("pk", "mail"))
    mails = OutgoingMail.objects.filter(pk__in=[mail for mail in rows.values() if mail])
    unsent = mails.filter(state=OutgoingMail.State.QUEUED).delete()[0]
    words = dict.fromkeys(("to_address", "to_name", "text", "html", "last_error", "bounce_reason"), "")
    kept = mails.update(subject="–", about={}, **words)
    for row in rows:
        # A mark of its own keeps each apart from the others.
        NoticeRecipient.objects.filter(pk=row).update(name="", address="", address_key=f"erased-{row}", key=0)
    return unsent + kept


def _about(event: Event, audience: str, keys: Collection[int], addresses: Collection[str]) -> QuerySet[NoticeRecipient]:
    is_them = Q(key__in=keys) | Q(address_key__in=[one for one in addresses if one])
    return NoticeRecipient.objects.filter(is_them, notice__event=event, notice__audience=audience)
