"""The form in which a file is brought."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from symposium.exchange.readers import READERS


class BringForm(forms.Form):
    """A file, and how much of it is meant."""

    file = forms.FileField(label=_("File"), allow_empty_file=False)
    takes_event = forms.BooleanField(
        label=_("Also take over the event’s own words and dates"),
        required=False,
        initial=True,
        help_text=_("Where the file has them. Off: only what belongs to the event, such as sessions and speakers."),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suffixes = sorted({suffix for reader in READERS for suffix in reader.suffixes})
        self.fields["file"].widget.attrs["accept"] = ",".join(suffixes)
        if is_new:
            # Somebody has to say what it is.
            del self.fields["takes_event"]

    @property
    def takes_all(self) -> bool:
        """Whether the event's own words and dates are meant."""
        return bool(self.cleaned_data.get("takes_event", True))
