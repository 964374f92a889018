"""The guest list as a table: a row a guest, answers as columns. Needs and site-access details are never in it.

Rows are read in helpings, and no more of each than its cells say, so that memory stays flat and a hundred thousand take
seconds; what is exported is a deed of each event's log.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from registrations.models import Allocation, Answer, Deed, Question, Registration
from registrations.models.guests import reference_of
from registrations.services.desk import By, at_the_desk
from registrations.words import in_words
from symposium.accounts.admin_lists import on_the_wall
from symposium.events.models import Event, Mode
from symposium.kit.pages import PRIVATE
from symposium.kit.spreadsheet import csv_lines, xlsx_file

HELPING = 2000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What is read of each guest.
READ = (
    *("pk", "event_id", "name", "affiliation", "email", "state", "created_at", "public_id", "mode", "allocation_id"),
    *("party_id", "form_of_address", "badge_name", "pronouns", "invitation__name"),
)

# (question, its words when it was asked, kind, value) of each answer of a guest.
type Answers = Sequence[tuple[int | None, str, str, Any]]
type Cell = Callable[[Any, Answers], object]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and what stands below it for each guest."""

    head: str
    cell: Cell


def export(guests: QuerySet[Registration], kind: str, *, by: By) -> HttpResponseBase:
    """An answer with the table of these guests as 'csv' (streamed) or 'xlsx'; logged at each of their events."""
    note_export(guests, kind, by)
    columns = columns_for(guests)
    head = [column.head for column in columns]
    headers = {
        "Content-Disposition": f'attachment; filename="registrations.{kind}"',
        "Cache-Control": PRIVATE,
    }
    if kind == "xlsx":
        book = xlsx_file(head, rows_of(guests, columns))
        return FileResponse(book, content_type=XLSX, headers=headers)
    lines = csv_lines(head, rows_of(guests, columns))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def note_export(guests: QuerySet[Registration], kind: str, by: By) -> None:
    """Who exported whose guests: a line for each block, and one for the organisers' own guests."""
    taken = guests.order_by("event", "allocation").values_list("event", "allocation").distinct()
    for event_id in sorted({event for event, _block in taken}):
        with at_the_desk(event_id) as desk:
            for event, block in taken:
                if event == event_id:
                    desk.note(by, Deed.Verb.EXPORTED, allocation=desk.block(block), rule=kind)


def columns_for(guests: QuerySet[Registration]) -> list[Column]:
    """Who, how it stands, and, where all are guests of one event, what they answered."""
    events = Event.objects.in_bulk(guests.order_by().values_list("event", flat=True).distinct())
    plain = [Column(head, _plain(cell)) for head, cell in _plain_columns(events)]
    return [*plain, *(_answer_columns(next(iter(events)), guests) if len(events) == 1 else ())]


def _plain(cell: Callable[[Any], object]) -> Cell:
    return lambda guest, _answers: cell(guest)


def _plain_columns(events: Mapping[int, Event]) -> list[tuple[str, Callable[[Any], object]]]:
    # Said once, not for each of a hundred thousand; an event is long, and a host has a name of its own.
    states = {value: str(label) for value, label in Registration.State.choices}
    modes = {value: str(label) for value, label in Mode.choices}
    blocks = Allocation.objects.filter(event__in=events).select_related("organisation")
    hosts = {block.pk: str(block) for block in blocks}
    return [
        (_("Event"), lambda guest: events[guest.event_id].name),
        (_("Name"), lambda guest: guest.name),
        (_("Affiliation"), lambda guest: guest.affiliation),
        (_("E-mail address"), lambda guest: guest.email),
        (_("State"), lambda guest: states[guest.state]),
        (_("Registered"), lambda guest: on_the_wall(guest.created_at, events[guest.event_id].timezone)),
        (_("Reference"), lambda guest: reference_of(guest.public_id)),
        (_("Takes part"), lambda guest: modes[guest.mode]),
        (_("Guest of"), lambda guest: hosts.get(guest.allocation_id, "")),
        (_("Party"), lambda guest: guest.party_id or ""),
        (_("Form of address"), lambda guest: guest.form_of_address),
        (_("Name on the badge"), lambda guest: guest.badge_name or guest.name),
        (_("Pronouns"), lambda guest: guest.pronouns),
        (_("Invited as"), lambda guest: guest.invitation__name or ""),
    ]


def _answer_columns(event_id: int, guests: QuerySet[Registration]) -> Iterator[Column]:
    """A column for each question that any of them was asked; one that is gone keeps the words in which it was asked."""
    answers = Answer.objects.filter(registration__in=guests.order_by().values("pk"))
    asked = set(answers.order_by().values_list("question", flat=True).distinct())
    for question in Question.objects.filter(event=event_id, pk__in=asked - {None}):
        yield Column(question.label, _answer_to(question.pk, question.label))
    gone = answers.filter(question=None).order_by("asked").values_list("asked", flat=True).distinct()
    for words in gone:
        yield Column(words, _answer_to(None, words))


def _answer_to(question: int | None, label: str) -> Cell:
    def cell(_guest: Any, answers: Answers) -> str:
        for about, asked, kind, value in answers:
            if about == question and (question or asked == label):
                words = in_words(kind, value)
                return words if asked == label else f"{words} ({asked})"
        return ""

    return cell


def rows_of(guests: QuerySet[Registration], columns: Iterable[Column]) -> Iterator[list[object]]:
    """A row for each guest."""
    cells = [column.cell for column in columns]
    rows = guests.select_related(None).values_list(*READ, named=True)
    for helping in batched(rows.iterator(chunk_size=HELPING), HELPING):
        answers = _answers_of([guest.pk for guest in helping])
        for guest in helping:
            said = answers.get(guest.pk, ())
            yield [cell(guest, said) for cell in cells]


def _answers_of(guests: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    rows = Answer.objects.filter(registration__in=guests).order_by("pk")
    for guest, *answer in rows.values_list("registration_id", "question_id", "asked", "kind", "value"):
        found.setdefault(guest, []).append(answer)
    return found
