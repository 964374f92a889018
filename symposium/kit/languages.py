"""In which language a page is: as its address says (``/en-us/events/...``), else as the reader's browser asks.

A prefix in the address works as that of a preview does: while the page is made, every address is made with it, so that
the reader's choice stays with them without a cookie (docs/decisions/0003).
"""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import ResolverMatch, get_script_prefix, is_valid_path, set_script_prefix
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.translation.trans_real import parse_accept_lang_header

from symposium.kit.routes import route

# More than any browser sends; what is longer is not read to its end.
_LONGEST_HEADER = 200


class Spoken(NamedTuple):
    """The language of an answer as settings.LANGUAGES writes it, and whether the address names it.

    ``base`` is what stands before the language in the address: '/', or the prefix of a preview.
    """

    code: str
    is_chosen: bool
    base: str

    @property
    def prefix(self) -> str:
        """What every address made for this answer begins with."""
        return f"{self.base}{self.code}/" if self.is_chosen else self.base

    @property
    def tag(self) -> str:
        """'en-GB': as RFC 5646 recommends to write it."""
        return tag(self.code)

    @property
    def direction(self) -> str:
        """'rtl' for what is written from right to left, else 'ltr'."""
        return "rtl" if self.code.partition("-")[0] in settings.LANGUAGES_BIDI else "ltr"


def tag(code: str) -> str:
    """'en-gb' as RFC 5646 §2.1.1 recommends to write it: 'en-GB'."""
    return translation.to_locale(code).replace("_", "-")


def codes() -> tuple[str, ...]:
    """The languages there are, the source first."""
    return tuple(code for code, _name in settings.LANGUAGES)


def accepted(header: str) -> str:
    """The language to answer an Accept-Language with (RFC 9110 §12.5.4), by lookup (RFC 4647 §3.4).

    'en' alone is the source's; so is whatever we do not have.
    """
    return _accepted(header[:_LONGEST_HEADER], codes())


@functools.lru_cache(maxsize=1024)
def _accepted(header: str, there_are: tuple[str, ...]) -> str:
    source = settings.LANGUAGE_CODE
    for wanted, _weight in parse_accept_lang_header(header):
        parts = wanted.split("-")
        for length in range(len(parts), 0, -1):
            found = "-".join(parts[:length])
            if found in there_are:
                return found
            if found in {"*", source.partition("-")[0]}:
                return source
    return source


def spoken(request: HttpRequest) -> Spoken:
    """In what the request is answered; found once."""
    found: Spoken | None = getattr(request, "spoken", None)
    if found is None:
        first = request.path_info[1:].partition("/")[0]
        is_chosen = first in codes()
        code = first if is_chosen else accepted(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
        found = request.spoken = Spoken(code, is_chosen, get_script_prefix())  # type: ignore[attr-defined]
    return found


def plain_path(request: HttpRequest) -> str:
    """The path without the language that it may begin with."""
    told = spoken(request)
    return request.path_info.removeprefix(f"/{told.code}") if told.is_chosen else request.path_info


@contextmanager
def speaking(request: HttpRequest) -> Iterator[None]:
    """Words and addresses are made in the language of the request."""
    told, before = spoken(request), get_script_prefix()
    set_script_prefix(told.prefix)
    try:
        with translation.override(told.code):
            yield
    finally:
        set_script_prefix(before)


@contextmanager
def plainly() -> Iterator[None]:
    """Words and addresses are those of the source, whoever asks: for what is written to somebody else."""
    before = get_script_prefix()
    set_script_prefix("/")
    try:
        with translation.override(settings.LANGUAGE_CODE):
            yield
    finally:
        set_script_prefix(before)


def switches(request: HttpRequest, query: str = "") -> list[tuple[str, str, str]]:
    """For every language: its tag, its name in its own words, and the address of this page in it."""
    told = spoken(request)
    rest = escape_uri_path(request.path.removeprefix(told.prefix).lstrip("/"))
    end = f"?{query}" if query else ""
    return [(tag(code), str(name), f"{told.base}{code}/{rest}{end}") for code, name in settings.LANGUAGES]


def canonical(request: HttpRequest) -> str:
    """The absolute address of the page without language or preview: the one to share."""
    return f"{settings.SITE_URL}/{escape_uri_path(request.path.removeprefix(spoken(request).prefix).lstrip('/'))}"


class LanguageConverter:
    """A language that we have, as the first part of an address; whatever else stands there is not for us."""

    regex = "[a-z]{2,3}(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        if value not in codes():
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


def in_language(request: HttpRequest, language: str, path: str = "") -> HttpResponseBase:
    """The page at ``/<path>`` in that language; what has no languages is found at its own address only."""
    told = request.spoken = Spoken(language, is_chosen=True, base=get_script_prefix())  # type: ignore[attr-defined]
    match = _page(path)
    if match is None:
        return _elsewhere(request, told, path)
    request.resolver_match = match
    with speaking(request):
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return response


def _page(path: str) -> ResolverMatch | None:
    """What answers at ``/<path>``, when it has languages."""
    match = route(f"/{path}")
    view = getattr(match.func, "view_class", None) if match else None
    return match if getattr(view, "has_languages", False) else None


def _elsewhere(request: HttpRequest, told: Spoken, path: str) -> HttpResponseBase:
    """The way to a page whose final slash was left out, or to what has no languages; else 404."""
    is_read = request.method in {"GET", "HEAD"}
    query = request.META.get("QUERY_STRING", "")
    end = f"?{query}" if query else ""
    first = path.partition("/")[0]
    if is_read and first and first not in codes() and is_valid_path(f"/{path}"):
        return HttpResponseRedirect(f"{told.base}{path}{end}")
    if is_read and not path.endswith("/") and _page(f"{path}/"):
        return HttpResponsePermanentRedirect(f"{told.prefix}{path}/{end}")
    raise Http404
