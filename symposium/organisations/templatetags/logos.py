"""Logos of equal optical weight: a common area, corrected for how much ink stands on it, whatever their shape."""

import functools
import math
from typing import Any

from django import template
from django.core.files.storage import default_storage
from django.utils.safestring import SafeString
from PIL import Image, ImageChops, ImageStat, UnidentifiedImageError

from symposium.kit.images import in_srgb
from symposium.kit.picture import Loading, Shape, picture
from symposium.kit.renditions import without_margins
from symposium.organisations.models import Organisation

register = template.Library()

# CSS pixels that a logo covers, and the longest side that it may have.
AREA = 5_400
LONGEST = 160
# The part of its box that an ordinary logo inks; a thin word mark has less and is set larger, a solid block smaller.
USUAL_INK = 0.4
# The eye corrects for most of it by itself: half as much ink needs a fifth more area, and no logo gets out of line.
_YIELD = 0.27
_BOUNDS = (0.78, 1.3)
_SAMPLE = 96


@register.simple_tag
def logo(organisation: Organisation, *, alt: str = "", loading: Loading = "lazy") -> SafeString:
    """An institution's logo, with its dark variant on dark pages; without one it stands on a light ground there.

    ``alt`` is left empty where the name stands beside it.
    """
    return picture(
        str(organisation.logo),
        logo_box(organisation.logo),
        alt=alt,
        css="logo" if organisation.logo_dark else "logo logo-on-paper",
        loading=loading,
        dark=str(organisation.logo_dark),
    )


def logo_box(logo: Any) -> Shape:
    """The width and height in CSS pixels at which a logo weighs as much as any other; a square when it is not there."""
    try:
        return _box(logo.name)
    except (OSError, UnidentifiedImageError, ValueError):
        side = round(math.sqrt(AREA))
        return Shape(side, side)


@functools.lru_cache(maxsize=512)
def _box(name: str) -> Shape:
    """Read once in each process: a file is named by what it holds."""
    with default_storage.open(name) as file, Image.open(file, formats=("WEBP",)) as opened:
        drawn = without_margins(in_srgb(opened))
    ratio = drawn.width / drawn.height
    least, most = _BOUNDS
    area = AREA * min(most, max(least, (USUAL_INK / _ink(drawn)) ** _YIELD))
    height = math.sqrt(area / ratio)
    shrink = min(1.0, LONGEST / (height * ratio), LONGEST / height)
    return Shape(max(1, round(height * ratio * shrink)), max(1, round(height * shrink)))


def _ink(drawn: Image.Image) -> float:
    """The part of a logo that is neither transparent nor white: 0.02 for a hairline, 1 for a block."""
    sample = drawn.convert("RGBA").resize((_SAMPLE, _SAMPLE), Image.Resampling.BOX)
    opaque = sample.getchannel("A")
    if ImageStat.Stat(opaque).extrema[0][0] < 250:
        inked = opaque
    else:
        inked = ImageChops.invert(sample.convert("L"))
        inked = inked.point([min(255, value * 2) for value in range(256)])
    return max(0.02, ImageStat.Stat(inked).mean[0] / 255)
