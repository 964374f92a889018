"""Logos of equal optical weight: the same area for each, whatever its shape."""

import functools
import math
from typing import Any, NamedTuple

from django import template
from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError

register = template.Library()

# Pixels that a logo covers, and the longest side that it may have.
AREA = 6_000
LONGEST = 150


class Box(NamedTuple):
    """Width and height in CSS pixels."""

    width: int
    height: int


@register.simple_tag
def logo_box(logo: Any) -> Box:
    """The width and height at which a logo covers the common area; a square when its file cannot be read."""
    return _box(logo.name)


@functools.lru_cache(maxsize=512)
def _box(name: str) -> Box:
    """Read once in each process: a file is named by what it holds."""
    try:
        with default_storage.open(name) as file, Image.open(file) as picture:
            ratio = picture.width / picture.height
    except (OSError, UnidentifiedImageError, ValueError, ZeroDivisionError):
        ratio = 1.0
    height = math.sqrt(AREA / ratio)
    shrink = min(1.0, LONGEST / (height * ratio), LONGEST / height)
    return Box(round(height * ratio * shrink), round(height * shrink))
