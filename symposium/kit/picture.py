"""The ``<picture>`` of a rendition: AVIF for who reads it, WebP for everybody, true dimensions, no shift."""

from typing import Literal, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from symposium.kit.renditions import KINDS, rendition_path, srcset

type Loading = Literal["lazy", "eager", "first"]

# 'first' is for what fills the first screen: the browser fetches it before all else.
_LOADING: dict[str, SafeString] = {
    "lazy": SafeString(' loading="lazy" decoding="async"'),
    "eager": SafeString(""),
    "first": SafeString(' fetchpriority="high"'),
}
# No screen shows a difference above this many pixels for one of CSS.
_DENSEST = 3


class Shape(NamedTuple):
    """Width and height of the image that is laid out, in CSS pixels or in the same ratio."""

    width: int
    height: int


def picture(
    master: str,
    shape: Shape,
    *,
    alt: str,
    sizes: str = "",
    own_width: int = 0,
    css: str = "",
    loading: Loading = "lazy",
    dark: str = "",
) -> SafeString:
    """The element. Without ``sizes`` it is laid out at ``shape``. ``dark`` is the master for dark pages."""
    fixed = not sizes
    at_most = shape.width * _DENSEST if fixed else 0
    sizes = sizes or f"{shape.width}px"
    sources = [_source(dark, kind, sizes, at_most=at_most, is_dark=True) for kind in KINDS] if dark else []
    sources.append(_source(master, "avif", sizes, at_most=at_most, own_width=own_width))
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}{}></picture>',
        SafeString("".join(sources)),
        rendition_path(master, shape.width if fixed else 960),
        srcset(master, "webp", own_width=own_width, at_most=at_most),
        sizes,
        shape.width,
        shape.height,
        alt,
        format_html(' class="{}"', css) if css else "",
        _LOADING[loading],
    )


def _source(
    master: str, kind: str, sizes: str, *, at_most: int, own_width: int = 0, is_dark: bool = False
) -> SafeString:
    return format_html(
        '<source type="{}" srcset="{}" sizes="{}"{}>',
        KINDS[kind],
        srcset(master, kind, own_width=own_width, at_most=at_most),
        sizes,
        SafeString(' media="screen and (prefers-color-scheme: dark)"') if is_dark else "",
    )
