"""Words of the programme."""

from django import template
from django.utils.text import capfirst

from symposium.programme.models import Session

register = template.Library()
# A row of a long programme costs less this way than by ``get_kind_display``, which makes the table anew each time.
_KINDS = dict(Session.Kind.choices)


@register.filter
def kind_in_words(kind: str) -> str:
    """'Keynote', in the reader's language."""
    return capfirst(str(_KINDS[kind]))
