"""What pages with times share: the reader's zone beside the venue's, and the minute while the event is running."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from symposium.events.pages import EventPage
from symposium.kit import zones

# The value of ``?zone=`` that asks for the list of zones, which would be most of the page's bytes.
CHOOSE = "choose"


class ZonedPage(EventPage):
    """``?zone=Europe/London`` adds the times on that wall; ``?zone=choose`` shows the zones to choose from."""

    parameters: tuple[str, ...] = ("zone",)

    def is_kept(self) -> bool:
        """Not for a zone: there are hundreds, and few readers of each."""
        return super().is_kept() and not ("zone" in self.parameters and self.choice("zone"))

    @property
    def reader(self) -> str:
        """The zone that the reader asked for; empty when there is none of that name or it is the venue's."""
        name = self.choice("zone") if "zone" in self.parameters else ""
        return name if name in zones.zone_names() and name != self.event.timezone else ""

    def context(self) -> dict[str, Any]:
        chosen = {name: self.choice(name) for name in self.parameters}
        return super().context() | {
            "reader": self.reader,
            "chosen": chosen,
            "kept_choices": {name: value for name, value in chosen.items() if value and name != "zone"},
            "zones_to_choose": sorted(zones.zone_names()) if chosen.get("zone") == CHOOSE else [],
        }


class LivePage(ZonedPage):
    """A page that says what is on: another one every minute while the event is running, and only then."""

    now: datetime | None = None

    def find(self, **kwargs: Any) -> None:
        super().find(**kwargs)
        minute = timezone.now().replace(second=0, microsecond=0)
        self.now = minute if self.event.is_running(minute) else None

    def key(self) -> Sequence[object]:
        return (*super().key(), self.now)
