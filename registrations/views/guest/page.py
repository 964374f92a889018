"""The guest's own page: how it stands, what to do next, and quietly all that can be changed."""

from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registrations import services
from registrations.models import Consent, Deed, Question, Registration, RegistrationQuerySet
from registrations.models.linked import opened_by
from registrations.sealing import can_seal
from registrations.services.line import sides
from registrations.services.site_access import lacks
from registrations.views.carried import carried, has_places
from registrations.views.guest.alike import is_ordinary, shape_of, shown_position, stand_in, stand_ins, words_of
from registrations.views.guest.base import WITH, GuestView
from registrations.views.guest.party import may_bring, room_in_party
from registrations.views.guest.place import can_return
from registrations.views.guest.rows import rows_of
from symposium.events.models import Mode
from symposium.kit.pages import respond_framed_alike
from symposium.kit.prepared import SAMPLE_UUID, Prepared

State = Registration.State
TEMPLATE = "registrations/registration.html"
# So long before it begins the stream's address is on the page.
STREAM_NEAR = timedelta(hours=24)

# What was done on another page and does not show on this one, by the name in the address.
DONE: dict[str, str | Promise] = {
    "mail": _("The mail is on its way."),
    "details": _("Your details are saved."),
    "answers": _("Your answers are saved."),
    "needs": _("What you need is saved."),
    "site-access": _("Your details for the gate are saved."),
    "consents": _("What you agree to is saved."),
    "address": _("A mail is on its way to the new address: open its link to confirm it. Until then nothing changes."),
    "new-address": _("Your new address is confirmed. This page has a new address too: keep the link of the new mail."),
}


def _with_details(public_id: UUID) -> RegistrationQuerySet:
    asked = Question.objects.filter(event=OuterRef("event"), is_retired=False)
    rows = Registration.objects.select_related(*WITH, "needs", "site_access").defer("site_access__sealed")
    return rows.annotate(has_questions=Exists(asked), **sides()).filter(public_id=public_id).order_by()


# Everybody who registers asks for it next.
_opened = Prepared(Registration, _with_details, (SAMPLE_UUID,))


@dataclass(frozen=True, slots=True)
class Companion:
    """One of the same party, as whoever brought them sees it; ``url`` only of those without an address."""

    name: str
    state: str | Promise
    url: str
    remove_url: str
    gate_asks: bool = False


class RegistrationView(GuestView):
    """The guest's own page."""

    http_method_names = ["get", "head", "options"]

    def find(self, token: str) -> Registration | None:
        """With what the page says of further details, in the same query."""
        return opened_by(token, _opened.first)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """How their place stands."""
        registration = self.registration
        done = DONE.get(request.GET.get("done", ""), "")
        given = self.given()
        position = services.position_of(registration) if self.takes_place else 0
        if not is_ordinary(registration) or has_places(registration):
            return self.show_framed(TEMPLATE, **self.contents(done, given, position))
        response = respond_framed_alike(
            request,
            TEMPLATE,
            lambda: self.alike(done, given, position),
            own=(*shape_of(registration), str(done), given, position == 1, self.takes_place),
            words=words_of(registration, position),
            stand_ins=stand_ins,
            **self.around(),
        )
        return self.unlisted(response)

    def alike(self, done: str | Promise, given: frozenset[str], position: int) -> dict[str, Any]:
        """What it says of a guest with holes for words."""
        view = copy(self)
        view.registration = stand_in(self.registration)
        view.kwargs = {"token": view.registration.token}
        return self.everybodys() | view.own(**view.contents(done, given, shown_position(position)))

    def contents(self, done: str | Promise, given: frozenset[str], position: int | str) -> dict[str, Any]:
        """All that it says; ``given`` is what they agree to."""
        registration, event = self.registration, self.event
        companions = self.companions()
        others = sum(bool(one.remove_url) for one in companions)
        return {
            "done": done,
            "position": position,
            "ending": self.ending(),
            "offer_hours": self.rules.offer_hours,
            "offer_open": bool(registration.offered_until and registration.offered_until > timezone.now()),
            "rows": rows_of(self, given),
            "gate_asks": self.gate_asks(registration),
            "companions": companions,
            "can_bring": self.is_open and may_bring(registration) and room_in_party(self, others) > 0,
            "can_cancel": self.can_cancel,
            "can_return": can_return(registration),
            "is_open": self.is_open,
            "invite_url": reverse("event-feed", args=[event.slug])
            if self.takes_place and registration.is_confirmed
            else "",
            **self.stream(),
            **carried(registration),
        }

    def given(self) -> frozenset[str]:
        """What they agree to; asked only where the event asks for something."""
        if not self.rules.asked_consents:
            return frozenset()
        standing = Consent.objects.standing().filter(registration=self.registration)
        return frozenset(standing.values_list("kind", flat=True))

    def companions(self) -> list[Companion]:
        """Who came with them; none for who came alone."""
        registration = self.registration
        if registration.party_id is None:
            return []
        rows = Registration.objects.select_related("site_access").defer("site_access__sealed")
        members = rows.filter(party=registration.party_id).exclude(pk=registration.pk).order_by("pk")
        if not registration.is_head:
            members = members.filter(is_head=True)
        return [self.companion(one) for one in members]

    def gate_asks(self, one: Registration) -> bool:
        """Whether the gate still has to know something of somebody who comes."""
        return self.takes_place and one.is_seated and can_seal() and lacks(one, self.rules)

    def companion(self, one: Registration) -> Companion:
        """Each looks after themselves; who has no address is looked after by whoever brought them."""
        is_head = self.registration.is_head
        removable = is_head and self.takes_place and not one.has_ended
        return Companion(
            name=one.name,
            state=one.state_in_words if is_head else "",
            url=one.get_absolute_url() if is_head and not one.email else "",
            remove_url=self.address("registration-remove", companion=one.public_id) if removable else "",
            gate_asks=is_head and not one.email and self.gate_asks(one),
        )

    def ending(self) -> str:
        """How it came that they are cancelled: 'lapsed', 'refused', 'full', 'staff', or empty for their own wish."""
        registration = self.registration
        if not registration.is_cancelled:
            return ""
        if registration.offered_until:
            # What a shadow tells as well as anybody: it has no log.
            return "lapsed" if registration.changed_at >= registration.offered_until else "refused"
        ways = Deed.objects.filter(registration=registration, after=State.CANCELLED)
        verb, actor = ways.values_list("verb", "actor").first() or ("", "")
        if verb == Deed.Verb.ADDRESS_CONFIRMED:
            return "full"
        return "staff" if actor == Deed.Actor.STAFF else ""

    def stream(self) -> dict[str, Any]:
        """For who takes part online: where, when it is near, or when it will be said."""
        registration, event = self.registration, self.event
        if registration.mode != Mode.ONLINE or not registration.is_confirmed or not self.takes_place:
            return {}
        shown_from = event.starts_at - STREAM_NEAR
        is_near = timezone.now() >= shown_from and not event.is_postponed
        return {
            "is_online": True,
            "stream_url": event.stream_url if is_near else "",
            "stream_from": shown_from if event.stream_url and not event.is_postponed else None,
        }
