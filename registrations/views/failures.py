"""What answers a form that came without its cookie."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from registrations.views.register import UnprotectedRegisterView
from symposium.kit.languages import plain_path
from symposium.kit.views import forbidden


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form came without its cookie: explain, do nothing, and lose nothing that was typed.

    Any view with a switch ``cookie_missing`` shows its own form again.
    """
    try:
        match = resolve(plain_path(request))
    except Resolver404:
        return forbidden(request)
    if match.url_name == "register":
        return UnprotectedRegisterView.as_view()(request, **match.kwargs)
    view = getattr(match.func, "view_class", None)
    if hasattr(view, "cookie_missing"):
        return view.as_view(cookie_missing=True)(request, **match.kwargs)  # type: ignore[no-any-return, union-attr]
    return forbidden(request)
