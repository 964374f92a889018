"""Links that narrow the programme."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django import template

register = template.Library()


@register.simple_tag
def narrow(chosen: Mapping[str, str], name: str, value: object = "") -> str:
    """The query of the reader's choices with one of them changed, or taken back by an empty ``value``; '.' for none."""
    choices = {**chosen, name: str(value)}
    kept = {key: choice for key, choice in choices.items() if choice}
    return f"?{urlencode(kept)}" if kept else "."
