"""Who passes which middleware: public pages none but what guards the site, the desk all.

Public pages know no visitor: they need no session, sign-in, messages or forms, set no cookie, and are answered faster
without.
"""

import re
from collections.abc import Callable

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from symposium.kit.languages import in_language
from symposium.kit.pages import PublicPage
from symposium.kit.routes import route

DESK = ("/admin/", "/preview/")


# With a token of somebody's in it (``kit.tokens``): there is no end of such addresses, and none of them is public.
_PERSONAL = re.compile(r"/(?=[^/]*[A-Z])[A-Za-z0-9_-]{43}(?:[/.]|$)")


class PublicPagesMiddleware:
    """Answers readers of public pages at once; it stands behind what redirects to https, before all the rest.

    Such answers bring their own Content-Security-Policy and length, and change nothing: no later middleware would add
    to them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        if _PERSONAL.search(request.path_info):
            return self.get_response(request)
        match = route(request.path_info)
        if match is None or not _is_public(match.kwargs.get("path"), getattr(match.func, "view_class", match.func)):
            return self.get_response(request)
        # Refuses a host that is not ours, as CommonMiddleware does.
        request.get_host()
        request.resolver_match = match
        return match.func(request, *match.args, **match.kwargs)  # type: ignore[no-any-return]


def _is_public(path: str | None, view: object) -> bool:
    """Whether it is a public page, or one in a language."""
    if view is in_language:
        inner = route(f"/{path or ''}")
        view = getattr(inner.func, "view_class", None) if inner else None
    return isinstance(view, type) and issubclass(view, PublicPage)


class _DeskOnly:
    """Passes every request by that is not for the desk."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(DESK):
            return super().__call__(request)  # type: ignore[misc,no-any-return]
        return self.get_response(request)  # type: ignore[attr-defined,no-any-return]


class DeskSessionMiddleware(_DeskOnly, SessionMiddleware):
    """Sessions of staff."""


class DeskAuthenticationMiddleware(_DeskOnly, AuthenticationMiddleware):
    """Who of the staff it is. The zone in which one page is written does not outlast it."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with timezone.override(None):
            return super().__call__(request)


class DeskMessageMiddleware(_DeskOnly, MessageMiddleware):
    """What the desk has to say."""
