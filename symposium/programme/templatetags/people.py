"""What the event's page shows of its people; it stands a floor below and only loads this."""

from django import template
from django.db.models import Exists, OuterRef

from speakers.models import Affiliation, Speaker
from symposium.events.models import Event
from symposium.programme.models import Appearance, Session

register = template.Library()


@register.simple_tag
def leading_speakers(event: Event, most: int = 6) -> list[Speaker]:
    """The event's speakers, who gives a keynote first; at the most ``most`` of them. Costs two queries."""
    keynotes = Appearance.objects.filter(
        speaker=OuterRef("pk"), part=Appearance.Part.KEYNOTE, session__state=Session.State.PUBLISHED
    )
    chosen = event.speakers.published().annotate(gives_keynote=Exists(keynotes))
    people: list[Speaker] = list(chosen.order_by("-gives_keynote", "sort_name", "name")[:most])
    affiliations: dict[int, list[str]] = {person.pk: [] for person in people}
    for affiliation in Affiliation.objects.filter(speaker__in=people).select_related("organisation"):
        affiliations[affiliation.speaker_id].append(affiliation.organisation_name)
    for person in people:
        person.event = event
        person.institutions = affiliations[person.pk]  # type: ignore[attr-defined]
    return people
