"""Parts of how a speaker is presented, in templates."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from symposium.kit.richtext import sanitise

register = template.Library()


@register.filter
def markup(value: str) -> SafeString:
    """Rich text that was suggested: sanitised when it was written, and once more here, where it becomes markup."""
    return mark_safe(sanitise(value))  # noqa: S308 (sanitised)
