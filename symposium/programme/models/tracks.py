"""Strands of a programme."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event, EventContent
from symposium.kit.slugs import Slugged
from symposium.kit.text import LineField


class Track(EventContent, Slugged):
    """A strand of the programme."""

    slug_scope = "event_id"

    event = models.ForeignKey(Event, models.CASCADE, related_name="tracks", verbose_name=_("event"))
    name = LineField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("place in the order"), default=1)

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ("position", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["event", "slug"],
                name="track_slug_unique",
                violation_error_message=_("Another track has this address already."),
            ),
        )

    def __str__(self) -> str:
        return self.name
