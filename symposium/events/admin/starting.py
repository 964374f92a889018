"""A new event: one page, then its dashboard."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from symposium.accounts.admin_pages import user_of
from symposium.accounts.scope import ORGANISERS, events_of
from symposium.events.admin.pages import EventPages, may_start, sent
from symposium.events.admin.start_form import StartForm
from symposium.events.life import start_event
from symposium.events.models import Event
from symposium.organisations.models import Organisation

# Names that a browser is offered; whoever has more writes the name.
MOST_KNOWN = 300


class StartPages(EventPages):
    """The page on which an event begins."""

    def start_urls(self) -> list[Any]:
        """Its address."""
        return [self.further("new/", require_http_methods(["GET", "HEAD", "POST"])(self.new), "new")]

    def new(self, request: HttpRequest) -> HttpResponse:
        """Ask what an event begins with; then it is a draft."""
        if not may_start(request):
            raise PermissionDenied
        initial, is_guessed = self._initial(request)
        form = StartForm(sent(request), initial=initial, known=self._known(request))
        if form.is_valid():
            event = start_event(form.event, form.beginning, by=user_of(request))
            self.log_addition(request, event, [{"added": {}}])
            self.message_user(request, _("The event is begun. It is a draft: its team sees it, and nobody else."))
            return redirect("admin:events_event_dashboard", event.pk)
        status = 422 if form.errors else 200
        return self.show_page(request, "new", _("New event"), status=status, form=form, is_guessed=is_guessed)

    def _initial(self, request: HttpRequest) -> tuple[dict[str, Any], bool]:
        """From the user's latest event, and themselves; whether the zone is a guess that the browser may better."""
        user = user_of(request)
        mine = Event.objects.filter(pk__in=events_of(user, ORGANISERS))
        latest = mine.order_by("-starts_at").only("timezone").first()
        zone = latest.timezone if latest else Event._meta.get_field("timezone").default
        return {"timezone": zone, "contact_name": user.name, "contact_email": user.email}, latest is None

    def _known(self, request: HttpRequest) -> list[str]:
        """The institutions that the user may choose."""
        desk: Any = self.admin_site.get_model_admin(Organisation)
        return list(desk.choosable(request).values_list("name", flat=True)[:MOST_KNOWN])
