"""One symposium."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from symposium.events.models.places import KINDEST, Places, RegistrationPhase
from symposium.kit import zones
from symposium.kit.colour import Colour
from symposium.kit.published import Published, PublishingQuerySet
from symposium.kit.revisions import Revised, Subject, counter
from symposium.kit.richtext import RichTextField
from symposium.kit.slugs import Slugged
from symposium.kit.styles import LEAST_CONTRAST, Look, least_contrast, nearest_readable
from symposium.kit.text import LineField

# Written by services alone: a form that was opened before must not put old numbers back.
COUNTED = (
    *("seats_taken", "seats_held", "guests_waiting", "online_taken", "online_waiting", "participants_version"),
    *("revision", "revised_at"),
)


class EventQuerySet(PublishingQuerySet["Event"]):
    """Events as pages, feeds and the sitemap pick them."""

    def public(self) -> Self:
        """What every visitor may know of: all but drafts. The one place that says so."""
        return self.exclude(state=Event.State.DRAFT)

    def with_counter(self, name: str) -> Self:
        """Each with the value of a counter as ``<name>_counter``, so that a page needs one query for its key."""
        return self.annotate(**{f"{name}_counter": counter(name)})


class Event(Published, Slugged, Revised, Places):
    """One symposium, with its dates, zone and state; how guests come to it is said by ``Places``."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")
        OVER = "over", _("over")

    name = LineField(_("name"), max_length=160)
    summary = LineField(_("in one sentence"), max_length=240, blank=True, help_text=_("What it is, and for whom."))
    description = RichTextField(_("description"))
    record = RichTextField(
        _("what came of it"), db_default="", help_text=_("Shown first once the event has taken place.")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    state_reason = LineField(
        _("reason"),
        max_length=240,
        blank=True,
        help_text=_("Shown first on every page of a postponed or cancelled event."),
    )
    is_sample = models.BooleanField(
        _("sample data"), default=False, help_text=_("Every page says that the event is made up.")
    )

    timezone = zones.ZoneField(_("time zone"), default="Europe/London", help_text=zones.ZONE_HELP)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    hours_announced = models.BooleanField(
        _("hours are known"), default=True, help_text=_("Off while only the days are known: pages show days alone.")
    )
    stream_url = models.URLField(_("address of the stream"), blank=True)
    hue = models.PositiveSmallIntegerField(
        _("colour"),
        default=250,
        validators=[MaxValueValidator(359)],
        help_text=_("The hue of the event's colour in degrees, 0 to 359: 30 is red, 90 yellow, 150 green, 250 blue."),
    )
    accent = LineField(
        _("exact colour"),
        max_length=7,
        blank=True,
        db_default="",
        help_text=_("An institution’s own colour as #1f6feb, where the hue alone is not enough. It sets the hue too."),
    )
    contact_name = LineField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(
        _("contact's address"), blank=True, help_text=_("Shown on the page; calendars name it as the organiser.")
    )

    previous = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="next_editions",
        verbose_name=_("earlier edition"),
        help_text=_("The dashboard draws its registrations beside those of this event. Visitors do not see it."),
    )

    # Seats are part of the phase, the rest of the key itself.
    unseen = frozenset({*COUNTED, "previous"})
    objects: ClassVar = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-starts_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["slug"],
                name="event_slug_unique",
                violation_error_message=_("Another event has this address already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=_("The event must end after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_at__gt=F("registration_opens_at"))
                | Q(registration_opens_at=None)
                | Q(registration_closes_at=None),
                name="event_registration_closes_after_opening",
                violation_error_message=_("Registration must close after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=F("seats_taken") + F("seats_held")),
                name="event_seats_within_capacity",
                violation_error_message=_(
                    "More places are taken, or held for hosts, than that. "
                    "Cancel registrations or make blocks smaller first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(online_capacity=None) | Q(online_taken__lte=F("online_capacity")),
                name="event_online_within_capacity",
                violation_error_message=_("More places are taken online than that. Cancel registrations first."),
            ),
            models.CheckConstraint(
                condition=Q(
                    starts_at__gte=datetime(1900, 1, 1, tzinfo=UTC), ends_at__lt=datetime(2200, 1, 2, tzinfo=UTC)
                ),
                name="event_in_years_around_ours",
                violation_error_message=_("Write a year between 1900 and 2199."),
            ),
            models.CheckConstraint(
                condition=Q(accent="") | Q(accent__regex=r"^#[0-9a-f]{6}$"),
                name="event_accent_is_colour",
                violation_error_message=_("Write the colour as # and six digits, for example #1f6feb."),
            ),
            models.CheckConstraint(
                condition=Q(hue__lt=360),
                name="event_hue_in_circle",
                violation_error_message=_("The colour is a hue between 0 and 359."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self._refuse_far_years()
        self._refuse_faint_accent()
        if self.starts_at and self.ends_at and not self.hours_announced and self.timezone in zones.zone_names():
            self._stretch_to_whole_days()
        if self.policy != self.Policy.CLOSED and not self.privacy_notice:
            raise ValidationError(
                {"privacy_notice": _("Guests must be able to read a privacy notice before registration can open.")}
            )

    def _refuse_far_years(self) -> None:
        """Calendars and time zones know the years around ours; a slip of the pen is caught here, by its field."""
        far = _("Write a year between 1900 and 2199.")
        fields = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")
        moments = {field: getattr(self, field) for field in fields}
        wrong = {field: far for field, moment in moments.items() if moment and not 1900 <= moment.year <= 2199}
        if wrong:
            raise ValidationError(wrong)

    def _refuse_faint_accent(self) -> None:
        """A colour that words cannot be read in is refused, with the nearest in which they can."""
        if not self.accent:
            return
        self.accent = self.accent.lower()
        try:
            found = least_contrast(self.accent)
        except ValueError:
            raise ValidationError({"accent": _("Write the colour as # and six digits, for example #1f6feb.")}) from None
        if found < LEAST_CONTRAST:
            words = _(
                "This colour is too faint: its contrast on the page is %(found)s to 1, and words need %(least)s to 1. "
                "The nearest that can be read is %(nearest)s."
            )
            numbers = {"found": f"{found:.1f}", "least": LEAST_CONTRAST, "nearest": nearest_readable(self.accent)}
            raise ValidationError({"accent": ValidationError(words, code="faint", params=numbers)})
        self.hue = round(Colour.from_hex(self.accent).oklch()[2]) % 360

    def _stretch_to_whole_days(self) -> None:
        """Without hours, an event takes its days from midnight to midnight in its zone."""
        zone = zones.zone(self.timezone)
        first, last = self.starts_at.astimezone(zone).date(), zones.last_day(self.ends_at, self.timezone)
        self.starts_at = datetime(first.year, first.month, first.day, tzinfo=zone).astimezone(UTC)
        after = last + timedelta(days=1)
        self.ends_at = datetime(after.year, after.month, after.day, tzinfo=zone).astimezone(UTC)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and kwargs.get("update_fields") is None and not kwargs.get("force_insert"):
            kwargs["update_fields"] = [
                f.name for f in self._meta.concrete_fields if not f.primary_key and f.name not in COUNTED
            ]
        super().save(*args, **kwargs)

    @classmethod
    def shown_in(cls, rows: models.QuerySet[Any]) -> set[Subject]:
        return {(cls, pk) for pk in rows.order_by().values_list("pk", flat=True)}

    @classmethod
    def shown_with(cls, rows: Sequence[Self]) -> set[Subject]:
        return {(cls, row.pk) for row in rows}

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.slug])

    @property
    def look(self) -> Look:
        """Its colour, as pages take it."""
        return Look(self.hue, self.accent)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_postponed(self) -> bool:
        return self.state == self.State.POSTPONED

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether it has taken place, by the organisers' word or the clock's."""
        if self.state == self.State.POSTPONED:
            # Its day has passed, but it has not taken place.
            return False
        return self.state == self.State.OVER or (now or timezone.now()) >= self.ends_at

    def is_running(self, now: datetime | None = None) -> bool:
        """Whether it is taking place."""
        return self.state == self.State.PUBLISHED and self.starts_at <= (now or timezone.now()) < self.ends_at

    @property
    def first_day(self) -> date:
        """Its first day, in its zone."""
        return self.starts_at.astimezone(zones.zone(self.timezone)).date()

    @property
    def last_day(self) -> date:
        """Its last day, in its zone."""
        return zones.last_day(self.ends_at, self.timezone)

    @property
    def days_in_words(self) -> str:
        """'Tuesday 20 January 2026' or '20–22 January 2026'."""
        return zones.say_days(self.first_day, self.last_day)

    @property
    def when_in_words(self) -> str:
        """With hours and zone where they are known."""
        if not self.hours_announced:
            return self.days_in_words
        return zones.say_span(self.starts_at, self.ends_at, self.timezone)

    def registration_phase(self, now: datetime | None = None) -> RegistrationPhase:
        """How registration stands at that moment for somebody who was not invited."""
        now = now or timezone.now()
        if self.policy == self.Policy.CLOSED or self.state == self.State.DRAFT:
            return RegistrationPhase.NONE
        if self.state != self.State.PUBLISHED or now >= self.registration_ends_at or now >= self.ends_at:
            return RegistrationPhase.CLOSED
        if self.policy == self.Policy.INVITATION:
            return RegistrationPhase.INVITED
        if self.registration_opens_at and now < self.registration_opens_at:
            return RegistrationPhase.NOT_YET
        if self.policy == self.Policy.APPROVAL:
            return RegistrationPhase.REQUEST
        return min((self.mode_phase(mode) for mode in self.modes), key=KINDEST.index)

    def phase(self, now: datetime | None = None) -> str:
        """All that clock and seats change on its pages; part of their cache key (docs/decisions/0003)."""
        now = now or timezone.now()
        course = "over" if self.is_over(now) else "running" if self.is_running(now) else "coming"
        registration = self.registration_phase(now)
        if registration in KINDEST and len(self.modes) > 1:
            return ".".join((course, *(self.mode_phase(mode) for mode in self.modes)))
        return f"{course}.{registration}"
