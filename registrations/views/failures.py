"""What answers a form that came without its cookie."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from registrations.views.guest import UnprotectedCancelView
from registrations.views.invitations import UnprotectedInvitationView
from registrations.views.register import UnprotectedRegisterView
from symposium.kit.languages import plain_path
from symposium.kit.views import forbidden


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form came without its cookie: explain, and lose nothing that was typed."""
    try:
        match = resolve(plain_path(request))
    except Resolver404:
        return forbidden(request)
    if match.url_name == "register":
        return UnprotectedRegisterView.as_view()(request, **match.kwargs)
    if match.url_name == "invitation":
        return UnprotectedInvitationView.as_view()(request, **match.kwargs)
    if match.url_name == "registration-cancel":
        return UnprotectedCancelView.as_view()(request, **match.kwargs)
    return forbidden(request)
