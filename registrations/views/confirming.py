"""The link in the first mail, by which an address is confirmed."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from registrations import services
from registrations.exceptions import RegistrationNotOpenError
from registrations.models import Registration
from registrations.services.unverified import has_expired, is_forgotten
from registrations.views.guest import GuestView
from symposium.kit.pages import respond

State = Registration.State


# The address of the form is a secret of its own: whoever does not have it cannot send the form in another's name, and
# who opens the mail in a program without cookies can.
@method_decorator(csrf_exempt, name="dispatch")
class ConfirmView(GuestView):
    """A question, then the deed: what scans mails follows their links, so that looking must change nothing."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A link whose registration was deleted meanwhile is told from one that never was."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if not is_forgotten(kwargs["token"]):
                raise
            return respond(request, "registrations/forgotten.html", status=HTTPStatus.GONE)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask once."""
        return self.tell(self.course(kwargs["mark"]))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do it and lead to the guest's page; done twice, it is done once."""
        course = self.course(kwargs["mark"])
        if course == "ask":
            try:
                course = "full" if services.confirm_address(self.registration).is_cancelled else "done"
            except RegistrationNotOpenError:
                course = "closed"
        return redirect(self.registration) if course == "done" else self.tell(course, status=HTTPStatus.CONFLICT)

    def course(self, mark: str) -> str:
        """What the link leads to by now: ask, done, expired or ended. Raises Http404 for a mark that is not ours."""
        if not self.registration.confirms_address(mark):
            raise Http404
        if self.registration.state == State.UNVERIFIED:
            return "expired" if has_expired(self.registration) else "ask"
        return "ended" if self.registration.has_ended else "done"

    def tell(self, course: str, *, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page that says so."""
        return self.show("registrations/confirm.html", status=status, course=course)
