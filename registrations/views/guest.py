"""The guest's own page, which their link opens."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from registrations import services
from registrations.models import Registration
from registrations.views.carried import carried
from symposium.kit.pages import PersonalPage, respond


class GuestView(PersonalPage):
    """A page that a guest's link opens; a wrong link is as good as none."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the registration by its token."""
        registration = Registration.objects.by_token(kwargs["token"])
        if registration is None or registration.event.is_draft:
            raise Http404
        self.registration = registration
        return super().dispatch(request, *args, **kwargs)

    def show(self, template: str, *, status: int = HTTPStatus.OK, **extra: Any) -> HttpResponse:
        """One of the guest's pages; no robot keeps it."""
        registration, event = self.registration, self.registration.event
        context = {
            "registration": registration,
            "event": event,
            "venue": getattr(event, "venue", None),
            "can_cancel": self.can_cancel,
            "invite_url": reverse("event-feed", args=[event.slug])
            if registration.is_confirmed and not event.is_cancelled
            else "",
            "path": self.request.path,
            **extra,
        }
        response = respond(self.request, template, context, look=event.look, status=status)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @property
    def can_cancel(self) -> bool:
        """Whether there is something to give back, and time to."""
        held = {Registration.State.CONFIRMED, Registration.State.WAITING, Registration.State.PENDING}
        event = self.registration.event
        return self.registration.state in held and not event.is_over() and not event.is_cancelled


class RegistrationView(GuestView):
    """The guest's own page."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """How their place stands."""
        return self.show("registrations/registration.html", **carried(self.registration))


class CancelView(GuestView):
    """Giving the place back: a question, then the deed."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask once."""
        return self.show("registrations/cancel.html") if self.can_cancel else redirect(self.registration)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do it; done twice, it is done once."""
        if self.can_cancel:
            services.cancel(self.registration)
        return redirect(self.registration)


class UnprotectedCancelView(CancelView):
    """What answers when the question came back without its cookie: the question again, with a word why."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Nothing is cancelled."""
        return self.show("registrations/cancel.html", status=HTTPStatus.FORBIDDEN, cookie_missing=True)
