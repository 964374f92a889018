"""Answers that are a pure function of what was published: made once, coded once, and not sent to who has them.

The ETag is the key's digest, so that a reader who has the page costs one small query; the bytes are kept in the cache
under the same digest, each coding by itself (docs/decisions/0003).
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.csp import CSP
from django.utils.http import http_date

from symposium.kit.compression import IDENTITY, coding, compress, is_worth_coding
from symposium.kit.languages import tag
from symposium.kit.release import fingerprint

HTML = "text/html; charset=utf-8"
# Seconds for which nothing is asked again. None for a browser: a reader never sees yesterday's programme. What stands
# in front of us may hold a page for a minute; one that reads RFC 9213 also serves it for a minute more while it asks
# again (RFC 5861), which the common header may not allow: browsers would do so too.
PUBLIC = "public, max-age=0, s-maxage=60, must-revalidate"
CDN = "public, max-age=60, stale-while-revalidate=60"
# For what is no page: whoever shows it as one may load nothing.
NO_POLICY = "default-src 'none'"
POLICY = CSP.HEADER_ENFORCE.value
# With any of these beside If-None-Match, all of RFC 9110 §13.2.2 is gone through.
_OTHER_CONDITIONS = frozenset({"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"})


def published(
    request: HttpRequest,
    key: Sequence[object],
    render: Callable[[], str | bytes],
    *,
    content_type: str = HTML,
    policy: str = NO_POLICY,
    language: str = settings.LANGUAGE_CODE,
    vary: str = "Accept-Encoding",
    last_modified: datetime | None = None,
    check: Callable[[], object] | None = None,
    keep: Callable[[], bool] = lambda: True,
) -> HttpResponseBase:
    """The answer for content that is a pure function of ``key`` (and of this release).

    ``last_modified`` is given only where content changes with revisions alone, never with the clock. ``render`` is not
    called when the reader has the content (304) or the cache does. Whoever has its ETag was given the content before;
    a condition without one (a date, an asterisk) is answered only after ``check`` has found that there is something.
    ``keep`` is asked after rendering.
    """
    digest = hashlib.blake2b(
        "\x1f".join([fingerprint(), language, *map(str, key)]).encode(), digest_size=12
    ).hexdigest()
    name = coding(request.META.get("HTTP_ACCEPT_ENCODING", "")) if is_worth_coding(content_type) else IDENTITY
    etag = f'"{digest}-{name}"' if name else f'"{digest}"'
    modified = _http_seconds(last_modified)
    response = _unchanged(request, etag, digest, modified, check)
    if response is None:
        body = _body(digest, name, render, keep)
        response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=content_type)
        response.headers["Content-Length"] = str(len(body))
        response.headers["Content-Language"] = tag(language)
        if name:
            response.headers["Content-Encoding"] = name
    if response.status_code in {200, 304}:
        response.headers["ETag"] = etag
        response.headers[POLICY] = policy
        response.headers["Cache-Control"] = PUBLIC
        response.headers["CDN-Cache-Control"] = CDN
        response.headers["Vary"] = vary
        response.headers["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        if modified:
            response.headers["Last-Modified"] = http_date(modified)
    return response


def _unchanged(
    request: HttpRequest, etag: str, digest: str, modified: int | None, check: Callable[[], object] | None
) -> HttpResponseBase | None:
    """The answer to a condition that the request makes; None when there is none or it does not hold."""
    known = request.META.get("HTTP_IF_NONE_MATCH")
    if known == etag and not request.META.keys() & _OTHER_CONDITIONS:
        return HttpResponseNotModified()
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is not None and check and digest not in (known or ""):
        check()
    return response


def _body(digest: str, name: str, render: Callable[[], str | bytes], keep: Callable[[], bool]) -> bytes:
    """The bytes to send. Each coding is kept by itself, so that a reader costs no more than what they are sent."""
    body: bytes | None = cache.get(f"page.{digest}.{name}")
    if body is not None:
        return body
    plain: bytes | None = cache.get(f"page.{digest}.") if name else None
    if plain is None:
        made = render()
        plain = made.encode() if isinstance(made, str) else made
        if not keep():
            return compress(plain, name)
        cache.set(f"page.{digest}.", plain)
    if not name:
        return plain
    body = compress(plain, name)
    cache.set(f"page.{digest}.{name}", body)
    return body


def _http_seconds(moment: datetime | None) -> int | None:
    """Whole seconds, or None within two seconds of the change: another change could share the same second."""
    if moment is None or timezone.now() - moment < timedelta(seconds=2):
        return None
    return int(moment.timestamp())
