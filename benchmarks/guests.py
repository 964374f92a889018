"""Guests who register: each gets the form, sends it, and reads the page that it leads to."""

import http.client
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

from benchmarks.clients import HOST, Round, UnexpectedAnswerError

_INPUT = re.compile(r'<input\b[^>]*\btype="hidden"[^>]*>')
_ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')


@dataclass(slots=True)
class _Shared:
    """What the guests of one round have in common."""

    until: float
    latencies: list[float] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)


def register_many(port: int, slug: str, *, clients: int, seconds: float) -> Round:
    """Complete registrations with so many guests at once for so long; raises what went wrong first."""
    start = time.perf_counter()
    shared = _Shared(start + seconds)
    threads = [threading.Thread(target=_keep_registering, args=(port, slug, shared)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if shared.errors:
        raise shared.errors[0]
    return Round(time.perf_counter() - start, shared.latencies)


def _keep_registering(port: int, slug: str, shared: _Shared) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        while time.perf_counter() < shared.until and not shared.errors:
            begun = time.perf_counter()
            register_one(connection, f"/events/{slug}/register/")
            shared.latencies.append(time.perf_counter() - begun)
    except (OSError, http.client.HTTPException, UnexpectedAnswerError) as error:
        shared.errors.append(error)
    finally:
        connection.close()


def register_one(connection: http.client.HTTPConnection, path: str) -> None:
    """Form, answer, page; raises UnexpectedAnswerError when the page is not this guest's."""
    page, response = _ask(connection, "GET", path, 200)
    cookie = response.headers["Set-Cookie"].split(";")[0]
    fields = dict(_hidden(page))
    guest = uuid.uuid4().hex
    fields |= {"name": f"Guest {guest}", "email": f"{guest}@example.org", "affiliation": "", "consent": "on"}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    _, response = _ask(connection, "POST", path, 302, urlencode(fields), headers)
    page, _ = _ask(connection, "GET", urlsplit(response.headers["Location"]).path, 200)
    if guest not in page:
        raise UnexpectedAnswerError("the page is not the guest's own")


def _hidden(page: str) -> list[tuple[str, str]]:
    """Names and values of the hidden inputs."""
    found = (dict(_ATTRIBUTE.findall(tag)) for tag in _INPUT.findall(page))
    return [(unescape(one["name"]), unescape(one.get("value", ""))) for one in found if "name" in one]


def _ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    status: int,
    body: str | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[str, http.client.HTTPResponse]:
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    text = response.read().decode()
    if response.status != status:
        raise UnexpectedAnswerError(f"{method} {path}: {response.status} instead of {status}")
    return text, response
