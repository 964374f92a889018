"""What a guest needs to eat and to take part: standard lists, words of their own, and 'please call me'.

form.fields |= needs.fields_for(rules, given=...)
needs.check(form)            # in clean()
needs.needs_of(form)         # what ``Details.needs`` takes: the columns of ``Needs``
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registrations.forms.widgets import CheckboxesThatOpen
from registrations.models import RegistrationRules
from registrations.models.needs import Access, Diet
from symposium.kit.text import LineFormField, LinesFormField

NAMES = ("diet", "diet_words", "access", "access_words", "please_call", "telephone")
_WORDS = 1000
# Fewer are no number that somebody could call.
_FEWEST_DIGITS = 5


def fields_for(rules: RegistrationRules, *, given: Mapping[str, Any] | None = None) -> dict[str, forms.Field]:
    """The fields that the event asks for. ``given`` has what was said before, by the columns of ``Needs``."""
    fields: dict[str, forms.Field] = {}
    if rules.asks_diet:
        fields["diet"] = _several(Diet.choices, _("What you eat"), _("Tick all that we should know of."))
        fields["diet_words"] = _words(_("Something else about food"), _("An allergy, how severe it is, what helps."))
    if rules.asks_access:
        fields["access"] = _several(Access.choices, _("What would help you to take part"), "")
        fields["access_words"] = _words(_("Something else that would help"), "")
    if fields:
        fields["please_call"] = forms.BooleanField(
            label=_("I would rather talk about it: please call me"),
            required=False,
            widget=forms.CheckboxInput(attrs={"class": "opens-call"}),
        )
        fields["telephone"] = _telephone()
    for name, field in fields.items():
        field.initial = (given or {}).get(name)
    return fields


def _several(choices: Any, label: Any, help_text: Any) -> forms.MultipleChoiceField:
    widget = CheckboxesThatOpen(attrs={"class": "in-columns"})
    return forms.MultipleChoiceField(choices=choices, label=label, help_text=help_text, required=False, widget=widget)


def _words(label: Any, help_text: Any) -> LinesFormField:
    widget = forms.Textarea(attrs={"rows": 2})
    return LinesFormField(label=label, help_text=help_text, required=False, max_length=_WORDS, widget=widget)


def _telephone() -> LineFormField:
    return LineFormField(
        label=_("Telephone"),
        help_text=_("With the code of your country, for example +44 20 7946 0000."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}),
    )


def check(form: forms.Form) -> None:
    """Who wants to be called must say where; a number that nobody asked for is not kept."""
    if "please_call" not in form.fields:
        return
    number = form.cleaned_data.get("telephone", "")
    if not form.cleaned_data.get("please_call"):
        form.errors.pop("telephone", None)
        form.cleaned_data["telephone"] = ""
    elif "telephone" not in form.errors and sum(character.isdigit() for character in number) < _FEWEST_DIGITS:
        words = gettext("Tell us the number at which we may call you, or take the tick away.")
        form.add_error("telephone", ValidationError(words, code="required"))


def needs_of(form: forms.Form) -> dict[str, Any]:
    """The columns of ``Needs`` that are asked, also where nothing was said."""
    return {name: form.cleaned_data[name] for name in NAMES if name in form.cleaned_data}
