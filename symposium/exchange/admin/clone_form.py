"""The form with which an event is copied: its new name and day, and what comes along."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.events.admin.start_form import DayInput
from symposium.events.models import Event
from symposium.exchange.cloning import NEEDS, Part, move_to
from symposium.kit.text import LineFormField

CHOICES = (
    (Part.WORDS, _("description, contact")),
    (Part.LOOK, _("colours")),
    (Part.PLACE, _("venue and rooms")),
    (Part.HOSTS, _("hosts, who are asked anew whether they agree to be listed")),
    (Part.STORY, _("story")),
    (Part.PICTURES, _("pictures with their credits")),
    (Part.PROGRAMME, _("programme, without what was called off")),
    (Part.SPEAKERS, _("speakers of the programme, without their addresses")),
    (Part.REGISTRATION, _("how guests register: places, questions, privacy notice")),
    (Part.BLOCKS, _("hosts’ blocks of seats, all unused")),
    (Part.TEAM, _("the team and what each may do")),
)
LABELS = dict(CHOICES)
BY_DEFAULT = (Part.WORDS, Part.LOOK, Part.PLACE, Part.HOSTS, Part.STORY, Part.PICTURES, Part.REGISTRATION)


class CloneForm(forms.Form):
    """What a copy is called, when it begins, and what it takes along."""

    name = LineFormField(label=_("Name"), max_length=Event._meta.get_field("name").max_length)
    first_day = forms.DateField(
        label=_("First day"),
        widget=DayInput,
        help_text=_("All other dates move with it by as many days; times of day stay as they are on the wall."),
    )
    parts = forms.MultipleChoiceField(
        label=_("What comes along"),
        choices=CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No guest, no mail, no invitation and no news ever does."),
    )

    def __init__(self, data: Any, *, original: Event) -> None:
        super().__init__(data, initial={"name": original.name, "parts": BY_DEFAULT})
        self.original = original

    def clean_name(self) -> str:
        """Another than the original's: two events of one name are mixed up."""
        name: str = self.cleaned_data["name"]
        if name.casefold() == self.original.name.casefold():
            raise forms.ValidationError(_now("The original is called so. Give the copy a name of its own."))
        return name

    def clean_first_day(self) -> Any:
        """In the years around ours, also when everything has moved."""
        day = self.cleaned_data["first_day"]
        if not 1900 <= day.year <= 2198:
            raise forms.ValidationError(_now("Write a year between 1900 and 2198."))
        return day

    def clean_parts(self) -> list[Part]:
        """Nothing without what it needs."""
        chosen = [Part(part) for part in self.cleaned_data["parts"]]
        for part in chosen:
            needed = NEEDS.get(part, part)
            if needed not in chosen:
                words = _now("“%(part)s” needs “%(needed)s”. Choose both, or neither.")
                raise forms.ValidationError(words % {"part": LABELS[part], "needed": LABELS[needed]})
        return chosen

    @property
    def move(self) -> Any:
        """What brings the original's dates to the copy's, once the form is valid."""
        return move_to(self.original, self.cleaned_data["first_day"])
