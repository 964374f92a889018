"""Forms of the desk for inviting people."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registrations import guest_lists
from registrations.guest_lists import GuestList, GuestListError
from registrations.models import Allocation
from registrations.services import Letter
from symposium.accounts.models import User
from symposium.events.models import Event
from symposium.kit import zones
from symposium.kit.text import LineFormField

ORGANISERS = "organisers"


class ListForm(forms.Form):
    """Whose guests, and who they are: pasted, or in a file."""

    host = forms.ChoiceField(label=_("Who invites"))
    pasted = forms.CharField(
        label=_("Paste the list"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 80, "spellcheck": "false", "dir": "auto"}),
        help_text=_(
            "One person a line: name and e-mail address, and, if you like, form of address, affiliation, companions "
            "and personal words. Copied from a spreadsheet, or with commas or semicolons; headings are understood."
        ),
    )
    file = forms.FileField(label=_("Or choose a file"), required=False, help_text=_("CSV or XLSX, up to 5,000 people."))

    def __init__(self, *args: Any, event: Event, blocks: Sequence[Allocation], organises: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event, self.blocks = event, {str(block.pk): block for block in blocks}
        choices = [(ORGANISERS, gettext("The organisers"))] if organises else []
        choices += [(key, str(block)) for key, block in self.blocks.items()]
        self.fields["host"].choices = choices  # type: ignore[attr-defined]
        self.found: GuestList | None = None

    @property
    def block(self) -> Allocation | None:
        """The block from which they are invited; None: from the organisers."""
        return self.blocks.get(self.cleaned_data["host"])

    def clean(self) -> None:
        """Read whichever was sent; a mistake stands by its field."""
        sent, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted", "")
        field = "file" if sent else "pasted"
        try:
            # One byte more than may be, so that too much is known without reading it all.
            most = guest_lists.MOST_BYTES + 1
            cells = guest_lists.read_file(sent.read(most)) if sent else guest_lists.read_pasted(pasted)
        except GuestListError as refused:
            self.add_error(field, str(refused))
            return
        zone = zones.zone(self.event.timezone)
        frame = guest_lists.Frame(zone, timezone.now(), self.event.ends_at)
        self.found = guest_lists.understand(cells, frame)
        if not self.found.rows:
            self.add_error(field, gettext("There are headings in the list, and nobody below them."))


class LetterForm(forms.Form):
    """What everybody in the list reads, and what they may answer."""

    words = forms.CharField(
        label=_("Personal words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 60, "dir": "auto"}),
        help_text=_("Shown in the mail and on the page, below the name. Words in the list take their place."),
    )
    signed_by = LineFormField(
        label=_("Signed by"), required=False, max_length=160, help_text=_("As the letter ends: a name, an office.")
    )
    answers_to = forms.ChoiceField(label=_("Answers by mail go to"), required=False)
    answer_by = forms.DateTimeField(
        label=_("Answer by"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    companions = forms.IntegerField(
        label=_("Companions allowed"), min_value=0, max_value=guest_lists.MOST_COMPANIONS, initial=0
    )
    mode = forms.ChoiceField(label=_("Takes part"), required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, event: Event, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        contact = event.contact_email or gettext("nobody")
        self.fields["answers_to"].choices = [("", contact), (user.email, user.email)]  # type: ignore[attr-defined]
        modes = [("", gettext("as the guest chooses")), *((mode.value, mode.label) for mode in event.modes)]
        self.fields["mode"].choices = modes  # type: ignore[attr-defined]
        if len(event.modes) == 1:
            del self.fields["mode"]
        zone = zones.zone_label(event.timezone)
        self.fields["answer_by"].help_text = gettext(
            "On the wall at the venue (%(zone)s). Left empty: until registration closes."
        ) % {"zone": zone}
        self.initial.setdefault("language", settings.LANGUAGE_CODE)

    def clean_answer_by(self) -> Any:
        """After now, and not after the event."""
        until = self.cleaned_data["answer_by"]
        if until and until <= timezone.now():
            raise ValidationError(gettext("This moment has passed. Write a later one."))
        if until and until > self.event.ends_at:
            raise ValidationError(gettext("This is after the event. Write an earlier moment."))
        return until

    def letter(self) -> Letter:
        """What the form says, once it is valid."""
        said = self.cleaned_data
        return Letter(
            words=said["words"],
            answer_by=said["answer_by"],
            companions=said["companions"],
            mode=said.get("mode", ""),
            signed_by=said["signed_by"],
            answers_to=said["answers_to"],
            language=said["language"],
        )


class AddressForm(forms.Form):
    """Another address for an invitation."""

    email = forms.EmailField(
        label=_("New e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


class TelephoneForm(forms.Form):
    """What somebody said by telephone."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=240,
        help_text=_("Needed only where the time to answer is over; it stands in the log."),
    )
    accepts_waiting = forms.BooleanField(label=_("Onto the waiting list, if every seat is taken"), required=False)
