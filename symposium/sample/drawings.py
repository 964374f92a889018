"""The sample's illustrations: drawn here, the same every time, and credited as drawn.

They stand where an event would show photographs. None is a likeness of a real thing or place.
"""

import math
from collections.abc import Callable

from PIL import Image

from symposium.sample.ink import (
    DEEP,
    DUSK,
    GOLD,
    IVORY,
    NIGHT,
    PALE,
    ROSE,
    TEAL,
    Colour,
    Ellipse,
    Point,
    Sheet,
    around,
)

WIDTH, HEIGHT = 1600, 1000


def orbits() -> Image.Image:
    """Five orbits around one light: five hosts, none above another."""
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.stars(260, 5)
    centre = (800.0, 520.0)
    sheet.glow(centre, 420, PALE, strength=0.28)
    sheet.glow(centre, 130, IVORY, strength=0.9)
    sheet.disc(centre, 15, IVORY)
    for number, colour in enumerate((IVORY, PALE, GOLD, TEAL, ROSE)):
        curve = Ellipse(centre, 640, 205, turned=-54 + 27 * number)
        sheet.arc(curve, (0, 360), colour, width=1.4, alpha=120)
        sheet.arc(curve, (200 + 31 * number, 290 + 31 * number), colour, width=2.6, alpha=235)
        _body(sheet, curve.at(290 + 31 * number), colour)
    return sheet.finished()


def radar() -> Image.Image:
    """A radar dome on a moor, its pulses going out as arcs."""
    sheet = Sheet(WIDTH, HEIGHT, bottom=(58, 70, 112))
    sheet.stars(240, 11, lowest=0.7)
    foot = (560.0, 800.0)
    for number in range(9):
        ring = Ellipse(foot, 300 + 130 * number, 300 + 130 * number)
        sheet.arc(ring, (-78, -14), GOLD, width=1.6, alpha=190 - 19 * number)
    _satellite(sheet, (1290, 250), turned=24, size=0.62)
    sheet.glow((foot[0], foot[1] - 120), 430, PALE, strength=0.22)
    _dome(sheet, foot, 235)
    _hills(sheet)
    return sheet.finished()


def _dome(sheet: Sheet, foot: Point, radius: float) -> None:
    sheet.ball(foot, radius, (214, 212, 208), (58, 70, 108))
    for tilt in (0.12, 0.38, 0.62, 0.84):
        sheet.arc(Ellipse(foot, radius * tilt, radius), (180, 360), DUSK, width=1.2, alpha=120)
    for height in (0.22, 0.48, 0.72, 0.9):
        across = radius * math.sqrt(1 - height * height)
        level = Ellipse((foot[0], foot[1] - radius * height), across, across * 0.16)
        sheet.arc(level, (0, 180), DUSK, width=1.2, alpha=120)


def _hills(sheet: Sheet) -> None:
    for base, swing, phase, colour in (
        (800, 26, 0.4, (22, 30, 60)),
        (870, 40, 2.2, (13, 20, 44)),
        (945, 26, 4.0, DEEP),
    ):
        ridge = [
            (x, base + swing * math.sin(x / 260 + phase) + 9 * math.sin(x / 71 + phase)) for x in range(0, 1601, 10)
        ]
        sheet.shape([(0, HEIGHT), *ridge, (WIDTH, HEIGHT)], colour)


def ringed_planet() -> Image.Image:
    """A planet with rings, and the long way of a probe towards it."""
    sheet = Sheet(WIDTH, HEIGHT, top=DEEP, bottom=NIGHT)
    sheet.stars(340, 19)
    centre = (930.0, 500.0)
    sheet.glow(centre, 640, GOLD, strength=0.16)
    rings = [Ellipse(centre, across, across * 0.26, turned=-16) for across in range(390, 620, 8)]
    for number, ring in enumerate(rings):
        sheet.arc(ring, (180, 360), GOLD, width=2.2, alpha=_ring_alpha(number))
    sheet.ball(centre, 285, (226, 196, 148), (54, 44, 58))
    for number, ring in enumerate(rings):
        sheet.arc(ring, (0, 180), IVORY, width=2.2, alpha=_ring_alpha(number))
    way = Ellipse((560, 1090), 620, 830, turned=12)
    sheet.arc(way, (186, 258), PALE, width=1.6, alpha=150)
    _body(sheet, way.at(258), IVORY)
    return sheet.finished()


def _ring_alpha(number: int) -> int:
    """A gap after the second third, as rings have."""
    return 28 if number in {17, 18} else 90 + 40 * (number % 4)


def small_satellite() -> Image.Image:
    """A small satellite with four paddles over layers of air that shine."""
    sheet = Sheet(WIDTH, HEIGHT, top=DEEP, bottom=NIGHT)
    sheet.stars(300, 62, lowest=0.75)
    _limb(sheet, 1500.0)
    for number in range(7):
        layer = Ellipse((800, 2300), 1570 + 34 * number, 1570 + 34 * number)
        sheet.arc(layer, (-140, -40), TEAL, width=1.3, alpha=150 - 18 * number)
    at = (760.0, 380.0)
    sheet.glow(at, 340, IVORY, strength=0.18)
    for turned in (38, 142, 218, 322):
        arm = around(at, [(60, 0), (150, 0)], turned=turned)
        sheet.path(arm, IVORY, width=3)
        sheet.shape(around(at, [(150, -26), (300, -26), (300, 26), (150, 26)], turned=turned), (44, 66, 122))
        for line in (-26, 0, 26):
            sheet.path(around(at, [(150, line), (300, line)], turned=turned), PALE, width=1.2, alpha=180)
    sheet.path([at, (at[0], at[1] - 170)], IVORY, width=3)
    sheet.ball(at, 84, (228, 222, 206), (62, 70, 104))
    sheet.arc(Ellipse(at, 84, 22), (0, 180), NIGHT, width=1.5, alpha=150)
    return sheet.finished()


def two_satellites() -> Image.Image:
    """Two satellites close together on one high orbit."""
    sheet = Sheet(WIDTH, HEIGHT, top=DEEP, bottom=NIGHT)
    sheet.stars(320, 36)
    sheet.glow((170, 900), 620, PALE, strength=0.3)
    sheet.ball((170, 900), 330, (92, 130, 188), (12, 22, 50), side=(-0.1, -0.75))
    high = Ellipse((170, 900), 960, 700, turned=-4)
    sheet.arc(high, (-100, 10), PALE, width=1.5, alpha=140)
    first, second = high.at(-62), high.at(-37)
    sheet.path([first, second], GOLD, width=1.4, alpha=150)
    _satellite(sheet, first, turned=-28, size=0.95)
    _satellite(sheet, second, turned=14, size=0.7)
    return sheet.finished()


def mirror() -> Image.Image:
    """A telescope's mirror of eighteen hexagons."""
    sheet = Sheet(WIDTH, HEIGHT, top=DEEP, bottom=NIGHT)
    sheet.stars(360, 18)
    centre, side, reach = (800.0, 500.0), 92.0, 2
    sheet.glow(centre, 620, GOLD, strength=0.2)
    for column in range(-reach, reach + 1):
        for row in range(-reach, reach + 1):
            if abs(column + row) > reach or (column, row) == (0, 0):
                continue
            at = (centre[0] + side * 1.56 * column, centre[1] + side * 1.8 * (row + column / 2))
            _hexagon(sheet, at, side, warmth=(column - row) / 8)
    sheet.path([(centre[0], centre[1] - 470), (centre[0], centre[1] - 20)], IVORY, width=2, alpha=170)
    sheet.path([(centre[0] - 380, centre[1] + 400), centre], IVORY, width=2, alpha=170)
    sheet.path([(centre[0] + 380, centre[1] + 400), centre], IVORY, width=2, alpha=170)
    sheet.disc(centre, 34, NIGHT)
    sheet.arc(Ellipse(centre, 34, 34), (0, 360), IVORY, width=2)
    return sheet.finished()


def _hexagon(sheet: Sheet, at: Point, side: float, *, warmth: float) -> None:
    corners = [(side * math.cos(math.radians(turn)), side * math.sin(math.radians(turn))) for turn in range(0, 360, 60)]
    colour: Colour = (round(206 + 30 * warmth), round(164 + 40 * warmth), round(92 + 60 * warmth))
    sheet.shape(around(at, corners), colour)
    sheet.shape(around(at, corners, size=0.62), IVORY, alpha=26)
    sheet.path([*around(at, corners), around(at, corners)[0]], NIGHT, width=4)


def sun() -> Image.Image:
    """The sun with loops of its field, and an orbit that dips close."""
    sheet = Sheet(WIDTH, HEIGHT, top=DEEP, bottom=(24, 22, 44))
    sheet.stars(260, 20)
    centre = (330.0, 540.0)
    sheet.glow(centre, 760, GOLD, strength=0.34)
    for number, turned in enumerate(range(-80, 90, 20)):
        foot = Ellipse(centre, 292, 292).at(turned)
        for size in (1.0, 0.72, 0.45):
            loop = Ellipse(foot, (78 + 9 * (number % 3)) * size, 40 * size, turned=turned)
            sheet.arc(loop, (0, 360), GOLD, width=1.4, alpha=130)
    sheet.ball(centre, 292, (250, 222, 160), (190, 104, 62), side=(-0.2, -0.25))
    way = Ellipse((800, 500), 640, 330, turned=-7)
    sheet.arc(way, (-150, 150), PALE, width=1.6, alpha=150)
    _satellite(sheet, way.at(-62), turned=-18, size=0.5)
    return sheet.finished()


def heliosphere() -> Image.Image:
    """The bubble that the sun's wind blows, bent by what it travels through."""
    sheet = Sheet(WIDTH, HEIGHT, top=DEEP, bottom=NIGHT)
    sheet.stars(320, 27)
    centre = (660.0, 500.0)
    sheet.glow(centre, 420, GOLD, strength=0.26)
    for number in range(12):
        reach = 170 + 34 * number
        nose = [
            (
                centre[0] + reach * (0.35 - 1.35 * math.cos(t / 40)) + max(0, t * t / 26) * 0.55,
                centre[1] + reach * 1.15 * math.sin(t / 40),
            )
            for t in range(-105, 106, 3)
        ]
        sheet.path(nose, TEAL if number % 3 else IVORY, width=1.4, alpha=200 - 13 * number)
    sheet.glow(centre, 90, IVORY, strength=0.9)
    sheet.disc(centre, 12, IVORY)
    for across in (54, 92, 138):
        sheet.arc(Ellipse(centre, across, across * 0.34, turned=-12), (0, 360), PALE, width=1.2, alpha=150)
    return sheet.finished()


def orrery() -> Image.Image:
    """A brass orrery before a tall window."""
    sheet = Sheet(WIDTH, HEIGHT, top=(12, 18, 40), bottom=(38, 34, 58))
    window = Ellipse((800, 430), 430, 380)
    sheet.shape([window.at(angle) for angle in range(180, 361, 2)] + [(1230, 860), (370, 860)], (24, 42, 88))
    sheet.stars(150, 88, lowest=0.8)
    sheet.path([window.at(angle) for angle in range(180, 361, 2)], GOLD, width=2, alpha=150)
    for x in (513, 656, 800, 944, 1087):
        sheet.path([(x, 110), (x, 860)], NIGHT, width=5, alpha=200)
    centre = (800.0, 560.0)
    sheet.path([centre, (800, 905)], GOLD, width=8)
    sheet.shape([(690, 930), (910, 930), (850, 890), (750, 890)], (150, 112, 60))
    for number, across in enumerate((110, 190, 285, 390, 510)):
        ring = Ellipse(centre, across, across * 0.24, turned=-5)
        sheet.arc(ring, (0, 360), GOLD, width=2.4, alpha=210)
        spot = ring.at(35 + 81 * number)
        sheet.path([spot, (spot[0], spot[1] - 26)], GOLD, width=2)
        sheet.ball((spot[0], spot[1] - 40), 13 + 4 * (number % 3), (PALE, IVORY, TEAL, ROSE, IVORY)[number], NIGHT)
    sheet.glow((centre[0], centre[1] - 46), 170, GOLD, strength=0.5)
    sheet.ball((centre[0], centre[1] - 46), 44, (252, 228, 170), (176, 120, 58))
    return sheet.finished()


def _limb(sheet: Sheet, radius: float) -> None:
    """The edge of a world far below."""
    sheet.glow((800, 2300), radius + 150, PALE, strength=0.9)
    sheet.disc((800, 2300), radius, (18, 34, 74))


def _body(sheet: Sheet, at: Point, colour: Colour) -> None:
    sheet.glow(at, 44, colour, strength=0.6)
    sheet.disc(at, 9, colour)


def _satellite(sheet: Sheet, at: Point, *, turned: float, size: float) -> None:
    """A box with two wings of cells and a dish."""
    for wing in (-1, 1):
        sheet.path(around(at, [(0, 0), (70 * wing, 0)], turned=turned, size=size), IVORY, width=2)
        panel = [(70 * wing, -34), (230 * wing, -34), (230 * wing, 34), (70 * wing, 34)]
        sheet.shape(around(at, panel, turned=turned, size=size), (46, 70, 130))
        for x in range(70, 231, 40):
            sheet.path(
                around(at, [(x * wing, -34), (x * wing, 34)], turned=turned, size=size), PALE, width=1, alpha=170
            )
        for y in (-34, 0, 34):
            sheet.path(
                around(at, [(70 * wing, y), (230 * wing, y)], turned=turned, size=size), PALE, width=1, alpha=170
            )
    sheet.shape(around(at, [(-36, -48), (36, -48), (36, 48), (-36, 48)], turned=turned, size=size), (204, 190, 160))
    sheet.shape(around(at, [(8, -48), (36, -48), (36, 48), (8, 48)], turned=turned, size=size), (140, 124, 104))
    dish = Ellipse(around(at, [(0, -66)], turned=turned, size=size)[0], 40 * size, 15 * size, turned=turned)
    sheet.shape([dish.at(angle) for angle in range(0, 360, 6)], IVORY)


SCENES: dict[str, Callable[[], Image.Image]] = {
    scene.__name__: scene
    for scene in (orbits, radar, ringed_planet, small_satellite, two_satellites, mirror, sun, heliosphere, orrery)
}
