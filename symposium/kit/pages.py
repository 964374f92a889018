"""Public pages: a pure function of what was published, rendered once and answered with 304 when known (``answers``).

A page's key is made of revisions and phases (docs/decisions/0003). Public pages set no cookie and vary on nothing but
encoding and language.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views import View

from symposium.kit.answers import HTML, NO_POLICY, POLICY, published
from symposium.kit.languages import canonical, codes, speaking, spoken, switches, tag
from symposium.kit.moulds import Mould, hole, mould
from symposium.kit.styles import DEFAULT_LOOK, Look, Style, style

PRIVATE = "private, no-store"


class Moved(Exception):
    """What was asked for has a new address now."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


# Between the parts of a page that are rendered apart.
_CUT = mark_safe("\x1e")
# Django's own, which hides the length of what it compresses (a page for one person holds a token; BREACH).
_zip = GZipMiddleware(lambda _request: HttpResponse())


def frame(request: HttpRequest, sheet: Style, query: str = "") -> dict[str, Any]:
    """What base.html needs on every page; ``query`` is what the reader chose of it."""
    told = spoken(request)
    return {
        "style": sheet.text,
        "script": sheet.script,
        "language": told.tag,
        "direction": told.direction,
        "languages": switches(request, query),
        "canonical": canonical(request),
    }


def respond(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    look: Look = DEFAULT_LOOK,
    status: int = 200,
) -> HttpResponse:
    """A page for one person: never cached, with the site's style in it."""
    sheet = style(look)
    with speaking(request):
        body = render_to_string(template, {**frame(request, sheet), **(context or {})}, request)
    response = _personal(request, body, sheet, status=status)
    _zip.process_response(request, response)
    return response


def _personal(request: HttpRequest, body: str | bytes, sheet: Style, *, status: int = 200) -> HttpResponse:
    headers = {
        "Cache-Control": PRIVATE,
        "Content-Language": spoken(request).tag,
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        POLICY: sheet.policy,
    }
    return HttpResponse(body, status=status, headers=headers)


def respond_alike(
    request: HttpRequest,
    template: str,
    *,
    key: Sequence[object],
    context: Callable[[], Mapping[str, Any]],
    values: Mapping[str, str],
    look: Look = DEFAULT_LOOK,
    status: int = 200,
) -> HttpResponse:
    """A page for one person that differs from everybody's in ``values`` alone, which fill its holes (``moulds``).

    ``key`` names all that the page shows but path and language; ``context`` is called when it must be rendered, and
    knows of no visitor: the template is given no request.
    """
    sheet = style(look)

    def render() -> str:
        with speaking(request):
            return render_to_string(template, {**frame(request, sheet), **context()})

    kept = mould((template, request.path, spoken(request), look, *key), render)
    return _filled(request, kept, values, sheet, status=status)


def respond_framed(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    around: str,
    key: Sequence[object],
    shown: Mapping[str, Any],
    look: Look = DEFAULT_LOOK,
    status: int = 200,
) -> HttpResponse:
    """A page for one person within a frame that is everybody's: only title and body are rendered for them.

    ``template`` extends ``layout``; ``around`` is the frame, with a hole for each, and ``shown`` what stands in it,
    which ``key`` names all of. It is not indexed.
    """
    sheet = style(look)
    with speaking(request):
        made = render_to_string(template, {**context, "layout": "components/parts.html", "cut": _CUT}, request)
    title, body = made.split(_CUT)
    kept = mould((around, spoken(request), look, *key), lambda: _framed(request, around, shown, sheet))
    values = {"title": title, "body": body, "path": _path(request)}
    return _filled(request, kept, values, sheet, status=status)


def respond_framed_alike(
    request: HttpRequest,
    template: str,
    context: Callable[[], Mapping[str, Any]],
    *,
    own: Sequence[Hashable],
    words: Mapping[str, str],
    stand_ins: Callable[[], Mapping[str, str]],
    around: str,
    key: Sequence[object],
    shown: Mapping[str, Any],
    look: Look = DEFAULT_LOOK,
) -> HttpResponse:
    """The same for a page that differs from others' in ``words`` alone, which fill its holes, as markup.

    ``own`` names, beside ``key``, what else it is made of; ``context`` is called when it must be rendered, and knows of
    no visitor: the template is given no request. ``stand_ins`` gives texts that nobody else has, each in the place of
    that hole.
    """
    sheet, told = style(look), spoken(request)

    def render() -> str:
        with speaking(request):
            made = render_to_string(template, {**context(), "layout": "components/parts.html", "cut": _CUT})
        title, body = made.split(_CUT)
        text = _framed(request, around, shown, sheet).replace(hole("title"), title).replace(hole("body"), body)
        for one, name in stand_ins().items():
            text = text.replace(one, hole(name))
        return text

    kept = mould((template, around, told, look, *key, *own), render)
    return _filled(request, kept, {**words, "path": _path(request)}, sheet)


def _framed(request: HttpRequest, around: str, shown: Mapping[str, Any], sheet: Style) -> str:
    """The frame, with holes for title, body and the rest of the address."""
    told = spoken(request)
    holes = {"title_hole": hole("title"), "body_hole": hole("body"), "canonical": ""}
    addresses = [
        (one, name, told.base + code + "/" + hole("path"))
        for (one, name, _url), code in zip(switches(request), codes(), strict=True)
    ]
    with speaking(request):
        return render_to_string(around, {**frame(request, sheet), **shown, **holes, "languages": addresses})


def _path(request: HttpRequest) -> str:
    """What follows the language in the address, as markup."""
    return escape(escape_uri_path(request.path.removeprefix(spoken(request).prefix).lstrip("/")))


def _filled(
    request: HttpRequest, kept: Mould, values: Mapping[str, str], sheet: Style, *, status: int = 200
) -> HttpResponse:
    is_zipped = takes_gzip(request)
    body = kept.zipped(values) if is_zipped else kept.filled(values)
    response = _personal(request, body, sheet, status=status)
    response.headers["Vary"] = "Accept-Encoding"
    if is_zipped:
        response.headers["Content-Encoding"] = "gzip"
    return response


def takes_gzip(request: HttpRequest) -> bool:
    """As Django's GZipMiddleware finds it."""
    return bool(re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))


class PersonalPage(View):
    """A page for one person, in their language; a subclass answers with ``respond``."""

    has_languages = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with speaking(request):
            return super().dispatch(request, *args, **kwargs)


class PublicPage(View):
    """A page that every visitor sees alike; a subclass says what it shows.

    ``find`` asks one small query for what the key needs; ``complete`` fetches the rest, and is called only when the
    page must be rendered. Both may raise Http404, or Moved for a former address.
    """

    http_method_names = ["get", "head", "options"]
    # It may be had under a language in the address.
    has_languages = True
    template_name = ""
    content_type = HTML
    # Query parameters that change what is shown; all others are ignored and cannot fill the cache.
    parameters: tuple[str, ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A former address leads to the present one, query and all."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Moved as moved:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{moved.url}?{query}" if query else moved.url)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Answer from the reader's copy, from the cache, or by rendering."""
        self.find(**kwargs)
        if self.is_preview:
            response = HttpResponse(self.translated(), content_type=self.content_type)
            response.headers["Cache-Control"] = PRIVATE
            response.headers["Content-Language"] = tag(self.language)
            response.headers["X-Robots-Tag"] = "noindex"
            response.headers[POLICY] = self.policy
            return response
        return published(
            request,
            (type(self).__name__, request.path, *self.choices(), *self.key()),
            self.translated,
            content_type=self.content_type,
            policy=self.policy,
            language=self.language,
            vary="Accept-Encoding, Accept-Language" if self.follows_reader else "Accept-Encoding",
            last_modified=self.last_modified(),
            check=self.complete,
            keep=self.is_kept,
        )

    @property
    def is_preview(self) -> bool:
        """Whether a member of staff looks at it as it will be."""
        return getattr(self.request, "previewer", None) is not None

    @property
    def look(self) -> Look:
        """The colour of the page."""
        return DEFAULT_LOOK

    @property
    def policy(self) -> str:
        """The Content-Security-Policy that goes with it."""
        return style(self.look).policy if self.content_type == HTML else NO_POLICY

    @property
    def follows_reader(self) -> bool:
        """Whether the browser's wish decides the language: where the address does not, and never for a feed."""
        return self.content_type == HTML and not spoken(self.request).is_chosen

    @property
    def language(self) -> str:
        """In what it is written, as settings.LANGUAGES has it."""
        told = spoken(self.request)
        return told.code if told.is_chosen or self.follows_reader else settings.LANGUAGE_CODE

    def choices(self) -> list[str]:
        """The reader's choices from the query, as they enter the key."""
        return [f"{name}={self.choice(name)}" for name in self.parameters]

    def choice(self, name: str) -> str:
        """One choice, cut to what a slug or a date can be."""
        return self.request.GET.get(name, "")[:80]

    def is_kept(self) -> bool:
        """Whether the rendered page is worth keeping: not where the reader chose what there is not."""
        return True

    def find(self, **kwargs: Any) -> None:
        """Fetch what the key needs."""

    def complete(self) -> None:
        """Fetch all that the address names; the key is known by then, so that no older content can come under it."""

    def key(self) -> Sequence[object]:
        """Revision and phase of what is shown."""
        raise NotImplementedError

    def last_modified(self) -> datetime | None:
        """When it was revised, for content that does not change with the clock."""
        return None

    def context(self) -> dict[str, Any]:
        """What the template needs; all queries are made here."""
        return {}

    def translated(self) -> str | bytes:
        """The page in its language."""
        with translation.override(self.language):
            return self.render()

    def render(self) -> str | bytes:
        """The page. No request goes into the template: it would make pages differ."""
        self.complete()
        here = {"is_preview": self.is_preview, "path": self.request.path}
        chosen = urlencode([(name, choice) for name in self.parameters if (choice := self.choice(name))])
        framed = frame(self.request, style(self.look), chosen)
        return render_to_string(self.template_name, {**framed, **here, **self.context()})
