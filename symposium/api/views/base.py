"""What all addresses below ``/api/v1/`` share: JSON, problems as RFC 9457 has them, open to other sites' pages."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.http.request import QueryDict
from django.utils.http import urlencode
from django.views import View

from symposium.api import cursors, parameters
from symposium.api.parameters import CURSOR, LIMIT, USUAL, Parameter
from symposium.api.schemas import Answer, Page, encode
from symposium.events.pages import EventPage
from symposium.kit import limits
from symposium.kit.pages import Moved, PublicPage
from symposium.kit.problems import Problem

JSON = "application/json"
# What is in the cache costs nothing and is not counted; this is how many answers a minute are made for one reader.
MOST_MADE = 240
_METHODS = "GET, HEAD, OPTIONS"
_PREFLIGHT = {
    "Allow": _METHODS,
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
    "Content-Length": "0",
}


class ApiView(View):
    """Knows no session and no form: neither cookies nor tokens of forms are looked at.

    The description (``openapi``) is made of what stands here and of the address.
    """

    http_method_names = ["get", "head", "options"]
    # In one line, as the description says it.
    summary: ClassVar[str] = ""
    answer: ClassVar[Any] = None
    asks: ClassVar[tuple[Parameter, ...]] = ()
    # What a token must have; None where none is needed.
    scope: ClassVar[str | None] = None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """Without Django's guard of forms: nothing is changed here, and nobody is known by a cookie."""
        view = super().as_view(**initkwargs)
        view.csrf_exempt = True  # type: ignore[attr-defined]
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whatever is wrong is said as a problem."""
        try:
            response = super().dispatch(request, *args, **kwargs)
        except Problem as problem:
            response = problem.response()
        except Http404:
            response = Problem(HTTPStatus.NOT_FOUND).response()
        except Moved as moved:
            query = request.META.get("QUERY_STRING", "")
            response = HttpResponsePermanentRedirect(f"{moved.url}?{query}" if query else moved.url)
        return response

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """This is for reading."""
        words = f"Use one of {_METHODS}."
        return Problem(HTTPStatus.METHOD_NOT_ALLOWED, words, headers={"Allow": _METHODS}).response()

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What may be done here."""
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": _METHODS, "Content-Length": "0"})


class OpenView(ApiView):
    """For everybody, also for scripts on other sites' pages (CORS): there is nothing here that needs a cookie."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return opened(super().dispatch(request, *args, **kwargs))

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=_PREFLIGHT)


def opened(response: HttpResponseBase) -> HttpResponseBase:
    """The same answer for scripts of any site."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


class ApiPage(OpenView, PublicPage):
    """What is public: a pure function of revisions, as pages are; ``say`` makes the answer."""

    has_languages = False
    content_type = JSON
    asked: dict[str, Any]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.parameters = tuple(parameter.name for parameter in cls.asks)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Answer from the reader's copy, from the cache, or by asking the database."""
        self.asked = parameters.read(request.GET, self.asks)
        return super().get(request, **kwargs)

    def choice(self, name: str) -> str:
        """As it was read: however a thing is written, it has one place in the cache."""
        return parameters.written(self.asked.get(name, ""))

    def is_kept(self) -> bool:
        return not any(parameter.is_endless and parameter.name in self.asked for parameter in self.asks)

    def render(self) -> bytes:
        if wait := limits.wait(self.request, "api", most=MOST_MADE, seconds=60):
            raise too_many(wait)
        self.complete()
        return encode(self.say())

    def say(self) -> Answer:
        """The answer."""
        raise NotImplementedError


class ApiEventPage(ApiPage, EventPage):
    """What belongs to one public event. There are no previews: a draft is not there."""

    def find(self, **kwargs: Any) -> None:
        if self.is_preview:
            raise Http404
        super().find(**kwargs)


class ApiList(ApiPage):
    """A list, a page at a time."""

    asks: ClassVar[tuple[Parameter, ...]] = (LIMIT, CURSOR)
    has_rows = False

    @property
    def kind(self) -> str:
        """What its cursors are signed for."""
        return type(self).__name__

    def is_kept(self) -> bool:
        """Not what was narrowed to nothing: there is no end of slugs that there are not."""
        return super().is_kept() and (self.has_rows or not self.asked)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        check_cursor(self.kind, request.GET)
        return super().get(request, **kwargs)

    def say(self) -> Answer:
        limit: int = self.asked.get(LIMIT.name, USUAL)
        after = cursors.read(self.kind, self.asked[CURSOR.name])[0] if CURSOR.name in self.asked else 0
        rows = self.rows(after, limit + 1)
        self.has_rows = bool(rows)
        more = cursors.write(self.kind, rows[limit - 1].pk) if len(rows) > limit else ""
        return Page(items=list(self.items(rows[:limit])), next=next_page(self.request.path, self.asked, more))

    def rows(self, after: int, most: int) -> list[Any]:
        """So many rows behind that number, in the order of their numbers."""
        raise NotImplementedError

    def items(self, rows: list[Any]) -> Sequence[Answer]:
        """What is said of them."""
        raise NotImplementedError


def check_cursor(kind: str, query: QueryDict) -> None:
    """Raises Problem for a cursor that was not signed here, or for another list."""
    cursor = query.get(CURSOR.name)
    if cursor is None:
        return
    try:
        cursors.read(kind, cursor)
    except ValueError:
        errors = [(CURSOR.name, CURSOR.wrong)]
        raise Problem(HTTPStatus.BAD_REQUEST, "Some parameters cannot be read.", errors=errors) from None


def next_page(path: str, asked: Mapping[str, Any], cursor: str) -> str | None:
    """The address of the page that begins at that cursor, with whatever else was asked; None without one."""
    if not cursor:
        return None
    query = {name: parameters.written(value) for name, value in asked.items()}
    return f"{settings.SITE_URL}{path}?{urlencode({**query, CURSOR.name: cursor})}"


def too_many(wait: int) -> Problem:
    """Asked too often; ``wait`` is in seconds (RFC 6585 §4, RFC 9110 §10.2.3)."""
    words = f"That was too often. Ask again in {wait} seconds."
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, words, headers={"Retry-After": str(wait)})
