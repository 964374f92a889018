"""What is the speaker's own to say: what they agree to, what they need; and a link that was lost."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from speakers.models import Help, SpeakerConsent, SpeakerNeeds
from symposium.kit.text import LineFormField, LinesFormField

Kind = SpeakerConsent.Kind
# The sentences; ``models.consents.WORDS_VERSION`` is their version.
QUESTIONS = {
    Kind.RECORDING: (
        _("May your part be recorded, streamed and shown afterwards?"),
        _("Sound and picture, on the pages of this event and of its hosts."),
    ),
    Kind.SLIDES: (
        _("May your slides be published?"),
        _("As you give them to us, on the page of your session."),
    ),
    Kind.PHOTOGRAPHS: (
        _("May you be photographed on the stage?"),
        _("For the pages and the reports of this event and of its hosts."),
    ),
}
YES, NO = "yes", "no"


class ConsentsForm(forms.Form):
    """Each by itself; none is answered before the speaker answers it."""

    def __init__(self, *args: Any, given: Mapping[str, bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, (label, help_text) in QUESTIONS.items():
            said = given.get(kind)
            self.fields[kind.value] = forms.ChoiceField(
                label=label,
                help_text=help_text,
                choices=((YES, _("Yes")), (NO, _("No"))),
                widget=forms.RadioSelect(attrs={"class": "in-row"}),
                required=False,
                initial=None if said is None else YES if said else NO,
            )

    @property
    def said(self) -> dict[str, bool]:
        """Yes or no, by kind, where there is an answer."""
        return {kind: self.cleaned_data[kind] == YES for kind in Kind.values if self.cleaned_data.get(kind)}


class NeedsForm(forms.Form):
    """What helps them to speak."""

    helps = forms.MultipleChoiceField(
        label=_("What would help you"),
        choices=Help.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-columns"}),
    )
    words = LinesFormField(
        label=_("Something else that would help"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    telephone = LineFormField(
        label=_("Telephone"),
        help_text=_("If you would rather talk about it: a number at which we may call you."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, needs: SpeakerNeeds | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(needs, name) for name in self.base_fields} if needs else {}


class LostForm(forms.Form):
    """To which address the link was sent."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "dir": "ltr"}),
        error_messages={
            "required": _("Tell us the address."),
            "invalid": _("This does not look like an e-mail address. Write it as name@example.org."),
        },
    )
