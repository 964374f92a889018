"""COLOR is a name of CSS3 whose hue is near the event's."""

import math

import pytest
from PIL import ImageColor

from symposium.calendars.colours import HUES, css_colour


def hue(name: str) -> float:
    """In OKLCH (Björn Ottosson's matrices), in degrees."""
    channels = (value / 255 for value in ImageColor.getrgb(name))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return math.degrees(math.atan2(b, a)) % 360


@pytest.mark.parametrize("name", HUES)
def test_the_hue_of_each_name_is_right(name):
    assert abs(hue(name) - HUES[name]) < 1


def test_no_hue_is_far_from_its_name():
    for degrees in range(360):
        away = abs((HUES[css_colour(degrees)] - degrees + 180) % 360 - 180)
        assert away <= 20, degrees


def test_the_circle_is_closed():
    assert css_colour(359) == "mediumvioletred"
    assert css_colour(8) == "crimson"
