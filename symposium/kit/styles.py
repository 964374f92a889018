"""Style sheet and script: in the page itself, allowed by their hashes, so that a page is one request."""

import base64
import functools
import hashlib
import re
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils.csp import CSP, build_policy

from symposium.kit.colour import Colour, contrast

# In the order of their cascade layers.
COMPONENTS = ("frame", "words", "programme", "grid", "people", "pictures", "forms", "guest", "carried")
SHEETS = ("tokens", "base", "layout", *(f"components/{name}" for name in COMPONENTS), "print")
# What improves pages that work without; each stands in a block of its own.
SCRIPTS: tuple[str, ...] = ("zone", "find", "keep")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_SPACE = re.compile(r"\s*\n\s*")

# Text, and the white of the page; the tokens of static/css/tokens.css by day.
PAPER = Colour.from_oklch(0.985, 0.006, 90)
LEAST_CONTRAST = 4.5
HOVER_OPACITY = 0.88


class Look(NamedTuple):
    """The colour of a page: a hue in degrees (OKLCH), and an institution's exact colour ('#1f6feb') if it has one."""

    hue: int = 250
    accent: str = ""


DEFAULT_LOOK = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """The text of a page's ``<style>`` and ``<script>``, and the Content-Security-Policy that allows them."""

    text: str
    script: str
    policy: str


@functools.cache
def style(look: Look = DEFAULT_LOOK) -> Style:
    """The whole style sheet in an event's colour."""
    text = f":root{{--hue:{int(look.hue)}}}{_sheets()}{_exact(look.accent)}"
    policy: dict[str, list[str]] = {
        **settings.SECURE_CSP,
        "style-src": [CSP.SELF, _allowed(text)],
        "script-src": [CSP.SELF, _allowed(script())],
    }
    return Style(text, script(), build_policy(policy))


def _exact(accent: str) -> str:
    """An exact colour stands on white paper; by night its hue in the common lightness does."""
    return f":root{{--day-accent:{Colour.from_hex(accent).hex()}}}" if accent else ""


def _allowed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@functools.cache
def _sheets() -> str:
    parts = [(settings.BASE_DIR / "static" / "css" / f"{name}.css").read_text() for name in SHEETS]
    return _SPACE.sub("\n", _COMMENT.sub("", "\n".join(parts))).strip()


@functools.cache
def script() -> str:
    """All scripts, each in a block of its own, without comments on lines of their own."""
    parts = [(settings.BASE_DIR / "static" / "js" / f"{name}.js").read_text() for name in SCRIPTS]
    bare = [_SPACE.sub("\n", _LINE_COMMENT.sub("", part)).strip() for part in parts]
    return "\n".join(f"{{{part}\n}}" for part in bare)


def least_contrast(accent: str) -> float:
    """How well an exact colour is read where it is used: as words on paper and wash, and under words on buttons."""
    colour = Colour.from_hex(accent)
    wash = Colour.from_oklch(0.955, 0.016, colour.oklch()[2])
    hovered = colour.over(PAPER, HOVER_OPACITY)
    return min(contrast(colour, PAPER), contrast(colour, wash), contrast(PAPER, hovered))


def nearest_readable(accent: str) -> str:
    """The lightest colour of the same hue and strength that is read everywhere."""
    lightness, chroma, hue = Colour.from_hex(accent).oklch()
    while least_contrast(accent) < LEAST_CONTRAST:
        lightness -= 0.005
        accent = Colour.from_oklch(lightness, chroma, hue).hex()
    return accent
