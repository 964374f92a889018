"""The description of the interface: for programs as JSON, for people as a page; and what is said where nothing is."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.html import escape
from django.utils.safestring import SafeString

from symposium.api import openapi
from symposium.api.schemas import encode
from symposium.api.views.base import ApiPage, OpenView
from symposium.kit.pages import PublicPage

_CODE = re.compile(r"`([^`]+)`")


class Description(ApiPage):
    """OpenAPI 3.1."""

    content_type = "application/vnd.oai.openapi+json;version=3.1"

    def key(self) -> Sequence[object]:
        return ()

    def render(self) -> bytes:
        return encode(openapi.document())


class Nowhere(OpenView):
    """Whatever else is asked for below ``/api/``: nothing, for every method alike."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.http_method_not_allowed = self.nothing  # type: ignore[method-assign]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> NoReturn:
        """Nothing."""
        raise Http404

    def nothing(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NoReturn:
        """Nothing either."""
        raise Http404


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an answer, as the page shows it."""

    name: str
    kind: str
    # The name of the answer that it is, where it is one.
    of: str
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address, as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    is_open: bool
    scopes: str
    parameters: list[dict[str, Any]]
    statuses: list[tuple[str, str]]
    answer: str
    # As a page calls it: 'Page of Session'.
    answer_in_words: str
    example: str


class DocsPage(PublicPage):
    """The description for people: one page, without a script, of nothing but the document itself."""

    has_languages = False
    template_name = "api/docs.html"

    def key(self) -> Sequence[object]:
        return ()

    def context(self) -> dict[str, Any]:
        document = openapi.document()
        return {
            "paragraphs": [marked(words) for words in document["info"]["description"].strip().split("\n\n")],
            "version": document["info"]["version"],
            "operations": list(operations(document)),
            "answers": list(answers(document)),
            "token": marked(document["components"]["securitySchemes"]["token"]["description"]),
            "site": settings.SITE_URL,
        }


def marked(words: str) -> SafeString:
    """What stands between backticks, as code."""
    return SafeString(_CODE.sub(r'<code class="address">\1</code>', escape(words)))


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """Every address, in the order of the document."""
    for path, methods in document["paths"].items():
        told = methods["get"]
        security = told.get("security")
        token = ' -H "Authorization: Bearer $TOKEN"' if security else ""
        answer = told["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        yield Operation(
            id=told["operationId"],
            method="get",
            path=path,
            summary=told["summary"],
            is_open=security is None,
            scopes=", ".join(security[0]["token"]) if security else "",
            parameters=[
                {"name": one["name"], "words": marked(one.get("description", "")), "kind": kind_of(one["schema"])[0]}
                for one in told["parameters"]
            ],
            statuses=[(status, openapi.phrase(status)) for status in told["responses"]],
            answer=_name(answer),
            answer_in_words=document["components"]["schemas"][_name(answer)]["title"],
            example=f"curl{token} {settings.SITE_URL}{path}",
        )


def answers(document: dict[str, Any]) -> Iterator[tuple[str, str, str, list[Field]]]:
    """Every answer: its name, what a page calls it, what it is, and its fields."""
    for name, schema in document["components"]["schemas"].items():
        fields = [
            Field(field, *kind_of(told), told.get("description", "")) for field, told in schema["properties"].items()
        ]
        yield name, schema["title"], schema.get("description", ""), fields


def kind_of(schema: dict[str, Any]) -> tuple[str, str]:
    """What a value is, in a few words, and the answer that it is, if any."""
    if "$ref" in schema:
        return "", _name(schema["$ref"])
    if "anyOf" in schema:
        parts = [kind_of(one) for one in schema["anyOf"]]
        words = [kind for kind, _of in parts if kind]
        return " or ".join(words), next((of for _kind, of in parts if of), "")
    if schema.get("type") == "array":
        kind, of = kind_of(schema["items"])
        return f"list of {kind}".strip() if kind else "list of", of
    if "enum" in schema:
        return "one of " + ", ".join(json.dumps(value) for value in schema["enum"]), ""
    return str(schema.get("format") or schema.get("type") or "anything"), ""


def _name(ref: str) -> str:
    return ref.rpartition("/")[2]
