"""Blocks of seats that hosts look after themselves."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event
from symposium.organisations.models import Organisation


class AllocationQuerySet(models.QuerySet["Allocation"]):
    """Blocks as desks and sweeps pick them."""

    def standing(self) -> Self:
        """Those whose unused seats have not gone back yet."""
        return self.filter(released_at=None)


class Allocation(models.Model):
    """Seats in person that a host gives to its own guests, until the unused ones go back to everybody."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="allocations", verbose_name=_("event"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="allocations", verbose_name=_("host"))
    seats = models.PositiveIntegerField(_("seats"))
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    waiting = models.PositiveIntegerField(_("waiting"), default=0, editable=False)
    releases_at = models.DateTimeField(
        _("unused seats go back"), null=True, blank=True, help_text=_("To everybody, by themselves, at that moment.")
    )
    released_at = models.DateTimeField(_("went back"), null=True, blank=True, editable=False)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ("event", "organisation__name")
        indexes = (models.Index(fields=["releases_at"], name="allocation_due", condition=Q(released_at=None)),)
        constraints = (
            models.UniqueConstraint(
                fields=["event", "organisation"],
                name="allocation_one_for_each_host",
                violation_error_message=_("This host has a block of seats at the event already."),
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=F("seats")),
                name="allocation_within_its_seats",
                violation_error_message=_("More of these seats are taken than that. Cancel registrations first."),
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def left(self) -> int:
        """Seats that its host may still give; none once they went back."""
        return 0 if self.released_at else max(self.seats - self.taken, 0)
