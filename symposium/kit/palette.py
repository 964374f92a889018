"""The colours of static/css/tokens.css as numbers, for what is drawn outside a style sheet: pictures and icons."""

from symposium.kit.colour import Colour
from symposium.kit.styles import PAPER, Look

# By day, by night; and a cover's ground, its gold and its words, which are the same at any hour.
PAPER_BY_DAY = PAPER.hex()
PAPER_BY_NIGHT = Colour.from_oklch(0.19, 0.035, 265).hex()
SKY = Colour.from_oklch(0.21, 0.045, 265).hex()
STAR = Colour.from_oklch(0.84, 0.09, 85).hex()
WORDS = Colour.from_oklch(0.94, 0.012, 90).hex()
WORDS_SOFT = Colour.from_oklch(0.77, 0.025, 265).hex()
BAD = Colour.from_oklch(0.80, 0.11, 27).hex()


def horizon(look: Look) -> str:
    """Where an event's night sky ends."""
    return Colour.from_oklch(0.27, 0.06, look.hue).hex()


def accent(look: Look) -> str:
    """An event's colour on paper by day."""
    return Colour.from_hex(look.accent).hex() if look.accent else Colour.from_oklch(0.46, 0.13, look.hue).hex()


def accent_by_night(look: Look) -> str:
    """An event's colour on paper by night."""
    return Colour.from_oklch(0.82, 0.10, look.hue).hex()
