"""The description of the programming interface (OpenAPI 3.1), made of the addresses and the views that answer there.

Nothing in it is written by hand twice: paths come from the URL configuration, parameters and scopes from the views,
answers from ``schemas``.
"""

import functools
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import msgspec
from django.conf import settings
from django.urls import URLPattern

from symposium.api import schemas
from symposium.api.models import Scope
from symposium.api.parameters import SLUG
from symposium.api.views.base import ApiView

VERSION = "1.0.0"
_REF = "#/components/schemas/{name}"
_PROBLEM = "application/problem+json"
_JSON = "application/json"
_KINDS: dict[str, dict[str, str]] = {
    "SlugConverter": {"type": "string", "pattern": SLUG},
    "UUIDConverter": {"type": "string", "format": "uuid"},
}
_WORDS = """Read-only. What is public needs no token, sets no cookie and may be read by scripts of any site.

Every public answer has an `ETag`: send it back as `If-None-Match` and you are told 304 when nothing has changed, which
costs next to nothing; poll as often as you like that way. Lists come in pages: follow `next` until it is null. Whatever
is added, changed or deleted meanwhile, nothing that was there all the time is left out. What is a draft, private or
unknown is answered with 404 alike.

Guests are read with a personal token, made at the desk, sent as `Authorization: Bearer sym_…`. It sees what its owner
may see at that moment: a co-host's coordinator sees their own block alone.

Errors are `application/problem+json` (RFC 9457). Fields are added without notice; none is renamed or taken away in v1.
"""
_TOO_OFTEN = "Asked too often; `Retry-After` says when to ask again."


def views() -> Iterator[tuple[str, URLPattern, type[ApiView]]]:
    """Every address of the interface as OpenAPI writes it, its pattern, and the view that answers there."""
    from symposium.api.urls import programs

    for entry in programs:
        view: type[ApiView] = entry.callback.view_class  # type: ignore[attr-defined]
        path = str(entry.pattern).split("/")
        written = ["{" + part.partition(":")[2].rstrip(">") + "}" if part.startswith("<") else part for part in path]
        yield "/" + "/".join(written), entry, view


@functools.cache
def document() -> dict[str, Any]:
    """All of it."""
    found = list(views())
    answers = [view.answer for _path, _entry, view in found]
    refs, components = msgspec.json.schema_components([*answers, schemas.Problem], ref_template=_REF)
    paths = {path: {"get": _operation(entry, view, ref)} for (path, entry, view), ref in zip(found, refs, strict=False)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Symposium", "version": VERSION, "description": _WORDS},
        "servers": [{"url": settings.SITE_URL}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": _scopes()}},
        },
    }


def _scopes() -> str:
    return "A token has scopes: " + " and ".join(f"`{scope.value}` ({scope.label})" for scope in Scope) + "."


def _operation(entry: URLPattern, view: type[ApiView], ref: dict[str, Any]) -> dict[str, Any]:
    named = [
        {"name": name, "in": "path", "required": True, "schema": _KINDS[type(converter).__name__]}
        for name, converter in entry.pattern.converters.items()
    ]
    asked = [
        {"name": one.name, "in": "query", "description": one.description, "schema": one.schema} for one in view.asks
    ]
    operation: dict[str, Any] = {
        "operationId": str(entry.name),
        "summary": view.summary,
        "parameters": named + asked,
        "responses": dict(_responses(entry, view, ref)),
    }
    if view.scope is not None:
        operation["security"] = [{"token": [view.scope] if view.scope else []}]
    return operation


def _responses(entry: URLPattern, view: type[ApiView], ref: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "200", {"description": "The answer.", "content": {_JSON: {"schema": ref}}}
    if entry.pattern.converters:
        yield "301", {"description": "It has another address now."}
    if view.scope is None:
        yield "304", {"description": "Nothing has changed."}
    yield "400", _problem("A parameter cannot be read.")
    if view.scope is not None:
        yield "401", _problem("No token, or none that is good.")
        yield "403", _problem("A token that may not read this.")
    if entry.pattern.converters:
        yield "404", _problem("There is nothing at this address that the asker may know of.")
    yield "429", _problem(_TOO_OFTEN)


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "content": {_PROBLEM: {"schema": {"$ref": _REF.format(name="Problem")}}}}


def phrase(status: str) -> str:
    """'Not Modified'."""
    return HTTPStatus(int(status)).phrase
