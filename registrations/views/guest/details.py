"""What guests say of themselves and agree to, changed."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations import services
from registrations.exceptions import RegistrationRefusedError, TooManyMailsError
from registrations.forms import site_access
from registrations.forms.guest import (
    AddressForm,
    AnswersForm,
    ConsentsForm,
    DetailsForm,
    NeedsForm,
    SiteAccessForm,
)
from registrations.forms.needs import NAMES
from registrations.forms.questions import asked_of
from registrations.models import Answer, Consent, Needs, SiteAccess
from registrations.services import Details
from registrations.views.guest.base import DeedView
from symposium.kit import saying, zones


class DetailsView(DeedView):
    """Name, form of address, badge, pronouns, institution."""

    heading = gettext_lazy("Change your details")
    words = gettext_lazy("As they stand on the guest list and, where there are badges, on yours.")
    button = gettext_lazy("Save")
    stay = gettext_lazy("Leave it as it is")
    said = "details"

    def form(self, *data: object) -> forms.Form:
        return DetailsForm(*data, registration=self.registration, rules=self.rules)

    def do(self, form: forms.Form) -> None:
        services.change_details(self.registration, **form.cleaned_data)


class AnswersView(DeedView):
    """The event's questions, answered anew."""

    template = "registrations/answers.html"
    heading = gettext_lazy("Change your answers")
    words = gettext_lazy("The organisers of this event ask this of their guests.")
    button = gettext_lazy("Save")
    stay = gettext_lazy("Leave it as it is")
    said = "answers"

    def form(self, *data: object) -> forms.Form:
        registration = self.registration
        answers = Answer.objects.filter(registration=registration).exclude(question=None)
        return AnswersForm(
            *data,
            asked=asked_of(self.event, allocation=registration.allocation_id),
            mode=registration.mode,
            given=dict(answers.values_list("question", "value")),
        )

    def do(self, form: forms.Form) -> None:
        assert isinstance(form, AnswersForm)  # noqa: S101 (made above)
        services.change_details(self.registration, more=Details(answers=form.answers))


class NeedsView(DeedView):
    """Food and access; whoever has the link sees what was said, as the guest must to change it."""

    template = "registrations/needs.html"
    heading = gettext_lazy("What you need")
    words = gettext_lazy(
        "Seen only by those who look after guests, and counted without names for the kitchen and the house."
    )
    button = gettext_lazy("Save")
    stay = gettext_lazy("Leave it as it is")
    said = "needs"

    def form(self, *data: object) -> forms.Form:
        held = Needs.objects.filter(registration=self.registration).values(*NAMES).first()
        return NeedsForm(*data, rules=self.rules, given=held or {})

    def why_not(self) -> str:
        if self.rules.asks_diet or self.rules.asks_access:
            return super().why_not()
        return _("This event does not ask what its guests need. Write to the organisers if there is something.")

    def do(self, form: forms.Form) -> None:
        assert isinstance(form, NeedsForm)  # noqa: S101 (made above)
        services.change_details(self.registration, more=Details(needs=form.said))


class SiteAccessView(DeedView):
    """What the gate's office must know: written anew, never shown again."""

    heading = gettext_lazy("Your details for the gate")
    button = gettext_lazy("Save")
    stay = gettext_lazy("Leave it as it is")
    said = "site-access"

    @property
    def words(self) -> str:  # type: ignore[override]
        """Who sees it, and what is there already."""
        words = site_access.explanation(self.event, self.rules)
        held = SiteAccess.objects.filter(registration=self.registration).values_list("changed_at", flat=True).first()
        if held is None:
            return words
        given = _("Given on %(day)s. What was given is not shown again: write all of it anew to replace it.")
        day = saying.say_date(zones.on_wall(held, self.event.timezone).date())
        return f"{given % {'day': day}} {words}"

    def form(self, *data: object) -> forms.Form:
        return SiteAccessForm(*data, rules=self.rules)

    def why_not(self) -> str:
        if site_access.fields_for(self.rules):
            return super().why_not()
        return _("This event asks nothing for a gate.")

    def do(self, form: forms.Form) -> None:
        assert isinstance(form, SiteAccessForm)  # noqa: S101 (made above)
        services.change_details(self.registration, more=Details(site_access=form.said))


class AddressView(DeedView):
    """Another address, which counts once its own mail was opened."""

    heading = gettext_lazy("Change your address")
    words = gettext_lazy(
        "We send a mail to the new address. Open its link to confirm it; until then all mails go where they went."
    )
    button = gettext_lazy("Send the mail")
    stay = gettext_lazy("Leave it as it is")
    said = "address"
    form_class = AddressForm

    def do(self, form: forms.Form) -> None:
        services.change_address(self.registration, form.cleaned_data["email"])

    def explain(self, refused: RegistrationRefusedError) -> str:
        if isinstance(refused, TooManyMailsError):
            return _("Several addresses were tried within the hour. Wait an hour before you try another.")
        return super().explain(refused)


class ConsentsView(DeedView):
    """Each agreement, given or withdrawn; withdrawing is possible for good."""

    heading = gettext_lazy("What you agree to")
    words = gettext_lazy(
        "Tick what you agree to; take away a tick to withdraw it from now on. Your place does not depend on any of it."
    )
    button = gettext_lazy("Save")
    stay = gettext_lazy("Leave it as it is")
    said = "consents"

    @cached_property
    def given(self) -> frozenset[str]:
        """What stands now."""
        standing = Consent.objects.standing().filter(registration=self.registration)
        return frozenset(standing.values_list("kind", flat=True))

    @cached_property
    def kinds(self) -> list[str]:
        """What the event asks for and, so that it can be withdrawn, whatever was given before."""
        asked = self.rules.asked_consents if self.is_open else []
        return [kind for kind in Consent.Kind.values if kind in asked or kind in self.given]

    def why_not(self) -> str:
        if self.kinds:
            return ""
        return _("There is nothing that you agreed to beside the privacy notice.") if self.is_open else self.too_late()

    def form(self, *data: object) -> forms.Form:
        return ConsentsForm(*data, kinds=self.kinds, given=self.given)

    def do(self, form: forms.Form) -> None:
        assert isinstance(form, ConsentsForm)  # noqa: S101 (made above)
        services.change_consents(self.registration, given=form.chosen, asked=self.kinds)
