"""Personal links: sent, reminded of, opened, answered, revoked."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from speakers import letters
from speakers.models import PersonalLink, Speaker
from symposium.events.models import Event
from symposium.mail.services import queue_mails

# Nobody has two mails about one link within this time.
REST = timedelta(days=1)


def may_be_sent(speakers: QuerySet[Speaker]) -> QuerySet[Speaker]:
    """Those who have an address and were not sent their link yet."""
    return _reachable(speakers).filter(Q(personal_link=None) | Q(personal_link__sent_at=None))


def may_be_reminded(speakers: QuerySet[Speaker]) -> QuerySet[Speaker]:
    """Those who were sent their link, have not answered, and had no mail about it for a day."""
    rested = timezone.now() - REST
    rows = _reachable(speakers).filter(personal_link__sent_at__lte=rested, personal_link__answered_at=None)
    return rows.filter(Q(personal_link__reminded_at=None) | Q(personal_link__reminded_at__lte=rested))


def _reachable(speakers: QuerySet[Speaker]) -> QuerySet[Speaker]:
    """At events that are still to come: afterwards nobody is asked for anything."""
    coming = Event.objects.exclude(state=Event.State.CANCELLED).filter(ends_at__gt=timezone.now())
    return speakers.exclude(email="").filter(event__in=coming)


@transaction.atomic
def send(speakers: QuerySet[Speaker], *, words: str = "", again: bool = False) -> int:
    """Send each their link, with ``words`` of the team; how many mails. Pressed twice, it is sent once.

    With ``again`` also to those who have it already, as long as their address is known.
    """
    held = _held(speakers)
    links = _links(held.exclude(email="") if again else may_be_sent(held))
    mails = [letters.letter(link, letters.LINK, words=words) for link in links]
    _note(links, sent_at=timezone.now())
    queue_mails(mails)
    return len(mails)


@transaction.atomic
def remind(speakers: QuerySet[Speaker], *, words: str = "") -> int:
    """Remind those who have not answered; how many mails."""
    links = _links(may_be_reminded(_held(speakers)))
    mails = [letters.letter(link, letters.REMINDER, words=words) for link in links]
    _note(links, reminded_at=timezone.now())
    queue_mails(mails)
    return len(mails)


def _held(speakers: QuerySet[Speaker]) -> QuerySet[Speaker]:
    """The same, their rows held before it is asked who was written to: nobody writes to them at the same time."""
    rows = Speaker.objects.filter(pk__in=speakers.order_by().values("pk")).order_by("pk")
    return Speaker.objects.filter(pk__in=list(rows.select_for_update().values_list("pk", flat=True)))


def _links(speakers: QuerySet[Speaker]) -> list[PersonalLink]:
    """The link of each, made where there is none."""
    pks = list(speakers.order_by("pk").values_list("pk", flat=True))
    PersonalLink.objects.bulk_create((PersonalLink(speaker_id=pk) for pk in pks), ignore_conflicts=True)
    rows = PersonalLink.objects.filter(speaker__in=pks).select_related("speaker__event__venue")
    return list(rows.order_by("speaker__sort_name", "pk"))


def _note(links: list[PersonalLink], **moments: object) -> None:
    PersonalLink.objects.filter(pk__in=[link.pk for link in links]).update(**moments)


def open_link(link: PersonalLink) -> None:
    """Note that it was opened; only the first time counts."""
    PersonalLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


def note_answer(speaker: Speaker) -> None:
    """They have said something: nobody reminds them any more."""
    PersonalLink.objects.filter(speaker=speaker).update(answered_at=timezone.now())


def revoke(speaker: Speaker) -> bool:
    """Every link that was sent before opens nothing any more; whether there was one."""
    fresh = {"sent_at": None, "opened_at": None, "answered_at": None, "reminded_at": None}
    rows = PersonalLink.objects.filter(speaker=speaker, sent_at__isnull=False)
    return bool(rows.update(token_version=F("token_version") + 1, **fresh))


def send_lost(address: str) -> int:
    """Send whoever has that address the links that were sent to them before; how many mails."""
    theirs = PersonalLink.objects.sent().filter(speaker__email__iexact=address.strip())
    links = list(theirs.select_related("speaker__event__venue").order_by("-speaker__event__starts_at", "pk")[:20])
    queue_mails([letters.letter(link, letters.LOST) for link in links])
    return len(links)


def ask_deletion(link: PersonalLink) -> None:
    """They want what is held about them deleted: the team is told. Asked twice, it is asked once."""
    PersonalLink.objects.filter(pk=link.pk, deletion_asked_at=None).update(deletion_asked_at=timezone.now())


def settle_deletion(speaker: Speaker) -> bool:
    """The team has done what it can about it, and says so; whether it was asked for."""
    asked = PersonalLink.objects.filter(speaker=speaker, deletion_asked_at__isnull=False)
    return bool(asked.update(deletion_asked_at=None))
