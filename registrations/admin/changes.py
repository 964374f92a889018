"""What is done with one guest: a page that asks, then the deed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from registrations import services
from registrations.admin.dossier import guest_page
from registrations.admin.guest_actions import resend
from registrations.admin.pages import DeskPages
from registrations.exceptions import BookingClashError, RegistrationRefusedError
from registrations.forms.desk import BookForm, CancelForm, EraseForm, GuestForm, ModeForm, MoveForm, ReasonForm
from registrations.models import Registration
from registrations.permissions import Action
from registrations.places import bookable_for
from registrations.services import By
from registrations.services.booking import can_book
from symposium.accounts.admin_base import number_in
from symposium.accounts.admin_pages import write_in

State = Registration.State


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that can be done with a guest. ``do`` says what happened; it raises what the deed raises."""

    action: Action
    title: str | Promise
    words: str | Promise
    form: type[GuestForm]
    applies: Callable[[Registration], bool]
    do: Callable[[Registration, dict[str, Any], By], str]
    is_final: bool = False


def _cancel(guest: Registration, said: dict[str, Any], by: By) -> str:
    gone = services.cancel(guest, by=by, with_party=said.get("with_party", False))
    return ", ".join(one.name for one in gone) + ": " + _now("cancelled; a mail says so.")


def _move(guest: Registration, said: dict[str, Any], by: By) -> str:
    services.assign(guest, said["block"], by=by)
    return _now("Their seat comes out of that block from now on.") if said["block"] else _now("Now the organisers'.")


def _mode(guest: Registration, said: dict[str, Any], by: By) -> str:
    services.change_mode(guest, said["mode"], by=by)
    return _now("They take part in the other way now; a mail says so.")


def _accept(guest: Registration, _said: dict[str, Any], by: By) -> str:
    services.accept_offer(guest, by=by)
    return _now("The place is theirs; a mail says so.")


def _return(guest: Registration, _said: dict[str, Any], by: By) -> str:
    services.come_back(guest, by=by)
    return _now("They are back; a mail says how it stands.")


def _resend(guest: Registration, _said: dict[str, Any], _by: By) -> str:
    sent = resend(guest)
    return _now("The mail is on its way.") if sent else _now("It was sent several times within the hour already.")


def _book(guest: Registration, said: dict[str, Any], by: By) -> str:
    booking = services.book(guest, said["session"], accepts_waiting=said["accepts_waiting"], by=by)
    words = {"session": booking.bookable.session.title, "state": booking.get_state_display()}
    return _now("%(session)s: %(state)s. Their page says so; no mail is sent.") % words


def _erase(guest: Registration, _said: dict[str, Any], by: By) -> str:
    receipt = services.erase(guest, by=by)
    return _now("Erased: %(reference)s, with %(mails)d mails and %(answers)d answers.") % receipt.as_dict()


CHANGES: dict[str, Change] = {
    "cancel": Change(
        Action.CANCEL_GUESTS,
        _("Cancel the registration"),
        _("The place goes to the next in line, and the guest is told by mail."),
        CancelForm,
        lambda guest: not guest.has_ended,
        _cancel,
        is_final=True,
    ),
    "accept": Change(
        Action.CANCEL_GUESTS,
        _("Accept the offer for them"),
        _("For guests who say by telephone that they want the place."),
        ReasonForm,
        lambda guest: guest.state == State.OFFERED,
        _accept,
    ),
    "return": Change(
        Action.ENTER_GUESTS,
        _("Bring back"),
        _("They get a place again as long as there is one, else one at the end of the line."),
        ReasonForm,
        lambda guest: guest.is_cancelled,
        _return,
    ),
    "mode": Change(
        Action.CHANGE_MODES,
        _("Change how they take part"),
        _("Where a place of that kind is free. Bookings of sessions in the room go with the seat."),
        ModeForm,
        lambda guest: len(guest.event.modes) > 1 and not guest.has_ended,
        _mode,
    ),
    "move": Change(
        Action.MOVE_GUESTS,
        _("Move to another host"),
        _("Their seat comes out of that host's block, where one is free there."),
        MoveForm,
        lambda guest: not guest.has_ended,
        _move,
    ),
    "book": Change(
        Action.CHANGE_BOOKINGS,
        _("Book a session"),
        _("For guests who ask you to. Their page and their calendar show it; no mail is sent."),
        BookForm,
        lambda guest: can_book(guest.event, guest) and bool(bookable_for(guest)),
        _book,
    ),
    "resend": Change(
        Action.RESEND_MAILS,
        _("Send their mail again"),
        _("The mail that says how it stands, with their link."),
        GuestForm,
        lambda guest: not guest.has_ended,
        _resend,
    ),
    "erase": Change(
        Action.ERASE_GUESTS,
        _("Erase"),
        _("At their wish: the place is given back, and all that is held about them is deleted. No mail is sent."),
        EraseForm,
        lambda _guest: True,
        _erase,
        is_final=True,
    ),
}


class ChangePages(DeskPages):
    """The pages of ``CHANGES``, and the ways to them."""

    def change_urls(self) -> list[Any]:
        """Their addresses."""
        view = self.page(require_http_methods(["GET", "HEAD", "POST"])(self.change_guest))
        return [path("<str:pk>/do/<slug:name>/", view, name="registrations_registration_do")]

    def changes_for(self, request: HttpRequest, guest: Registration) -> list[tuple[str, str, bool]]:
        """What the user may do with this guest now: title, address, and whether it cannot be taken back."""
        return [
            (str(change.title), reverse("admin:registrations_registration_do", args=[guest.pk, name]), change.is_final)
            for name, change in CHANGES.items()
            if self.has_role(request, change.action.roles, guest) and change.applies(guest)
        ]

    def _find(self, request: HttpRequest, pk: str, change: Change) -> Registration:
        rows = self.get_queryset(request).select_related("event__registration_rules", "allocation__organisation")
        guest: Registration | None = rows.filter(pk=number_in(pk)).first()
        if guest is None:
            raise Http404
        if not self.has_role(request, change.action.roles, guest):
            raise PermissionDenied
        write_in(guest.event.timezone)
        return guest

    def change_guest(self, request: HttpRequest, pk: str, name: str) -> HttpResponse:
        """Ask, then do it; what cannot be done is said, and nothing is changed."""
        change = CHANGES.get(name)
        if change is None:
            raise Http404
        guest = self._find(request, pk, change)
        form = change.form(request.POST if request.method == "POST" else None, guest=guest)
        if request.method != "POST" or not form.is_valid():
            return self._ask_first(request, guest, change, form)
        try:
            said = change.do(guest, form.cleaned_data, self._by(request, guest, name, form))
        except RegistrationRefusedError as refused:
            form.add_error(None, why(refused))
            return self._ask_first(request, guest, change, form)
        self.message_user(request, said, messages.SUCCESS)
        if name == "erase":
            return redirect("admin:registrations_registration_changelist")
        self.log_change(request, guest, f"{change.title}.")
        return redirect(guest_page(guest.pk))

    def _by(self, request: HttpRequest, guest: Registration, name: str, form: forms.Form) -> By:
        """With the reason; to come back with one overrules dates and policy, which coordinators do not."""
        overrules = name != "return" or self.has_role(request, Action.OVERRULE.roles, guest)
        return By.of(request.user, form.cleaned_data.get("reason", "") if overrules else "")

    def _ask_first(self, request: HttpRequest, guest: Registration, change: Change, form: forms.Form) -> HttpResponse:
        title = _now("%(deed)s: %(name)s") % {"deed": change.title, "name": guest.name}
        back = guest_page(guest.pk)
        context = {"guest": guest, "change": change, "form": form, "back_url": back, "event": guest.event}
        return self.show(request, "change_guest", title, status=422 if form.errors else 200, **context)


def why(refused: RegistrationRefusedError) -> str:
    """Why a deed could not be done, for staff."""
    if isinstance(refused, BookingClashError):
        words = _now("They have booked “%(title)s” at the same time. With a reason you can book both.")
        return words % {"title": refused.session.title}
    said = {
        "EventFullError": _now("No place of that kind is free. Raise the number of places, or cancel somebody first."),
        "RegistrationNotOpenError": _now(
            "It is too late, or too early, for that. With a reason, organisers overrule that."
        ),
        "PartyTooLargeError": _now("More people than may come together. With a reason, organisers overrule that."),
        "SessionFullError": _now("No place is free in that session. Tick the box for its waiting list, if it has one."),
        "BookingNotOpenError": _now("Only guests who have a place in the room book sessions, and none that is over."),
        "OfferEndedError": _now("The offer has ended; the place went to the next in line."),
        "AlreadyRegisteredError": _now("This address is registered for the event already."),
    }
    return said.get(type(refused).__name__, _now("This cannot be done as it stands. Look at the guest again."))
