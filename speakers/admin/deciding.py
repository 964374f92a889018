"""The form in which a suggestion is decided: a tick for each part, and its value, which may be bettered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from speakers.forms import AffiliationRows, LinkRows, cleaned_rows
from speakers.models import Speaker, Suggestion
from speakers.profile import PORTRAIT, ROWS, Change, Values, in_order
from symposium.kit.text import LinesFormField

_ROWS = {"affiliations": AffiliationRows, "links": LinkRows}


@dataclass(frozen=True, slots=True)
class Part:
    """One part on the page: what it is now, the tick, and the field or the rows of what is suggested."""

    change: Change
    now: Any
    tick: BoundField
    field: BoundField | None
    rows: BaseFormSet | None
    errors: list[str]

    @property
    def has_changed(self) -> bool:
        """Whether the team has changed it since the speaker looked."""
        return bool(self.now != self.change.before)


class DecideForm(forms.Form):
    """All parts of one suggestion. What is not ticked is not asked to be right."""

    words = LinesFormField(
        label=_("Words to the speaker"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("They stand on the speaker's page and, if you write, in the mail."),
    )
    tells = forms.BooleanField(label=_("Tell them by mail what was decided"), required=False, initial=True)

    def __init__(
        self, *args: Any, suggestion: Suggestion, now_held: Values, declines: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.changes = {change.part: change for change in in_order(suggestion.changes)}
        self.now_held, self.declines = now_held, declines
        self.rows: dict[str, BaseFormSet] = {}
        self.said: dict[str, list[str]] = {}
        data = args[0] if args else None
        for part, change in self.changes.items():
            is_free = now_held[part] == change.before
            self.fields[f"take_{part}"] = forms.BooleanField(
                label=_("Take it over"), required=False, initial=is_free or now_held[part] == change.after
            )
            if part in ROWS:
                self.rows[part] = _ROWS[part](data, prefix=part, initial=change.after)
            elif part != PORTRAIT:
                self.fields[part] = self._field(part, change.after)
        if not suggestion.speaker.email:
            del self.fields["tells"]

    @staticmethod
    def _field(part: str, value: Any) -> forms.Field:
        """As the speaker's page at the desk has it."""
        field: forms.Field = Speaker._meta.get_field(part).formfield()  # type: ignore[union-attr, assignment]
        field.initial = value
        return field

    def is_taken(self, part: str) -> bool:
        """Whether it is ticked."""
        return not self.declines and bool(self.cleaned_data.get(f"take_{part}"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said.setdefault("tells", False)
        for part in self.changes:
            if not self.is_taken(part):
                self.errors.pop(part, None)
            elif part in self.rows and not self.rows[part].is_valid():
                self.say(part, _now("Look at these rows again."))
                self.add_error(None, _now("Some rows need another look."))
        if not self.declines and not any(self.is_taken(part) for part in self.changes):
            self.add_error(None, _now("Tick what you take over, or decline all of it."))
        return said

    @property
    def values(self) -> Values:
        """What is taken over, of a valid form."""
        found: Values = {}
        for part, change in self.changes.items():
            if not self.is_taken(part):
                continue
            if part in self.rows:
                found[part] = cleaned_rows(self.rows[part])
            else:
                found[part] = change.after if part == PORTRAIT else self.cleaned_data[part]
        return found

    def say(self, part: str, words: str) -> None:
        """Say something by a part that has no field of its own, or beside it."""
        self.said.setdefault(part, []).append(words)

    def say_changed(self, parts: Iterable[str]) -> None:
        """A colleague was faster; what there is now stands beside it."""
        for part in parts:
            self.say(part, _now("Somebody has changed this since you looked. Beside it stands what it is now."))
        self.add_error(None, _now("Nothing is taken over yet: a colleague has changed something. Look at it again."))

    def say_refused(self, error: ValidationError) -> None:
        """What a speaker cannot be, by the part that it is about."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, messages in by_field.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)

    @property
    def parts(self) -> list[Part]:
        """For the template."""
        return [
            Part(
                change,
                self.now_held[part],
                self[f"take_{part}"],
                self[part] if part in self.fields else None,
                self.rows.get(part),
                self.said.get(part, []),
            )
            for part, change in self.changes.items()
        ]
