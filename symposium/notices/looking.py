"""A notice as it stands: whom it would reach, what one of them would read, how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from symposium.mail.models import OutgoingMail
from symposium.notices.audiences import Filters, Recipient, UnknownAudienceError
from symposium.notices.composing import Composed, compose, hide_secrets
from symposium.notices.models import Notice, NoticeRecipient
from symposium.notices.sending import people_behind
from symposium.notices.services import reach, who

# So many are named on a page as examples, and so many can be looked at as they would read it.
SAMPLE, TO_LOOK_AT = 5, 100


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a notice would reach now: how many addresses, some of them by name, and how it is narrowed, in words."""

    number: int
    sample: list[Recipient]
    narrowed: list[str]
    # Whether nothing narrows it.
    is_everyone: bool


def reach_of(notice: Notice) -> Reach:
    """Three queries, however many they are."""
    return Reach(
        number=reach(notice),
        sample=some_of(notice, SAMPLE),
        narrowed=narrowed_words(notice),
        is_everyone=not any(notice.filters.values()),
    )


def some_of(notice: Notice, most: int) -> list[Recipient]:
    """The first of its recipients."""
    return notice.to.recipients(notice.event, list(who(notice).order_by("pk")[:most]))


def narrowed_by(notice: Notice, filters: Filters, purpose: str) -> Notice:
    """The notice as it would be with other filters; not saved."""
    return Notice(event=notice.event, audience=notice.audience, filters=dict(filters), purpose=purpose)


def seen_by(notice: Notice, key: int | None) -> tuple[Recipient, Composed] | None:
    """The mail to one of its recipients, the first where ``key`` is none of them; None where there is nobody.

    Without what opens their pages: that is theirs.
    """
    found = people_behind(notice, [key]) if key is not None else []
    found = found or some_of(notice, 1)
    if not found:
        return None
    return found[0], hide_secrets(compose(notice, found[0]), found[0])


def audience_name(notice: Notice) -> str:
    """What its audience is called; its key where the app that knew it is gone."""
    try:
        return str(notice.to.name)
    except UnknownAudienceError:
        return notice.audience


def narrowed_words(notice: Notice) -> list[str]:
    """How its audience is narrowed, for people; nothing where the app that knew it is gone."""
    try:
        return notice.to.form(notice.event).words_of(notice.filters)
    except UnknownAudienceError:
        return []


# --- how far it has come -------------------------------------------------------------------------------------------

_SENT, _FAILED, _WAITS = (
    Q(mail__state=OutgoingMail.State.SENT),
    Q(mail__state=OutgoingMail.State.FAILED),
    Q(mail__state=OutgoingMail.State.QUEUED),
)
_BOUNCED = Q(mail__bounced_at__isnull=False)
_MAILED = Q(state=NoticeRecipient.State.MAILED)
# What a list of recipients can be narrowed to.
SHOWN = {
    "failed": _FAILED,
    "bounced": _BOUNCED,
    "sent": _SENT & ~_BOUNCED,
    "waiting": Q(state=NoticeRecipient.State.QUEUED) | _WAITS,
    "left": Q(state=NoticeRecipient.State.LEFT),
}


def progress_of(notice: Notice) -> dict[str, int]:
    """How many recipients there are (``all``), and of each kind of ``SHOWN``; one query."""
    counts = {name: Count("pk", filter=rule) for name, rule in SHOWN.items()}
    found: dict[str, int] = notice.recipients.aggregate(all=Count("pk"), handed=Count("pk", filter=_MAILED), **counts)
    return found


def recipients_of(notice: Notice, shown: str) -> QuerySet[NoticeRecipient]:
    """Its recipients with their mails; those of one kind of ``SHOWN``, or all."""
    return notice.recipients.filter(SHOWN.get(shown, Q())).select_related("mail").order_by("pk")


def states_of(rows: Sequence[Any]) -> list[Any]:
    """The rows, each with ``fared``: what became of its mail, as a key of ``SHOWN``."""
    for row in rows:
        row.fared = _fared(row)
    return list(rows)


def _fared(row: NoticeRecipient) -> str:
    if row.state == NoticeRecipient.State.LEFT:
        return "left"
    if row.state == NoticeRecipient.State.QUEUED:
        return "waiting"
    if row.mail is None:
        return "gone"
    if row.mail.bounced_at:
        return "bounced"
    fared = {OutgoingMail.State.SENT: "sent", OutgoingMail.State.FAILED: "failed"}
    return fared.get(OutgoingMail.State(row.mail.state), "waiting")
