"""Errors in the site's own design, uploaded pictures, and signs of life."""

from http import HTTPStatus

from django.core.files.storage import default_storage
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from symposium.kit.answers import NO_POLICY
from symposium.kit.middleware import DESK
from symposium.kit.pages import respond
from symposium.kit.problems import Problem, is_for_programs
from symposium.kit.renditions import find_rendition, make_rendition


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read, mostly because it is too much."""
    return _error(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not for this person; at the desk it may have been a moment ago."""
    if request.path_info.startswith(DESK):
        return respond(request, "errors/403_desk.html", {"languages": [], "canonical": ""}, status=HTTPStatus.FORBIDDEN)
    return _error(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here: the same page for what never was, for drafts and for wrong links."""
    return _error(request, HTTPStatus.NOT_FOUND)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed; the page needs no database."""
    return _error(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def _error(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """The same wherever it is met: nothing of the address stands in it. Programs are told in JSON."""
    if is_for_programs(request):
        return Problem(status).response()
    nowhere = {"languages": [], "canonical": ""}
    return respond(request, f"errors/{status.value}.html", nowhere, status=status)


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """Asked too often; ``wait`` is in seconds (RFC 6585 §4, RFC 9110 §10.2.3)."""
    response = respond(request, "errors/429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(wait)
    return response


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition of an uploaded picture, made if need be; kept by readers for good. Nothing else is served."""
    rendition = find_rendition(name)
    if rendition is None:
        raise Http404
    if not default_storage.exists(rendition.name):
        try:
            make_rendition(rendition)
        except FileNotFoundError:
            raise Http404 from None
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Content-Security-Policy": NO_POLICY}
    return FileResponse(default_storage.open(rendition.name), content_type=rendition.content_type, headers=headers)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return alive(request)
