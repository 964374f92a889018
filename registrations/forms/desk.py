"""Forms of the desk: what staff say when they do something with guests."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registrations.models import Allocation, BookableSession, Registration
from registrations.places import Place, bookable_for
from registrations.services import Details, Person
from symposium.events.models import Event, Mode
from symposium.kit import zones
from symposium.kit.text import LineFormField

REASON_LENGTH = 240
WORDS_LENGTH = 2000


KEPT = _("Kept in the log, not told to the guest.")


def reason_field(*, required: bool = False, help_text: Any = KEPT) -> Any:
    """Why it is done."""
    missing = _("Say why: it is kept in the log.")
    return LineFormField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        required=required,
        help_text=help_text,
        error_messages={"required": missing},
    )


class GuestForm(forms.Form):
    """What is asked before something is done with a guest; nothing, as it stands."""

    def __init__(self, *args: Any, guest: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(guest)

    def offer(self, guest: Registration) -> None:
        """Choose what there is to choose for this guest."""


class ReasonForm(GuestForm):
    """Why, and nothing else."""

    reason = reason_field()


class WordsForm(forms.Form):
    """What is said in a mail beside what it says anyway."""

    words = forms.CharField(
        label=_("Your words in the mail"),
        max_length=WORDS_LENGTH,
        required=False,
        help_text=_("They stand below what the mail says anyway. Left empty: it goes as it is."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecisionForm(WordsForm):
    """What is said with a decision on requests."""

    reason = reason_field()
    field_order = ("reason", "words")


class CancelForm(GuestForm):
    """Why, and who goes with them."""

    reason = reason_field()
    with_party = forms.BooleanField(
        label=_("The whole party"), required=False, help_text=_("As far as they are guests of the same host.")
    )

    def offer(self, guest: Registration) -> None:
        """The party, where there is one."""
        if guest.party_id is None:
            del self.fields["with_party"]


class MoveForm(GuestForm):
    """Whose guest somebody is from now on."""

    block = forms.ModelChoiceField(
        Allocation.objects.none(), label=_("Guest of"), required=False, empty_label=_("the organisers")
    )
    reason = reason_field(required=True)

    def offer(self, guest: Registration) -> None:
        """The blocks of the event."""
        block: Any = self.fields["block"]
        block.queryset = Allocation.objects.filter(event=guest.event_id).select_related("organisation")
        block.initial = guest.allocation_id


class ModeForm(GuestForm):
    """In person or online."""

    mode = forms.ChoiceField(label=_("Takes part"), widget=forms.RadioSelect)
    reason = reason_field()

    def offer(self, guest: Registration) -> None:
        """The other ways of the event."""
        mode: Any = self.fields["mode"]
        mode.choices = [(one.value, one.label) for one in guest.event.modes if one.value != guest.mode]
        mode.initial = mode.choices[0][0] if mode.choices else None


class BookForm(GuestForm):
    """In which session they get a place."""

    session = forms.ModelChoiceField(
        BookableSession.objects.none(),
        label=_("Session"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("This session cannot be booked any more. Choose another.")},
    )
    accepts_waiting = forms.BooleanField(
        label=_("Onto its waiting list where no place is free"), required=False, initial=True
    )
    reason = reason_field(help_text=_("Needed where they have booked something at the same time; kept in the log."))

    def offer(self, guest: Registration) -> None:
        """What they have not booked and can still go to, by time."""
        places = bookable_for(guest)
        field: Any = self.fields["session"]
        field.queryset = BookableSession.objects.filter(pk__in=[place.bookable.pk for place in places])
        field.choices = [(place.bookable.pk, _of_place(place)) for place in places]


def _of_place(place: Place) -> str:
    """'Workshop, 3 May, 10:00: 3 places left'."""
    session = place.session
    zone = session.event.timezone
    starts = zones.say_moment(session.starts_at, zone, with_zone=False) if session.starts_at else ""
    left = ngettext("%d place left", "%d places left", place.left) % place.left
    return f"{', '.join(filter(None, [session.title, starts]))}: {left}"


class EraseForm(GuestForm):
    """Sure, and why."""

    reason = reason_field(required=True, help_text=_("For example: asked by telephone. Erased with the guest."))
    sure = forms.BooleanField(
        label=_("Erase all that is held about this guest"),
        error_messages={"required": _("Tick this: what is erased cannot be brought back.")},
    )


class EntryForm(forms.Form):
    """A guest whom staff enter, with whom they bring."""

    name = LineFormField(label=_("Name"), max_length=160)
    no_address = forms.BooleanField(
        label=_("They have no address, or give none"),
        required=False,
        help_text=_("For walk-ins: no mail, no link of their own."),
    )
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    affiliation = LineFormField(label=_("Institution"), max_length=160, required=False)
    form_of_address = LineFormField(label=_("Form of address"), max_length=60, required=False)
    mode = forms.ChoiceField(label=_("Takes part"))
    block = forms.ModelChoiceField(
        Allocation.objects.none(), label=_("Guest of"), required=False, empty_label=_("the organisers")
    )
    companions = forms.CharField(
        label=_("Companions"),
        required=False,
        max_length=4000,
        help_text=_("One a line: a name, or a name and an address as in 'Ada Lovelace <ada@example.org>'."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    accepts_waiting = forms.BooleanField(
        label=_("Onto the waiting list where no place is free"), required=False, initial=True
    )
    tells = forms.BooleanField(label=_("Send them the mail that says how it stands"), required=False, initial=True)
    consent = forms.BooleanField(
        label=_("They know the privacy notice and agree to it"),
        error_messages={"required": _("Nobody is entered who does not agree to the privacy notice.")},
    )
    reason = reason_field(help_text=_("Needed to overrule dates, policy or the size of a party; kept in the log."))
    submission = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, event: Event, blocks: Any, organises: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("submission", uuid4().hex)
        fields: dict[str, Any] = self.fields
        fields["mode"].choices = [(mode.value, mode.label) for mode in event.modes]
        fields["block"].queryset = blocks
        if not organises:
            # A coordinator enters their own guests, and overrules nothing.
            fields["block"].required, fields["block"].empty_label = True, None
            fields["block"].initial = blocks.first()
            del self.fields["reason"]
        elif not blocks:
            del self.fields["block"]
        if len(event.modes) == 1:
            fields["mode"].widget, fields["mode"].initial = forms.HiddenInput(), event.modes[0].value

    def clean_submission(self) -> UUID:
        """A form without its mark, or with a broken one, is simply a new one."""
        try:
            return UUID(self.cleaned_data["submission"])
        except ValueError:
            return uuid4()

    def clean_companions(self) -> list[Person]:
        """People, one a line."""
        return [self._person(line) for line in self.cleaned_data["companions"].splitlines() if line.strip()]

    @staticmethod
    def _person(line: str) -> Person:
        name, _mark, address = line.strip().partition("<")
        address = address.strip().removesuffix(">").strip()
        if address:
            forms.EmailField().clean(address)
        tidy = LineFormField(max_length=160).clean(name)
        return Person(tidy, address)

    def clean(self) -> dict[str, Any]:
        """With an address, unless it is said that there is none."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("no_address"):
            cleaned["email"] = ""
        elif not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _now("Write their address, or tick that they have none."))
        return cleaned

    @property
    def wish(self) -> dict[str, Any]:
        """What ``services.register`` is asked for."""
        said = self.cleaned_data
        names = ("name", "email", "affiliation", "mode", "companions", "accepts_waiting", "tells", "submission")
        return {
            **{name: said[name] for name in names},
            "mode": said["mode"] or Mode.IN_PERSON,
            "block": said.get("block"),
            "details": Details(form_of_address=said["form_of_address"]),
        }
