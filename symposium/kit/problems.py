"""Errors for programs: what is wrong, as JSON (RFC 9457), for every address below ``/api/``."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from symposium.kit.answers import NO_POLICY, POLICY

PROGRAMS = "/api/"
CONTENT_TYPE = "application/problem+json"
DETAILS = {
    HTTPStatus.BAD_REQUEST: "The request cannot be read.",
    HTTPStatus.FORBIDDEN: "This is not for you.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something failed here. It has been written down; try again later.",
}


class Problem(Exception):
    """What keeps a request from being answered; ``errors`` are pairs of a parameter and what is wrong with it."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str = "",
        *,
        errors: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail or DETAILS.get(status, status.description)
        self.errors, self.headers = errors, headers or {}

    def response(self) -> HttpResponse:
        """The answer that says so. Nothing of the address stands in it, and nobody keeps it."""
        said: dict[str, object] = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
        }
        if self.errors:
            said["errors"] = [{"parameter": name, "detail": words} for name, words in self.errors]
        headers = {
            "Cache-Control": "no-store",
            "Content-Language": "en-GB",
            "X-Content-Type-Options": "nosniff",
            POLICY: NO_POLICY,
        }
        body = json.dumps(said, ensure_ascii=False)
        return HttpResponse(body, content_type=CONTENT_TYPE, status=self.status, headers={**headers, **self.headers})


def is_for_programs(request: HttpRequest) -> bool:
    """Whether a program asks, and wants to be told in JSON what is wrong."""
    return request.path_info.startswith(PROGRAMS)
