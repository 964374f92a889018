"""``python -m benchmarks.probe EVENT HUGE-EVENT``: queries, milliseconds and bytes of every page, as JSON.

With ``--feeds EVENT LONG-EVENT`` what feeds cost instead. Run in the site's own environment.
It also writes the compressed bytes of every page into the folder from which the bare view answers.
"""

import contextlib
import gzip
import json
import os
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import django
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, resolve, reverse

from benchmarks.bare_names import BODIES
from benchmarks.clients import HOST
from benchmarks.feeds import memory
from benchmarks.guests import hidden_of
from benchmarks.weight import first_view, own_code
from symposium.kit.answers import HTML

# Pages by the names of their addresses; what a release does not have is left out.
PAGES = (
    "home", "archive", "search", "organisation", "event", "programme", "session", "speakers", "speaker", "hosts",
    "venue", "story", "photographs", "photograph-credits", "news", "now", "display", "event-calendar", "programme-feed",
    "event-feed", "site-feed", "news-feed", "api-events", "api-sessions", "api-speakers", "embed-programme",
)  # fmt: skip
# Further views of one page: a name, the page, what is asked of it.
VIEWS = {"programme-grid": ("programme", "view=grid")}
HOST_OF_ALL = "benchmark-host-1"
RENDERINGS = 5


def main(slug: str, huge: str) -> None:
    """Print what was found of each page, each step of a registration, the huge programme and the first view."""
    django.setup()
    client = Client(SERVER_NAME=HOST)
    client.get("/healthz")
    asked = {name: path for name in PAGES if (path := _address(name, slug))}
    for name, (page, query) in VIEWS.items():
        view: Any = resolve(asked[page]).func
        if query.partition("=")[0] in view.view_class.parameters:
            asked[name] = f"{asked[page]}?{query}"
    pages = [_page(client, name, path) for name, path in asked.items()]
    folder = Path(os.environ[BODIES])
    types = {page["name"]: page["type"] for page in pages} | dict.fromkeys(("form", "guest"), HTML)
    (folder / "index.json").write_text(json.dumps(types))
    found = {
        "pages": pages,
        "steps": _registration(client, slug),
        "huge": _cold(client, reverse("programme", args=[huge])),
        "first_view": first_view(client, reverse("event", args=[slug])),
        "code": own_code(),
    }
    sys.stdout.write(json.dumps(found))


def feeds(slug: str, long: str) -> None:
    """Print what the feeds of two programmes cost."""
    django.setup()
    client = Client(SERVER_NAME=HOST)
    feed, other = (reverse("programme-feed", args=[event]) for event in (slug, long))
    found = {"feed": _cold(client, feed), "long": {**_cold(client, other), **memory(client, other)}}
    sys.stdout.write(json.dumps(found))


def _address(name: str, slug: str) -> str | None:
    """The page's path, or None when this release has no such page."""
    special: dict[str, list[str]] = {
        "organisation": [HOST_OF_ALL],
        "session": [slug, "session-1"],
        "speaker": [slug, "speaker-1"],
        "display": [slug, "room-1"],
    }
    for arguments in [special[name]] if name in special else [[slug], []]:
        with contextlib.suppress(NoReverseMatch):
            return reverse(name, args=arguments)
    return None


def _page(client: Client, name: str, path: str) -> dict[str, Any]:
    cold = _cold(client, path)
    response = client.get(path)
    warm, zipped = _get(client, path, Accept_Encoding="gzip")
    unchanged, again = _get(client, path, Accept_Encoding="gzip", If_None_Match=zipped.headers["ETag"])
    if (response.status_code, zipped.headers.get("Content-Encoding"), again.status_code) != (200, "gzip", 304):
        raise RuntimeError(f"{path}: {response.status_code}, {zipped.headers}, {again.status_code}")
    if gzip.decompress(zipped.content) != response.content:
        raise RuntimeError(f"{path}: the compressed page is another one")
    (Path(os.environ[BODIES]) / name).write_bytes(zipped.content)
    return {
        "name": name,
        "path": path,
        "type": response.headers["Content-Type"],
        "warm": warm,
        "unchanged": unchanged,
        "plain": len(response.content),
        "zipped": len(zipped.content),
        **cold,
    }


def _cold(client: Client, path: str) -> dict[str, Any]:
    """Queries and milliseconds of the processor for a page as after a publication: rendered and compressed."""
    # Once for what is loaded once in each process (templates, translations).
    client.get(path)
    times = []
    for _ in range(RENDERINGS):
        cache.clear()
        start = time.process_time()
        client.get(path, headers={"Accept-Encoding": "br"})
        times.append((time.process_time() - start) * 1000)
    cache.clear()
    queries, _response = _get(client, path)
    return {"cold": queries, "milliseconds": median(times)}


def _get(client: Client, path: str, **headers: str) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return len(queries), response


def _registration(client: Client, slug: str) -> list[dict[str, Any]]:
    """The three steps: form, answer, page. The bytes of the two pages are laid down for the bare views."""
    path = _address("register", slug)
    if path is None:
        return []
    form, page = _get(client, path, Accept_Encoding="gzip")
    fields = hidden_of(gzip.decompress(page.content).decode())
    fields |= {"name": "Probe", "email": f"{uuid4().hex}@example.org", "consent": "on"}
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(path, fields)
    if answer.status_code != 302:
        raise RuntimeError(f"{path}: {answer.status_code} instead of 302")
    own, shown = _get(client, urlsplit(answer.headers["Location"]).path, Accept_Encoding="gzip")
    for name, found in (("form", page), ("guest", shown)):
        (Path(os.environ[BODIES]) / name).write_bytes(found.content)
    return [
        {"name": "form", "cold": form, "plain": len(gzip.decompress(page.content))},
        {"name": "answer", "cold": len(queries), "plain": len(answer.content)},
        {"name": "guest", "cold": own, "plain": len(gzip.decompress(shown.content))},
    ]


if __name__ == "__main__":
    if sys.argv[1] == "--feeds":
        feeds(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
