"""A form field for each kind of question; each cleans to what ``Answer.value`` holds, or None for no answer."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from registrations import private_files
from registrations.forms.widgets import (
    CheckboxesThatOpen,
    KeptFileInput,
    RadiosThatOpen,
    SelectThatOpens,
    new_file,
)
from registrations.models import Question
from symposium.kit.countries import countries
from symposium.kit.text import LineFormField, LinesFormField

Kind = Question.Kind
# More answers than that are a list to open, which a phone shows well.
MOST_RADIOS = 10
YES, NO = "yes", "no"
FIRST_YEAR, LAST_YEAR = 1900, 2199


class AnswerField(forms.Field):
    """What one question asks. ``inner`` checks what was typed; ``slot`` says whose choice shows it (``questions``)."""

    def __init__(self, question: Question, inner: forms.Field, *, slot: int = 0) -> None:
        super().__init__(
            required=question.is_required,
            widget=inner.widget,
            label=question.label,
            help_text=question.help,
            initial=inner.initial,
            error_messages={"required": _("This question needs an answer.")},
        )
        self.question = question
        self.inner = inner
        self.slot = slot
        inner.required = False

    def clean(self, value: Any, initial: Any = None) -> Any:
        """The answer as it is stored; None for none. Raises ValidationError with words for people."""
        cleaned = self.inner.clean(value, initial) if isinstance(self.inner, FileAnswer) else self.inner.clean(value)
        if cleaned in self.inner.empty_values:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return stored(self.question.kind, cleaned)

    def _clean_bound_field(self, bound: BoundField) -> Any:
        return self.clean(bound.data, bound.initial)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.inner.has_changed(initial, data)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return self.inner.bound_data(data, initial)

    def prepare_value(self, value: Any) -> Any:
        return self.inner.prepare_value(value)


class FileAnswer(forms.Field):
    """A file that is checked by its content: a ``widgets.NewFile``, or a ``KeptFile`` that was kept before."""

    def clean(self, value: Any, initial: Any = None) -> Any:
        if value == KeptFileInput.REMOVED:
            return None
        return new_file(value) if hasattr(value, "chunks") else value or initial


class NumberAnswer(forms.DecimalField):
    """A number as people write it, with a point or a comma before its decimals."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".").replace("−", "-") if isinstance(value, str) else value)


class DateAnswer(forms.DateField):
    """A day in the years around ours."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def stored(kind: str, value: Any) -> Any:
    """The cleaned value of a field as JSON holds it."""
    if kind == Kind.YES_NO:
        return value == YES
    if kind == Kind.DATE:
        return value.isoformat()
    return format(value.normalize(), "f") if kind == Kind.NUMBER else value


def field_for(question: Question, *, opens: Mapping[str, str], given: Any = None, slot: int = 0) -> AnswerField:
    """The field of a question. ``opens`` has the classes of those of its answers that show others."""
    inner = MAKERS[Kind(question.kind)](question, opens, given)
    inner.initial = (YES if given else NO) if question.kind == Kind.YES_NO and given is not None else given
    return AnswerField(question, inner, slot=slot)


def _text(_question: Question, _opens: Mapping[str, str], _given: Any) -> forms.Field:
    return LineFormField(max_length=300)


def _long(_question: Question, _opens: Mapping[str, str], _given: Any) -> forms.Field:
    return LinesFormField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


def _choices(question: Question, given: Any) -> list[tuple[str, str]]:
    """Those that are offered, and what a guest chose when others were."""
    offered = question.choice_list
    before = given if isinstance(given, list) else [given] if given else []
    return [(one, one) for one in (*offered, *(old for old in before if old not in offered))]


def _choice(question: Question, opens: Mapping[str, str], given: Any) -> forms.Field:
    choices = _choices(question, given)
    if len(choices) > MOST_RADIOS:
        return forms.ChoiceField(choices=[("", _("Choose one")), *choices], widget=SelectThatOpens(opens))
    return forms.ChoiceField(choices=choices, widget=RadiosThatOpen(opens))


def _several(question: Question, opens: Mapping[str, str], given: Any) -> forms.Field:
    return forms.MultipleChoiceField(choices=_choices(question, given), widget=CheckboxesThatOpen(opens))


def _yes_no(_question: Question, opens: Mapping[str, str], _given: Any) -> forms.Field:
    return forms.ChoiceField(choices=[(YES, _("Yes")), (NO, _("No"))], widget=RadiosThatOpen(opens, row=True))


def _date(_question: Question, _opens: Mapping[str, str], _given: Any) -> forms.Field:
    return DateAnswer(
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("This is no day of the calendar. Write it as 2027-02-28.")},
    )


def _number(_question: Question, _opens: Mapping[str, str], _given: Any) -> forms.Field:
    return NumberAnswer(
        max_digits=15,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": _("This is not a number. Write it in digits, for example 12 or 2.5.")},
    )


def country_field(**options: Any) -> forms.ChoiceField:
    """A country, chosen by its name in the language of the page."""
    widget = forms.Select(attrs={"autocomplete": "country"})
    return forms.ChoiceField(choices=[("", _("Choose one")), *countries()], widget=widget, **options)


def _country(_question: Question, _opens: Mapping[str, str], _given: Any) -> forms.Field:
    return country_field()


def _file(_question: Question, _opens: Mapping[str, str], given: Any) -> forms.Field:
    return FileAnswer(widget=KeptFileInput(given, attrs={"accept": private_files.ACCEPT}))


MAKERS: dict[str, Callable[[Question, Mapping[str, str], Any], forms.Field]] = {
    Kind.TEXT: _text,
    Kind.LONG: _long,
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.COUNTRY: _country,
    Kind.FILE: _file,
}
