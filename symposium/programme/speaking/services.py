"""Appearances as their speakers see them, confirmed and declined."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from speakers.exceptions import SpeakingError
from speakers.models import Speaker
from speakers.services import note_answer
from symposium.events.models import Event
from symposium.mail.services import queue_mail
from symposium.programme.models import Appearance, Session
from symposium.programme.services import hold
from symposium.programme.speaking import letters

Reply = Appearance.Reply


class SessionClosedError(SpeakingError):
    """It is over or cancelled, or this speaker is not asked for it any more."""


def appearances_of(speaker: Speaker) -> QuerySet[Appearance]:
    """What a speaker is told of: sessions that are no drafts, and drafts for which they are asked already."""
    told = ~Q(session__state=Session.State.DRAFT) | Q(asks_early=True)
    rows = Appearance.objects.filter(told, speaker=speaker).select_related("session__event", "session__room")
    return rows.order_by("session__starts_at", "session__title", "part", "pk")


def all_asked() -> QuerySet[Appearance]:
    """Those whose speakers are to answer: of people, in sessions that take place."""
    told = ~Q(session__state=Session.State.DRAFT) | Q(asks_early=True)
    return Appearance.objects.filter(told, speaker__isnull=False).exclude(session__state=Session.State.CANCELLED)


def asked(event: Event) -> QuerySet[Appearance]:
    """Those of an event."""
    return all_asked().filter(session__event=event)


def can_reply(appearance: Appearance) -> bool:
    """Whether it is still worth an answer."""
    session = appearance.session
    ends_at = session.ends_at or session.event.ends_at
    return not session.is_cancelled and not session.event.is_cancelled and ends_at > timezone.now()


@transaction.atomic
def reply(appearance: Appearance, answer: str, *, words: str = "") -> bool:
    """Confirm or decline; whether that is new. Said twice, it is said once; changed as often as the speaker wants.

    Raises SessionClosedError where nobody is asked any more. Who declines is told to the organisers by mail too.
    """
    # Whoever publishes the programme holds the event too, and writes whole rows.
    hold(appearance.session.event_id)
    row = Appearance.objects.select_related("session__event", "speaker").filter(pk=appearance.pk).first()
    if row is None or row.speaker is None or not can_reply(row):
        raise SessionClosedError
    now_said = (answer, words if answer == Reply.DECLINED else "", row.session.starts_at)
    note_answer(row.speaker)
    if now_said == (row.reply, row.reply_words, row.replied_for):
        return False
    was_declined = row.reply == Reply.DECLINED
    row.reply, row.reply_words, row.replied_for = now_said
    row.replied_at = timezone.now()
    said = {"reply": row.reply, "reply_words": row.reply_words, "replied_at": row.replied_at}
    Appearance.objects.filter(pk=row.pk).update(**said, replied_for=row.replied_for)
    if answer == Reply.DECLINED or was_declined:
        _tell(row)
    return True


def _tell(appearance: Appearance) -> None:
    event = appearance.session.event
    if event.contact_email:
        subject = letters.subject_of(appearance)
        about = {"appearance": appearance.pk}
        queue_mail(kind=letters.KIND, to_address=event.contact_email, subject=subject, about=about, event_id=event.pk)
