"""``python -m benchmarks.probe EVENT``: queries and bytes of every page, as JSON; run in the site's own environment.

It also writes the compressed bytes of every page into the folder from which the bare view answers.
"""

import gzip
import json
import os
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import django
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from benchmarks.bare_names import BODIES
from benchmarks.clients import HOST

PAGES = (
    "home", "event", "programme", "session", "speakers", "speaker", "hosts", "venue", "story", "photographs", "news",
    "event-calendar", "programme-feed",
)  # fmt: skip


def main(slug: str) -> None:
    """Print one entry for each page and for each step of a registration."""
    django.setup()
    client = Client(SERVER_NAME=HOST)
    client.get("/healthz")
    pages = [found for name in PAGES if (found := _page(client, name, slug))]
    folder = Path(os.environ[BODIES])
    (folder / "index.json").write_text(json.dumps({page["name"]: page["type"] for page in pages}))
    sys.stdout.write(json.dumps([*pages, *_registration(client, slug)]))


def _address(name: str, slug: str) -> str | None:
    """The page's path, or None when this release has no such page."""
    arguments = {"home": [], "session": [slug, "session-1"], "speaker": [slug, "speaker-1"]}.get(name, [slug])
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return None


def _page(client: Client, name: str, slug: str) -> dict[str, Any] | None:
    path = _address(name, slug)
    if path is None:
        return None
    # Once for what is loaded once in each process (templates, translations), then cold as after a publication.
    _get(client, path)
    cache.clear()
    start = time.perf_counter()
    cold, response = _get(client, path)
    milliseconds = (time.perf_counter() - start) * 1000
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
        "cold": cold,
        "warm": warm,
        "unchanged": unchanged,
        "milliseconds": milliseconds,
        "plain": len(response.content),
        "zipped": len(zipped.content),
    }


def _get(client: Client, path: str, **headers: str) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return len(queries), response


def _registration(client: Client, slug: str) -> list[dict[str, Any]]:
    """The three steps: form, answer, page."""
    path = _address("register", slug)
    if path is None:
        return []
    form, page = _get(client, path)
    fields = {"name": "Probe", "email": f"{uuid4().hex}@example.org", "consent": "on", "submission": uuid4().hex}
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(path, fields)
    if answer.status_code != 302:
        raise RuntimeError(f"{path}: {answer.status_code} instead of 302")
    own, shown = _get(client, urlsplit(answer.headers["Location"]).path)
    return [
        {"name": "form", "cold": form, "plain": len(page.content)},
        {"name": "answer", "cold": len(queries), "plain": len(answer.content)},
        {"name": "guest", "cold": own, "plain": len(shown.content)},
    ]


if __name__ == "__main__":
    main(sys.argv[1])
