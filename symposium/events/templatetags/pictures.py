"""Pictures in templates."""

from django import template
from django.utils.safestring import SafeString

from symposium.events.models import Photograph
from symposium.kit.picture import Loading, Shape, picture

register = template.Library()


@register.filter
def focal(photo: Photograph) -> str:
    """The classes that keep a picture's focal point in view at every crop, to the nearest tenth ('fx-3 fy-7').

    A crop from 3:2 to 16:9 has 16 % of the height to choose from, so that a tenth of it is less than one per cent of
    the picture; more classes would show no difference.
    """
    return f"fx-{round(photo.focal_x / 10)} fy-{round(photo.focal_y / 10)}"


@register.simple_tag
def photograph(photo: Photograph, sizes: str = "", loading: Loading = "lazy", *, crop: bool = False) -> SafeString:
    """A photograph at its own ratio; ``crop`` names its focal point for a style sheet that cuts it.

    ``sizes`` says how wide it is laid out (HTML §4.8.4.2.1). Without it, a column of the page.
    """
    return picture(
        str(photo.image),
        Shape(photo.width, photo.height),
        alt=photo.alternative_text,
        sizes=sizes or "(min-width: 60rem) 48rem, 92vw",
        own_width=photo.width,
        css=focal(photo) if crop else "",
        loading=loading,
    )


@register.simple_tag
def small_copy(photo: Photograph) -> SafeString:
    """A small copy beside words that say what it is."""
    width = 112
    shape = Shape(width, round(width * photo.height / (photo.width or 1)) or width)
    return picture(str(photo.image), shape, alt="", own_width=photo.width)
