"""Pages of one invitation at the desk: answered by telephone, another address."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from registrations import services
from registrations.admin.asking import show
from registrations.exceptions import (
    AddressKnownError,
    AlreadyRegisteredError,
    EventFullError,
    InvitationClosedError,
    PartyTooLargeError,
    RegistrationNotOpenError,
    RegistrationRefusedError,
)
from registrations.forms.invitations import AddressForm, TelephoneForm
from registrations.models import Invitation
from registrations.permissions import Action
from symposium.accounts.admin_base import ScopedAdmin, number_in


class AnswerPages:
    """What is done to one invitation beside its form."""

    def __init__(self, page: ScopedAdmin) -> None:
        self.page = page

    def _find(self, request: HttpRequest, pk: str) -> Invitation:
        found: Invitation | None = self.page.get_queryset(request).filter(pk=number_in(pk)).first()
        if found is None:
            raise Http404
        if not self.page.has_role(request, Action.INVITE.roles, found):
            raise PermissionDenied
        return found

    def telephone(self, request: HttpRequest, pk: str) -> HttpResponse:
        """'Comes' makes the place; 'does not come' frees it. The member of staff stands in the log."""
        invitation = self._find(request, pk)
        form = TelephoneForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            comes = "comes" in request.POST
            sees_all = self.page.has_role(request, Action.OVERRULE.roles, invitation)
            by = services.By.of(request.user, form.cleaned_data["reason"] if sees_all else "", sees_all=sees_all)
            waits = form.cleaned_data["accepts_waiting"]
            try:
                place = services.answer_by_telephone(invitation, comes=comes, accepts_waiting=waits, by=by)
            except RegistrationRefusedError as refused:
                form.add_error(None, _why(refused))
            else:
                self._say(request, invitation, place.is_waiting if place else None)
                return redirect(f"admin:{self.page.opts.app_label}_{self.page.opts.model_name}_change", invitation.pk)
        return self._show(request, "answer", _("Answered by telephone"), invitation, form)

    def _say(self, request: HttpRequest, invitation: Invitation, waits: bool | None) -> None:  # noqa: FBT001
        words = {
            None: _("Written down: %(name)s cannot come."),
            False: _("%(name)s has a place; a mail says so."),
            True: _("%(name)s is on the waiting list; a mail says so."),
        }[waits]
        self.page.message_user(request, words % {"name": invitation.name}, messages.SUCCESS)

    def address(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Another address: the old link opens nothing any more, and the mail goes out anew."""
        invitation = self._find(request, pk)
        form = AddressForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                services.readdress(invitation, form.cleaned_data["email"], by=services.By.of(request.user))
            except AddressKnownError:
                form.add_error("email", _("The organisers know this address already. Write another."))
            else:
                words = _("The invitation is made out to the new address now; the old link opens nothing any more.")
                self.page.message_user(request, words, messages.SUCCESS)
                return redirect(f"admin:{self.page.opts.app_label}_{self.page.opts.model_name}_change", invitation.pk)
        return self._show(request, "address", _("Another address"), invitation, form)

    def _show(self, request: HttpRequest, template: str, title: str, invitation: Invitation, form: Any) -> HttpResponse:
        may_overrule = self.page.has_role(request, Action.OVERRULE.roles, invitation)
        context = {"title": title, "invitation": invitation, "event": invitation.event, "form": form}
        status = 422 if form.errors else 200
        whole = {**context, "may_overrule": may_overrule}
        return show(self.page, request, f"invitation/{template}", whole, status=status)


def _why(refused: RegistrationRefusedError) -> str:
    """Why there is no place, and what can be done."""
    if isinstance(refused, EventFullError):
        if refused.has_waiting_list:
            return _("Every seat is taken. Tick the box to put them on the waiting list.")
        return _("Every seat is taken, and the event keeps no waiting list.")
    if isinstance(refused, InvitationClosedError):
        return _("This invitation was withdrawn. Invite them anew.")
    if isinstance(refused, AlreadyRegisteredError):
        return _("The organisers know this address already. Ask them, if this guest is to be yours.")
    if isinstance(refused, PartyTooLargeError):
        return _("More people than may come together.")
    if isinstance(refused, RegistrationNotOpenError):
        return _("The time to answer is over. An organiser can write a reason, or set a later date first.")
    raise refused
