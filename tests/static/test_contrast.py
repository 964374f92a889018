"""Text can be read in every colour that an event may choose, by day and by night (WCAG 2.2, 1.4.3 and 1.4.11)."""

import math
import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR, "static", "css", "tokens.css").read_text()
OKLCH = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+|var\(--hue\))\)"
COLOUR = re.compile(rf"--([a-z-]+): light-dark\({OKLCH}, {OKLCH}\);")
ALWAYS = re.compile(rf"--([a-z-]+): {OKLCH};")
HUES = range(360)
type Colour = tuple[float, float, float]


def tokens(mode: str, hue: int) -> dict[str, Colour]:
    """Every colour by day or by night; a sky is the same in both."""
    sheet = TOKENS.replace("var(--day-accent)", re.search(rf"--day-accent: ({OKLCH});", TOKENS)[1])  # type: ignore[index]
    first = {"light": 0, "dark": 3}[mode]
    found = {name: values[first : first + 3] for name, *values in COLOUR.findall(sheet)}
    found |= {name: values for name, *values in ALWAYS.findall(sheet)}
    return {
        name: linear(float(lightness) / 100, float(chroma), hue if turn.startswith("var") else float(turn))
        for name, (lightness, chroma, turn) in found.items()
    }


def linear(lightness: float, chroma: float, hue: float) -> Colour:
    """OKLCH as linear sRGB, clipped as browsers clip it (B. Ottosson, A perceptual colour space)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    mixed = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    red, green, blue = (min(max(part, 0.0), 1.0) for part in mixed)
    return red, green, blue


def luminance(colour: Colour) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def contrast(one: Colour, other: Colour) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def seen_through(colour: Colour, ground: Colour, opacity: float) -> Colour:
    """As browsers lay one over another: in gamma-encoded sRGB."""
    mixed = [
        decoded(encoded(over) * opacity + encoded(under) * (1 - opacity))
        for over, under in zip(colour, ground, strict=True)
    ]
    return mixed[0], mixed[1], mixed[2]


def encoded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


@pytest.fixture(params=["light", "dark"])
def block(request):
    return request.param


def test_both_modes_set_every_colour():
    assert set(tokens("light", 0)) == set(tokens("dark", 0)) >= {"paper", "ink", "accent", "line", "bad", "sky"}


def test_white_on_black_is_the_known_ratio():
    assert contrast(linear(1, 0, 0), linear(0, 0, 0)) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("name", ["ink", "ink-soft", "accent", "good", "warn", "bad"])
def test_text_stands_out_on_paper_and_wash_in_every_hue(block, name):
    for hue, ground in product(HUES, ("paper", "wash")):
        colours = tokens(block, hue)
        assert contrast(colours[name], colours[ground]) >= 4.5, (hue, ground)


def test_words_on_buttons_stand_out_at_rest_and_under_the_pointer(block):
    sheet = Path(settings.BASE_DIR, "static", "css", "components", "words.css").read_text()
    hover = re.search(r"\.button:hover \{\s*opacity: ([\d.]+);", sheet)
    assert hover
    for hue, opacity in product(HUES, (1.0, float(hover[1]))):
        colours = tokens(block, hue)
        for words, ground in (("accent-ink", "accent"), ("paper", "bad")):
            button = seen_through(colours[ground], colours["paper"], opacity)
            assert contrast(seen_through(colours[words], colours["paper"], opacity), button) >= 4.5, (hue, ground)


@pytest.mark.parametrize("name", ["edge", "accent", "bad"])
def test_edges_of_fields_and_the_focus_ring_stand_out_on_both_sides(block, name):
    for hue, ground in product(HUES, ("paper", "wash")):
        colours = tokens(block, hue)
        assert contrast(colours[name], colours[ground]) >= 3, (hue, ground)


@pytest.mark.parametrize("name", ["ink", "ink-soft", "accent", "good", "warn", "bad", "star"])
def test_text_stands_out_on_a_cover_in_every_hue(name):
    for hue, ground in product(HUES, ("sky", "horizon")):
        colours = tokens("dark", hue)
        assert contrast(colours[name], colours[ground]) >= 4.5, (hue, ground)


@pytest.mark.parametrize("name", ["edge", "accent"])
def test_edges_and_the_focus_ring_stand_out_on_a_cover(name):
    for hue, ground in product(HUES, ("sky", "horizon")):
        colours = tokens("dark", hue)
        assert contrast(colours[name], colours[ground]) >= 3, (hue, ground)
