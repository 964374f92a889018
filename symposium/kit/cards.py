"""Pictures for who shares a link: 1200 × 630 pixels, drawn by typst from plain data (Open Graph protocol, og:image).

Words go to typst as JSON, never as markup: no sign in a title can be a command. A picture is kept under the digest of
what is drawn, so that a change of the event draws anew only what looks different.
"""

import base64
import functools
import hashlib
import io
import json
import re
import threading
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import typst
from django.conf import settings
from django.core.cache import caches
from django.core.files.base import File
from PIL import Image, ImageOps, UnidentifiedImageError

from symposium.kit import palette
from symposium.kit.release import fingerprint
from symposium.kit.styles import DEFAULT_LOOK, Look

WIDTH, HEIGHT = 1200, 630
# Some messengers show no picture that is heavier.
MOST_BYTES = 100_000
# Enough for gradients without bands; fewer where a photograph makes the picture too heavy.
_COLOURS = (256, 160, 96, 48)
_PORTRAIT = 360
# Above this many pixels a picture is not decoded.
_MOST_PIXELS = 50_000_000
MAY_BREAK = "\u200b"
NO_BREAK, ISOLATE, END_OF_ISOLATE = "\u00a0", "\u2068", "\u2069"
_LONGEST_UNBROKEN = 45
# A word that is longer is broken wherever its line ends.
_ENDLESS = re.compile(r"\S{31,}")
# A face sits above the middle.
_FACE = (0.5, 0.35)
# typst measures in points; at this density one is a pixel.
_PPI = 72.0
# One after the other: a crowd that shares a link costs no more than a queue.
_drawing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture says, from top to bottom; all but the title may be empty.

    ``alarm`` is the state that stands first ('Cancelled'), ``kind`` what it is, ``lead`` stands under the title, and at
    the bottom ``facts``, a line each, and ``foot``. ``arcs`` and ``points`` are the orbits, as attributes of SVG in a
    square of 1000. ``portrait`` is a square picture as PNG; ``monogram`` stands in its place.
    """

    title: str
    alarm: str = ""
    kind: str = ""
    lead: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    look: Look = DEFAULT_LOOK
    arcs: tuple[Mapping[str, float], ...] = ()
    points: tuple[Mapping[str, float], ...] = ()
    portrait: bytes = field(default=b"", repr=False)
    monogram: str = ""

    def data(self) -> dict[str, Any]:
        """What the drawing reads: words with their directions, numbers and colours."""
        return {
            "title": _said(self.title),
            "alarm": self.alarm,
            "kind": self.kind,
            "lead": _said(_listed(self.lead)),
            "facts": [_said(fact) for fact in self.facts],
            "foot": _said(_listed(self.foot)),
            "arcs": self.arcs,
            "points": self.points,
            "monogram": self.monogram,
            "has_portrait": bool(self.portrait),
            "direction": direction(self.title),
            "sky": palette.SKY,
            "horizon": palette.horizon(self.look),
            "star": palette.STAR,
            "words": palette.WORDS,
            "soft": palette.WORDS_SOFT,
            "bad": palette.BAD,
        }


def _said(words: str) -> dict[str, str]:
    turn = direction(words)
    if turn == "ltr":
        words = _ENDLESS.sub(lambda word: MAY_BREAK.join(word[0]), words)
    return {"words": words, "direction": turn}


def _listed(names: Sequence[str]) -> str:
    """Names beside each other: a short one is not broken, and none turns the direction of its neighbours (UAX 9)."""
    whole = (name.replace(" ", NO_BREAK) if len(name) <= _LONGEST_UNBROKEN else name for name in names)
    return " · ".join(f"{ISOLATE}{name}{END_OF_ISOLATE}" for name in whole)


def direction(text: str) -> str:
    """'rtl' or 'ltr', by the first letter that has one (Unicode Standard Annex 9, P2 and P3)."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def draw(card: Card) -> bytes:
    """The picture as PNG, from the cache where it was drawn before."""
    files = {
        "main.typ": template("card"),
        "data.json": json.dumps(card.data()).encode(),
        "portrait.svg": _as_svg(card.portrait),
    }
    return kept(("card", *files.values()), lambda: lighten(compiled(files), MOST_BYTES))


def kept(key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
    """A picture by what it is made of, in a cache of its own."""
    digest = hashlib.blake2b(fingerprint().encode(), digest_size=16)
    for part in key:
        digest.update(b"\x1f" + (part if isinstance(part, bytes) else str(part).encode()))
    name = f"picture.{digest.hexdigest()}"
    found: bytes | None = caches["pictures"].get(name)
    if found is None:
        found = make()
        caches["pictures"].set(name, found)
    return found


def _as_svg(png: bytes) -> bytes:
    """Typst takes no files but texts when they come from memory, and a drawing may hold a picture."""
    held = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    size = f'width="{_PORTRAIT}" height="{_PORTRAIT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{held}"/></svg>'.encode()


def compiled(files: Mapping[str, bytes]) -> bytes:
    """The one page of ``main.typ`` as PNG. It sees the files that are given and nothing else."""
    with _drawing:
        made = typst.compile(dict(files), format="png", ppi=_PPI, font_paths=fonts())  # type: ignore[call-overload]
    return bytes(made)


def lighten(png: bytes, most: int) -> bytes:
    """The same picture in as many colours as ``most`` bytes allow, and with the fewest when nothing fits."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as opened:
        picture = opened.convert("RGB")
    made = b""
    for colours in _COLOURS:
        buffer = io.BytesIO()
        picture.quantize(colours, Image.Quantize.MEDIANCUT).save(buffer, "PNG")
        made = buffer.getvalue()
        if len(made) <= most:
            break
    return made


def portrait(file: File[Any]) -> bytes:
    """A picture of a person as a small square around the face; empty when it cannot be read."""
    try:
        with Image.open(file, formats=("WEBP", "PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return b""
            square = ImageOps.fit(
                opened.convert("RGB"), (_PORTRAIT, _PORTRAIT), Image.Resampling.LANCZOS, centering=_FACE
            )
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return b""
    buffer = io.BytesIO()
    square.save(buffer, "PNG")
    return buffer.getvalue()


@functools.cache
def template(name: str) -> bytes:
    """The text of ``templates/pictures/<name>.typ``."""
    return (settings.BASE_DIR / "templates" / "pictures" / f"{name}.typ").read_bytes()


@functools.cache
def fonts() -> typst.Fonts:
    """Typst's own and the system's, found once."""
    return typst.Fonts()
