"""A link that was lost: enter the address, and it comes by mail once more."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from speakers.forms import LostForm
from speakers.tasks import send_lost
from symposium.kit.limits import count, wait
from symposium.kit.pages import PersonalPage, respond

HOUR = 3600
# A university behind one address has several who lost theirs; one mailbox has one.
MOST_OF_CLIENT, MOST_OF_ADDRESS = 60, 3


class LostView(PersonalPage):
    """Known or not, the page says the same, and the request does the same work: one task, which looks later."""

    http_method_names = ["get", "head", "post", "options"]
    # Set by whatever answers a form that came without its cookie.
    cookie_missing = False

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The question, or that the mail is on its way."""
        return self.show(LostForm(), is_sent="sent" in request.GET)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Have it looked up and sent."""
        form = LostForm(request.POST)
        if self.cookie_missing:
            form.add_error(None, self.no_cookie())
            return self.show(form, status=HTTPStatus.FORBIDDEN)
        if not form.is_valid():
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if wait(request, "speaking-lost", most=MOST_OF_CLIENT, seconds=HOUR):
            form.add_error(None, _("So many links were asked for from your network that we pause. Try again later."))
            return self.show(form, status=HTTPStatus.TOO_MANY_REQUESTS)
        address = form.cleaned_data["email"]
        # Who asks for one address too often is told the same, and no further mail goes out.
        whose = salted_hmac("speaking-lost", address.casefold(), algorithm="sha256").hexdigest()[:32]
        if count("speaking-lost-to", whose, seconds=HOUR) <= MOST_OF_ADDRESS:
            send_lost.enqueue(address)
        return redirect(f"{reverse('speaking-lost')}?sent")

    def no_cookie(self) -> str:
        """Why the form is shown again."""
        return _(
            "Your browser did not send back the cookie that protects this form, so no mail has been sent yet. What "
            "you typed is still here: press the button again. If this message returns, allow cookies for this site."
        )

    def show(self, form: LostForm, *, is_sent: bool = False, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page."""
        context = {"form": form, "is_sent": is_sent, "path": self.request.path}
        response = respond(self.request, "speaking/lost.html", context, status=status)
        response.headers["X-Robots-Tag"] = "noindex"
        return response
