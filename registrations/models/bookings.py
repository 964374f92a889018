"""Places in single sessions."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.models.guests import Registration
from symposium.events.models import EventContent
from symposium.programme.models import Session


class BookableSession(EventContent):
    """A session with places of its own (a workshop, a tour), which guests book.

    Pages say that it has places and how many; how many are taken they do not.
    """

    belongs_to = "session"
    unseen = frozenset({"taken", "waiting"})

    session = models.OneToOneField(
        Session, models.CASCADE, related_name="places", verbose_name=_("session"), primary_key=True
    )
    capacity = models.PositiveIntegerField(_("places"))
    has_waiting_list = models.BooleanField(_("waiting list when full"), default=True)
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    waiting = models.PositiveIntegerField(_("waiting"), default=0, editable=False)

    class Meta:
        verbose_name = _("session with places")
        verbose_name_plural = _("sessions with places")
        ordering = ("session__starts_at", "session")
        constraints = (
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")),
                name="bookable_within_its_capacity",
                violation_error_message=_("More places are booked than that. Cancel bookings first."),
            ),
        )

    def __str__(self) -> str:
        return str(self.session)

    @property
    def left(self) -> int:
        """Places that are free."""
        return max(self.capacity - self.taken, 0)


class BookingQuerySet(models.QuerySet["Booking"]):
    """Bookings as pages and services pick them."""

    def standing(self) -> Self:
        """Those that hold a place or wait for one."""
        return self.exclude(state=Booking.State.CANCELLED)

    def waiting_in_line(self) -> Self:
        """Who came first stands first."""
        return self.filter(state=Booking.State.WAITING).order_by("waiting_since", "pk")


class Booking(models.Model):
    """One guest's place in one session, or their wish for one."""

    class State(models.TextChoices):
        BOOKED = "booked", _("booked")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("cancelled")

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="bookings", verbose_name=_("registration")
    )
    bookable = models.ForeignKey(BookableSession, models.CASCADE, related_name="bookings", verbose_name=_("session"))
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    created_at = models.DateTimeField(_("booked"), default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ("bookable", "created_at", "pk")
        indexes = (
            models.Index(fields=["bookable", "waiting_since", "id"], name="booking_line", condition=Q(state="waiting")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["registration", "bookable"],
                name="booking_once",
                condition=~Q(state="cancelled"),
                violation_error_message=_("This guest has booked the session already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(waiting_since__isnull=False),
                name="booking_waiting_has_time",
                violation_error_message=_("A guest on the waiting list needs a place in the line."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.registration}: {self.bookable}"
