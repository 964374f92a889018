"""The link in the mail to a new address, by which it is confirmed."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from registrations import services
from registrations.models import Registration
from symposium.kit.pages import PersonalPage, respond


# The address of the form is a secret of its own: whoever does not have it cannot send the form in another's name.
@method_decorator(csrf_exempt, name="dispatch")
class NewAddressView(PersonalPage):
    """A question, then the deed: what scans mails follows their links, so that looking must change nothing."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the registration by the mark in the mail."""
        registration = Registration.objects.by_new_address_token(kwargs["mark"])
        if registration is None or registration.event.is_draft:
            raise Http404
        self.registration = registration
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask once; who comes again sees that it is done."""
        return self.show() if self.registration.new_email else redirect(self.registration)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do it and lead to the guest's page; done twice, it is done once."""
        if services.confirm_new_address(self.registration):
            return redirect(self.registration)
        return self.show(is_taken=True, status=HTTPStatus.CONFLICT)

    def show(self, *, is_taken: bool = False, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page that says so; no robot keeps it."""
        event = self.registration.event
        context = {"event": event, "registration": self.registration, "is_taken": is_taken, "path": self.request.path}
        response = respond(self.request, "registrations/new_address.html", context, look=event.look, status=status)
        response.headers["X-Robots-Tag"] = "noindex"
        return response
