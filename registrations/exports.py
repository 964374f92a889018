"""The guest list as a table: a row a guest, answers as columns. Needs and site-access details are never in it.

Rows are read in helpings, so that memory stays flat; what is exported is a deed of each event's log.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from registrations.models import Answer, Deed, Question, Registration
from registrations.services.desk import By, at_the_desk
from registrations.words import in_words
from symposium.accounts.admin_lists import on_the_wall
from symposium.events.models import Event, Mode
from symposium.kit.pages import PRIVATE
from symposium.kit.spreadsheet import csv_lines, xlsx_file

HELPING = 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and what stands below it for each guest."""

    head: str
    cell: Callable[[Registration], object]


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
    # Said once, not for each of a hundred thousand.
    states = {value: str(label) for value, label in Registration.State.choices}
    modes = {value: str(label) for value, label in Mode.choices}
    plain = [
        Column(_("Event"), lambda guest: guest.event.name),
        Column(_("Name"), lambda guest: guest.name),
        Column(_("Affiliation"), lambda guest: guest.affiliation),
        Column(_("E-mail address"), lambda guest: guest.email),
        Column(_("State"), lambda guest: states[guest.state]),
        Column(_("Registered"), lambda guest: on_the_wall(guest.created_at, guest.event.timezone)),
        Column(_("Reference"), lambda guest: guest.reference),
        Column(_("Takes part"), lambda guest: modes[guest.mode]),
        Column(_("Guest of"), lambda guest: guest.allocation or ""),
        Column(_("Party"), lambda guest: guest.party_id or ""),
        Column(_("Form of address"), lambda guest: guest.form_of_address),
        Column(_("Name on the badge"), lambda guest: guest.shown_name),
        Column(_("Pronouns"), lambda guest: guest.pronouns),
        Column(_("Invited as"), lambda guest: guest.invitation or ""),
    ]
    events = set(guests.order_by().values_list("event", flat=True).distinct()[:2])
    return [*plain, *(_answer_columns(events.pop(), guests) if len(events) == 1 else ())]


def _answer_columns(event_id: int, guests: QuerySet[Registration]) -> Iterator[Column]:
    """A column for each question that any of them was asked; one that is gone keeps the words in which it was asked."""
    answers = Answer.objects.filter(registration__in=guests.order_by().values("pk"))
    asked = set(answers.order_by().values_list("question", flat=True).distinct())
    for question in Question.objects.filter(event=event_id, pk__in=asked - {None}):
        yield Column(question.label, _answer_to(question.pk, question.label))
    gone = answers.filter(question=None).order_by("asked").values_list("asked", flat=True).distinct()
    for words in gone:
        yield Column(words, _answer_to(None, words))


def _answer_to(question: int | None, label: str) -> Callable[[Registration], str]:
    def cell(guest: Registration) -> str:
        for answer in guest.answers.all():
            if answer.question_id == question and (question or answer.asked == label):
                words = in_words(answer.kind, answer.value)
                return words if answer.asked == label else f"{words} ({answer.asked})"
        return ""

    return cell


def rows_of(guests: QuerySet[Registration], columns: Iterable[Column]) -> Iterator[list[object]]:
    """A row for each guest."""
    cells = [column.cell for column in columns]
    # An event comes once, not with each of its guests: it is long.
    events = Event.objects.in_bulk(guests.order_by().values_list("event", flat=True).distinct())
    rows: QuerySet[Any] = guests.select_related(None).select_related("allocation__organisation", "invitation")
    rows = rows.prefetch_related(Prefetch("answers", Answer.objects.order_by("pk")))
    for guest in rows.iterator(chunk_size=HELPING):
        guest.event = events[guest.event_id]
        yield [cell(guest) for cell in cells]
