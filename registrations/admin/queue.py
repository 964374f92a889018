"""The queue of requests: look, choose, say a word, see the mail, decide, see what happened."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from registrations import services
from registrations.admin.lines import lines_of
from registrations.admin.pages import DeskPages
from registrations.admin.requests import APPROVE, DECLINE, MOST, groups_of, in_parties, outcomes, preview_of
from registrations.forms.desk import DecisionForm
from registrations.models import Registration
from registrations.permissions import Action
from symposium.accounts.admin_base import may, number_in
from symposium.accounts.admin_lists import CappedPaginator
from symposium.events.admin.mails import FRAME_POLICY
from symposium.events.models import Event
from symposium.kit.pages import PRIVATE

TITLE = gettext_lazy("Requests")
DECIDE = Action.DECIDE_REQUESTS


class RequestPages(DeskPages):
    """Pages on which requests are decided: organisers those of the event, coordinators those for their block."""

    def request_urls(self) -> list[Any]:
        """Their addresses."""
        name = "registrations_registration_requests"
        return [
            path("requests/", self.page(require_safe(self.requests)), name=name),
            path("requests/decide/", self.page(require_POST(self.decide)), name=f"{name}_decide"),
            path("requests/mail/", self.page(require_POST(self.decision_mail)), name=f"{name}_mail"),
            path("requests/decided/", self.page(require_safe(self.decided)), name=f"{name}_decided"),
        ]

    def way_to_requests(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        """The way from the event's page, with their number."""
        if not may(request, DECIDE.roles, event_id):
            return []
        number = self._undecided(request, event_id)[: CappedPaginator.most].count()
        words = ngettext("%(number)d request to decide", "%(number)d requests to decide", number)
        url = reverse("admin:registrations_registration_requests")
        return [(words % {"number": number} if number else _("Requests"), f"{url}?event={event_id}")]

    def _mine(self, request: HttpRequest) -> Any:
        return self.within(request, Registration.objects.real(), DECIDE.roles)

    def _undecided(self, request: HttpRequest, event_id: int) -> Any:
        return self.within(request, Registration.objects.to_decide().filter(event=event_id), DECIDE.roles)

    def requests(self, request: HttpRequest) -> HttpResponse:
        """The queue of an event, the oldest first."""
        event = self.event_for(request, DECIDE)
        if event is None:
            return self.choose_event(request, DECIDE, TITLE, reverse("admin:registrations_registration_requests"))
        rows = self._undecided(request, event.pk)
        groups = groups_of(rows)
        shown = sum(len(group.people) for group in groups)
        context = {"event": event, "groups": groups, "more": rows[: CappedPaginator.most].count() - shown}
        context |= {"seats": self._seats(request, event)}
        return self.show(request, "requests", _("Requests: %(event)s") % {"event": event.name}, **context)

    def _seats(self, request: HttpRequest, event: Event) -> list[tuple[str, str]]:
        """What is free, for those who may know of it: everybody's places, and the blocks that are the user's."""
        return [(line.name, line.free) for line in lines_of(self, request, event)]

    def _chosen(self, request: HttpRequest, sent: QueryDict) -> list[Registration]:
        """Those that were chosen, of the user's own; in the order in which they asked."""
        numbers = [number_in(text) for text in sent.getlist("chosen")[:MOST]]
        rows = self._mine(request).filter(pk__in=[number for number in numbers if number])
        rows = rows.select_related("event__registration_rules", "event__venue", "allocation__organisation", "party")
        return list(rows.order_by("created_at", "pk"))

    def decide(self, request: HttpRequest) -> HttpResponse:
        """Ask for reason and words beside the mail; with ``sure``, do it. Each is decided once, whoever was faster."""
        deed, chosen = request.POST.get("deed", ""), self._chosen(request, request.POST)
        if not self.has_role(request, DECIDE.roles):
            raise PermissionDenied
        if deed not in {APPROVE, DECLINE}:
            raise Http404
        if not chosen:
            return self._none_chosen(request)
        form = DecisionForm(request.POST if "sure" in request.POST else None)
        if "sure" not in request.POST or not form.is_valid():
            return self._ask_words(request, deed, chosen, form)
        self._do(request, deed, chosen, form.cleaned_data)
        numbers = "&".join(f"chosen={one.pk}" for one in chosen)
        page = reverse("admin:registrations_registration_requests_decided")
        return redirect(f"{page}?event={chosen[0].event_id}&{numbers}")

    def _none_chosen(self, request: HttpRequest) -> HttpResponse:
        self.message_user(request, _("Choose at least one request."), "WARNING")
        event = number_in(request.POST.get("event"))
        query = f"?event={event}" if event else ""
        return redirect(reverse("admin:registrations_registration_requests") + query)

    def _ask_words(self, request: HttpRequest, deed: str, chosen: list[Registration], form: forms.Form) -> HttpResponse:
        words = {
            APPROVE: ngettext("Approve %(number)d request", "Approve %(number)d requests", len(chosen)),
            DECLINE: ngettext("Decline %(number)d request", "Decline %(number)d requests", len(chosen)),
        }
        title = words[deed] % {"number": len(chosen)}
        context = {"deed": deed, "chosen": chosen, "form": form, "event": chosen[0].event, "button": title}
        return self.show(request, "decide", title, status=422 if form.errors else 200, **context)

    @staticmethod
    def _do(request: HttpRequest, deed: str, chosen: list[Registration], said: dict[str, Any]) -> None:
        by = services.By.of(request.user, said["reason"])
        for party in in_parties(chosen):
            if deed == APPROVE:
                services.approve_together(party, by=by, words=said["words"])
                continue
            for one in party:
                services.decline(one, by=by, words=said["words"])

    def decision_mail(self, request: HttpRequest) -> HttpResponse:
        """The mail with the words that were typed, for the frame on the page: HTML, or its text."""
        deed, guest_id = request.POST.get("deed", ""), number_in(request.POST.get("guest"))
        rows = self._mine(request).select_related("event__venue", "allocation")
        guest = rows.filter(pk=guest_id).first()
        if guest is None or deed not in {APPROVE, DECLINE}:
            raise Http404
        form = DecisionForm(request.POST)
        words = form.cleaned_data.get("words", "") if form.is_valid() else request.POST.get("words", "")
        block = guest.allocation if guest.allocation and not guest.allocation.released_at else None
        left = block.left if block and guest.mode == "in_person" else guest.event.left(guest.mode)
        mail = preview_of(guest, deed, words, has_room=left is None or left > 0)
        if request.POST.get("as") == "text":
            response = HttpResponse(f"{mail.subject}\n\n{mail.text}", content_type="text/plain; charset=utf-8")
        else:
            response = HttpResponse(mail.html)
        response.headers[CSP.HEADER_ENFORCE.value] = FRAME_POLICY
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = PRIVATE
        return response

    def decided(self, request: HttpRequest) -> HttpResponse:
        """What happened to each, by the log: also where a colleague was faster, or a button was pressed twice."""
        event = self.event_for(request, DECIDE)
        if event is None:
            return redirect("admin:registrations_registration_requests")
        numbers = [number_in(text) for text in request.GET.getlist("chosen")[:MOST]]
        rows = self._mine(request).filter(event=event, pk__in=[number for number in numbers if number])
        found = outcomes(rows.order_by("created_at", "pk"), services.position_of)
        left = self._undecided(request, event.pk)[: CappedPaginator.most].count()
        return self.show(request, "decided", _("What was decided"), event=event, outcomes=found, left=left)
