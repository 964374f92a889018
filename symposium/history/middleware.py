"""At the desk somebody acts; and what they have written is not lost when it is refused."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from symposium.history.acting import at_the_desk
from symposium.history.drafts import PAGE, keep, read_page

DESK = "/admin/"
READING = {"GET", "HEAD", "OPTIONS"}


class ActingMiddleware:
    """Whoever is signed in at the desk acts; who only looks at a page makes nothing by it.

    A form that is refused as a whole (signed out, rights taken away, its cookie gone) is kept for whoever wrote it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in READING or not request.path_info.startswith(DESK):
            return self.get_response(request)
        with at_the_desk(request):
            response = self.get_response(request)
        is_sign_in = response.status_code == HTTPStatus.FOUND and "/login/" in response.headers.get("Location", "")
        if is_sign_in or response.status_code == HTTPStatus.FORBIDDEN:
            return self._keep(request, response, is_sign_in=is_sign_in)
        return response

    def _keep(self, request: HttpRequest, response: HttpResponseBase, *, is_sign_in: bool) -> HttpResponseBase:
        whose = read_page(request.POST.get(PAGE))
        somebody_else = whose is not None and request.user.is_authenticated and request.user.pk != whose[0]
        # What the page's script sends is refused for a reason.
        is_script = request.path.endswith("/kept/") and not is_sign_in
        if whose is None or somebody_else or is_script or keep(*whose, request.POST) is None:
            return response
        if is_sign_in:
            words = _("You were signed out. What you wrote is kept: sign in, and the page offers it to you.")
            messages.warning(request, words)
            return response
        return render(request, "admin/history/refused.html", {"path": request.path}, status=HTTPStatus.FORBIDDEN)
