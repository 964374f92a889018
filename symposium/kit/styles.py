"""The style sheet: one ``<style>`` in the page itself, allowed by its hash, so that a page is one request."""

import base64
import functools
import hashlib
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.csp import CSP, build_policy

# In the order of their cascade layers.
COMPONENTS = ("frame", "words", "programme", "people", "forms")
SHEETS = ("tokens", "base", "layout", *(f"components/{name}" for name in COMPONENTS), "print")
DEFAULT_HUE = 250
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Style:
    """The text of a page's ``<style>`` and the Content-Security-Policy that allows it."""

    text: str
    policy: str


@functools.cache
def style(hue: int = DEFAULT_HUE) -> Style:
    """The whole style sheet in an event's colour (``hue`` in degrees, OKLCH)."""
    text = f":root{{--hue:{int(hue)}}}{_sheets()}"
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    policy: dict[str, list[str]] = {**settings.SECURE_CSP, "style-src": [CSP.SELF, f"'sha256-{digest}'"]}
    return Style(text, build_policy(policy))


@functools.cache
def _sheets() -> str:
    parts = [(settings.BASE_DIR / "static" / "css" / f"{name}.css").read_text() for name in SHEETS]
    return _SPACE.sub("\n", _COMMENT.sub("", "\n".join(parts))).strip()
