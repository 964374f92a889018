"""What pages leave of a picture, drawn at the desk as SVG: attributes place it, so that no style is needed."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from symposium.events.models import Photograph
from symposium.kit.renditions import rendition_path

# As the style sheet cuts a cover.
COVER = (16, 9)
_HEIGHT = 180


def drawn_crops(photograph: Photograph) -> SafeString:
    """The whole picture with its focal point marked, and beside it the cover."""
    across = round(_HEIGHT * photograph.width / photograph.height)
    cover = round(_HEIGHT * COVER[0] / COVER[1])
    x, y = (round(size * part / 100) for size, part in ((across, photograph.focal_x), (_HEIGHT, photograph.focal_y)))
    whole = format_html(
        '<svg class="crop" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}">'
        '<image href="{3}" width="{0}" height="{1}"/><circle cx="{4}" cy="{5}" r="9"/><circle cx="{4}" cy="{5}" r="2"/>'
        "</svg>",
        *(across, _HEIGHT, _("The whole picture; a ring marks the focal point"), _address(photograph), x, y),
    )
    width, height, left, top = placed(photograph, cover, _HEIGHT)
    cut = format_html(
        '<svg class="crop" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}">'
        '<image href="{3}" width="{4}" height="{5}" x="{6}" y="{7}"/></svg>',
        *(cover, _HEIGHT, _("What is left of it at the top of the event’s page"), _address(photograph)),
        *(width, height, left, top),
    )
    return format_html('<span class="crops">{} {}</span>', whole, cut)


def placed(photograph: Photograph, across: int, down: int) -> tuple[int, int, int, int]:
    """Width, height, x and y of a picture that fills a box, its focal point kept as ``object-position`` does."""
    scale = max(across / photograph.width, down / photograph.height)
    width, height = round(photograph.width * scale), round(photograph.height * scale)
    # To the nearest tenth, as pages do.
    left = round((across - width) * round(photograph.focal_x / 10) / 10)
    top = round((down - height) * round(photograph.focal_y / 10) / 10)
    return width, height, left, top


def _address(photograph: Photograph) -> str:
    return rendition_path(str(photograph.image), 480)
