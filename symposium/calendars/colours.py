"""COLOR (RFC 7986 §5.9) knows names of CSS3 alone: the one whose hue comes nearest to an event's."""

# Hues in OKLCH, in degrees; tests compute them anew from the colours.
HUES = {
    "crimson": 20,
    "firebrick": 27,
    "orangered": 35,
    "chocolate": 50,
    "darkorange": 58,
    "darkgoldenrod": 82,
    "olive": 110,
    "olivedrab": 126,
    "forestgreen": 143,
    "seagreen": 155,
    "darkcyan": 195,
    "deepskyblue": 232,
    "steelblue": 246,
    "dodgerblue": 253,
    "royalblue": 266,
    "slateblue": 286,
    "rebeccapurple": 303,
    "darkorchid": 312,
    "darkmagenta": 328,
    "mediumvioletred": 350,
}


def css_colour(hue: int) -> str:
    """The name for a hue in degrees."""
    return min(HUES, key=lambda name: abs((HUES[name] - hue + 180) % 360 - 180))
