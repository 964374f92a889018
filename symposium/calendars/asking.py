"""One of the site's own public feeds asked as a calendar would ask, without the network."""

from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict

from symposium.calendars.checking import Answer, Served
from symposium.calendars.feeds import CHOICES, Feed
from symposium.kit.languages import codes, plainly
from symposium.kit.routes import route


def address_of(typed: str) -> str:
    """Path and query of the feed at an address as somebody copies it; empty where it is none of ours.

    A personal feed is none: its address is its owner's secret, and is written down nowhere. Other sites are never
    asked.
    """
    try:
        parts = urlsplit(typed if "://" in typed or typed.startswith("/") else f"/{typed}")
    except ValueError:
        return ""
    here = urlsplit(settings.SITE_URL).netloc
    if parts.scheme not in {"", "http", "https", "webcal"} or parts.netloc not in {"", here}:
        return ""
    first, _slash, rest = parts.path.lstrip("/").partition("/")
    match = route(f"/{rest}" if first in codes() else parts.path)
    view = getattr(match.func, "view_class", None) if match else None
    if view is None or not issubclass(view, Feed):
        return ""
    asked = parse_qs(parts.query)
    chosen = {name: "1" for name, value in CHOICES.items() if value == "1" and asked.get(name) == ["1"]}
    return f"{parts.path}?{urlencode(chosen)}" if chosen else parts.path


def ask(address: str) -> Served | None:
    """The feed at one of our addresses, had four times; None where there is nothing."""
    try:
        first = _answer(address)
        if 300 <= first.status < 400:
            address = first.headers["Location"]
            first = _answer(address)
        if first.status != 200:
            return None
        known = _answer(address, HTTP_IF_NONE_MATCH=first.headers.get("ETag", ""))
        return Served(first, _answer(address), _answer(address, method="HEAD"), known, "extended=1" in address)
    except Http404:
        return None


@plainly()
def _answer(address: str, *, method: str = "GET", **headers: str) -> Answer:
    path, _, query = address.partition("?")
    match = route(path)
    if match is None:
        raise Http404
    request = HttpRequest()
    request.method, request.path, request.path_info, request.resolver_match = method, path, path, match
    request.META = {"REQUEST_METHOD": method, "QUERY_STRING": query, **headers}
    request.GET = QueryDict(query)
    response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return Answer(
        response.status_code, dict(response.items()), getattr(response, "content", b""), bool(response.cookies)
    )
