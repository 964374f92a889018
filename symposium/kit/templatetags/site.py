"""The site's own address in templates."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def absolute(path: str) -> str:
    """A path of this site with scheme and host, for canonical links and sharing."""
    return f"{settings.SITE_URL}{path}"
