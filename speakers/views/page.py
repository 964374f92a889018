"""The speaker's own page: what they are asked, how they are presented, and quietly all that can be changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from speakers import services
from speakers.models import SpeakerConsent, SpeakerNeeds, Suggestion
from speakers.profile import PORTRAIT, held, in_order
from speakers.views.base import SpeakingDeed, SpeakingView
from symposium.kit import zones

# The value of ``?zone=`` that asks for the list of zones.
CHOOSE = "choose"

# What was done on another page, by the name in the address.
DONE: dict[str, str | Promise] = {
    "confirmed": _("Thank you: the organisers know that you take part."),
    "declined": _("Thank you for telling us. The organisers know that you cannot take part."),
    "suggested": _("Thank you. The organisers look at your changes before they are public."),
    "same": _("There was nothing new in it, so all stays as it is."),
    "withdrawn": _("Your changes are withdrawn. All stays as it is."),
    "right": _("Thank you: the organisers know that all is right as it is."),
    "consents": _("What you agree to is saved."),
    "needs": _("What you need is saved."),
    "deletion": _("The organisers are told, and will write to you."),
}


class PageView(SpeakingView):
    """What a speaker sees first."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Noted as opened; not for a browser that only fetches ahead."""
        if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
            services.open_link(self.link)
        return self.show("speaking/page.html", **self.contents(), **self.zones())

    def zones(self) -> dict[str, Any]:
        """The reader's own zone beside the event's, as the public pages have it (``programme/_zone.html``)."""
        chosen = self.request.GET.get("zone", "")[:80]
        names = zones.zone_names()
        return {
            "reader": chosen if chosen in names and chosen != self.event.timezone else "",
            "chosen": {"zone": chosen},
            "kept_choices": {},
            "zones_to_choose": sorted(names) if chosen == CHOOSE else [],
        }

    def contents(self) -> dict[str, Any]:
        """All that it shows of the speaker; of sessions the programme tells (``load speaking``)."""
        speaker = self.speaker
        latest = Suggestion.objects.filter(speaker=speaker).exclude(state=Suggestion.State.REPLACED).first()
        waiting = latest if latest and latest.is_open else None
        standing = {one.kind: one for one in SpeakerConsent.objects.standing().filter(speaker=speaker)}
        parts = held(speaker)
        return {
            "done": DONE.get(self.request.GET.get("done", ""), ""),
            "parts": parts,
            "waiting": waiting,
            "changes": in_order(waiting.changes) if waiting else [],
            "has_new_portrait": bool(waiting and waiting.changes.get(PORTRAIT, {}).get("to")),
            "decided": latest if latest and not waiting and latest.decided_by_id else None,
            "left": self.left(latest) if latest and not waiting else [],
            "consents": [(kind.label, standing.get(kind.value)) for kind in SpeakerConsent.Kind],
            "earlier": services.earlier_of(speaker) if not waiting else None,
            "needs": SpeakerNeeds.objects.filter(speaker=speaker).first(),
        }

    @staticmethod
    def left(suggestion: Suggestion) -> list[str]:
        """What was suggested and not taken over."""
        return [one.label for one in in_order(suggestion.changes) if one.part not in suggestion.taken]


class RightView(SpeakingDeed):
    """All is right as it is: nobody reminds them any more."""

    heading = _("Is everything right as it is?")
    words = _("Say so, and we do not write to you about it again.")
    button = _("Everything is right")
    stay = _("Back to your page")
    said = "right"

    def do(self, form: Any) -> None:
        services.note_answer(self.speaker)


class WithdrawView(SpeakingDeed):
    """Take back what waits for the organisers."""

    heading = _("Withdraw your changes?")
    words = _("You stay presented as you are now. You can suggest something else at any time.")
    button = _("Withdraw them")
    stay = _("Leave them with the organisers")

    def do(self, form: Any) -> None:
        self.said = "withdrawn" if services.withdraw(self.speaker) else ""
