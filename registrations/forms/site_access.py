"""What the gate's office must know; asked only where this server can seal it.

    form.fields |= site_access.fields_for(event, rules, required=True, given=...)
    site_access.explanation(event, rules)
    site_access.site_access_of(form)      # what ``Details.site_access`` takes: strings by ``SiteAccessField``

Their inputs have the mark ``data-private``: a browser's draft does not keep them (static/js/register.js).
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registrations.forms.answer_fields import country_field
from registrations.models import RegistrationRules
from registrations.models.rules import SiteAccessField
from registrations.sealing import can_seal
from symposium.events.models import Event
from symposium.kit import zones
from symposium.kit.saying import say_date
from symposium.kit.text import LineFormField

_OLDEST = 120


class BirthDate(forms.DateField):
    """A day on which somebody who lives can have been born."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        today = timezone.localdate()
        if day and not today.year - _OLDEST <= day.year <= today.year:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def _official_name(options: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"})
    return LineFormField(label=_("Name as in your passport"), max_length=160, widget=widget, **options)


def _birth_date(options: dict[str, Any]) -> forms.Field:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"})
    messages = {"invalid": _("This is no day on which you can have been born. Write it as 1980-02-28.")}
    options = {**options, "error_messages": options["error_messages"] | messages}
    return BirthDate(label=_("Date of birth"), input_formats=["%Y-%m-%d"], widget=widget, **options)


def _nationality(options: dict[str, Any]) -> forms.Field:
    return country_field(label=_("Nationality"), **options)


def _document(options: dict[str, Any]) -> forms.Field:
    attributes = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    return LineFormField(
        label=_("Number of your passport or identity card"),
        help_text=_("Of the one that you will have with you."),
        max_length=40,
        widget=forms.TextInput(attrs=attributes),
        **options,
    )


MAKERS: dict[str, Callable[[dict[str, Any]], forms.Field]] = {
    SiteAccessField.OFFICIAL_NAME: _official_name,
    SiteAccessField.BIRTH_DATE: _birth_date,
    SiteAccessField.NATIONALITY: _nationality,
    SiteAccessField.DOCUMENT: _document,
}


def fields_for(
    rules: RegistrationRules, *, required: bool = True, given: Mapping[str, str] | None = None
) -> dict[str, forms.Field]:
    """The fields that the gate's office needs; none where this server has no key to seal them."""
    if not can_seal():
        return {}
    fields = {}
    for kind in (one for one in MAKERS if one in rules.site_access_fields):
        messages = {"required": _("The gate’s office needs this to let you in.")}
        field = MAKERS[kind]({"required": required, "error_messages": messages})
        field.initial = (given or {}).get(kind)
        field.widget.attrs["data-private"] = "yes"
        fields[name_of(kind)] = field
    return fields


def check(form: forms.Form) -> None:
    """Within ``clean``: who gives some of it though they need not gives all; the gate can do nothing with a part."""
    asked = [name_of(kind) for kind in MAKERS if name_of(kind) in form.cleaned_data]
    if any(form.cleaned_data[name] for name in asked):
        for name in (one for one in asked if not form.cleaned_data[one]):
            words = gettext("Give this too, or leave all of the details for the gate empty: they can be given later.")
            form.add_error(name, ValidationError(words, code="required"))


def name_of(kind: str) -> str:
    """The name of the field for one of ``SiteAccessField``."""
    return f"site_{kind}"


def explanation(event: Event, rules: RegistrationRules) -> str:
    """Who sees it, and when it is deleted."""
    last = (event.ends_at + timedelta(days=rules.site_access_days)).astimezone(zones.zone(event.timezone)).date()
    return gettext(
        "The place of the event lets in only those whom its gate’s office knows. This is kept encrypted, seen by those "
        "who deal with the gate alone, and deleted by itself on %(day)s."
    ) % {"day": say_date(last)}


def site_access_of(form: forms.Form) -> dict[str, str]:
    """What was said, by ``SiteAccessField``; empty when nothing was."""
    said = {kind: form.cleaned_data.get(name_of(kind)) for kind in MAKERS}
    return {str(kind): value.isoformat() if isinstance(value, date) else value for kind, value in said.items() if value}
