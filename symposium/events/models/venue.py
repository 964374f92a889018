"""Where an event is held."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from symposium.events.models.content import EventContent
from symposium.events.models.event import Event
from symposium.kit.richtext import RichTextField
from symposium.kit.slugs import Slugged
from symposium.kit.text import LineField


class Venue(EventContent):
    """The place of one event. It belongs to the event, so that the record stays right when a place is renamed."""

    part_of = "event"

    event = models.OneToOneField(Event, models.CASCADE, related_name="venue", verbose_name=_("event"))
    name = LineField(_("name"), max_length=160)
    street = LineField(_("street"), max_length=160, blank=True)
    locality = LineField(_("town"), max_length=80, blank=True)
    region = LineField(_("region or state"), max_length=80, blank=True)
    postal_code = LineField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters (ISO 3166): GB, US, …"))
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    url = models.URLField(_("website"), blank=True)
    directions = RichTextField(_("how to get there"))
    access = RichTextField(_("step-free access"), help_text=_("Entrances, lifts, seats, hearing loops, quiet rooms."))

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = (
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="venue_coordinates_together",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def address_lines(self) -> list[str]:
        """The postal address below the name, a line each."""
        town = ", ".join(part for part in (self.locality, self.region) if part)
        return [line for line in (self.street, " ".join(part for part in (town, self.postal_code) if part)) if line]

    @property
    def one_line(self) -> str:
        """Name and address in one line, as a calendar shows a place."""
        return ", ".join([self.name, *self.address_lines])


class Room(EventContent, Slugged):
    """A room of the venue."""

    slug_scope = "venue_id"
    belongs_to = "venue"

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="rooms", verbose_name=_("venue"))
    name = LineField(_("name"), max_length=80)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    is_step_free = models.BooleanField(_("step-free"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the order"), default=1)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ("position", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["venue", "slug"],
                name="room_slug_unique",
                violation_error_message=_("Another room has this address already."),
            ),
            models.UniqueConstraint(
                fields=["venue", "name"],
                name="room_name_unique",
                violation_error_message=_("Another room has this name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name
