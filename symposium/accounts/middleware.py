"""At the desk: in the language and zone of whoever is signed in; who lacks a second factor gets no further."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from symposium.accounts.models import User
from symposium.accounts.second_factor import is_missing
from symposium.kit import zones
from symposium.kit.middleware import DESK
from symposium.kit.pages import PRIVATE

# What stays open to whoever has still to set a second factor up: one's own account, and the way out.
OPEN = ("/admin/account/", "/admin/login/", "/admin/logout/", "/admin/join/", "/admin/password/", "/admin/jsi18n/")
# All that allauth shows, also what is closed to them.
FRAMED = (*OPEN, "/admin/password_change/")
# What the address of the door says of a session that lasted its time, or was ended.
ENDED = "ended"


class AccountDeskMiddleware:
    """Passes every request by that is not for the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(DESK):
            return self.get_response(request)
        if not isinstance(request.user, User):
            return self._say_that_it_ended(request, self.get_response(request))
        language = request.user.language or translation.get_language()
        zone = zones.zone(request.user.timezone) if request.user.timezone else timezone.get_current_timezone()
        with translation.override(language), timezone.override(zone):
            if is_missing(request.user) and not request.path_info.startswith(OPEN):
                messages.warning(request, _("Set up a second factor first: your team asks everybody for one."))
                return redirect("account")
            return self.get_response(request)

    @staticmethod
    def _say_that_it_ended(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Whoever is led to the door with the cookie of a session that is no more is told why, once."""
        had_session = settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.is_empty()
        if had_session and isinstance(response, HttpResponseRedirect) and "/admin/login/?next=" in response.url:
            response.headers["Location"] = f"{response.url}&{ENDED}=yes"
        return response

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Allauth's pages stand in the desk's frame, without its list of everything at the side."""
        if request.path_info.startswith(FRAMED):
            framed = admin.site.each_context(request) | {"is_nav_sidebar_enabled": False}
            response.context_data = framed | (response.context_data or {})
            response.headers.setdefault("Cache-Control", PRIVATE)
        return response
