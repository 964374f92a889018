"""Icons in an event's colour: two orbits and a planet, as SVG, and as PNG for who wants that."""

import io

from PIL import Image

from symposium.kit import palette
from symposium.kit.cards import compiled, kept, lighten
from symposium.kit.styles import Look

# What home screens ask for: iOS 180, others 192 and 512 (W3C Web Application Manifest, icons).
SIZES = (180, 192, 512)
MASKABLE = 512
# A mask may cut all that is farther from the middle than 40 % of the side (Manifest, 'safe zone').
_MASKED_SHARE, _SHARE = 0.62, 0.76
_MARK = (
    '<ellipse cx="16" cy="16" rx="14" ry="6.5" transform="rotate(-35 16 16)"/>'
    '<ellipse cx="16" cy="16" rx="9" ry="4.5" transform="rotate(50 16 16)"/>'
    '<circle cx="26.6" cy="7" r="3"/>'
)
_HEAD = 'xmlns="http://www.w3.org/2000/svg" fill="none" stroke-width="2"'
_MOST_BYTES = 40_000
_ONE_PICTURE = b'#set page(width: %dpt, height: %dpt, margin: 0pt)\n#image("icon.svg", width: 100%%)'


def icon_svg(look: Look) -> str:
    """For tabs: lines alone, in the colour that stands out by day and by night."""
    day, night = palette.accent(look), palette.accent_by_night(look)
    style = (
        f"svg{{stroke:{day}}}circle{{fill:{day};stroke:none}}"
        f"@media (prefers-color-scheme:dark){{svg{{stroke:{night}}}circle{{fill:{night}}}}}"
    )
    return f'<svg {_HEAD} viewBox="0 0 32 32"><style>{style}</style>{_MARK}</svg>'


def icon_png(look: Look, size: int, *, is_maskable: bool = False) -> bytes:
    """For home screens: golden orbits in the event's night sky, ``size`` pixels square."""
    share = _MASKED_SHARE if is_maskable else _SHARE
    scale, shift = share, 16 * (1 - share)
    star = palette.STAR
    planet = f'<circle fill="{star}" stroke="none"'
    drawing = (
        f'<svg {_HEAD} viewBox="0 0 32 32" stroke="{star}">'
        f'<linearGradient id="sky" x2="0" y2="1"><stop stop-color="{palette.SKY}"/>'
        f'<stop offset="1" stop-color="{palette.horizon(look)}"/></linearGradient>'
        f'<rect width="32" height="32" fill="url(#sky)" stroke="none"/>'
        f'<g transform="translate({shift} {shift}) scale({scale})">{_MARK.replace("<circle", planet)}</g></svg>'
    )
    files = {"main.typ": _ONE_PICTURE % (size, size), "icon.svg": drawing.encode()}
    return kept(("icon", *files.values()), lambda: lighten(compiled(files), _MOST_BYTES))


def icon_ico(look: Look) -> bytes:
    """For who asks for /favicon.ico as in 1999: 16, 32 and 48 pixels."""
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(icon_png(look, 192)), formats=("PNG",)) as picture:
        picture.convert("RGB").save(buffer, "ICO", sizes=[(16, 16), (32, 32), (48, 48)])
    return buffer.getvalue()
