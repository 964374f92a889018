"""Colours: sRGB as people write it, OKLCH as the style sheet counts in it, and how well one stands out on another.

OKLCH after B. Ottosson, 'A perceptual color space for image processing'; contrast after WCAG 2.2, 1.4.3.
"""

import math
import re
from typing import NamedTuple, Self

_HEX = re.compile(r"#[0-9a-f]{6}")


class Colour(NamedTuple):
    """Linear sRGB, each part from 0 to 1."""

    red: float
    green: float
    blue: float

    @classmethod
    def from_hex(cls, text: str) -> Self:
        """Read '#1f6feb'; raises ValueError for anything else."""
        if not _HEX.fullmatch(text):
            raise ValueError(text)
        return cls(*(_decoded(int(text[at : at + 2], 16) / 255) for at in (1, 3, 5)))

    @classmethod
    def from_oklch(cls, lightness: float, chroma: float, hue: float) -> Self:
        """Lightness from 0 to 1, hue in degrees; what no screen shows is clipped, as browsers clip it."""
        a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
        long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        mixed = (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )
        return cls(*(min(max(part, 0.0), 1.0) for part in mixed))

    def oklch(self) -> tuple[float, float, float]:
        """Lightness from 0 to 1, chroma, hue in degrees from 0 to 360."""
        long = math.cbrt(0.4122214708 * self.red + 0.5363325363 * self.green + 0.0514459929 * self.blue)
        medium = math.cbrt(0.2119034982 * self.red + 0.6806995451 * self.green + 0.1073969566 * self.blue)
        short = math.cbrt(0.0883024619 * self.red + 0.2817188376 * self.green + 0.6299787005 * self.blue)
        lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
        a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
        return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360

    def hex(self) -> str:
        """'#1f6feb'."""
        return "#" + "".join(f"{round(_encoded(part) * 255):02x}" for part in self)

    def luminance(self) -> float:
        """Relative luminance, from 0 (black) to 1 (white)."""
        return 0.2126 * self.red + 0.7152 * self.green + 0.0722 * self.blue

    def over(self, ground: "Colour", opacity: float) -> "Colour":
        """As browsers lay it over another: in gamma-encoded sRGB."""
        mixed = (
            _decoded(_encoded(over) * opacity + _encoded(under) * (1 - opacity))
            for over, under in zip(self, ground, strict=True)
        )
        return Colour(*mixed)


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((one.luminance(), other.luminance()), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _encoded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
