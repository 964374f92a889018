"""The numbers are those of the style sheet."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from symposium.kit import palette
from symposium.kit.colour import Colour
from symposium.kit.styles import Look

TOKENS = Path(settings.BASE_DIR, "static", "css", "tokens.css").read_text()
OKLCH = re.compile(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+|var\(--hue\))\)")


def token(name: str, *, by_night: bool = False, hue: int = 250) -> str:
    """A colour of the style sheet as hexadecimal digits."""
    line = re.search(rf"--{name}: (.*);", TOKENS)
    assert line, name
    found = OKLCH.findall(line[1])
    lightness, chroma, turn = found[-1] if by_night else found[0]
    return Colour.from_oklch(float(lightness) / 100, float(chroma), hue if "var" in turn else float(turn)).hex()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (palette.PAPER_BY_DAY, token("paper")),
        (palette.PAPER_BY_NIGHT, token("paper", by_night=True)),
        (palette.SKY, token("sky")),
        (palette.STAR, token("star")),
        (palette.WORDS, token("ink", by_night=True)),
        (palette.WORDS_SOFT, token("ink-soft", by_night=True)),
        (palette.BAD, token("bad", by_night=True)),
        (palette.horizon(Look(30)), token("horizon", hue=30)),
        (palette.accent(Look(30)), token("day-accent", hue=30)),
        (palette.accent_by_night(Look(30)), token("accent", by_night=True, hue=30)),
        (palette.accent(Look(30, "#8a1f1f")), "#8a1f1f"),
    ],
)
def test_pictures_have_the_colours_of_pages(ours, theirs):
    assert ours == theirs
