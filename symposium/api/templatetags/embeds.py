"""What pages say of themselves to other sites."""

from django import template

from symposium.api.views.oembed import discovery

register = template.Library()


@register.filter
def oembed(url: str) -> str:
    """Where the oEmbed of the page at that address (its canonical one) is asked for."""
    return discovery(url)
