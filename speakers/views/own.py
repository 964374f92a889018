"""What holds at once: what a speaker agrees to, what they need; and that it be deleted."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from speakers import services
from speakers.forms import ConsentsForm, NeedsForm
from speakers.models import SpeakerConsent, SpeakerNeeds
from speakers.views.base import SpeakingDeed


class ConsentsView(SpeakingDeed):
    """Each answer by itself; it can be changed for good."""

    heading = _("What you agree to")
    words = _("Your part does not depend on any of it. You can change your mind at any time; it counts from then on.")
    button = _("Save")
    stay = _("Leave it as it is")
    said = "consents"

    def form(self, *data: Any) -> forms.Form:
        standing = SpeakerConsent.objects.standing().filter(speaker=self.speaker)
        return ConsentsForm(*data[:1], given=dict(standing.values_list("kind", "is_given")))

    def do(self, form: forms.Form) -> None:
        assert isinstance(form, ConsentsForm)  # noqa: S101 (made above)
        services.change_consents(self.speaker, form.said)


class NeedsView(SpeakingDeed):
    """What helps them to speak."""

    heading = _("What you need")
    words = _("Seen only by those who look after guests and speakers. The organisers are told nothing of it in lists.")
    button = _("Save")
    stay = _("Leave it as it is")
    said = "needs"

    def why_not(self) -> str:
        if self.takes_place:
            return ""
        return _now("This event is over or cancelled, so there is nothing to prepare any more.")

    def form(self, *data: Any) -> forms.Form:
        return NeedsForm(*data[:1], needs=SpeakerNeeds.objects.filter(speaker=self.speaker).first())

    def do(self, form: forms.Form) -> None:
        services.change_needs(self.speaker, form.cleaned_data)


class DeletionView(SpeakingDeed):
    """Ask for all of it to be deleted: what is published is a record of others too, so somebody looks at it."""

    template = "speaking/deletion.html"
    heading = _("Ask for your data to be deleted?")
    button = _("Ask the organisers")
    stay = _("Back to your page")
    is_grave = True
    said = "deletion"

    def do(self, form: forms.Form) -> None:
        services.ask_deletion(self.link)
