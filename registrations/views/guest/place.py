"""The place itself: given back, accepted, taken again, in person or online; and its mail once more."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations import services
from registrations.exceptions import EventFullError, RegistrationRefusedError, TooManyMailsError
from registrations.forms.guest import LeavingForm
from registrations.models import Booking, Registration
from registrations.views.guest.base import DeedView
from registrations.views.guest.party import brought_by
from symposium.events.models import Mode, RegistrationPhase

State = Registration.State


class CancelView(DeedView):
    """Giving the place back, leaving the line, withdrawing a request, refusing an offer: a question, then the deed."""

    template = "registrations/cancel.html"
    is_grave = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask once; where there is nothing to give back, the guest's page says how it stands."""
        return super().get(request, **kwargs) if self.can_cancel else redirect(self.address())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Done twice, it is done once."""
        return super().post(request, **kwargs) if self.can_cancel else redirect(self.address())

    def form(self, *data: Any) -> forms.Form:
        """Alone or together, where there are others."""
        return LeavingForm(*data) if self.others else forms.Form(*data)

    @cached_property
    def others(self) -> list[Registration]:
        """Who stays, or leaves with them."""
        return brought_by(self.registration)

    def do(self, form: forms.Form) -> None:
        services.cancel(self.registration, with_party=form.cleaned_data.get("who") == LeavingForm.ALL)

    def no_cookie(self) -> str:
        return _(
            "Your browser did not send back the cookie that protects this form, so nothing has been cancelled yet. "
            "Press the button again. If this message returns, allow cookies for this site."
        )

    def context(self) -> dict[str, Any]:
        others = self.others
        return {"others": others, "leave_with": bool(others) and not any(one.email for one in others)}


class AcceptView(DeedView):
    """A place that is held for the guest: theirs from now on."""

    heading = gettext_lazy("Accept the place?")
    button = gettext_lazy("Accept the place")
    stay = gettext_lazy("Not now")

    @property
    def words(self) -> str:  # type: ignore[override]
        """Whom it concerns."""
        if self.registration.is_head:
            return _("The places that are held for you and those whom you brought are yours then.")
        return _("The place that is held for you is yours then.")

    def why_not(self) -> str:
        registration = self.registration
        if registration.state != State.OFFERED and not registration.is_confirmed:
            return _("No place is held for you any more. Your own page says how it stands.")
        until = registration.offered_until
        return self.ended() if until and until <= timezone.now() else super().why_not()

    def ended(self) -> str:
        """The time is over."""
        return _("The time to accept the place is over: it goes to the next in line.")

    def do(self, form: forms.Form) -> None:
        services.accept_offer(self.registration)

    def explain(self, refused: RegistrationRefusedError) -> str:
        return self.ended()


class ReturnView(DeedView):
    """Who cancelled comes back, as long as there is a place, or one in the line."""

    heading = gettext_lazy("Come back?")
    stay = gettext_lazy("Stay cancelled")

    @property
    def has_room(self) -> bool:
        """Whether there is a place now; the desk looks again when it is done."""
        return self.event.left(self.registration.mode) != 0

    @property
    def words(self) -> str:  # type: ignore[override]
        """What they get."""
        if self.event.registration_phase() == RegistrationPhase.REQUEST and not self.registration.invitation:
            return _("The organisers look at your request again and write to you.")
        if self.has_room:
            return _("You have a place again at once. What you told us is still here.")
        return _("Every place is taken. You would stand at the end of the waiting list.")

    @property
    def button(self) -> str:  # type: ignore[override]
        """The deed."""
        if self.event.registration_phase() == RegistrationPhase.REQUEST and not self.registration.invitation:
            return _("Ask for a place again")
        return _("Come back") if self.has_room else _("Join the waiting list again")

    def why_not(self) -> str:
        registration = self.registration
        if not self.takes_place:
            return self.too_late()
        if registration.state == State.DECLINED:
            return _("The organisers could not give you a place. If you have a question, write to them.")
        if not registration.is_cancelled:
            return ""
        if not can_return(registration):
            return _("Registration for this event is closed, so nobody can come back by themselves any more.")
        return ""

    def do(self, form: forms.Form) -> None:
        services.come_back(self.registration)

    def explain(self, refused: RegistrationRefusedError) -> str:
        if isinstance(refused, EventFullError):
            return _("Every place is taken, and this event keeps no waiting list.")
        return super().explain(refused)


def can_return(registration: Registration) -> bool:
    """Whether somebody who cancelled may come back, as far as clock and seats are known without the desk."""
    event, invitation = registration.event, registration.invitation
    if not registration.is_cancelled:
        return False
    if invitation:
        return invitation.is_open()
    phase = event.registration_phase()
    return phase in services.TAKES_WISHES and phase != RegistrationPhase.FULL


class ModeView(DeedView):
    """From in person to online, and back."""

    template = "registrations/mode.html"
    stay = gettext_lazy("Leave it as it is")

    @property
    def other(self) -> str:
        """The way that they do not take part now."""
        return Mode.IN_PERSON if self.registration.mode == Mode.ONLINE else Mode.ONLINE

    @property
    def heading(self) -> str:  # type: ignore[override]
        """What it would be."""
        return _("Take part online instead?") if self.other == Mode.ONLINE else _("Come in person instead?")

    @property
    def button(self) -> str:  # type: ignore[override]
        """The deed."""
        return _("Take part online") if self.other == Mode.ONLINE else _("Come in person")

    def form(self, *data: Any) -> forms.Form:
        """Which way they want: the same form sent twice is the same wish."""
        form = forms.Form(*data)
        form.fields["mode"] = forms.ChoiceField(choices=Mode, widget=forms.HiddenInput, initial=self.other)
        return form

    def why_not(self) -> str:
        if not self.is_open or self.event.is_postponed:
            return self.too_late()
        if self.other not in self.event.modes:
            return _("This event can be attended in one way only.")
        if self.registration.is_seated and not self.left:
            return self.no_room()
        return ""

    def too_late(self) -> str:
        if self.event.is_postponed and not self.registration.has_ended:
            return _("The event is postponed. When its new date is known, you can change how you take part.")
        return super().too_late()

    @property
    def left(self) -> bool:
        """Whether a place of the other kind is free, in the host's block where they are a host's guest."""
        block = self.registration.allocation if self.other == Mode.IN_PERSON else None
        if block and block.released_at is None:
            return block.left > 0
        return self.event.left(self.other) != 0

    def no_room(self) -> str:
        """In words."""
        if self.other == Mode.ONLINE:
            return _("Every place online is taken at the moment, so you keep the one in the room.")
        return _("Every seat in the room is taken at the moment, so you keep your place online.")

    def do(self, form: forms.Form) -> None:
        services.change_mode(self.registration, form.cleaned_data["mode"])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Sent twice, or from a page that was open while it was done: nothing to do any more."""
        if not self.cookie_missing and request.POST.get("mode") == self.registration.mode:
            return self.lead_back()
        return super().post(request, **kwargs)

    def explain(self, refused: RegistrationRefusedError) -> str:
        return self.no_room() if isinstance(refused, EventFullError) else super().explain(refused)

    def context(self) -> dict[str, Any]:
        bookings = Booking.objects.standing().filter(registration=self.registration)
        lost = bookings.select_related("bookable__session") if self.other == Mode.ONLINE else ()
        return {"lost": [booking.bookable.session for booking in lost], "to_line": not self.left}


class ResendView(DeedView):
    """The mail that says how it stands, once more."""

    heading = gettext_lazy("Send the mail again?")
    words: str | Promise = gettext_lazy(
        "You get the mail that says how your registration stands, with your link. If it does not come within a few "
        "minutes, look among what your mail app takes for advertising."
    )
    button = gettext_lazy("Send the mail")
    stay = gettext_lazy("Not now")
    said = "mail"

    def do(self, form: forms.Form) -> None:
        services.resend(self.registration)

    def explain(self, refused: RegistrationRefusedError) -> str:
        if isinstance(refused, TooManyMailsError):
            return _("We have just sent it several times. Wait an hour before you ask for it again.")
        return super().explain(refused)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Not too often."""
        response = super().post(request, **kwargs)
        if response.status_code == HTTPStatus.CONFLICT and self.is_open:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response
