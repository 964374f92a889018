"""Guests whom staff enter: the rules are those of the form, and a reason overrules them; seats are seats."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations import services
from registrations.admin.changes import why
from registrations.admin.dossier import guest_page
from registrations.admin.pages import DeskPages
from registrations.admin.scoping import blocks_within
from registrations.exceptions import AlreadyRegisteredError, RegistrationRefusedError
from registrations.forms.desk import EntryForm
from registrations.models import Registration, email_key
from registrations.permissions import Action
from symposium.accounts.admin_base import may
from symposium.events.models import Event

ENTER = Action.ENTER_GUESTS
TITLE = gettext_lazy("Enter a guest")


class EntryPage(DeskPages):
    """The page that Django calls 'add'."""

    def add_view(self, request: HttpRequest, _form_url: str = "", _extra: Any = None) -> HttpResponse:
        """The form, then the guest's page."""
        return self._answer(request, lambda: self._enter(request), self.take_in_hand)

    def _enter(self, request: HttpRequest) -> HttpResponse:
        event = self.event_for(request, ENTER)
        if event is None:
            return self.choose_event(request, ENTER, TITLE, reverse("admin:registrations_registration_add"))
        organises = may(request, Action.OVERRULE.roles, event.pk)
        blocks = blocks_within(request, ENTER.roles, event.pk)
        if not organises and not blocks:
            raise PermissionDenied
        posted = request.POST if request.method == "POST" else None
        form = EntryForm(posted, event=event, blocks=blocks, organises=organises)
        if posted is None or not form.is_valid():
            return self._form(request, event, form)
        by = services.By.of(request.user, form.cleaned_data.get("reason", ""))
        try:
            guest = services.register(event, by=by, **form.wish)
        except AlreadyRegisteredError as known:
            return self._form(request, event, form, known=self._known(request, form, known.registration))
        except RegistrationRefusedError as refused:
            form.add_error(None, why(refused))
            return self._form(request, event, form)
        self.log_addition(request, guest, _("Entered."))
        words = _("%(name)s: %(state)s.") % {"name": guest.name, "state": guest.get_state_display()}
        self.message_user(request, words, messages.SUCCESS)
        return redirect(guest_page(guest.pk))

    def _known(self, request: HttpRequest, form: EntryForm, guest: Registration) -> str:
        """Somebody has that address already: the way to them, where they are the user's own."""
        if self.has_role(request, ENTER.roles, guest):
            form.add_error(
                "email" if guest.email_key == email_key(form.cleaned_data["email"]) else "companions",
                _("Registered already."),
            )
            return guest_page(guest.pk)
        form.add_error("email", _("The organisers know this address already. Ask them, if this guest is to be yours."))
        return ""

    def _form(self, request: HttpRequest, event: Event, form: EntryForm, *, known: str = "") -> HttpResponse:
        status = 422 if form.errors else 200
        title = _("Enter a guest: %(event)s") % {"event": event.name}
        return self.show(request, "enter", title, status=status, event=event, form=form, known_url=known)
