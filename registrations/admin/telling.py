"""Telling guests that their event moved or is off: whom, with which mail, in one press."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from registrations import mails, services
from registrations.admin.pages import DeskPages
from registrations.admin.requests import mail_to
from registrations.forms.desk import WordsForm
from registrations.permissions import Action
from symposium.accounts.admin_base import may
from symposium.events.models import Event

TITLE = gettext_lazy("Tell guests of a change")
TELL = Action.TELL_GUESTS
ADDRESS = "admin:registrations_registration_telling"


class TellingPages(DeskPages):
    """The page on which guests are told."""

    def telling_urls(self) -> list[Any]:
        """Its address."""
        view = self.page(require_http_methods(["GET", "HEAD", "POST"])(self.telling))
        return [path("telling/", view, name="registrations_registration_telling")]

    def way_to_telling(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        """The way from the event's page."""
        return [(str(TITLE), f"{reverse(ADDRESS)}?event={event_id}")] if may(request, TELL.roles, event_id) else []

    def telling(self, request: HttpRequest) -> HttpResponse:
        """What changed, how many are to be told, the mail as it goes; with ``sure``, it goes."""
        event = self.event_for(request, TELL)
        if event is None:
            return self.choose_event(request, TELL, TITLE, reverse(ADDRESS))
        form = WordsForm(request.POST or None)
        is_valid = form.is_valid()
        if is_valid and "sure" in request.POST:
            return self._tell(request, event, form.cleaned_data["words"])
        words = form.cleaned_data["words"] if is_valid else ""
        guests = services.to_be_told(event)
        number, first = guests.count(), guests.select_related("event__venue").first()
        kind = mails.CALLED_OFF if event.is_cancelled else mails.CHANGED
        context = {
            "event": event,
            "form": form,
            "number": number,
            "change": services.last_change(event),
            "mail": mail_to(first, kind, words) if first else None,
            "address": f"{reverse(ADDRESS)}?event={event.pk}",
        }
        title = f"{TITLE}: {event.name}"
        return self.show(request, "telling", title, status=422 if form.errors else 200, **context)

    def _tell(self, request: HttpRequest, event: Event, words: str) -> HttpResponse:
        number = services.tell_changed(event, by=services.By.of(request.user), words=words)
        said = ngettext("%d mail is on its way.", "%d mails are on their way.", number) % number
        self.message_user(request, said if number else _("Everybody has been told already."))
        return redirect(f"{reverse(ADDRESS)}?event={event.pk}")
