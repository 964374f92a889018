"""Form pieces of the desk: forms that ask every constraint, times on a wall, choices of one event."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django import forms
from django.apps import apps
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AutocompleteSelect,
    BaseAdminDateWidget,
    BaseAdminTimeWidget,
)
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from symposium.accounts.admin_lock import LockedForm
from symposium.kit import zones
from symposium.kit.saying import say_clock

_spoken: dict[str, tuple[str, Callable[[], str]]] = {}


def speak_for(rule: str, field: str, message: Callable[[], str]) -> None:
    """Say what a rule of the database (a trigger) means, and by which field; called once by the app that owns it."""
    _spoken[rule] = (field, message)


def broken_rule(error: IntegrityError) -> str:
    """The name of the rule that the database held to, or else the kind of error; nothing of the row."""
    said = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    constraints = [constraint.name for model in apps.get_models() for constraint in model._meta.constraints]
    known = (rule for rule in (*_spoken, *constraints) if rule in str(error))
    return str(said or next(known, type(error.__cause__ or error).__name__))


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the database refused although the form let it through: somebody else was a moment faster."""

    field: str | None
    message: str

    @classmethod
    def of(cls, error: IntegrityError) -> Self:
        """The sentence for a broken rule, from its name in the error."""
        text = str(error)
        for rule, (field, message) in _spoken.items():
            if rule in text:
                return cls(field, message())
        for model in apps.get_models():
            for constraint in model._meta.constraints:
                if constraint.name in text:
                    return cls(None, str(constraint.get_violation_error_message()))
        return cls(None, _("Somebody changed this at the same moment. Look at it again, then save once more."))


class Refused(Exception):
    """Raised while a page saves: a deed was refused. All is rolled back, and the form says so by its field."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.refusal = Refusal(field, message)


class ScopedForm(LockedForm):
    """A form that asks every constraint, also those over fields that it does not show."""

    refusal: ClassVar[Refusal | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, WallTimeField):
                field.stored = getattr(self.instance, name, None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal:
            shown = self.refusal.field if self.refusal.field in self.fields else None
            self.add_error(shown, self.refusal.message)
        return cleaned

    def _checked_exclusions(self) -> set[str]:
        """Nothing is left out but what was filled in wrongly: what the form does not show is known and counts."""
        return {name for name in self._get_validation_exclusions() if name in self._errors}  # type: ignore[attr-defined]

    def validate_unique(self) -> None:
        self._ask(self.instance.validate_unique)

    def validate_constraints(self) -> None:
        """The constraints of the model, in full."""
        self._ask(self.instance.validate_constraints)

    def _ask(self, validate: Callable[..., None]) -> None:
        try:
            validate(exclude=self._checked_exclusions())
        except ValidationError as error:
            self._update_errors(error)

    def _update_errors(self, errors: ValidationError) -> None:
        """An error by a field that the form does not show is one of the whole form; nothing is said twice."""
        found: dict[str, list[ValidationError]] = {}
        by_field = errors.error_dict if hasattr(errors, "error_dict") else {NON_FIELD_ERRORS: errors.error_list}
        for name, problems in by_field.items():
            place = name if name in self.fields else NON_FIELD_ERRORS
            said = {str(message) for message in self.errors.get(place, [])}
            for problem in problems:
                if said.isdisjoint(problem.messages):
                    found.setdefault(place, []).append(problem)
                    said.update(problem.messages)
        if found:
            super()._update_errors(ValidationError(found))  # type: ignore[misc]


class ZonedDateTimeWidget(AdminSplitDateTime):
    """A day and a time to the minute."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        forms.MultiWidget.__init__(self, [BaseAdminDateWidget(), BaseAdminTimeWidget(format="%H:%M")], attrs)


def on_the_wall(moment: datetime) -> datetime:
    """What the clock in the zone that is active shows then, to the minute."""
    return timezone.localtime(moment).replace(second=0, microsecond=0, tzinfo=None, fold=0)


class WallTimeField(forms.SplitDateTimeField):
    """A day and a time on the wall of the zone that is active; says what the clocks did when there is no such time.

    Of a time that comes twice, the one that is ``stored`` stays as it is: who saves another field did not write it.
    """

    stored: datetime | None = None

    def compress(self, data_list: Any) -> datetime | None:
        try:
            return super().compress(data_list)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            wall = datetime.combine(*data_list)
            if self.stored and on_the_wall(self.stored) == wall:
                return self.stored
            raise ValidationError(self._explain(wall), code="ambiguous_timezone") from error

    @staticmethod
    def _explain(wall: datetime) -> str:
        zone = timezone.get_current_timezone()
        aware = wall.replace(tzinfo=zone)
        words = {
            "time": say_clock(wall),
            "day": zones.say_day(wall.date()),
            "zone": timezone.get_current_timezone_name(),
        }
        skipped = (aware.astimezone(zones.zone("UTC")).astimezone(zone)).replace(tzinfo=None) != wall
        if skipped:
            return _("There is no %(time)s on %(day)s in %(zone)s: the clocks go forward over it.") % words
        return _("%(time)s comes twice on %(day)s in %(zone)s, because the clocks go back. Write another time.") % words


class EventChoiceWidget(AutocompleteSelect):
    """An autocomplete that offers what belongs to the event in hand."""

    def __init__(self, *args: Any, event_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event_id = event_id

    def get_url(self) -> str:
        url = super().get_url()
        return f"{url}?event={self.event_id}" if self.event_id else url
