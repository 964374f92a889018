import re

import pytest

from symposium.kit.colour import Colour, contrast
from symposium.kit.styles import LEAST_CONTRAST, Look, least_contrast, nearest_readable, style
from tests.static.test_contrast import contrast as as_others_count
from tests.static.test_contrast import linear


@pytest.mark.parametrize(("hue", "chroma", "lightness"), [(30, 0.1, 0.5), (250, 0.13, 0.46), (150, 0.05, 0.8)])
def test_oklch_comes_back_as_it_went(hue, chroma, lightness):
    found = Colour.from_oklch(lightness, chroma, hue).oklch()
    assert found == pytest.approx((lightness, chroma, hue), abs=0.01)


@pytest.mark.parametrize("text", ["#000000", "#ffffff", "#1f6feb", "#0a0b0c"])
def test_a_colour_is_written_as_it_was_read(text):
    assert Colour.from_hex(text).hex() == text


@pytest.mark.parametrize("text", ["", "red", "#12345", "#GGGGGG", "#1f6feb;}", "1f6feb"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        Colour.from_hex(text)


def test_contrast_is_counted_as_others_count_it():
    ink, paper = Colour.from_oklch(0.25, 0.035, 265), Colour.from_oklch(0.985, 0.006, 90)
    assert contrast(ink, paper) == pytest.approx(as_others_count(linear(0.25, 0.035, 265), linear(0.985, 0.006, 90)))


@pytest.mark.parametrize("faint", ["#ffcc00", "#00ff88", "#ffffff", "#ff9999"])
def test_the_nearest_readable_colour_can_be_read(faint):
    assert least_contrast(faint) < LEAST_CONTRAST <= least_contrast(nearest_readable(faint))


def test_a_readable_colour_is_its_own_nearest():
    assert nearest_readable("#1a3a8a") == "#1a3a8a"


def test_an_exact_colour_stands_in_the_sheet_and_moves_the_policy():
    plain, exact = style(Look(250)), style(Look(250, "#1a3a8a"))
    assert "--day-accent:#1a3a8a" in exact.text
    assert exact.policy != plain.policy
