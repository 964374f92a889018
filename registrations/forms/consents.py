"""Consents: each by itself, none ticked before the guest ticks it.

form.fields |= consents.fields_for(rules, given=...)
consents.consents_of(form)        # what ``Details.consents`` takes
"""

from collections.abc import Collection, Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.models import Consent, RegistrationRules

_LABELS = {
    Consent.Kind.PHOTOGRAPHS: _("I may be seen in photographs of the event."),
    Consent.Kind.RECORDING: _("I may be seen or heard in recordings of the event."),
    Consent.Kind.PARTICIPANTS: _("My name and institution may stand on the public list of participants."),
    Consent.Kind.NEWS: _("Write to me when there is another event like this."),
}


def fields_for(rules: RegistrationRules, *, given: Collection[str] = ()) -> dict[str, forms.Field]:
    """A box for each consent that the event asks for. ``given`` are the kinds that stand already."""
    return fields_of(rules.asked_consents, given=given)


def fields_of(kinds: Iterable[str], *, given: Collection[str] = ()) -> dict[str, forms.Field]:
    """A box for each of these kinds."""
    return {
        name_of(kind): forms.BooleanField(label=_LABELS[Consent.Kind(kind)], required=False, initial=kind in given)
        for kind in kinds
    }


def name_of(kind: str) -> str:
    """The name of the box for one kind."""
    return f"consent_{kind}"


def consents_of(form: forms.Form) -> frozenset[str]:
    """The kinds of consent that were given."""
    return frozenset(kind for kind in Consent.Kind.values if form.cleaned_data.get(name_of(kind)))


def privacy_field() -> forms.BooleanField:
    """The one without which nobody can be registered."""
    return forms.BooleanField(
        label=_("I agree to the privacy notice of this event."),
        error_messages={"required": _("We can only register you if you agree to the privacy notice.")},
    )
