"""What the public pages of one event share."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from symposium.accounts.scope import may_preview
from symposium.events.models import Event
from symposium.kit.pages import Moved, PublicPage
from symposium.kit.prepared import Prepared
from symposium.kit.slugs import Slugged, moved_to
from symposium.organisations.models import COUNTER

_EVERY = Prepared(Event, lambda slug: Event.objects.with_counter(COUNTER).filter(slug=slug))
_PUBLIC = Prepared(Event, lambda slug: Event.objects.public().with_counter(COUNTER).filter(slug=slug))


class EventPage(PublicPage):
    """A page below ``/events/<event>/``. Drafts are found by a preview of their team only."""

    event: Event

    def find(self, **kwargs: Any) -> None:
        slug = kwargs["event"]
        event = (_EVERY if self.is_preview else _PUBLIC).first(slug)
        if event is None:
            self.find_moved(Event.objects.all() if self.is_preview else Event.objects.public(), slug, "event")
        elif self.is_preview and not may_preview(self.request.previewer, event.pk):  # type: ignore[attr-defined]
            raise Http404
        else:
            self.event = event
            self.find_within(**kwargs)

    def find_within(self, **kwargs: Any) -> None:
        """Fetch what the rest of the address names."""

    def find_moved(self, queryset: QuerySet[Any], slug: str, kwarg: str, *, scope: object = "") -> None:
        """Raise Moved when ``slug`` is the former address of one in ``queryset``, else Http404."""
        match = self.request.resolver_match
        target: Slugged | None = moved_to(queryset, slug, scope=scope)
        if target is None or match is None:
            raise Http404
        raise Moved(reverse(match.view_name, kwargs={**self.kwargs, kwarg: target.slug}))

    def key(self) -> Sequence[object]:
        event = self.event
        return (event.pk, event.revision, event.organisations_counter, event.phase())  # type: ignore[attr-defined]

    @property
    def hue(self) -> int:
        return self.event.hue

    def context(self) -> dict[str, Any]:
        event = self.event
        return {
            "event": event,
            "venue": getattr(event, "venue", None),
            "registration_phase": event.registration_phase(),
            "is_over": event.is_over(),
        }
