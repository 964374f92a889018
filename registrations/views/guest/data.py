"""All that is held about a guest: to take along, and to have erased."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy

from registrations import mails, services
from registrations.held import held_about
from registrations.models import Registration
from registrations.views.guest.base import DeedView, GuestView
from registrations.views.guest.party import brought_by
from symposium.kit.answers import NO_POLICY
from symposium.kit.pages import PRIVATE


class DataView(GuestView):
    """``data.json``."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """As a file that programs and people can read."""
        held = held_about(self.registration)
        response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})
        response.headers["Content-Disposition"] = f'attachment; filename="{self.event.slug}-data.json"'
        response.headers["Cache-Control"] = PRIVATE
        response.headers["Content-Security-Policy"] = NO_POLICY
        response.headers["X-Robots-Tag"] = "noindex"
        return response


class EraseView(DeedView):
    """All that names the guest goes at once; the page that follows is the receipt."""

    template = "registrations/erase.html"
    heading = gettext_lazy("Erase all that is held about you?")
    button = gettext_lazy("Erase everything")
    stay = gettext_lazy("Keep it")
    is_grave = True

    def why_not(self) -> str:
        """It can always be done."""
        return ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do it, and show the receipt: there is no page any more to lead back to."""
        if self.cookie_missing:
            return super().post(request, **kwargs)
        registration = self.registration
        is_told = registration.email and registration.state != Registration.State.UNVERIFIED
        with transaction.atomic():
            receipt = services.erase(registration)
            if is_told:
                mails.erased(registration, receipt.as_dict())
        return self.show("registrations/erased.html", receipt=receipt, is_told=is_told)

    def context(self) -> dict[str, Any]:
        others = brought_by(self.registration)
        return {"others": [] if any(one.email for one in others) else others}
