"""The page of a personal invitation."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from registrations import robots, services
from registrations.exceptions import InvitationClosedError, RegistrationRefusedError
from registrations.forms import RegistrationForm
from registrations.models import Invitation, Registration, Stage
from registrations.views.register import FormPage
from symposium.events.models import RegistrationPhase
from symposium.kit.languages import spoken
from symposium.kit.pages import respond
from symposium.kit.views import too_many

# How the link is opened: to say no, or by somebody whom it was forwarded to.
REGRETS, SOMEBODY_ELSE = "answer", "somebody"
# What can be pressed without a form.
BUTTONS = {"regret", "link"}


class InvitationView(FormPage):
    """Who invites whom to what, and every answer to it. The link opens this page alone, never the guest's own."""

    # Set by ``csrf_failure``: nothing is answered then.
    cookie_missing = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the invitation by its token; a wrong link is as good as none."""
        invitation = Invitation.objects.by_token(kwargs["token"])
        if invitation is None or invitation.event.is_draft:
            raise Http404
        self.invitation = invitation
        self.is_somebody_else = request.GET.get(SOMEBODY_ELSE) == "else"
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The invitation as it stands, noted as opened; not for a browser that only fetches ahead."""
        if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
            services.open_invitation(self.invitation)
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """An answer; or the form again with what was typed."""
        if self.cookie_missing:
            return self.show_unanswered()
        if pause := robots.flood(request):
            return too_many(request, pause)
        if not BUTTONS.isdisjoint(request.POST):
            return self.press()
        form = self.form()
        return self.answer(form) if form else redirect(self.invitation)

    def register(self, form: RegistrationForm) -> Registration | Invitation:
        """The deed; what is shown then is the guest's own page only to who had no invitation of their own."""
        wish = form.wish()
        must_verify = self.is_somebody_else and robots.is_one_of_many(self.request, wish["email"])
        language = spoken(self.request).code
        try:
            place = services.register(self.invitation.event, **wish, must_verify=must_verify, language=language)
        except RegistrationRefusedError:
            self.invitation.refresh_from_db(fields=["state", "answer_by"])
            raise
        return place if self.is_somebody_else else self.invitation

    def press(self) -> HttpResponse:
        """'I cannot come', or 'send me the link'.

        Who has accepted gets the way to their place by mail for either: others may have the link of this page.
        """
        if "link" in self.request.POST or self.invitation.stage() == Stage.ACCEPTED:
            services.send_link_again(self.invitation)
            return redirect(f"{self.invitation.get_absolute_url()}?link=sent")
        with suppress(InvitationClosedError):
            services.regret(self.invitation)
        return redirect(self.invitation)

    def form(self, *, blank: bool = False) -> RegistrationForm | None:
        """The form, where it can be answered by one; filled with what was sent, unless that was no form."""
        invitation = self.invitation
        is_done = invitation.stage() == Stage.ACCEPTED and not self.is_somebody_else and not self.is_sent_again
        if not invitation.is_open() or is_done:
            return None
        given = (self.request.POST, self.request.FILES) if self.request.method == "POST" and not blank else ()
        return RegistrationForm(
            *given, event=invitation.event, invitation=invitation, somebody_else=self.is_somebody_else
        )

    @property
    def is_sent_again(self) -> bool:
        """Whether it is the form by which they accepted: who goes back and mends it has it in their browser."""
        sent = Registration.objects.of_form(self.request.POST.get("submission", ""))
        return self.request.method == "POST" and sent.filter(invitation=self.invitation).exists()

    def show(self, form: RegistrationForm | None, *, status: int = HTTPStatus.OK, **extra: Any) -> HttpResponse:
        """The page; no robot keeps it."""
        invitation, event = self.invitation, self.invitation.event
        full = form is not None and all(one.phase == RegistrationPhase.FULL for one in form.standings)
        context = {
            "invitation": invitation,
            "event": event,
            "venue": getattr(event, "venue", None),
            "stage": invitation.stage(),
            "form": None if full else form,
            "is_full": full,
            "waits": form is not None and all(one.phase == RegistrationPhase.WAITING for one in form.standings),
            "suggestions": form.suggestions() if form and not full else {},
            "is_somebody_else": self.is_somebody_else,
            "asks_regret": self.request.GET.get(REGRETS) == "no",
            "link_sent": self.request.GET.get("link") == "sent",
            "path": self.request.path,
            **extra,
        }
        response = respond(self.request, "registrations/invitation.html", context, look=event.look, status=status)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def show_unanswered(self) -> HttpResponse:
        """The page came back without its cookie: the page again, with what was typed."""
        is_button = not BUTTONS.isdisjoint(self.request.POST)
        form = None if is_button else self.form()
        if form:
            form.is_valid()
        return self.show(form or self.form(blank=True), status=HTTPStatus.FORBIDDEN, cookie_missing=True)
