"""The motif: Kepler orbits around one focus, an arc for each host and a point for each milestone.

The same event always gives the same drawing: shapes come from a hash of its address, never from chance. Everything is
plain numbers in SVG attributes.
"""

import functools
import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.template.loader import render_to_string

register = template.Library()

SIZE = 1000
FOCUS = SIZE / 2
# How far orbits reach from the focus, in units of the drawing; the fewer there are, the closer they stand together.
OUTERMOST, INNERMOST_SHARE, STEP = 470.0, 0.25, 0.6
MOST_ARCS, MOST_POINTS = 9, 24


@dataclass(frozen=True, slots=True)
class Arc:
    """An ellipse one of whose foci is the middle of the drawing; ``turn`` in degrees."""

    x: float
    rx: float
    ry: float
    turn: float

    def at(self, anomaly: float) -> tuple[float, float]:
        """The point at an eccentric anomaly (radians), in the drawing's coordinates."""
        x, y = self.x - FOCUS + self.rx * math.cos(anomaly), self.ry * math.sin(anomaly)
        turn = math.radians(self.turn)
        return (
            FOCUS + x * math.cos(turn) - y * math.sin(turn),
            FOCUS + x * math.sin(turn) + y * math.cos(turn),
        )


@dataclass(frozen=True, slots=True)
class Point:
    """A body on its orbit."""

    x: float
    y: float
    r: float


@register.simple_tag(name="orbits")
@functools.lru_cache(maxsize=256)
def drawn(seed: str, hosts: int = 3, milestones: int = 0, css: str = "", dots: float = 1) -> str:
    """The orbits as SVG; the same each time, and so drawn once."""
    return render_to_string("components/orbits.html", orbits(seed, hosts, milestones, css, dots))


def orbits(seed: Any, hosts: int = 3, milestones: int = 0, css: str = "", dots: float = 1) -> dict[str, Any]:
    """Draw the orbits of what ``seed`` (an event's address) names; ``dots`` enlarges the points of a small drawing."""
    numbers = _numbers(str(seed))
    wanted = max(2, min(hosts, MOST_ARCS))
    arcs = [_arc(index, wanted, numbers) for index in range(wanted)]
    count = max(len(arcs), min(milestones, MOST_POINTS))
    points = [_point(arcs[index % len(arcs)], numbers, dots) for index in range(count)]
    return {"arcs": arcs, "points": points, "size": SIZE, "focus": FOCUS, "sun": 7 * dots, "css": css}


def _numbers(seed: str) -> Iterator[float]:
    """Numbers from 0 to 1, always the same for the same seed."""
    block = 0
    while True:
        digest = hashlib.blake2b(f"{seed}\x1f{block}".encode(), digest_size=32).digest()
        yield from (byte / 255 for byte in digest)
        block += 1


def _arc(index: int, count: int, numbers: Iterator[float]) -> Arc:
    share = max(STEP ** (count - 1), INNERMOST_SHARE)
    size = OUTERMOST * share ** (1 - index / (count - 1))
    eccentricity = 0.08 + 0.3 * next(numbers)
    # No orbit leaves the drawing: its far end is as far from the focus as its size says.
    rx = size / (1 + eccentricity)
    return Arc(
        x=round(FOCUS - rx * eccentricity, 1),
        rx=round(rx, 1),
        ry=round(rx * math.sqrt(1 - eccentricity**2), 1),
        turn=round(360 * next(numbers), 1),
    )


def _point(arc: Arc, numbers: Iterator[float], dots: float) -> Point:
    x, y = arc.at(2 * math.pi * next(numbers))
    return Point(round(x, 1), round(y, 1), round((3 + 3.5 * next(numbers)) * dots, 1))
