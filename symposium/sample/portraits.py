"""Portraits of people who do not exist: a head and shoulders as a constellation, each from its own seed."""

import math
import random

from PIL import Image

from symposium.sample.ink import DEEP, GOLD, IVORY, PALE, ROSE, TEAL, Colour, Ellipse, Point, Sheet

SIDE = 800
_GROUNDS: tuple[Colour, ...] = ((30, 46, 92), (44, 38, 78), (22, 58, 78), (62, 44, 66), (30, 60, 64))
_INKS: tuple[Colour, ...] = (IVORY, PALE, GOLD, TEAL, ROSE)


def portrait(seed: int) -> Image.Image:
    """One portrait; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (a drawing, not a secret)
    sheet = Sheet(SIDE, SIDE, top=DEEP, bottom=_GROUNDS[seed % len(_GROUNDS)])
    ink = _INKS[(seed // 2) % len(_INKS)]
    sheet.stars(90, seed)
    sheet.arc(Ellipse((400, 330), 330, 330, turned=seed * 37), (0, 235), ink, width=1.4, alpha=110)
    sheet.glow((400, 330), 330, ink, strength=0.16)
    head, shoulders = _head(chance), _shoulders(chance)
    sheet.shape(shoulders, DEEP, alpha=110)
    sheet.shape(head, DEEP, alpha=110)
    for figure in (head, shoulders):
        sheet.path([*figure, figure[0]], ink, width=1.6, alpha=200)
    within = [(400 + chance.uniform(-80, 80), 330 + chance.uniform(-110, 110)) for _ in range(6)]
    _join(sheet, [*within, *head], ink)
    _join(sheet, [(400 + chance.uniform(-150, 150), chance.uniform(600, 740)) for _ in range(5)] + shoulders, ink)
    for point in (*head, *within, *shoulders):
        sheet.glow(point, 20, ink, strength=0.5)
        sheet.disc(point, chance.uniform(2.5, 5.5), ink)
    return sheet.finished()


def _head(chance: random.Random) -> list[Point]:
    across, down = chance.uniform(125, 150), chance.uniform(170, 195)
    outline = Ellipse((400, 330), across, down, turned=chance.uniform(-6, 6))
    return [outline.at(angle + chance.uniform(-8, 8)) for angle in range(0, 360, 36)]


def _shoulders(chance: random.Random) -> list[Point]:
    wide = chance.uniform(250, 300)
    line = [
        (-1, 800),
        (-0.94, 690),
        (-0.62, 606),
        (-0.22, 560),
        (0, 590),
        (0.22, 560),
        (0.62, 606),
        (0.94, 690),
        (1, 800),
    ]
    return [(400 + wide * x, y + chance.uniform(-10, 10)) for x, y in line]


def _join(sheet: Sheet, points: list[Point], ink: Colour) -> None:
    """A fine line from each point to the two that are nearest."""
    for point in points:
        nearest = sorted(points, key=lambda other: math.dist(point, other))[1:3]
        for other in nearest:
            sheet.path([point, other], ink, width=0.9, alpha=70)
