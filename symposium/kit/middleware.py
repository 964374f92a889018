"""Sessions, sign-in and messages for the desk alone.

Public pages know no visitor: they need none of these, set no cookie, and are answered faster without.
"""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase

DESK = ("/admin/", "/preview/")


class _DeskOnly:
    """Passes every request by that is not for the desk."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(DESK):
            return super().__call__(request)  # type: ignore[misc,no-any-return]
        return self.get_response(request)  # type: ignore[attr-defined,no-any-return]


class DeskSessionMiddleware(_DeskOnly, SessionMiddleware):
    """Sessions of staff."""


class DeskAuthenticationMiddleware(_DeskOnly, AuthenticationMiddleware):
    """Who of the staff it is."""


class DeskMessageMiddleware(_DeskOnly, MessageMiddleware):
    """What the desk has to say."""
