"""Forms of the guest's own page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.forms import consents, needs, questions, site_access
from registrations.forms.answer_fields import AnswerField
from registrations.models import Question, Registration, RegistrationRules
from symposium.kit.text import LineFormField

ADDRESS_ERRORS = {
    "required": _("Tell us the address."),
    "invalid": _("This does not look like an e-mail address. Write it as name@example.org."),
}


def name_field() -> LineFormField:
    """Somebody's name."""
    return LineFormField(
        label=_("Name"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tell us the name.")},
    )


def affiliation_field() -> LineFormField:
    """Where they belong."""
    return LineFormField(
        label=_("Institution"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


def address_field(**attrs: str) -> forms.EmailField:
    """Where mails go."""
    return forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", **attrs}),
        error_messages=ADDRESS_ERRORS,
    )


class DetailsForm(forms.Form):
    """Who they are, as far as the event asks."""

    name = name_field()
    form_of_address = LineFormField(
        label=_("Form of address"),
        max_length=60,
        required=False,
        help_text=_("For example Dr, Prof. or Ms."),
        widget=forms.TextInput(attrs={"autocomplete": "honorific-prefix"}),
    )
    badge_name = LineFormField(
        label=_("Name on the badge"), max_length=80, required=False, help_text=_("Left empty: your name.")
    )
    pronouns = LineFormField(label=_("Pronouns"), max_length=40, required=False, help_text=_("Shown on the badge."))
    affiliation = affiliation_field()

    ASKED = ("form_of_address", "badge_name", "pronouns")

    def __init__(self, *args: Any, registration: Registration, rules: RegistrationRules, **kwargs: Any) -> None:
        held = {name: getattr(registration, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.initial = held
        for name in self.ASKED:
            # What somebody gave before stays theirs to change, also when the event no longer asks.
            if not getattr(rules, f"asks_{name}") and not held[name]:
                del self.fields[name]


class CompanionForm(forms.Form):
    """One more who comes."""

    name = name_field()
    email = address_field(autocomplete="off")
    affiliation = affiliation_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["email"].required = False
        self.fields["email"].help_text = _(
            "With it they get their own mail and link. Left empty: their mails come to you, and you look after them."
        )


class LeavingForm(forms.Form):
    """Who of a party leaves."""

    ME, ALL = "me", "all"
    who = forms.ChoiceField(
        label=_("Who does not come?"),
        choices=((ME, _("Only I")), (ALL, _("None of us"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who does not come.")},
    )


class ConsentsForm(forms.Form):
    """Each consent by itself: ticked is given, empty is withdrawn."""

    def __init__(self, *args: Any, kinds: list[str], given: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= consents.fields_of(kinds, given=given)

    @property
    def chosen(self) -> frozenset[str]:
        """The kinds that are ticked."""
        return consents.consents_of(self)


class AnswersForm(forms.Form):
    """The event's questions, with what was answered so far."""

    def __init__(self, *args: Any, asked: list[Question], mode: str, given: Mapping[int, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mode = mode
        self.fields |= questions.fields_for(asked, mode, given=given)

    def clean(self) -> dict[str, Any]:
        """What the answers before do not call for is neither wrong nor kept."""
        questions.leave_out_unasked(self, self.mode)
        return self.cleaned_data

    @property
    def branches(self) -> list[questions.Branch]:
        """As they hang on each other."""
        return questions.branches_of(self, self.mode)

    @property
    def answers(self) -> list[tuple[Question, Any]]:
        """What is said to each question of the form; None takes an answer back."""
        said = {question.pk: value for question, value in questions.answers_of(self)}
        asked = [field.question for field in self.fields.values() if isinstance(field, AnswerField)]
        return [(question, said.get(question.pk)) for question in asked]


class NeedsForm(forms.Form):
    """What they eat, and what helps them to take part."""

    def __init__(self, *args: Any, rules: RegistrationRules, given: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= needs.fields_for(rules, given=given)

    def clean(self) -> dict[str, Any]:
        """Who wants to be called says where."""
        needs.check(self)
        return self.cleaned_data

    @property
    def said(self) -> dict[str, Any]:
        """The columns of ``Needs``, also where they are empty."""
        return needs.needs_of(self)


class SiteAccessForm(forms.Form):
    """What the gate's office must know, written anew: what was given before is not shown."""

    def __init__(self, *args: Any, rules: RegistrationRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= site_access.fields_for(rules)

    @property
    def said(self) -> dict[str, str]:
        """By ``SiteAccessField``."""
        return site_access.site_access_of(self)


class AddressForm(forms.Form):
    """Where mails go from now on."""

    email = address_field()


class LinkForm(forms.Form):
    """Under which address somebody registered."""

    email = address_field()
