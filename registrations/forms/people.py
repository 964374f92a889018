"""What is asked of one person, whether they register or are brought."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from registrations.forms import needs, questions, site_access
from registrations.models import Invitation, Question, RegistrationRules
from registrations.services import Details, Person
from speakers.models import Speaker
from symposium.events.models import Event, Hosting, Mode
from symposium.kit.text import LineFormField
from symposium.organisations.models import Organisation

FORMS_OF_ADDRESS = (_("Dr"), _("Professor"), _("Mr"), _("Ms"), _("Mx"), _("Sir"), _("Dame"), _("Ambassador"))
WHO = ("form_of_address", "name", "email", "affiliation", "badge_name", "pronouns")
# Who takes part from elsewhere neither eats with us nor passes the gate.
IN_THE_ROOM = ("diet", "diet_words", *map(site_access.name_of, site_access.MAKERS))
_NAME: dict[str, str] = {"autocapitalize": "words", "spellcheck": "false", "enterkeyhint": "next", "dir": "auto"}
_ADDRESS = {"inputmode": "email", "dir": "ltr", "autocapitalize": "none", "spellcheck": "false", "enterkeyhint": "next"}


@dataclass(frozen=True, slots=True)
class Asking:
    """What an event asks, and of whom: fetched once for all the people of a form."""

    event: Event
    rules: RegistrationRules
    questions: list[Question]
    # Where there is nothing to choose; else ''.
    mode: str = ""

    @classmethod
    def of(cls, event: Event, invitation: Invitation | None = None, mode: str = "") -> Self:
        """One query, and one for the rules where they were not selected with the event."""
        block = invitation.allocation_id if invitation else None
        return cls(event, RegistrationRules.of(event), questions.asked_of(event, allocation=block), mode)


def known_institutions(event: Event) -> list[str]:
    """Names that pages of this event show already, for suggestions: one query. Nothing that a guest wrote."""
    hosts = Q(hostings__in=Hosting.objects.listed().filter(event=event))
    speakers = Q(affiliations__speaker__in=Speaker.objects.published().filter(event=event))
    rows = Organisation.objects.filter(hosts | speakers).order_by("name").distinct()
    return list(rows.values_list("name", flat=True)[:200])


class PersonForm(forms.Form):
    """One person: who they are, the event's questions, their needs, and what the gate must know."""

    form_of_address = LineFormField(
        label=_("Form of address"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=_NAME | {"autocomplete": "honorific-prefix", "list": "forms-of-address"}),
    )
    name = LineFormField(
        label=_("Name"),
        max_length=160,
        help_text=_("As you would like to be addressed."),
        widget=forms.TextInput(attrs=_NAME | {"autocomplete": "name"}),
        error_messages={"required": _("Tell us your name.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Your confirmation goes there, with the link to see or cancel your place."),
        widget=forms.EmailInput(attrs=_ADDRESS | {"autocomplete": "email"}),
        error_messages={
            "required": _("Tell us where to send your confirmation."),
            "invalid": _("This does not look like an e-mail address. Write it as name@example.org."),
        },
    )
    affiliation = LineFormField(
        label=_("Institution"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs=_NAME | {"autocomplete": "organization", "list": "known-institutions"}),
    )
    badge_name = LineFormField(
        label=_("Name on the badge"),
        max_length=80,
        required=False,
        help_text=_("If it is to be another than the one above."),
        widget=forms.TextInput(attrs=_NAME | {"autocomplete": "off"}),
    )
    pronouns = LineFormField(
        label=_("Pronouns"),
        max_length=40,
        required=False,
        help_text=_("They stand on your badge: she/her, he/him, they/them, or your own."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    WHEN_ASKED: ClassVar[dict[str, str]] = {
        "form_of_address": "asks_form_of_address",
        "badge_name": "asks_badge_name",
        "pronouns": "asks_pronouns",
    }
    must_pass_gate = True

    def __init__(self, *args: Any, asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asking = asking
        for name, rule in self.WHEN_ASKED.items():
            if not getattr(asking.rules, rule):
                del self.fields[name]
        self.fields |= questions.fields_for(asking.questions, asking.mode)
        self.fields |= needs.fields_for(asking.rules)
        self.fields |= site_access.fields_for(asking.rules, required=self.must_pass_gate)
        if asking.mode == Mode.ONLINE:
            for name in IN_THE_ROOM:
                self.fields.pop(name, None)

    def check_answers(self, mode: str) -> None:
        """Within ``clean``, once it is known how they take part."""
        questions.leave_out_unasked(self, mode)
        if mode == Mode.ONLINE:
            for name in IN_THE_ROOM:
                self.errors.pop(name, None)
                self.cleaned_data.pop(name, None)
        needs.check(self)
        site_access.check(self)

    def details(self) -> Details:
        """What was said beside name, address and institution; files are stored."""
        said = self.cleaned_data
        return Details(
            form_of_address=said.get("form_of_address", ""),
            badge_name=said.get("badge_name", ""),
            pronouns=said.get("pronouns", ""),
            needs=needs.needs_of(self),
            site_access=site_access.site_access_of(self),
            answers=questions.replies_of(self),
        )

    def person(self) -> Person:
        """As ``services.register`` takes them."""
        said = self.cleaned_data
        return Person(said["name"], said.get("email", ""), said["affiliation"], self.details())

    def hush(self) -> None:
        """Show what was typed without judging it: the guest is not done yet. Files that came are still at hand."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data: dict[str, Any] = questions.files_in(self)

    # --- for templates -------------------------------------------------------------------------------------------

    def present(self, *names: str) -> list[BoundField]:
        """Those of the fields that are asked, in that order."""
        return [self[name] for name in names if name in self.fields]

    @property
    def who(self) -> list[BoundField]:
        """Who they are."""
        return self.present(*WHO)

    @property
    def branches(self) -> list[questions.Branch]:
        """The event's questions."""
        return questions.branches_of(self, self.asking.mode)

    @property
    def branches_css(self) -> str:
        """Shows the heading of the questions only where one of them is."""
        apart = {next((css for css in branch.css.split() if css.startswith("for-")), "") for branch in self.branches}
        return "" if "" in apart else apart.pop() if len(apart) == 1 else "for-either"

    @property
    def needed(self) -> list[BoundField]:
        """Food and access."""
        return self.present(*needs.NAMES)

    @property
    def gate(self) -> list[BoundField]:
        """What the gate must know."""
        return self.present(*map(site_access.name_of, site_access.MAKERS))

    @property
    def room_css(self) -> str:
        """Shows what is asked only of those in the room, where that is still to be chosen."""
        return "" if self.asking.mode else "for-in-person"

    @property
    def has_said_needs(self) -> bool:
        """Whether the fold with the needs has something in it that must be seen."""
        return any(field.errors or field.value() for field in self.needed)

    def wrong(self) -> list[tuple[str, str]]:
        """For the summary on top: where each mistake is, and what it is."""
        found = []
        for field in (self[name] for name in self.fields if name in self.errors):
            first = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
            is_box = isinstance(field.field.widget, forms.CheckboxInput)
            href = "" if field.is_hidden else f"#{first}"
            for error in field.errors:
                label = str(field.label)
                pattern = "{error}" if is_box else "{label} {error}" if label.endswith("?") else "{label}: {error}"
                found.append((href, pattern.format(label=label, error=error)))
        return found


def mode_choices(event: Event) -> list[tuple[str, Any]]:
    """The ways to take part, in words that a guest says."""
    words = {Mode.IN_PERSON: _("In person"), Mode.ONLINE: _("Online")}
    return [(mode.value, words[mode]) for mode in event.modes]
