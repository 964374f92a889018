"""What the first view of a page weighs: the page, and what a browser fetches for it at once."""

import gzip
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client

from symposium.kit.styles import style

# What a browser fetches for a ``<link>`` while it shows the page.
_FETCHED = {"stylesheet", "icon", "manifest", "preload", "modulepreload"}
_PICTURES = ("photographs/", "portraits/")


@dataclass(slots=True)
class _Found(HTMLParser):
    """The addresses that a page makes a browser fetch at once."""

    addresses: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and _FETCHED & set((given.get("rel") or "").split()):
            self.addresses.append(given.get("href") or "")
        elif tag == "script" and given.get("src"):
            self.addresses.append(given["src"] or "")
        elif tag == "img" and given.get("loading") != "lazy":
            self.addresses.append(given.get("src") or "")


def first_view(client: Client, path: str) -> dict[str, Any]:
    """Requests of a first view, and its bytes compressed with gzip; photographs and portraits are requests alone."""
    page = client.get(path)
    found = _Found()
    found.feed(page.content.decode())
    addresses = {urljoin(path, address) for address in found.addresses if not address.startswith("data:")}
    weight = _zipped(page.content)
    for address in addresses:
        if not address.startswith(tuple(settings.MEDIA_URL + folder for folder in _PICTURES)):
            weight += _weight(client, urlsplit(address).path)
    return {"requests": 1 + len(addresses), "weight": weight}


def _weight(client: Client, path: str) -> int:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return min(len(body), _zipped(body))


def own_code() -> dict[str, int]:
    """The style sheet and the script that stand in every page, compressed by themselves."""
    sheet = style()
    return {"css": _zipped(sheet.text.encode()), "js": _zipped(sheet.script.encode())}


def _zipped(body: bytes) -> int:
    return len(gzip.compress(body, 6, mtime=0)) if body else 0
