"""Web application manifests (W3C): what a home screen shows of an event, or of the site."""

import json
from collections.abc import Callable

from symposium.kit import icons, palette
from symposium.kit.cards import direction

CONTENT_TYPE = "application/manifest+json"
# What stands under an icon.
_SHORT = 24


def manifest(*, name: str, start: str, language: str, icon: Callable[[str], str], short_name: str = "") -> str:
    """The manifest as JSON.

    ``start`` is the first page and all that belongs to it; ``icon`` gives the address of 'icon.svg', 'icon-192.png' and
    so on. It opens with the browser's own way back and its address ('minimal-ui'): pages are read, shared and left.
    """
    short = short_name or (name if len(name) <= _SHORT else name[: _SHORT - 1].rstrip() + "…")
    pictures = [
        {"src": icon("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        *({"src": icon(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in icons.SIZES),
        {
            "src": icon("icon-maskable.png"),
            "sizes": f"{icons.MASKABLE}x{icons.MASKABLE}",
            "type": "image/png",
            "purpose": "maskable",
        },
    ]
    described = {
        "name": name,
        "short_name": short,
        "lang": language,
        "dir": direction(name),
        "id": start,
        "start_url": start,
        "scope": start,
        "display": "minimal-ui",
        "background_color": palette.SKY,
        "theme_color": palette.SKY,
        "icons": pictures,
    }
    return json.dumps(described, ensure_ascii=False)
