"""Guests in numbers: how many came by day and way, and how they stand. Nobody is named.

Days are counted by a sweep and kept, so that a dashboard reads as much for a hundred thousand guests as for a hundred;
who came since is counted when somebody looks. Counters say the rest.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, Count, Exists, Func, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from registrations.models import GuestCount, GuestDay, Registration, Way
from registrations.services.unverified import UNVERIFIED_LAST
from symposium.events.dashboard.facts import number_of
from symposium.events.models import Event, Mode
from symposium.kit import zones
from symposium.mail.models import OutgoingMail

State = Registration.State
# What was written at that moment is committed by then.
SETTLED = timedelta(minutes=1)
# For so long a day may still change: addresses are confirmed, and what nobody confirms is deleted.
OPEN_FOR = UNVERIFIED_LAST + timedelta(days=1)
SOON = timedelta(days=1)
# As the index ``guests_in_few_states`` names them.
FEW = (State.PENDING, State.OFFERED, State.DECLINED, State.CANCELLED)

type Days = dict[tuple[date, str], int]


@dataclass(frozen=True, slots=True)
class Numbers:
    """How guests of an event stand, beside what its counters say; and its mails."""

    pending: int
    offered: int
    offered_online: int
    offers_soon: int
    declined: int
    cancelled: int
    mails_in_all: int
    mails_queued: int
    mails_failed: int

    @property
    def mails_sent(self) -> int:
        """All that are in no other state: no index is kept for those who are by far the most."""
        return self.mails_in_all - self.mails_queued - self.mails_failed


def numbers_of(event: Event) -> Numbers:
    """Asked of the database once in the life of ``event``, in one query over small indexes."""
    kept = event.__dict__.get("_guest_numbers_kept")
    if kept is None:
        kept = event.__dict__["_guest_numbers_kept"] = _numbers_of(event)
    return kept


def _numbers_of(event: Event) -> Numbers:
    offered, mails = _in_state(State.OFFERED), OutgoingMail.objects.all()
    found = Event.objects.filter(pk=event.pk).annotate(
        pending=number_of(_in_state(State.PENDING)),
        offered=number_of(offered.filter(mode=Mode.IN_PERSON)),
        offered_online=number_of(offered.filter(mode=Mode.ONLINE)),
        offers_soon=number_of(offered.filter(offered_until__lt=timezone.now() + SOON)),
        declined=number_of(_in_state(State.DECLINED)),
        cancelled=number_of(_in_state(State.CANCELLED)),
        mails_in_all=number_of(mails),
        mails_queued=number_of(mails.filter(state=_word(OutgoingMail.State.QUEUED))),
        mails_failed=number_of(mails.filter(state=_word(OutgoingMail.State.FAILED))),
    )
    return Numbers(**found.values(*Numbers.__dataclass_fields__).get())


def _in_state(state: str) -> QuerySet[Registration]:
    """Those of a state that few are in, by the index for them, which SQLite takes only where it is told its words."""
    few = [_word(State(one)) for one in FEW]
    return Registration.objects.real().filter(state__in=few).filter(state=state)


def _word(state: TextChoices) -> Func:
    """A state in the text of a query, not beside it."""
    return Func(template=f"'{state.value}'", output_field=CharField())


# --- by day --------------------------------------------------------------------------------------------------------


def days_of(events: Iterable[Event]) -> dict[int, Days]:
    """How many came on each day in each way, by event: what is kept, and who came since.

    One query, and one more for each event that is not counted to its end.
    """
    wanted = {event.pk: event for event in events}
    found: dict[int, Counter[tuple[date, str]]] = {pk: Counter() for pk in wanted}
    until: dict[int, datetime] = {}
    columns = ("event_id", "day", "way", "number", "event__guest_count__until")
    for event_id, day, way, number, counted in GuestDay.objects.filter(event__in=wanted).values_list(*columns):
        found[event_id][day, way] += number
        until[event_id] = counted
    for event in wanted.values():
        since = until.get(event.pk)
        if since is None or since < event.ends_at:
            rows = _counted(event).filter(created_at__gte=since) if since else _counted(event)
            for day, way, number in _by_day(rows, event):
                found[event.pk][day, way] += number
    return {pk: dict(sorted(days.items())) for pk, days in found.items()}


def count_days(now: datetime | None = None) -> int:
    """Count the days of events to which somebody came since they were counted; how many events. For the sweep."""
    until = (now or timezone.now()) - SETTLED
    fresh = Registration.objects.filter(event=OuterRef("pk"), created_at__lt=until)
    known = fresh.filter(created_at__gte=OuterRef("guest_count__until"))
    due = Event.objects.filter(Q(guest_count=None) & Exists(fresh) | Exists(known)).order_by("pk")
    events = list(due.select_related("guest_count"))
    for event in events:
        _count(event, until)
    return len(events)


def _count(event: Event, until: datetime) -> None:
    """Of the days that may have changed; older ones stay as they were counted."""
    count = getattr(event, "guest_count", None)
    first = _midnight(count.until - OPEN_FOR, event) if count else None
    rows = _counted(event).filter(created_at__lt=until)
    rows = rows.filter(created_at__gte=first) if first else rows
    with transaction.atomic():
        stored = GuestDay.objects.filter(event=event)
        (stored.filter(day__gte=zones.on_wall(first, event.timezone).date()) if first else stored).delete()
        GuestDay.objects.bulk_create(
            [GuestDay(event=event, day=day, way=way, number=number) for day, way, number in _by_day(rows, event)],
            # Another worker counts the same.
            update_conflicts=True,
            unique_fields=["event", "day", "way"],
            update_fields=["number"],
        )
        GuestCount.objects.update_or_create(event=event, defaults={"until": until})


def _midnight(moment: datetime, event: Event) -> datetime:
    return zones.on_wall(moment, event.timezone).replace(hour=0, minute=0, second=0, microsecond=0)


def _counted(event: Event) -> QuerySet[Registration]:
    """Everybody who came, whatever became of it; not who never confirmed the address that they gave."""
    return Registration.objects.real().filter(event=event).exclude(state=State.UNVERIFIED)


def _by_day(rows: QuerySet[Registration], event: Event) -> list[tuple[date, str, int]]:
    way = Case(
        When(by_staff=True, then=Value(Way.STAFF.value)),
        When(party__isnull=False, is_head=False, then=Value(Way.COMPANION.value)),
        When(invitation__isnull=False, then=Value(Way.INVITATION.value)),
        default=Value(Way.FORM.value),
        output_field=CharField(),
    )
    day = TruncDate("created_at", tzinfo=zones.zone(event.timezone))
    counted: Any = rows.annotate(came=day, by=way).order_by().values("came", "by").annotate(number=Count("pk"))
    return sorted(counted.values_list("came", "by", "number"))
