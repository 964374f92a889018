"""Logos of institutions that do not exist: emblems and words of every shape, drawn for light and for dark pages."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from symposium.sample.ink import IVORY, Colour, Ellipse, Point

# Drawn at four times the size and reduced, because Pillow's own lines have hard edges.
_SCALE = 4


class Inks(NamedTuple):
    """The two colours of a logo on one ground."""

    first: Colour
    second: Colour


class Plate:
    """A transparent plate to draw on; lengths are pixels of the finished logo."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        self._image = Image.new("RGBA", (width * _SCALE, height * _SCALE), (255, 255, 255, 0))
        self._pen = ImageDraw.Draw(self._image)

    def finished(self) -> Image.Image:
        """The logo at its size."""
        return self._image.resize(self.size, Image.Resampling.LANCZOS)

    def disc(self, at: Point, radius: float, colour: Colour) -> None:
        """A filled circle."""
        box = [side * _SCALE for side in (at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius)]
        self._pen.ellipse(box, fill=(*colour, 255))

    def block(self, width: float, height: float, colour: Colour) -> None:
        """A filled rectangle from the corner on."""
        self._pen.rectangle((0, 0, width * _SCALE, height * _SCALE), fill=(*colour, 255))

    def path(self, points: Sequence[Point], colour: Colour, *, width: float) -> None:
        """A line through points, round at every one."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._pen.line(scaled, fill=(*colour, 255), width=round(width * _SCALE))
        for point in points:
            self.disc(point, width / 2, colour)

    def arc(self, curve: Ellipse, first: float, last: float, colour: Colour, *, width: float) -> None:
        """A part of an ellipse, in degrees."""
        steps = max(12, round(abs(last - first)))
        self.path([curve.at(first + (last - first) * n / steps) for n in range(steps + 1)], colour, width=width)

    def words(self, text: str, at: Point, size: float, colour: Colour, *, anchor: str = "ls") -> None:
        """A line of type; ``at`` is its left end on the base line, or what the anchor says."""
        font = ImageFont.load_default(size * _SCALE)
        self._pen.text((at[0] * _SCALE, at[1] * _SCALE), text, fill=(*colour, 255), font=font, anchor=anchor)


def thistledown(inks: Inks) -> Image.Image:
    """An upright emblem: a dome whose slit lets the down of a thistle out as stars, and the name below."""
    plate = Plate(420, 440)
    foot = (210.0, 270.0)
    plate.arc(Ellipse(foot, 140, 140), 180, 360, inks.first, width=13)
    plate.path([(52, 270), (368, 270)], inks.first, width=13)
    plate.path([(210, 236), (210, 120)], inks.second, width=9)
    for turn in range(-66, 67, 22):
        tip = Ellipse((210, 120), 92, 92).at(turn - 90)
        plate.path([(210, 120), tip], inks.second, width=5)
        plate.disc(tip, 9, inks.second)
    plate.words("THISTLEDOWN", (210, 352), 55, inks.first, anchor="ms")
    plate.words("OBSERVATORY", (210, 416), 55, inks.first, anchor="ms")
    return plate.finished()


def slow_orbits(inks: Inks) -> Image.Image:
    """A long word mark: four letters, the last of them an orbit."""
    plate = Plate(570, 220)
    plate.words("PIS", (10, 182), 206, inks.first)
    centre = (420.0, 110.0)
    plate.arc(Ellipse(centre, 74, 74), 0, 360, inks.first, width=20)
    orbit = Ellipse(centre, 126, 38, turned=-24)
    plate.arc(orbit, 20, 330, inks.second, width=9)
    plate.disc(orbit.at(345), 16, inks.second)
    return plate.finished()


def shared_skies(inks: Inks) -> Image.Image:
    """Two horizons that cross, and three lines of words beside them."""
    plate = Plate(640, 250)
    for centre, colour in (((92.0, 125.0), inks.first), ((172.0, 125.0), inks.second)):
        plate.arc(Ellipse(centre, 82, 82), 0, 360, colour, width=11)
    plate.disc((132, 125), 11, inks.first)
    for number, line in enumerate(("Bureau of", "Shared", "Skies")):
        plate.words(line, (290, 82 + 74 * number), 68, inks.first)
    return plate.finished()


def halcyon_bay(inks: Inks) -> Image.Image:
    """A solid block with letters and two waves."""
    plate = Plate(360, 360)
    plate.block(360, 360, inks.first)
    plate.words("HBL", (180, 196), 138, IVORY, anchor="ms")
    for row, colour in ((256, inks.second), (302, IVORY)):
        wave = [(x, row + 15 * math.sin(x / 29)) for x in range(44, 317, 4)]
        plate.path(wave, colour, width=9)
    return plate.finished()


def quillfeather(inks: Inks) -> Image.Image:
    """Nothing but a name, very long, over a fine rule."""
    plate = Plate(900, 190)
    plate.words("Quillfeather", (8, 104), 122, inks.first)
    plate.path([(14, 136), (886, 136)], inks.second, width=4)
    plate.words("& DAUGHTERS · INSTRUMENT MAKERS", (450, 182), 38, inks.first, anchor="ms")
    return plate.finished()


# By the slug of the institution: what draws its logo, in which inks by day, and by night where there is a dark variant.
LOGOS: dict[str, tuple[Callable[[Inks], Image.Image], Inks, Inks | None]] = {
    "thistledown-observatory": (thistledown, Inks((44, 36, 84), (148, 62, 120)), Inks(IVORY, (226, 152, 204))),
    "pacific-institute-of-slow-orbits": (slow_orbits, Inks((14, 58, 92), (196, 106, 32)), Inks(IVORY, (240, 176, 96))),
    "bureau-of-shared-skies": (shared_skies, Inks((24, 32, 60), (40, 112, 168)), Inks(IVORY, (132, 190, 236))),
    # No dark variant: it stands on a ground of its own.
    "halcyon-bay-laboratory": (halcyon_bay, Inks((16, 74, 82), (140, 208, 196)), None),
    "quillfeather-instrument-makers": (quillfeather, Inks((62, 40, 30), (170, 120, 60)), Inks(IVORY, (222, 178, 104))),
}
