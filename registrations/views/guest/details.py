"""What guests say of themselves and agree to, changed."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations import services
from registrations.forms.guest import ConsentsForm, DetailsForm
from registrations.models import Consent
from registrations.views.guest.base import DeedView


class DetailsView(DeedView):
    """Name, form of address, badge, pronouns, institution."""

    heading = gettext_lazy("Change your details")
    button = gettext_lazy("Save")
    stay = gettext_lazy("Leave it as it is")
    said = "details"

    def form(self, *data: object) -> forms.Form:
        return DetailsForm(*data, registration=self.registration, rules=self.rules)

    def do(self, form: forms.Form) -> None:
        services.change_details(self.registration, **form.cleaned_data)


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
