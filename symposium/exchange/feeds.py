"""The programme for other programs: pure functions of the event's revision, as all feeds are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404

from symposium.events.pages import EventPage
from symposium.exchange.schedule import Schedule, as_json, as_xml


class ScheduleFeed(EventPage):
    """What both kinds share. A preview has none: keys are given when something is published."""

    has_languages = False

    def find(self, **kwargs: Any) -> None:
        if self.is_preview:
            raise Http404
        super().find(**kwargs)

    def key(self) -> Sequence[object]:
        return (self.event.pk, self.event.revision)

    def last_modified(self) -> datetime:
        return self.event.revised_at

    def schedule(self) -> Schedule:
        """The event's programme; its version is the event's revision."""
        self.complete()
        return Schedule(self.event, str(self.event.revision), settings.SITE_URL + self.request.path)


class ScheduleXml(ScheduleFeed):
    """frab's schedule.xml."""

    content_type = "application/xml; charset=utf-8"

    def render(self) -> bytes:
        return as_xml(self.schedule())


class ScheduleJson(ScheduleFeed):
    """The same as JSON."""

    content_type = "application/json"

    def render(self) -> bytes:
        return as_json(self.schedule())
