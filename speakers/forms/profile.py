"""How a speaker wants to be presented: one form of words, and rows of affiliations and links."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from speakers.models import Affiliation, Link, Speaker
from symposium.kit.markdown import from_markdown, to_markdown
from symposium.kit.text import LineFormField, LinesFormField

# Characters of a biography, as its owner types it.
LONGEST_BIOGRAPHY = 3000
MOST_ROWS = 8
_NAME = {"dir": "auto", "autocapitalize": "words", "spellcheck": "false"}


def _longest(model: type[Any], name: str) -> int:
    """As many characters as the column takes."""
    return int(model._meta.get_field(name).max_length)


class ProfileForm(forms.Form):
    """What visitors read of a speaker, as far as it is words."""

    form_of_address = LineFormField(
        label=_("Form of address"),
        max_length=_longest(Speaker, "form_of_address"),
        required=False,
        help_text=_("As you use it: Dr, Prof., Maj. Gen., Dame. Left empty, there is none."),
        widget=forms.TextInput(attrs={"autocomplete": "honorific-prefix", "dir": "auto"}),
    )
    name = LineFormField(
        label=_("Name"),
        max_length=_longest(Speaker, "name"),
        help_text=_("As you write it, in your own script."),
        widget=forms.TextInput(attrs=_NAME | {"autocomplete": "name"}),
        error_messages={"required": _("Tell us your name.")},
    )
    sort_name = LineFormField(
        label=_("Sorted under"),
        max_length=_longest(Speaker, "sort_name"),
        required=False,
        help_text=_("How a list by the alphabet finds you: Curie, Marie. Left empty: as your name begins."),
        widget=forms.TextInput(attrs=_NAME | {"autocomplete": "off"}),
    )
    pronunciation = LineFormField(
        label=_("How your name is said"),
        max_length=_longest(Speaker, "pronunciation"),
        required=False,
        help_text=_("For whoever introduces you: SHEV-awn, or in the phonetic alphabet."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )
    biography = LinesFormField(
        label=_("About you"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
    )
    url = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        max_length=200,
        widget=forms.URLInput(attrs={"autocomplete": "url", "dir": "ltr"}),
        error_messages={"invalid": _("This is no address of a page. Write it as https://example.org.")},
    )

    def __init__(self, *args: Any, values: Mapping[str, Any], **kwargs: Any) -> None:
        """``values`` are the parts as they are, or as they were suggested last."""
        self.markup = values["biography"]
        self.typed = to_markdown(self.markup)
        super().__init__(*args, **kwargs)
        self.initial = {name: values[name] for name in self.base_fields} | {"biography": self.typed}
        # What stands there already may stay, however long it is.
        self.longest = max(LONGEST_BIOGRAPHY, len(self.typed))
        field = self.fields["biography"]
        field.widget.attrs |= {"data-longest": self.longest}
        field.help_text = _now(
            "Up to %(number)d characters. An empty line begins a paragraph; *stars* make words italic, **two** make "
            "them bold, and [words](https://example.org) make a link."
        ) % {"number": self.longest}

    def clean_biography(self) -> str:
        """Markup of what was typed; what was not touched stays as it is."""
        typed: str = self.cleaned_data["biography"]
        if typed == self.typed:
            return str(self.markup)
        too_many = len(typed) - self.longest
        if too_many > 0:
            words = ngettext("This is %d character too long.", "This is %d characters too long.", too_many)
            raise ValidationError(words % too_many, code="too_long")
        return from_markdown(typed)

    def clean(self) -> dict[str, Any]:
        """Sorted under the name, where nothing else is said."""
        said = super().clean() or self.cleaned_data
        said["sort_name"] = said.get("sort_name") or said.get("name", "")
        return said


class AffiliationForm(forms.Form):
    """One institution."""

    organisation = LineFormField(
        label=_("Institution"),
        max_length=_longest(Affiliation, "name"),
        widget=forms.TextInput(attrs=_NAME | {"autocomplete": "organization", "list": "known-institutions"}),
        error_messages={"required": _("Tell us the institution.")},
    )
    position = LineFormField(
        label=_("Your position there"),
        max_length=_longest(Affiliation, "position"),
        required=False,
        widget=forms.TextInput(attrs=_NAME | {"autocomplete": "organization-title"}),
    )


class LinkForm(forms.Form):
    """One page elsewhere."""

    label = LineFormField(
        label=_("What it is"),
        max_length=_longest(Link, "label"),
        help_text=_("ORCID, my institute's page, my last book."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"required": _("Say what the link leads to.")},
    )
    url = forms.URLField(
        label=_("Its address"),
        assume_scheme="https",
        max_length=200,
        widget=forms.URLInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        error_messages={
            "invalid": _("This is no address of a page. Write it as https://example.org."),
            "required": _("Tell us the address, or empty the row."),
        },
    )


class Rows(BaseFormSet):
    """Rows of which those that are left empty do not count; their order is that of their numbers."""

    def _construct_form(self, i: int, **kwargs: Any) -> forms.Form:
        # Every row is read; one that was there before may be emptied: then it goes.
        form: forms.Form = super()._construct_form(i, empty_permitted=False, use_required_attribute=False, **kwargs)  # type: ignore[misc]
        names = [name for name in form.fields if name != "ORDER"]
        if form.is_bound and not any(str(form.data.get(form.add_prefix(name), "")).strip() for name in names):
            form.fields |= {name: forms.CharField(required=False, label=form.fields[name].label) for name in names}
        return form

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "ORDER" in form.fields:
            form.fields["ORDER"].label = _("Place in the order")
            form.fields["ORDER"].widget.attrs |= {"min": 1, "inputmode": "numeric"}


AffiliationRows = formset_factory(
    AffiliationForm, formset=Rows, extra=2, can_order=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 2
)
LinkRows = formset_factory(
    LinkForm, formset=Rows, extra=2, can_order=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 2
)


def cleaned_rows(rows: BaseFormSet) -> list[dict[str, str]]:
    """What a valid set of rows says, in its order, as ``speakers.profile`` holds it."""
    said = []
    for place, form in enumerate(rows.forms):
        row = {name: value for name, value in form.cleaned_data.items() if name != "ORDER"}
        if any(row.values()):
            said.append((form.cleaned_data.get("ORDER") or MOST_ROWS * 2, place, row))
    return [row for _order, _place, row in sorted(said, key=lambda one: one[:2])]
