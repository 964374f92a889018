"""The form for a place."""

from typing import Any
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event, RegistrationPhase
from symposium.kit.text import LineFormField


class RegistrationForm(forms.Form):
    """Who, and their consent. ``accepts_waiting`` remembers whether the page that was sent offered the waiting list."""

    name = LineFormField(
        label=_("Name"),
        max_length=160,
        help_text=_("As you would like to be addressed."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tell us your name.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Your confirmation goes there, with the link to see or cancel your place."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Tell us where to send your confirmation."),
            "invalid": _("This does not look like an e-mail address. Write it as name@example.org."),
        },
    )
    affiliation = LineFormField(
        label=_("Institution"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    consent = forms.BooleanField(
        label=_("I agree to the privacy notice of this event."),
        error_messages={"required": _("We can only register you if you agree to the privacy notice.")},
    )
    # People do not see this field; robots fill it.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    submission = forms.CharField(widget=forms.HiddenInput, required=False)
    accepts_waiting = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("submission", uuid4().hex)
        self.offer(event.registration_phase())

    def offer(self, phase: RegistrationPhase) -> None:
        """Let the button say what there is now: a place, or one on the waiting list."""
        waiting = phase == RegistrationPhase.WAITING
        self.initial["accepts_waiting"] = waiting
        self.helper = FormHelper()
        self.helper.add_input(Submit("register", _("Join the waiting list") if waiting else _("Register")))

    def offer_anew(self, phase: RegistrationPhase) -> None:
        """The seats changed while the form was open: keep what was typed, offer what there is now."""
        self.data = {
            **{name: self.data[name] for name in self.data},
            "accepts_waiting": "on" if phase == RegistrationPhase.WAITING else "",
        }
        self.offer(phase)

    def clean_submission(self) -> UUID:
        """A form without its mark, or with a broken one, is simply a new one."""
        try:
            return UUID(self.cleaned_data["submission"])
        except ValueError:
            return uuid4()

    def clean_website(self) -> str:
        """Whoever filled it is asked to empty it."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty: it catches robots."))
        return ""
