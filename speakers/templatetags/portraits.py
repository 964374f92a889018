"""Portraits in templates."""

from django import template
from django.utils.safestring import SafeString

from speakers.models import Speaker
from symposium.events.models import Event
from symposium.kit.picture import Loading, Shape, picture

register = template.Library()


@register.simple_tag
def portrait(
    speaker: Speaker, size: int, css: str = "", loading: Loading = "lazy", *, alt: str | None = None
) -> SafeString:
    """A speaker's portrait as a square of ``size`` CSS pixels; its speaker must have one.

    ``alt`` replaces its alternative text: empty where the picture says nothing that the words beside it do not.
    """
    seen = speaker.portrait_alternative_text if alt is None else alt
    return picture(str(speaker.portrait), Shape(size, size), alt=seen, css=css, loading=loading)


@register.simple_tag
def credited_speakers(event: Event) -> list[Speaker]:
    """The speakers of an event who are shown with a portrait, for its page of credits. One query."""
    speakers = list(event.speakers.published().exclude(portrait=""))
    for speaker in speakers:
        speaker.event = event
    return speakers
