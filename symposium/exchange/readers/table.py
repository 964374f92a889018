"""A table of sessions, speakers or hosts (CSV, XLSX, JSON): what its columns are is guessed, and asked."""

import re
from collections.abc import Mapping
from typing import IO, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from symposium.exchange.readers.base import Options, Reader, Reading, ReadingError
from symposium.exchange.readers.collecting import Collector
from symposium.exchange.readers.files import OLE, ZIP, head_text, names_in
from symposium.exchange.readers.moments import DAY_FIRST, ISO, MONTH_FIRST, known_zone
from symposium.exchange.readers.people import SEPARATORS, separator_in
from symposium.exchange.readers.table_cells import Sheet, as_text, sheets_of
from symposium.exchange.readers.table_columns import COLUMNS, HOSTS, NEEDED, NOTHING, SESSIONS, SPEAKERS, Plan, guessed
from symposium.exchange.readers.table_row import Ways, rows_of
from symposium.exchange.readers.table_rows import read_host, read_sessions, read_speaker

# Rows that are looked at to guess, and values that are shown beside a column.
_LOOKED_AT, _SHOWN, _SHOWN_LENGTH = 40, 3, 40
_SLASHED = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{4}")
_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
_KINDS = {
    SESSIONS: gettext_lazy("sessions"),
    SPEAKERS: gettext_lazy("speakers"),
    HOSTS: gettext_lazy("hosts"),
    NOTHING: gettext_lazy("nothing of this: leave the table out"),
}
_ORDERS = {
    ISO: gettext_lazy("year first, or without a doubt: 2027-05-11, 11 May 2027"),
    DAY_FIRST: gettext_lazy("day first: 11/05/2027 is 11 May"),
    MONTH_FIRST: gettext_lazy("month first: 05/11/2027 is 11 May"),
}
_BETWEEN = {
    ";": gettext_lazy("semicolons"),
    ",": gettext_lazy("commas"),
    "line": gettext_lazy("lines of their own"),
    "and": gettext_lazy("commas, semicolons or ‘and’"),
}


def _sniff(head: bytes, name: str) -> bool:
    if head.startswith(ZIP):
        named = any(one.startswith(("xl/", "[Content_Types]")) for one in names_in(head))
        return named or name.lower().endswith(_SUFFIXES)
    return head.startswith(OLE) or name.lower().endswith(_SUFFIXES) or head_text(head)[:1] == "["


# --- asking --------------------------------------------------------------------------------------------------------


class TableForm(forms.Form):
    """What the tables of one file are; the fields of each are added to a subclass of it."""

    sheets: list[Sheet]
    plans: list[Plan]

    def clean(self) -> Any:
        """Each column once, of the kind that its table is, and none missing that is needed."""
        said = self.cleaned_data
        for place, sheet in enumerate(self.sheets, 1):
            kind = said.get(_kind_field(place))
            if not kind:
                continue
            chosen: list[str] = []
            for number in range(1, sheet.width + 1):
                field = _column_field(place, number)
                of, _dot, column = said.get(field, "").partition(".")
                if not column:
                    continue
                if of != kind:
                    words = _("This is a column of another kind of table. Choose one of “%(kind)s”, or leave it out.")
                    self.add_error(field, ValidationError(words, params={"kind": _KINDS[kind]}))
                elif column in chosen and not COLUMNS[kind][column].may_repeat:
                    self.add_error(field, _("Another column says this already. Leave one of them out."))
                chosen.append(column)
            if not any(needed <= set(chosen) for needed in NEEDED[kind]):
                self.add_error(_kind_field(place), _("No column says how they are called. Choose one that does."))
        return said


def _ask(file: IO[bytes], _options: Options) -> type[forms.Form] | None:
    """The form for the tables of a file; None for one that cannot be read, which ``read`` explains."""
    try:
        sheets = sheets_of(file, _LOOKED_AT)
    except ReadingError:
        return None
    plans = [guessed(sheet) for sheet in sheets]
    fields: dict[str, Any] = {"sheets": sheets, "plans": plans}
    for place, (sheet, plan) in enumerate(zip(sheets, plans, strict=True), 1):
        fields |= _fields(place, sheet, plan)
    fields["dates"] = forms.ChoiceField(
        label=_("Days are written"), choices=list(_ORDERS.items()), initial=_order(sheets, plans)
    )
    fields["people"] = forms.ChoiceField(
        label=_("Between several people in one cell stand"),
        choices=[(one, _BETWEEN[one]) for one in SEPARATORS],
        initial=_separator(sheets, plans),
    )
    return type("TableForm", (TableForm,), fields)


def _fields(place: int, sheet: Sheet, plan: Plan) -> dict[str, forms.Field]:
    name = f"“{sheet.name}”: " if sheet.name else ""
    fields: dict[str, forms.Field] = {
        _kind_field(place): forms.ChoiceField(
            label=_("%(name)sThe rows are") % {"name": name},
            choices=list(_KINDS.items()),
            initial=plan.kind,
            required=False,
        ),
        _headings_field(place): forms.ChoiceField(
            label=_("%(name)sThe first row") % {"name": name},
            choices=[("yes", _("holds headings")), ("no", _("is an entry like the others"))],
            initial="yes" if plan.has_headings else "no",
        ),
    }
    choices: list[Any] = [("", _("leave out"))]
    for kind, columns in COLUMNS.items():
        choices.append((_KINDS[kind], [(f"{kind}.{column}", said.label) for column, said in columns.items()]))
    for number in range(1, sheet.width + 1):
        heading, column = plan.headings[number - 1], plan.columns[number - 1]
        label = heading or _("column %(number)d") % {"number": number}
        fields[_column_field(place, number)] = forms.ChoiceField(
            label=f"{name}{label[:60]}",
            choices=choices,
            initial=f"{plan.kind}.{column}" if column else "",
            required=False,
            help_text=_shown(sheet, plan, number),
        )
    return fields


def _shown(sheet: Sheet, plan: Plan, number: int) -> str:
    """The first values of a column, as somebody knows it again."""
    rows = sheet.rows[1:] if plan.has_headings else sheet.rows
    texts = [" ".join(as_text(cells[number - 1]).split()) for _number, cells in rows if len(cells) >= number]
    found = [text if len(text) <= _SHOWN_LENGTH else f"{text[: _SHOWN_LENGTH - 1]}…" for text in texts if text]
    return " · ".join(found[:_SHOWN]) or _("empty in the first rows")


def _kind_field(place: int) -> str:
    return f"table{place}_kind"


def _headings_field(place: int) -> str:
    return f"table{place}_headings"


def _column_field(place: int, number: int) -> str:
    return f"table{place}_column{number}"


# --- reading -------------------------------------------------------------------------------------------------------


def _read(file: IO[bytes], options: Options) -> Reading:
    found = Collector()
    sheets = sheets_of(file)
    if any(sheet.is_guess for sheet in sheets):
        words = _("The file does not say how its letters are written. Look at names with accents, and send UTF-8.")
        found.problem("", "", words, is_warning=True)
    plans = [_chosen(place, sheet, options.choices) for place, sheet in enumerate(sheets, 1)]
    order = options.choices.get("dates", ISO)
    separator = options.choices.get("people", "")
    if separator not in SEPARATORS:
        separator = _separator(sheets, plans)
    ways = Ways(known_zone(options.timezone), order if order in _ORDERS else ISO, separator)
    # What is named comes before what names it.
    for kind in (HOSTS, SPEAKERS, SESSIONS):
        for sheet, plan in zip(sheets, plans, strict=True):
            if plan.kind == kind:
                _read_table(sheet, plan, ways, found)
    return found.reading()


def _read_table(sheet: Sheet, plan: Plan, ways: Ways, found: Collector) -> None:
    where = sheet.name
    if not any(needed <= set(plan.columns) for needed in NEEDED[plan.kind]):
        words = _("No column says how they are called. Write headings above the columns: “Title”, or “Name”.")
        found.problem(where, "", words)
        return
    rows = rows_of(sheet, plan, found)
    if plan.kind == SESSIONS:
        read_sessions(rows, ways, found)
        return
    for row in rows:
        (read_host if plan.kind == HOSTS else read_speaker)(row, found)


def _chosen(place: int, sheet: Sheet, choices: Mapping[str, str]) -> Plan:
    """What somebody answered; the guess where nobody was asked."""
    plan = guessed(sheet)
    if _kind_field(place) not in choices:
        return plan
    kind = choices[_kind_field(place)]
    columns = []
    for number in range(1, sheet.width + 1):
        of, _dot, column = choices.get(_column_field(place, number), "").partition(".")
        columns.append(column if of == kind and column in COLUMNS.get(kind, {}) else "")
    has_headings = choices.get(_headings_field(place), "yes") == "yes"
    headings = [as_text(cell) for cell in sheet.rows[0][1]] if has_headings else []
    headings += [""] * (sheet.width - len(headings))
    return Plan(kind if kind in COLUMNS else NOTHING, has_headings, columns, headings)


def _order(sheets: list[Sheet], plans: list[Plan]) -> str:
    """Day first where some day cannot be a month, month first where some month cannot be one."""
    found = [_SLASHED.match(text) for text in _texts(sheets, plans, {"day", "start", "end", "end_day"})]
    pairs = [(int(one[1]), int(one[2])) for one in found if one]
    if any(first > 12 for first, _second in pairs):
        return DAY_FIRST
    return MONTH_FIRST if any(second > 12 for _first, second in pairs) else ISO


def _separator(sheets: list[Sheet], plans: list[Plan]) -> str:
    return separator_in(_texts(sheets, plans, {"people", "keynotes", "panellists", "moderators", "chairs"}))


def _texts(sheets: list[Sheet], plans: list[Plan], columns: set[str]) -> list[str]:
    """What stands in those columns, in the first rows."""
    return [
        as_text(cells[place])
        for sheet, plan in zip(sheets, plans, strict=True)
        for place, column in enumerate(plan.columns)
        if column in columns
        for _number, cells in sheet.rows[1:_LOOKED_AT]
        if place < len(cells)
    ]


TABLE = Reader(
    name="table",
    label=gettext_lazy("a table of sessions, speakers or hosts (CSV, XLSX)"),
    suffixes=(".csv", ".tsv", ".txt", ".xlsx"),
    sniff=_sniff,
    read=_read,
    ask=_ask,
)
