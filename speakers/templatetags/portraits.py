"""Portraits in templates."""

from django import template
from django.utils.safestring import SafeString

from speakers.models import Speaker
from symposium.kit.picture import Loading, Shape, picture

register = template.Library()


@register.simple_tag
def portrait(speaker: Speaker, size: int, css: str = "", loading: Loading = "lazy") -> SafeString:
    """A speaker's portrait as a square of ``size`` CSS pixels; its speaker must have one."""
    return picture(
        str(speaker.portrait), Shape(size, size), alt=speaker.portrait_alternative_text, css=css, loading=loading
    )
