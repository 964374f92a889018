"""What belongs to one event and can be seen on its pages."""

from typing import Any

from django.db import models

from symposium.events.models.event import Event
from symposium.kit.revisions import publishing


class EventContent(models.Model):
    """Saving or deleting one of these publishes a change of its event."""

    class Meta:
        abstract = True

    def published_event_id(self) -> int | None:
        """The event whose pages show this."""
        return getattr(self, "event_id", None)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with publishing() as touch:
            super().save(*args, **kwargs)
            touch(Event, self.published_event_id())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with publishing() as touch:
            touch(Event, self.published_event_id())
            return super().delete(*args, **kwargs)
