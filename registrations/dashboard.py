"""Figures of guests for the dashboard: how places stand, who came when and how, mails; answers on a page apart."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registrations.models import Allocation, Answer, Question, Registration, Way
from registrations.services.figures import Days, days_of, numbers_of
from symposium.accounts.admin_base import may
from symposium.accounts.scope import ORGANISERS
from symposium.events.dashboard import Panel
from symposium.events.dashboard.figures import Figure, of_bars, of_steps
from symposium.events.dashboard.plots import Bar, Series
from symposium.events.models import Event, Mode
from symposium.kit import zones
from symposium.kit.countries import country

# Blocks and answers that a plot shows; its table has them all.
MOST_BARS = 12
EDITIONS = 2
MOST_ROWS = 40


def guest_panels(request: HttpRequest, event: Event) -> Iterator[Panel]:
    """For organisers: everything about guests in numbers."""
    if not may(request, ORGANISERS, event.pk):
        return
    editions = [event, *_earlier(request, event)]
    days = days_of(editions)
    if event.is_draft and not days[event.pk]:
        # Nobody can have registered, and nobody was written to.
        return
    yield _places(event).panel(10)
    if days[event.pk]:
        yield _over_time(editions, days).panel(20)
        yield _ways(days[event.pk]).panel(30)
    yield _mails(event).panel(40)


def _earlier(request: HttpRequest, event: Event) -> list[Event]:
    """Earlier editions at which the user organises too: of others nobody learns here."""
    found: list[Event] = []
    one = event.previous
    while one and len(found) < EDITIONS and one.pk not in {event.pk, *(other.pk for other in found)}:
        if may(request, ORGANISERS, one.pk):
            found.append(one)
        one = one.previous if len(found) < EDITIONS else None
    return found


# --- places --------------------------------------------------------------------------------------------------------


def _places(event: Event) -> Figure:
    numbers, bars = numbers_of(event), []
    for mode in event.modes:
        online = mode == Mode.ONLINE
        taken, offered = (
            (event.online_taken, numbers.offered_online) if online else (event.seats_taken, numbers.offered)
        )
        held = None if online else event.seats_held
        bars.append(Bar(capfirst(str(mode.label)), (taken - offered, offered, held, event.left(mode))))
    blocks = Allocation.objects.filter(event=event).select_related("organisation").order_by("organisation__name", "pk")
    for block in blocks:
        name = _("Block of %(host)s") % {"host": block}
        bars.append(Bar(name, (block.taken, None, block.left, None)))
    names = (_("taken"), _("offered"), _("held for hosts"), _("free"))
    figure = of_bars("places", _("Places"), _say_states(event), bars[:MOST_BARS], names, _("which"))
    return replace(figure, links=list(_links(event)))


def _links(event: Event) -> Iterator[tuple[str, str]]:
    query = f"?event={event.pk}"
    yield _("Guest list"), reverse("admin:registrations_registration_changelist") + query
    yield _("Waiting lists and offers"), reverse("admin:registrations_registration_lines") + query
    yield _("Answers in numbers"), reverse("admin:events_event_figures", args=[event.pk])


def _say_states(event: Event) -> str:
    """'37 have a place, 2 wait, 1 asks for one; 3 cancelled and 0 were declined.'"""
    numbers = numbers_of(event)
    words = _(
        "%(seated)d have a place or an offer, %(waiting)d wait, %(pending)d ask for one; %(cancelled)d cancelled, "
        "%(declined)d were declined."
    )
    return words % {
        "seated": event.seats_taken + event.online_taken,
        "waiting": event.guests_waiting + event.online_waiting,
        "pending": numbers.pending,
        "cancelled": numbers.cancelled,
        "declined": numbers.declined,
    }


# --- over time -----------------------------------------------------------------------------------------------------


def _over_time(editions: Sequence[Event], days: dict[int, Days]) -> Figure:
    series = [Series(_called(event, editions), _risen(event, days[event.pk])) for event in editions]
    this = editions[0]
    total = sum(days[this.pk].values())
    sentence = ngettext(
        "%(number)d person registered, counted by days before the event; whoever left later is counted too.",
        "%(number)d people registered, counted by days before the event; whoever left later is counted too.",
        total,
    ) % {"number": total}
    head = (_("days before"), *(one.name for one in series))
    return of_steps("over-time", _("Registrations over time"), sentence, series, head, _table(series))


def _called(event: Event, editions: Sequence[Event]) -> str:
    """By the year where that tells editions apart."""
    years = [one.first_day.year for one in editions]
    return str(event.first_day.year) if len(set(years)) == len(years) else event.name


def _risen(event: Event, days: Days) -> list[tuple[int, int]]:
    """(days from its first day, how many came until then), where that changed."""
    by_day: Counter[date] = Counter()
    for (day, _way), number in days.items():
        by_day[day] += number
    found, risen = [], 0
    for day in sorted(by_day):
        risen += by_day[day]
        found.append(((day - event.first_day).days, risen))
    # Up to today, or to the event.
    last = min(zones.on_wall(timezone.now(), event.timezone).date(), event.last_day)
    if found and (last - event.first_day).days > found[-1][0]:
        found.append(((last - event.first_day).days, risen))
    return found


def _table(series: Sequence[Series]) -> list[list[object]]:
    """A row for each day on which something changed in any of them; for each week where that is too much to read."""
    days = sorted({day for one in series for day, _number in one.points})
    if len(days) > MOST_ROWS:
        days = [*(day for day in range(days[0], days[-1]) if day % 7 == 0), days[-1]]
    found: list[list[object]] = []
    for day in days:
        until = [[number for at, number in one.points if at <= day] for one in series]
        found.append([-day, *(numbers[-1] if numbers else 0 for numbers in until)])
    return found


# --- how they came, and what they were sent ------------------------------------------------------------------------


def _ways(days: Days) -> Figure:
    by_way: Counter[str] = Counter()
    for (_day, way), number in days.items():
        by_way[way] += number
    bars = [Bar(capfirst(str(way.label)), (by_way[way.value],)) for way in Way if by_way[way.value]]
    sentence = _("Who registered, by the way that led them here.")
    return of_bars("ways", _("How they came"), sentence, bars, (_("people"),), _("way"))


def _mails(event: Event) -> Figure:
    numbers = numbers_of(event)
    url = f"{reverse('admin:mail_outgoingmail_changelist')}?event={event.pk}"
    words = _("%(sent)d sent, %(queued)d waiting to be sent, %(failed)d given up.")
    sentence = words % {
        "sent": numbers.mails_sent,
        "queued": numbers.mails_queued,
        "failed": numbers.mails_failed,
    }
    return Figure("mails", _("Mails"), sentence, (), (), links=((_("All mails"), url),))


# --- answers -------------------------------------------------------------------------------------------------------

COUNTED_KINDS = (Question.Kind.CHOICE, Question.Kind.SEVERAL, Question.Kind.YES_NO, Question.Kind.COUNTRY)


def answer_panels(request: HttpRequest, event: Event) -> Iterator[Panel]:
    """For each question with given answers how often each was given, by those who have a place or wait for one.

    Two queries, over all answers: it stands on a page apart.
    """
    if not may(request, ORGANISERS, event.pk):
        return
    questions = list(Question.objects.filter(event=event, kind__in=COUNTED_KINDS).order_by("position", "pk"))
    counts: dict[int, Counter[str]] = {question.pk: Counter() for question in questions}
    for question_id, value, number in _answers(event):
        for one in value if isinstance(value, list) else [value]:
            counts[question_id][_in_words(one)] += number
    for order, question in enumerate(questions):
        yield _answered(question, counts[question.pk]).panel(order)


def _answers(event: Event) -> Any:
    standing = Registration.objects.real().exclude(state__in=["declined", "cancelled", "unverified"])
    rows = Answer.objects.filter(question__event=event, question__kind__in=COUNTED_KINDS, registration__in=standing)
    return rows.order_by().values_list("question_id", "value").annotate(number=Count("pk"))


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _answered(question: Question, counts: Counter[str]) -> Figure:
    if question.kind == Question.Kind.COUNTRY:
        counts = Counter({country(code): number for code, number in counts.items()})
    # In the order of the form, then what was an answer before; countries and what else has no order by how many.
    known = question.choice_list if question.kind in {Question.Kind.CHOICE, Question.Kind.SEVERAL} else []
    names = [*known, *(name for name, _number in counts.most_common() if name not in known)]
    bars = [Bar(name, (counts[name],)) for name in names]
    total = sum(counts.values())
    sentence = ngettext("%(number)d answer", "%(number)d answers", total) % {"number": total}
    key = f"question-{question.pk}"
    figure = of_bars(key, question.label, sentence, bars[:MOST_BARS], (_("guests"),), _("answer"))
    return replace(figure, rows=[(bar.name, *bar.parts) for bar in bars])
