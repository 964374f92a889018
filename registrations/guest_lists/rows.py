"""From cells to people, with what is wrong in each row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db.models import TextChoices
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from registrations.guest_lists.columns import Column, guessed, headings, mailbox
from registrations.guest_lists.reading import MOST_ROWS, Cells
from symposium.kit.text import one_line

MOST_COMPANIONS = 20
LONGEST = {Column.NAME: 160, Column.FORM_OF_ADDRESS: 60, Column.AFFILIATION: 160, Column.WORDS: 2000}
_is_address = EmailValidator()
# Days that read alike everywhere: 2027-01-31, and 31.1.2027.
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?$")
_DOTS = re.compile(r"^()(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:,? (\d{1,2}):(\d{2}))?$")


class Problem(TextChoices):
    """Why somebody cannot be invited as the list has them; ``OVER`` alone is a warning."""

    NAME_MISSING = "name", _("The name is missing.")
    EMAIL_MISSING = "no_email", _("The e-mail address is missing.")
    EMAIL_WRONG = "email", _("This is not an e-mail address. Write it as name@example.org.")
    TWICE = "twice", _("The same address stands in row %(detail)s.")
    COMPANIONS = "companions", _("Companions are a number from 0 to %(detail)s.")
    DEADLINE = "deadline", _("The day of the answer cannot be read. Write it as 2027-01-31.")
    DEADLINE_PAST = "past", _("The day of the answer has passed.")
    DEADLINE_LATE = "late", _("The day of the answer is after the event.")
    LONG = "long", _("%(detail)s characters are too many; the longest allowed here is %(most)s.")
    INVITED = "invited", _("Invited already: %(detail)s.")
    REGISTERED = "guest", _("Registered already: %(detail)s.")
    KNOWN = "known", _("The organisers know this address already. Ask them, if this guest is to be yours.")
    OVER = "over", _("Over the block: the seats that are left are promised to those above.")

    def say(self, detail: str = "", most: str = "") -> str:
        """The sentence, with what it is about."""
        return str(self.label) % {"detail": detail, "most": most}


@dataclass(frozen=True, slots=True)
class Frame:
    """What days are measured against: the zone in which they are written, now, and the end of the event."""

    zone: ZoneInfo
    now: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a list; ``problems`` are pairs of a Problem and the sentence that says it."""

    number: int
    name: str = ""
    email: str = ""
    form_of_address: str = ""
    affiliation: str = ""
    companions: int | None = None
    words: str = ""
    answer_by: datetime | None = None
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether the person cannot be invited as they stand there."""
        return any(problem != Problem.OVER for problem, _words in self.problems)

    @property
    def key(self) -> str:
        """Equal for spellings of one address; empty for what is none."""
        local, _at, domain = self.email.rpartition("@")
        try:
            return f"{local.casefold()}@{punycode(domain.casefold())}" if domain else ""
        except UnicodeError:
            return ""

    def with_problem(self, problem: Problem, detail: str = "", most: str = "") -> Self:
        """The same person with one more thing that is wrong."""
        return replace(self, problems=(*self.problems, (problem.value, problem.say(detail, most))))

    def as_json(self) -> list[Any]:
        """As a list for a JSON column; ``from_json`` reads it."""
        until = self.answer_by.isoformat() if self.answer_by else None
        who = [self.number, self.name, self.email, self.form_of_address, self.affiliation]
        return [*who, self.companions, self.words, until, [list(pair) for pair in self.problems]]

    @classmethod
    def from_json(cls, kept: Sequence[Any]) -> Self:
        """What ``as_json`` wrote."""
        number, name, email, form_of_address, affiliation, companions, words, until, problems = kept
        answer_by = datetime.fromisoformat(until) if until else None
        said = tuple((problem, sentence) for problem, sentence in problems)
        return cls(number, name, email, form_of_address, affiliation, companions, words, answer_by, said)


@dataclass(frozen=True, slots=True)
class GuestList:
    """The people of a list, and the columns that nobody knew what to do with."""

    rows: list[Row]
    ignored: list[str] = field(default_factory=list)


def understand(cells: Cells, frame: Frame) -> GuestList:
    """Who stands in the list, in its order; those whose address came before are marked."""
    cells = _one_a_row(cells)
    first = cells[0][1] if cells else []
    named = headings(first)
    people = (cells[1:] if named else cells)[:MOST_ROWS]
    columns = named or guessed([row for _number, row in people])
    ignored = [cell for cell, column in zip(first, columns, strict=False) if cell and not column] if named else []
    if named and Column.EMAIL not in named:
        by_content = guessed([row for _number, row in people])
        columns = [Column.EMAIL if guess == Column.EMAIL else one for one, guess in _side_by_side(columns, by_content)]
    return GuestList(_doubles_marked([_row(number, row, columns, frame) for number, row in people]), ignored)


def _side_by_side(
    named: Sequence[Column | None], guesses: Sequence[Column | None]
) -> list[tuple[Column | None, Column | None]]:
    width = max(len(named), len(guesses))
    padded = ([*columns, *[None] * (width - len(columns))] for columns in (named, guesses))
    return list(zip(*padded, strict=True))


def _one_a_row(cells: Cells) -> Cells:
    """What mail programs copy has all people in one line: 'Ada <ada@a.org>; Ben <ben@b.org>'."""
    found: Cells = []
    for number, row in cells:
        filled = [cell for cell in row if cell]
        if len(filled) > 1 and all("@" in cell for cell in filled):
            found += [(number, [cell]) for cell in filled]
        else:
            found.append((number, row))
    return found


def _row(number: int, cells: Sequence[str], columns: Sequence[Column | None], frame: Frame) -> Row:
    said = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    email = said.get(Column.EMAIL, "")
    named = mailbox(email)
    if named:
        email = named[1]
    name = said.get(Column.NAME, "") or f"{said.get(Column.FIRST_NAME, '')} {said.get(Column.LAST_NAME, '')}"
    row = Row(
        number=number,
        name=one_line(_bare(name)) or (one_line(_bare(named[0])) if named else ""),
        email=one_line(_bare(email)).removeprefix("mailto:").strip("<>;, "),
        form_of_address=one_line(_bare(said.get(Column.FORM_OF_ADDRESS, ""))),
        affiliation=one_line(_bare(said.get(Column.AFFILIATION, ""))),
        words=_bare(said.get(Column.WORDS, "")).strip(),
    )
    row = _checked_deadline(_checked_companions(row, said.get(Column.COMPANIONS, "")), said, frame)
    return _checked_lengths(_checked_person(row))


def _bare(text: str) -> str:
    """Without what neither a page nor a database bears."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _checked_person(row: Row) -> Row:
    if not row.name:
        row = row.with_problem(Problem.NAME_MISSING)
    if not row.email:
        return row.with_problem(Problem.EMAIL_MISSING)
    try:
        _is_address(row.email)
    except (ValidationError, UnicodeError):
        return row.with_problem(Problem.EMAIL_WRONG)
    return row if row.key and len(row.email) <= 254 else row.with_problem(Problem.EMAIL_WRONG)


def _checked_lengths(row: Row) -> Row:
    for column, most in LONGEST.items():
        long = len(getattr(row, column.value))
        if long > most:
            row = replace(row, **{column.value: getattr(row, column.value)[:most]})
            row = row.with_problem(Problem.LONG, str(long), str(most))
    return row


def _checked_companions(row: Row, cell: str) -> Row:
    cell = cell.removeprefix("+").strip()
    if not cell:
        return row
    if cell.isascii() and cell.isdecimal() and len(cell) < 4 and int(cell) <= MOST_COMPANIONS:
        return replace(row, companions=int(cell))
    return row.with_problem(Problem.COMPANIONS, str(MOST_COMPANIONS))


def _checked_deadline(row: Row, said: dict[Column, str], frame: Frame) -> Row:
    cell = said.get(Column.ANSWER_BY, "")
    if not cell:
        return row
    until = _moment(cell, frame.zone)
    if until is None:
        return row.with_problem(Problem.DEADLINE)
    if until > frame.ends_at:
        return row.with_problem(Problem.DEADLINE_LATE)
    return replace(row, answer_by=until) if until > frame.now else row.with_problem(Problem.DEADLINE_PAST)


def _moment(cell: str, zone: ZoneInfo) -> datetime | None:
    """A day is over at its end; None for what cannot be read, or reads otherwise elsewhere (3/4/2027)."""
    if found := _ISO.match(cell):
        year, month, day, hour, minute = found.groups()
    elif found := _DOTS.match(cell):
        _empty, day, month, year, hour, minute = found.groups()
    else:
        return None
    try:
        clock = time(int(hour), int(minute)) if hour else time(23, 59)
        return datetime.combine(date(int(year), int(month), int(day)), clock, tzinfo=zone)
    except ValueError:
        return None


def _doubles_marked(rows: list[Row]) -> list[Row]:
    first: dict[str, int] = {}
    found = []
    for row in rows:
        earlier = first.get(row.key)
        if row.key:
            first.setdefault(row.key, row.number)
        found.append(row.with_problem(Problem.TWICE, str(earlier)) if earlier is not None else row)
    return found
