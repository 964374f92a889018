"""One row of a table, its cells by what their columns say."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from symposium.exchange.document import UNSAID, Said
from symposium.exchange.readers.collecting import Collector
from symposium.exchange.readers.table_cells import Cell, Sheet, Trouble, as_text
from symposium.exchange.readers.table_columns import Plan
from symposium.kit.folding import fold

_YES = {"yes", "y", "true", "1", "x", "✓", "✔", "ja", "j", "oui", "o", "si", "s", "wahr", "vrai"}
_NO = {"no", "n", "false", "0", "nein", "non", "falsch", "faux", "-", ""}


@dataclass(frozen=True, slots=True)
class Ways:
    """How cells are to be read, beside what each column says."""

    zone: ZoneInfo | None
    order: str
    separator: str


class Row:
    """One row: its cells by what their columns say."""

    def __init__(self, where: str, cells: list[Cell], plan: Plan, found: Collector, *, from_1904: bool) -> None:
        self.where, self.found, self.from_1904 = where, found, from_1904
        self._cells: dict[str, list[tuple[str, Cell]]] = {}
        for place, column in enumerate(plan.columns):
            if column:
                cell = cells[place] if place < len(cells) else None
                heading = plan.headings[place] if place < len(plan.headings) else ""
                self._cells.setdefault(column, []).append((heading, cell))

    def __contains__(self, column: str) -> bool:
        return column in self._cells

    def wrong(self, column: str, words: str) -> None:
        """Something is wrong with a cell."""
        heading = next((heading for heading, _cell in self._cells.get(column, ())), "")
        self.found.problem(self.where, heading or column, words)

    def all(self, column: str) -> Iterator[tuple[str, str]]:
        """The texts of all cells of those columns that hold any, each with its heading."""
        for heading, cell in self._cells.get(column, ()):
            if isinstance(cell, Trouble):
                self.found.problem(self.where, heading or column, cell.words)
            elif text := as_text(cell).strip():
                yield heading, text

    def cell(self, column: str) -> Cell:
        """The first cell of that column; Trouble is told, and nothing."""
        heading, cell = self._cells.get(column, [("", None)])[0]
        if isinstance(cell, Trouble):
            self.found.problem(self.where, heading or column, cell.words)
            return None
        return cell.strip() or None if isinstance(cell, str) else cell

    def is_in_trouble(self, *columns: str) -> bool:
        """Whether one of those cells has no value that is known; that is told."""
        cells = [(column, heading, cell) for column in columns for heading, cell in self._cells.get(column, ())]
        troubles = [(heading or column, cell.words) for column, heading, cell in cells if isinstance(cell, Trouble)]
        for heading, words in troubles:
            self.found.problem(self.where, heading, words)
        return bool(troubles)

    def text(self, column: str) -> str:
        """The text of the first cell of that column."""
        return as_text(self.cell(column)).strip()

    def said(self, column: str) -> Said[str]:
        """As ``text``; UNSAID where there is no such column."""
        return self.text(column) if column in self else UNSAID

    def number(self, column: str) -> int | None:
        """A whole number; None for an empty cell, or where it is told to be none."""
        text = self.text(column)
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) < 7:
            return int(text)
        self.wrong(column, _("A whole number must stand here."))
        return None

    def yes_no(self, column: str) -> Said[bool]:
        """Yes or no; an empty cell says no."""
        if column not in self:
            return UNSAID
        word = fold(self.text(column)).strip(" .")
        if word in _YES | _NO:
            return word in _YES
        self.wrong(column, _("Write yes or no."))
        return UNSAID


def rows_of(sheet: Sheet, plan: Plan, found: Collector) -> list[Row]:
    """The rows of a table below its headings."""
    name = f"{sheet.name}: " if sheet.name else ""
    rows = sheet.rows[1:] if plan.has_headings else sheet.rows
    made = []
    for number, cells in rows:
        where = _("%(sheet)srow %(number)d") % {"sheet": name, "number": number}
        made.append(Row(where, cells, plan, found, from_1904=sheet.from_1904))
    return made
