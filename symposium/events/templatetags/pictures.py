"""Pictures in templates."""

from django import template

from symposium.events.models import Photograph

register = template.Library()


@register.filter
def focal(photo: Photograph) -> str:
    """The classes that keep a picture's focal point in view at every crop, to the nearest quarter ('fx-1 fy-2')."""
    return f"fx-{round(photo.focal_x / 25)} fy-{round(photo.focal_y / 25)}"
