"""What a publication does to calendars, for the page on which it is made."""

from collections.abc import Sequence

from django import template

from symposium.calendars.effects import effects_in_words
from symposium.events.models import Event
from symposium.programme.changes import Difference

register = template.Library()


@register.simple_tag
def effect_on_calendars(event: Event, found: Sequence[Difference]) -> list[str]:
    """Sentences; two or three queries."""
    return effects_in_words(event, found)
