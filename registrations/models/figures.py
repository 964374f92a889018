"""Guests counted by day: what stays when their data are gone, and what is quickly read while there are many."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event


class Way(models.TextChoices):
    """How somebody came to be registered."""

    FORM = "form", _("by the open form")
    INVITATION = "invitation", _("by an invitation")
    COMPANION = "companion", _("with somebody else")
    STAFF = "staff", _("entered by staff")


class GuestDay(models.Model):
    """How many registered on a day in one way; it names nobody, and stays when guests are erased."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="guest_days", verbose_name=_("event"))
    # On the event's wall.
    day = models.DateField(_("day"))
    way = models.CharField(_("way"), max_length=10, choices=Way)
    number = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("guests by day")
        verbose_name_plural = _("guests by day")
        ordering = ("day", "way")
        constraints = (models.UniqueConstraint(fields=["event", "day", "way"], name="guest_day_once"),)

    def __str__(self) -> str:
        return f"{self.day}: {self.number}"


class GuestCount(models.Model):
    """Until when an event's days are counted; who registered later is counted when somebody looks."""

    event = models.OneToOneField(
        Event, models.CASCADE, primary_key=True, related_name="guest_count", verbose_name=_("event")
    )
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("count of guests")
        verbose_name_plural = _("counts of guests")

    def __str__(self) -> str:
        return str(self.until)
