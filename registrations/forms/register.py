"""The form for a place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registrations.forms import consents, parties, questions, site_access
from registrations.forms.parties import CompanionForm
from registrations.forms.people import (
    FORMS_OF_ADDRESS,
    WHO,
    Asking,
    PersonForm,
    known_institutions,
    mode_choices,
)
from registrations.forms.standing import Standing, standings
from registrations.forms.widgets import RadiosThatOpen
from registrations.models import Invitation, Registration, email_key
from registrations.services import Details
from symposium.events.models import Event, Mode, RegistrationPhase

Phase = RegistrationPhase
FULL = _("Every place of this kind is taken. Choose the other, or write to the organisers.")


class RegistrationForm(PersonForm):
    """Who comes, how, with whom, and their consent; ``wish`` is what ``services.register`` takes.

    Who comes by an ``invitation`` has the address that it was made out to, unless they say that they are
    ``somebody_else``. ``accepts_waiting`` remembers for which ways of taking part the page that was sent offered the
    waiting list ('in_person online').
    """

    mode = forms.ChoiceField(
        label=_("How do you take part?"),
        widget=RadiosThatOpen({Mode.IN_PERSON.value: "opens-in-person", Mode.ONLINE.value: "opens-online"}),
        error_messages={"required": _("Choose how you take part.")},
    )
    may_split = forms.ChoiceField(
        label=_("If there is not room for all of you"),
        choices=[("", _("We only come together: wait until there is")), ("yes", _("Take the places there are"))],
        required=False,
        widget=forms.RadioSelect,
    )
    consent = consents.privacy_field()
    # People do not see this field; robots fill it.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    submission = forms.CharField(widget=forms.HiddenInput, required=False)
    accepts_waiting = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        event: Event,
        invitation: Invitation | None = None,
        somebody_else: bool = False,
        **kwargs: Any,
    ) -> None:
        self.event, self.invitation = event, invitation
        self.is_bound_to = invitation if invitation and not somebody_else else None
        self.standings: Sequence[Standing] = standings(event, self.is_bound_to)
        modes = [one.mode.value for one in self.standings]
        asking = Asking.of(event, invitation, modes[0] if len(modes) == 1 else "")
        super().__init__(data, files, asking=asking, **kwargs)
        self.fields |= consents.fields_for(asking.rules)
        self.most = self._most()
        keys = parties.keys_in(self.data, self.most)
        self.is_about_party = self.is_bound and parties.is_about_party(self.data)
        if self.is_about_party:
            keys = parties.changed_keys(self.data, keys, self.most)
        self.companions = [self._companion(key) for key in keys]
        if asking.mode:
            del self.fields["mode"]
        if not self.most or not event.has_waiting_list:
            del self.fields["may_split"]
        self._know_invited()
        self.order_fields(self._in_order())
        self.initial.setdefault("submission", uuid4().hex)
        self.offer()
        if self.is_about_party:
            self.hush()
            if parties.ADD in self.data and self.companions:
                self.companions[-1].fields["name"].widget.attrs["autofocus"] = True

    def _in_order(self) -> list[str]:
        """As the page has them; the summary of mistakes follows it."""
        last = ("may_split", *map(consents.name_of, self.asking.rules.asked_consents), "consent")
        between = [name for name in self.fields if name not in (*WHO, *last)]
        return ["mode", *WHO, *(name for name in between if name != "mode"), *last]

    def hush(self) -> None:
        """As for one person, for all of them."""
        self.is_valid()
        super().hush()
        for companion in self.companions:
            companion.hush()

    def keep_files(self) -> None:
        """Store files that came and were found good, so that the form brings them back when the rest is mended."""
        for form in (self, *self.companions):
            questions.keep_files(form)

    def _most(self) -> int:
        """How many companions they may bring: as many as the invitation says, or else as the event does."""
        return self.is_bound_to.companions if self.is_bound_to else self.asking.rules.party_size - 1

    def _companion(self, key: str) -> CompanionForm:
        data, files = (self.data, self.files) if self.is_bound else (None, None)
        return CompanionForm(data, files, key=key, asking=self.asking, use_required_attribute=False)

    def _know_invited(self) -> None:
        """What the host said of whom it invited; the address is theirs alone."""
        if not self.is_bound_to:
            return
        del self.fields["email"]
        for name in ("name", "form_of_address", "affiliation"):
            self.initial.setdefault(name, getattr(self.is_bound_to, name))

    # --- what there is now -----------------------------------------------------------------------------------------

    def offer(self) -> None:
        """Let choices and button say what there is now: a place, one on the waiting list, or a request."""
        waiting = [one.mode.value for one in self.standings if one.phase == Phase.WAITING]
        self.initial["accepts_waiting"] = " ".join(waiting)
        if "mode" in self.fields:
            known = dict(mode_choices(self.event))
            self.fields["mode"].choices = [(one.mode.value, known[one.mode.value]) for one in self.standings]  # type: ignore[attr-defined]

    def offer_anew(self) -> None:
        """The seats changed while the form was open: keep what was typed, offer what there is now."""
        self.standings = standings(self.event, self.is_bound_to)
        self.offer()
        self._accept_waiting(self.initial["accepts_waiting"])

    def accept_waiting(self) -> None:
        """A party for which there is not room together may join the line, also while single places are left."""
        self._accept_waiting(" ".join(one.mode.value for one in self.standings))

    def _accept_waiting(self, modes: str) -> None:
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["accepts_waiting"] = modes
        self.data = data

    @property
    def deed(self) -> str:
        """What the button says."""
        if self.is_bound_to:
            return gettext("Accept the invitation")
        if self.invitation or self.standings[0].phase == Phase.REQUEST:
            return gettext("Ask for a place")
        all_wait = all(one.phase in {Phase.WAITING, Phase.FULL} for one in self.standings)
        return gettext("Join the waiting list") if all_wait else gettext("Register")

    # --- what was typed --------------------------------------------------------------------------------------------

    def clean_mode(self) -> str:
        """Who chose what is full, without a line to join, is told before anything else; not who has a place of it."""
        mode: str = self.cleaned_data["mode"]
        is_full = any(one.mode == mode and one.phase == Phase.FULL for one in self.standings)
        if is_full and not self._sent_before.filter(mode=mode).exists():
            raise ValidationError(FULL)
        return mode

    @property
    def _sent_before(self) -> QuerySet[Registration]:
        """What this very form has made already, where it was sent, and is sent once more."""
        return Registration.objects.of_form(str(self.data.get("submission", ""))).filter(event=self.event)

    def clean_submission(self) -> UUID:
        """A form without its mark, or with a broken one, is simply a new one."""
        try:
            return UUID(self.cleaned_data["submission"])
        except ValueError:
            return uuid4()

    def clean_website(self) -> str:
        """Whoever filled it is asked to empty it."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty: it catches robots."))
        return ""

    def clean(self) -> None:
        """Answers by how they take part; companions with them, each with an address of their own or none."""
        self.check_answers(self.chosen_mode)
        own = self.is_bound_to.email if self.is_bound_to else self.cleaned_data.get("email", "")
        taken = {email_key(own)}
        for companion in self.companions:
            companion.errors  # noqa: B018 (judges it)
            companion.check_answers(self.chosen_mode)
            key = email_key(companion.cleaned_data.get("email", ""))
            if key and key in taken:
                words = gettext("Somebody else in this form has this address. Write another, or leave it empty.")
                companion.add_error("email", ValidationError(words, code="double"))
            taken.add(key)

    @property
    def chosen_mode(self) -> str:
        """How they take part; '' as long as that is not known."""
        return self.asking.mode or self.cleaned_data.get("mode", "")

    def is_valid(self) -> bool:
        """Whether nothing is wrong with anybody."""
        return super().is_valid() and not any(companion.errors for companion in self.companions)

    def details(self) -> Details:
        return replace(super().details(), consents=consents.consents_of(self))

    def wish(self) -> dict[str, Any]:
        """What ``services.register`` takes, of a form that is valid."""
        said = self.cleaned_data
        return {
            "name": said["name"],
            "email": self.is_bound_to.email if self.is_bound_to else said["email"],
            "affiliation": said["affiliation"],
            "details": self.details(),
            "companions": [companion.person() for companion in self.companions],
            "mode": self.chosen_mode,
            "may_split": said.get("may_split") == "yes",
            "invitation": self.invitation,
            "submission": said["submission"],
            "accepts_waiting": self.chosen_mode in said["accepts_waiting"].split(),
        }

    # --- for templates ---------------------------------------------------------------------------------------------

    @property
    def draft(self) -> str:
        """Under which name a browser keeps what was typed."""
        return f"{self.event.slug}.invited" if self.invitation else self.event.slug

    @property
    def ways(self) -> list[tuple[Any, Standing]]:
        """The radios of ``mode``, each with how it stands; none where there is nothing to choose."""
        return list(zip(self["mode"], self.standings, strict=True)) if "mode" in self.fields else []

    @property
    def blank_companion(self) -> CompanionForm:
        """What JavaScript copies for one more."""
        return CompanionForm(key=parties.BLANK, asking=self.asking, use_required_attribute=False)

    @property
    def can_add(self) -> bool:
        """Whether they may bring one more."""
        return len(self.companions) < self.most

    @property
    def agreements(self) -> list[BoundField]:
        """Consents that may be given beside that to the privacy notice."""
        return self.present(*map(consents.name_of, self.asking.rules.asked_consents))

    @property
    def gate_words(self) -> str:
        """Who sees what the gate must know, and when it is deleted."""
        return site_access.explanation(self.event, self.asking.rules)

    def suggestions(self) -> dict[str, list[str]]:
        """By the id of a datalist: what its fields suggest. One query."""
        lists = {"known-institutions": known_institutions(self.event)}
        if "form_of_address" in self.fields:
            lists["forms-of-address"] = [str(one) for one in FORMS_OF_ADDRESS]
        return lists

    def all_wrong(self) -> list[tuple[str, str]]:
        """For the summary on top: all mistakes, whoever's they are."""
        if not self.is_bound:
            return []
        found = [("", str(error)) for error in self.non_field_errors()] + self.wrong()
        for number, companion in enumerate(self.companions, start=1):
            whose = gettext("Companion %(number)d. %(words)s")
            found += [(href, whose % {"number": number, "words": words}) for href, words in companion.wrong()]
        return found
