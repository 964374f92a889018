"""What the public pages of one event share."""

from collections.abc import Sequence
from typing import Any, NoReturn

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from symposium.accounts.scope import may_preview
from symposium.events.models import Event
from symposium.kit.pages import Moved, PublicPage
from symposium.kit.prepared import Prepared
from symposium.kit.slugs import Slugged, moved_to
from symposium.kit.styles import Look
from symposium.organisations.models import COUNTER

# What revision, phase and colour are read from: all that a reader who has the page costs.
KEY_FIELDS = (
    "slug",
    "state",
    "timezone",
    "starts_at",
    "ends_at",
    "hue",
    "accent",
    "policy",
    "registration_opens_at",
    "registration_closes_at",
    "capacity",
    "has_waiting_list",
    "seats_taken",
    "guests_waiting",
    "seats_held",
    "attendance",
    "online_capacity",
    "online_taken",
    "participants_version",
    "revision",
    "revised_at",
)
# The counters among them.
COUNTED_IN_PHASE = ("seats_taken", "guests_waiting", "seats_held", "online_taken", "participants_version")
_keys = Prepared(
    Event, lambda slug: Event.objects.public().with_counter(COUNTER).only(*KEY_FIELDS).filter(slug=slug).order_by()
)


def known(slug: str) -> Event | None:
    """The public event of that address with what keys are made of (``KEY_FIELDS``), or None: one small query."""
    return _keys.first(slug)


def key_of(event: Event) -> tuple[object, ...]:
    """Revision and phase of what the pages of a ``known`` event show."""
    counter = event.organisations_counter  # type: ignore[attr-defined]
    return (event.pk, event.revision, counter, event.phase(), event.participants_version > 0)


class EventPage(PublicPage):
    """A page below ``/events/<event>/``. Drafts are found by a preview of their team only."""

    event: Event

    def find(self, **kwargs: Any) -> None:
        slug = kwargs["event"]
        event = self.find_preview(slug) if self.is_preview else known(slug)
        if event is None:
            self.find_moved(Event.objects.all() if self.is_preview else Event.objects.public(), slug, "event")
        else:
            self.event = event

    def find_preview(self, slug: str) -> Event | None:
        """The event in whatever state, for its team."""
        event = Event.objects.filter(slug=slug).first()
        if event and not may_preview(self.request.previewer, event.pk):  # type: ignore[attr-defined]
            raise Http404
        return event

    def complete(self) -> None:
        """The whole event, and what the rest of the address names."""
        event = Event.objects.select_related("venue").filter(pk=self.event.pk).first()
        if event is None:
            raise Http404
        # The page says what its key says: seats may have moved since, and may move back.
        for counted in COUNTED_IN_PHASE:
            setattr(event, counted, getattr(self.event, counted))
        self.event = event
        self.find_within(**self.kwargs)

    def find_within(self, **kwargs: Any) -> None:
        """Fetch what the rest of the address names."""

    def find_named[M: Slugged](self, queryset: QuerySet[M], kwarg: str) -> M:
        """The one of the event's own that the address names; raises Moved for a former address, else Http404."""
        slug = self.kwargs[kwarg]
        found = queryset.filter(slug=slug).first()
        if found is None:
            self.find_moved(queryset, slug, kwarg, scope=self.event.pk)
        return found

    def find_moved(self, queryset: QuerySet[Any], slug: str, kwarg: str, *, scope: object = "") -> NoReturn:
        """Raise Moved when ``slug`` is the former address of one in ``queryset``, else Http404."""
        match = self.request.resolver_match
        target: Slugged | None = moved_to(queryset, slug, scope=scope)
        if target is None or match is None:
            raise Http404
        raise Moved(reverse(match.view_name, kwargs={**self.kwargs, kwarg: target.slug}))

    def key(self) -> Sequence[object]:
        return key_of(self.event)

    @property
    def look(self) -> Look:
        return self.event.look

    def context(self) -> dict[str, Any]:
        event = self.event
        return {
            "event": event,
            "venue": getattr(event, "venue", None),
            "registration_phase": event.registration_phase(),
            "mode_phases": event.mode_phases(),
            "is_over": event.is_over(),
        }
