"""What the head of a page is put together from."""

from django import template
from django.utils.safestring import SafeString

from symposium.kit import palette
from symposium.kit.richtext import to_text

register = template.Library()


@register.simple_block_tag
def said(content: str) -> SafeString:
    """What stands between in one line: a block that is needed in several places; ``{% said as title %}``."""
    return SafeString(" ".join(content.split()))


@register.filter
def plain(markup: str) -> str:
    """Rich text as one line of words, for a description."""
    return " ".join(to_text(markup).split())


@register.simple_tag
def colours() -> dict[str, str]:
    """What a browser's own frame takes on around paper by day, paper by night, and a cover."""
    return {"day": palette.PAPER_BY_DAY, "night": palette.PAPER_BY_NIGHT, "sky": palette.SKY}
