"""What the dashboard counts of an event, in one query: what is its own, and the numbers that other apps add."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from symposium.events.models import Announcement, Event, Hosting, Photograph, Venue
from symposium.events.models.story import LACKING


@dataclass(frozen=True, slots=True)
class Facts:
    """Numbers of hosts, pictures and news; ``silent_host`` is the key of the only host that has not agreed, if one."""

    has_venue: bool
    hosts: int
    listed_hosts: int
    silent_host: int | None
    pictures: int
    shown_pictures: int
    lacking_pictures: int
    news: int
    # What was added, by its name.
    numbers: dict[str, int] = field(default_factory=dict)


type Number = Callable[[], Coalesce]
_numbers: dict[str, Number] = {}


def add_numbers(**numbers: Number) -> None:
    """Have these counted with the rest, for AppConfig.ready: ``number_of`` some rows, by a name of its own."""
    _numbers.update(numbers)


def number_of(rows: QuerySet[Any], event: str = "event") -> Coalesce:
    """How many of the rows belong to the event of the outer query, as an expression; an index alone can answer it.

    ``event`` is the path from a row to it.
    """
    counted = rows.filter(**{event: OuterRef("pk")}).order_by().values(event)
    numbers = counted.annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)


def facts_of(event: Event) -> Facts:
    """Asked of the database once in the life of ``event``."""
    kept = event.__dict__.get("_facts_kept")
    if kept is None:
        kept = event.__dict__["_facts_kept"] = _facts_of(event)
    return kept


def _facts_of(event: Event) -> Facts:
    silent = Hosting.objects.filter(event=OuterRef("pk"), consented=False).order_by("rank", "pk").values("pk")
    found = Event.objects.filter(pk=event.pk).annotate(
        has_venue=Exists(Venue.objects.filter(event=OuterRef("pk"))),
        hosts=number_of(Hosting.objects.all()),
        listed_hosts=number_of(Hosting.objects.listed()),
        silent_host=Subquery(silent[:1]),
        pictures=number_of(Photograph.objects.all()),
        shown_pictures=number_of(Photograph.objects.published()),
        lacking_pictures=number_of(Photograph.objects.filter(LACKING)),
        news=number_of(Announcement.objects.published(timezone.now())),
    )
    added = {f"number_{name}": number() for name, number in _numbers.items()}
    row = found.annotate(**added).values(*(Facts.__dataclass_fields__.keys() - {"numbers"}), *added).get()
    numbers = {name.removeprefix("number_"): row.pop(name) for name in added}
    return Facts(**row, numbers=numbers)
