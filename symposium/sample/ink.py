"""Paper and ink for the sample's illustrations: a night sky, fine arcs, points of light; the same every time."""

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

type Colour = tuple[int, int, int]
type Point = tuple[float, float]

NIGHT: Colour = (9, 16, 38)
DUSK: Colour = (32, 48, 92)
DEEP: Colour = (5, 9, 22)
IVORY: Colour = (238, 229, 208)
PALE: Colour = (150, 178, 224)
GOLD: Colour = (222, 178, 104)
ROSE: Colour = (206, 132, 126)
TEAL: Colour = (112, 190, 186)

# Drawn at twice the size and reduced, because Pillow's own lines have hard edges.
_SCALE = 2


class Sheet:
    """A sheet of night sky to draw on; lengths are pixels of the finished picture, alpha goes from 0 to 255."""

    def __init__(self, width: int, height: int, top: Colour = NIGHT, bottom: Colour = DUSK) -> None:
        self.width, self.height = width, height
        size = (width * _SCALE, height * _SCALE)
        shade = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
        self._image = Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), shade)
        self._pen = ImageDraw.Draw(self._image, "RGBA")

    def finished(self) -> Image.Image:
        """The picture at its size."""
        return self._image.resize((self.width, self.height), Image.Resampling.LANCZOS)

    def stars(self, count: int, seed: int, *, lowest: float = 1.0) -> None:
        """Faint points of different size, above ``lowest`` (a part of the height)."""
        chance = random.Random(seed)  # noqa: S311 (a drawing, not a secret)
        for _ in range(count):
            x, y = chance.uniform(0, self.width), chance.uniform(0, self.height * lowest)
            self.disc((x, y), 0.5 + 1.4 * chance.random() ** 4, IVORY, alpha=int(50 + 170 * chance.random() ** 2))

    def glow(self, at: Point, radius: float, colour: Colour, *, strength: float = 0.6) -> None:
        """Light that fades out at ``radius``."""
        side = max(2, round(radius * 2 * _SCALE))
        light = ImageChops.invert(Image.radial_gradient("L")).resize((side, side), Image.Resampling.BICUBIC)
        # The gradient reaches the corners; what lies outside the circle is cut off so that no square shows.
        light = light.point([round((max(0, value - 75) / 180) ** 1.8 * 255 * strength) for value in range(256)])
        corner = (round((at[0] - radius) * _SCALE), round((at[1] - radius) * _SCALE))
        self._image.paste(Image.new("RGB", (side, side), colour), corner, light)

    def disc(self, at: Point, radius: float, colour: Colour, *, alpha: int = 255) -> None:
        """A filled circle."""
        x, y = at
        box = [(side * _SCALE) for side in (x - radius, y - radius, x + radius, y + radius)]
        self._pen.ellipse(box, fill=(*colour, alpha))

    def ball(self, at: Point, radius: float, light: Colour, dark: Colour, *, side: Point = (-0.4, -0.45)) -> None:
        """A sphere lit from ``side`` (in radii from its centre)."""
        size = round(radius * 2 * _SCALE)
        ground = Image.new("RGB", (size, size), dark)
        lit = Image.new("L", (size, size), 0)
        x, y, reach = (1 + side[0]) * size / 2, (1 + side[1]) * size / 2, size * 0.62
        ImageDraw.Draw(lit).ellipse((x - reach, y - reach, x + reach, y + reach), fill=235)
        lit = lit.filter(ImageFilter.GaussianBlur(size * 0.16))
        ground.paste(Image.new("RGB", (size, size), light), (0, 0), lit)
        edge = Image.new("L", (size, size), 0)
        ImageDraw.Draw(edge).ellipse((0, 0, size - 1, size - 1), fill=255)
        corner = (round((at[0] - radius) * _SCALE), round((at[1] - radius) * _SCALE))
        self._image.paste(ground, corner, edge)

    def path(self, points: Sequence[Point], colour: Colour, *, width: float = 1.5, alpha: int = 255) -> None:
        """A line through points."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._pen.line(scaled, fill=(*colour, alpha), width=max(1, round(width * _SCALE)), joint="curve")

    def shape(self, points: Sequence[Point], colour: Colour, *, alpha: int = 255) -> None:
        """A filled polygon."""
        self._pen.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=(*colour, alpha))

    def arc(self, curve: "Ellipse", span: Point, colour: Colour, *, width: float = 1.5, alpha: int = 255) -> None:
        """A part of an orbit, from one angle to another in degrees."""
        first, last = span
        steps = max(8, round(abs(last - first) * 1.2))
        points = [curve.at(first + (last - first) * step / steps) for step in range(steps + 1)]
        self.path(points, colour, width=width, alpha=alpha)


class Ellipse:
    """An orbit: centre, half axes in pixels, and how far it is turned (degrees, clockwise on the page)."""

    def __init__(self, centre: Point, across: float, down: float, turned: float = 0) -> None:
        self.centre, self.across, self.down = centre, across, down
        self._cos, self._sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))

    def at(self, angle: float) -> Point:
        """The point at an angle in degrees."""
        x = self.across * math.cos(math.radians(angle))
        y = self.down * math.sin(math.radians(angle))
        return (self.centre[0] + x * self._cos - y * self._sin, self.centre[1] + x * self._sin + y * self._cos)


def around(at: Point, points: Sequence[Point], *, turned: float = 0, size: float = 1) -> list[Point]:
    """Points given around the origin, turned (degrees), scaled and moved to ``at``."""
    cos, sin = math.cos(math.radians(turned)) * size, math.sin(math.radians(turned)) * size
    return [(at[0] + x * cos - y * sin, at[1] + x * sin + y * cos) for x, y in points]
