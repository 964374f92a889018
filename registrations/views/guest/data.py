"""All that is held about a guest, to take along."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from registrations.held import held_about
from registrations.views.guest.base import GuestView
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
