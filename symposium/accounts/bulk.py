"""Changing many rows of a list at once: what can be set, what each row would become, and why one would not.

A page of the desk names its ``bulk_fields``. What is asked is rehearsed first: saved row by row, as it will be, in a
transaction that is taken back, so that the preview knows all that the database itself would refuse.
"""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from symposium.accounts.admin_forms import Refusal, Refused
from symposium.kit.revisions import publishing, rehearsal
from symposium.kit.saying import say_log

# Rows that are changed at once: as many as somebody looks through.
MOST = 500

type Values = dict[str, Any]


class BulkField(ABC):
    """One thing that can be changed of every row: a field of the form, and what it makes of a row."""

    # Columns of a row that change with it.
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the form calls it."""
        return "_".join(self.columns)

    @abstractmethod
    def formfield(self, page: Any, request: HttpRequest, event_id: int) -> forms.Field:
        """What is typed or chosen."""

    @abstractmethod
    def values(self, row: Any, given: Any) -> Values:
        """What the columns of a row become."""


@dataclass(frozen=True, slots=True)
class Sets(BulkField):
    """A column that gets the same value in every row."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:  # type: ignore[override]
        """The one."""
        return (self.column,)

    def formfield(self, page: Any, request: HttpRequest, event_id: int) -> forms.Field:
        column = page.model._meta.get_field(self.column)
        if isinstance(column, models.BooleanField):
            choices = (("", "—"), ("yes", _("yes")), ("no", _("no")))
            return forms.TypedChoiceField(
                choices=choices, coerce=lambda sent: sent == "yes", label=capfirst(column.verbose_name)
            )
        more = {"widget": forms.Select} if column.is_relation else {}
        made: forms.Field = page.formfield_for_dbfield(column, request, **more)
        if isinstance(made.widget, RelatedFieldWidgetWrapper):
            made.widget = made.widget.widget
        if isinstance(made, forms.ModelChoiceField) and made.queryset is not None:
            target = page.admin_site.get_model_admin(column.remote_field.model)
            made.queryset = target.narrowed(made.queryset, event_id)
            made.empty_label = "—"
        if isinstance(made, forms.TypedChoiceField):
            offered: Any = made.choices
            made.choices = [("", "—"), *((value, words) for value, words in offered if value != "")]
        made.initial = None
        return made

    def values(self, row: Any, given: Any) -> Values:
        return {self.column: given}


@dataclass(frozen=True, slots=True)
class Shifts(BulkField):
    """Times that move by so many minutes; what has no time yet has none afterwards."""

    columns: tuple[str, ...]
    label: str | Promise
    # Minutes: a year either way.
    most: int = 527_040

    def formfield(self, page: Any, request: HttpRequest, event_id: int) -> forms.Field:
        words = _("In minutes: 15 is a quarter of an hour later, −15 a quarter of an hour earlier.")
        return forms.IntegerField(label=str(self.label), help_text=words, min_value=-self.most, max_value=self.most)

    def values(self, row: Any, given: Any) -> Values:
        by = timedelta(minutes=given)
        before = {name: getattr(row, name) for name in self.columns}
        return {name: moment and moment + by for name, moment in before.items()}


class BulkForm(forms.Form):
    """Each field with a tick beside it: what is not ticked stays as it is in every row."""

    use_required_attribute = False

    def __init__(self, fields: Mapping[BulkField, forms.Field], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = {one.name: (one, made.required) for one, made in fields.items()}
        for one, made in fields.items():
            self.fields[f"set_{one.name}"] = forms.BooleanField(required=False, label=_("Change this"))
            made.required = made.required and self._is_ticked(one.name)
            self.fields[one.name] = made

    def _is_ticked(self, name: str) -> bool:
        return self.is_bound and self.data.get(self.add_prefix(f"set_{name}")) in {"on", "true", "1"}

    @property
    def pairs(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Each tick with its field."""
        for name in self.wanted:
            yield self[f"set_{name}"], self[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.wanted:
            if cleaned.get(f"set_{name}"):
                continue
            self.errors.pop(name, None)
            if self.data.get(self.add_prefix(name)):
                self.add_error(name, _("Tick it if this is to be changed, or leave it empty."))
        if not self.errors and not any(cleaned.get(f"set_{name}") for name in self.wanted):
            self.add_error(None, _("Tick at least one thing that is to be changed."))
        return cleaned

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was ticked and typed, to be sent again."""
        ticked = [name for name in self.wanted if self._is_ticked(name)]
        return [pair for name in ticked for pair in ((f"set_{name}", "on"), (name, self.data.get(name, "")))]

    def given(self) -> dict[BulkField, Any]:
        """What is to be changed, and to what."""
        ticked = (one for name, (one, _required) in self.wanted.items() if self.cleaned_data[f"set_{name}"])
        return {one: self.cleaned_data[one.name] for one in ticked}


@dataclass(slots=True)
class Line:
    """One row of the preview."""

    row: Any
    # By what the row is asked for again.
    key: Any
    values: Values
    name: str
    before: Values = field(default_factory=dict)
    problem: str = ""

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What becomes of each column, in words: its name, before, afterwards. The same twice where nothing changes."""
        return [
            (str(capfirst(column.verbose_name)), in_words(column, self.before[name]), in_words(column, value))
            for name, value in self.values.items()
            for column in (self.row._meta.get_field(name),)
        ]

    @property
    def is_new(self) -> bool:
        """Whether anything would be another than it is."""
        return self.before != self.values


def in_words(column: Any, value: Any) -> str:
    """A value as a list shows it, on the wall of the zone that is active."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return say_log(timezone.localtime(value))
    return str(dict(column.flatchoices).get(value, value))


def lines_of(page: Any, rows: Iterable[Any], given: Mapping[BulkField, Any]) -> list[Line]:
    """What would become of the rows."""
    made = []
    for row in rows:
        values = {name: value for one, sent in given.items() for name, value in one.values(row, sent).items()}
        made.append(line_of(page, row, values))
    return made


def line_of(page: Any, row: Any, values: Values) -> Line:
    """What would become of one."""
    return Line(row, page.bulk_key(row), values, str(row), {name: page.bulk_value(row, name) for name in values})


def rehearse(page: Any, request: HttpRequest, lines: Sequence[Line]) -> None:
    """Save every line that changes something and take all of it back; what is refused is said as its ``problem``."""
    with rehearsal():
        for line in lines:
            if line.is_new and not line.problem:
                line.problem = _try(page, request, line)


class _RefusedOne(Exception):
    """Raised where one was refused, so that none is saved."""


def save_all(page: Any, request: HttpRequest, lines: Sequence[Line]) -> bool:
    """Save the lines, all or none: False where one was refused, which says so as its ``problem``."""
    try:
        with publishing():
            _save_each(page, request, lines)
    except _RefusedOne:
        return False
    return True


def _save_each(page: Any, request: HttpRequest, lines: Sequence[Line]) -> None:
    for line in lines:
        line.problem = _try(page, request, line)
        if line.problem:
            raise _RefusedOne


def _try(page: Any, request: HttpRequest, line: Line) -> str:
    """Why it was refused; empty where it was saved."""
    try:
        with transaction.atomic():
            page.apply_bulk(request, line.row, dict(line.values))
    except ValidationError as error:
        return " ".join(dict.fromkeys(error.messages))
    except IntegrityError as error:
        return Refusal.of(error).message
    except Refused as refused:
        return refused.refusal.message
    return ""


def mark_of(lines: Iterable[Line]) -> str:
    """Stands for what the rows hold now: another one says that a preview is out of date."""
    said = [[str(line.key), [plain(line.row, *one) for one in sorted(line.before.items())]] for line in lines]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def plain(row: Any, name: str, value: Any) -> str | None:
    """A value as text that ``read`` understands."""
    column = row._meta.get_field(name)
    if value is None:
        return None
    if column.is_relation:
        return str(value.pk)
    return value.isoformat() if isinstance(value, datetime) else str(column.get_prep_value(value))


def read(row: Any, name: str, text: str | None) -> Any:
    """A value that ``plain`` wrote; None for something that is gone by now."""
    column = row._meta.get_field(name)
    if text is None:
        return None
    if column.is_relation:
        return column.remote_field.model._base_manager.filter(pk=text).first()
    return column.to_python(text)
