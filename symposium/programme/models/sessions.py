"""Sessions of a programme, and the hidden working copies in which edits of them wait for a publication."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event, EventContent, Room
from symposium.kit import zones
from symposium.kit.published import PublishingQuerySet
from symposium.kit.revisions import Subject
from symposium.kit.richtext import RichTextField
from symposium.kit.slugs import Slugged
from symposium.kit.text import LineField
from symposium.programme.models.tracks import Track


class SessionQuerySet(PublishingQuerySet["Session"]):
    """Sessions as pages, feeds and the sitemap pick them."""

    def published(self) -> Self:
        """All but drafts, whatever the state of their event (a preview shows a draft event's)."""
        return self.exclude(state=Session.State.DRAFT)

    def public(self) -> Self:
        """What every visitor may know of: all but drafts, at events that are public."""
        return self.published().filter(event__in=Event.objects.public())

    def in_order(self) -> Self:
        """By time, what has no time yet last."""
        return self.order_by(F("starts_at").asc(nulls_last=True), "ends_at", "room__position", "title", "pk")


class SessionManager(models.Manager):
    """Sessions without the working copies: whatever asks for sessions never meets one."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(revises=None)


class Session(EventContent, Slugged):
    """One entry of the programme; without times it is 'to be announced'.

    A session that visitors know is edited in a working copy of its own (``revises``), which nothing but the desk's
    pages for it ever meets (docs/decisions/0019).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")

    class Kind(models.TextChoices):
        KEYNOTE = "keynote", _("keynote")
        PANEL = "panel", _("panel")
        TALK = "talk", _("talk")
        WORKSHOP = "workshop", _("workshop")
        CEREMONY = "ceremony", _("opening or closing")
        BREAK = "break", _("break")
        RECEPTION = "reception", _("reception")

    slug_scope = "event_id"
    slug_source = "title"

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions", verbose_name=_("event"))
    title = LineField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TALK)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.PUBLISHED,
        help_text=_("A draft is shown to nobody. What belongs to a draft event is not public in any state."),
    )
    state_reason = LineField(
        _("reason"), max_length=240, blank=True, help_text=_("Why it is cancelled; shown beside the title.")
    )
    abstract = RichTextField(_("abstract"))
    record = RichTextField(
        _("what was said"), db_default="", help_text=_("Afterwards: the outcome, for whoever was not there.")
    )
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True, help_text=_("Left empty: to be announced."))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name=_("room")
    )
    track = models.ForeignKey(
        Track, models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name=_("track")
    )
    is_plenary = models.BooleanField(_("for everyone"), default=False, help_text=_("Nothing else runs beside it."))
    stream_url = models.URLField(_("address of the stream"), blank=True)
    revises = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, editable=False, related_name="working_copy"
    )
    # The state that it gets with the next publication; empty where that changes nothing.
    becomes = models.CharField(max_length=10, choices=State, blank=True, default="", db_default="", editable=False)

    objects: ClassVar = SessionManager.from_queryset(SessionQuerySet)()  # type: ignore[assignment] # (narrower)
    # With the working copies: Django's own deeds (saves, cascades, what a row points to) must reach them.
    every: ClassVar = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        default_manager_name = "objects"
        base_manager_name = "every"
        ordering = ("starts_at", "pk")
        indexes = (models.Index(fields=["event", "starts_at"], name="session_by_time"),)
        constraints = (
            models.UniqueConstraint(
                fields=["event", "slug"],
                condition=Q(revises=None),
                name="session_slug_unique",
                violation_error_message=_("Another session has this address already."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="session_times_together",
                violation_error_message=_("Give both times, or neither while they are to be announced."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_start",
                violation_error_message=_("The session must end after it begins."),
            ),
            # Whatever forgets that there are copies meets a draft without a page.
            models.CheckConstraint(
                condition=Q(revises=None) | (Q(state="draft") & ~Q(becomes="")),
                name="session_copy_is_hidden",
                violation_error_message=_("A change that is not published yet must be hidden."),
            ),
            models.CheckConstraint(
                condition=Q(becomes="") | Q(state="draft"),
                name="session_becomes_from_draft",
                violation_error_message=_("Only a draft waits for a publication."),
            ),
            # That it lies within its event spans two tables: triggers of migration 0002 hold it.
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.event.slug, self.slug])

    def clean(self) -> None:
        super().clean()
        if not self.event_id:
            return
        errors: dict[str, ValidationError] = {}
        if self.starts_at and self.starts_at < self.event.starts_at:
            errors["starts_at"] = self._outside(_now("The event begins later, on %(when)s."), self.event.starts_at)
        if self.ends_at and self.ends_at > self.event.ends_at:
            errors["ends_at"] = self._outside(_now("The event ends sooner, on %(when)s."), self.event.ends_at)
        if self.room_id and self.room and self.room.venue.event_id != self.event_id:
            errors["room"] = ValidationError(_("This room belongs to another event."))
        if self.track_id and self.track and self.track.event_id != self.event_id:
            errors["track"] = ValidationError(_("This track belongs to another event."))
        if self.revises_id and self._has_namesake():
            errors["slug"] = ValidationError(_("Another session has this address already."))
        if errors:
            raise ValidationError(errors)

    def _has_namesake(self) -> bool:
        """Whether a copy's address is that of another session: the constraint lets copies be."""
        others = Session.objects.filter(event=self.event_id, slug=self.slug)
        return bool(others.exclude(pk=self.revises_id or 0).exists())

    def _outside(self, message: str, limit: datetime) -> ValidationError:
        when = zones.say_moment(limit, self.event.timezone, with_zone=False)
        return ValidationError(message, code="outside_event", params={"when": when})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.revises_id:
            # A copy had no address that anybody could have kept.
            self._stored_slug = ""
        super().save(*args, **kwargs)

    @classmethod
    def shown_in(cls, rows: models.QuerySet[Any]) -> set[Subject]:
        return super().shown_in(rows.filter(revises=None))

    @classmethod
    def shown_with(cls, rows: Sequence[Self]) -> set[Subject]:
        return super().shown_with([row for row in rows if not row.revises_id])

    @property
    def planned_state(self) -> str:
        """The state that it has once all that waits is published."""
        return self.becomes or self.state

    @property
    def is_known(self) -> bool:
        """Whether visitors know it: it is no draft, and its event is none."""
        return self.state != self.State.DRAFT and not self.event.is_draft

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether it has taken place."""
        now = now or timezone.now()
        has_ended = self.ends_at is not None and self.ends_at <= now and not self.event.is_postponed
        return has_ended or self.event.is_over(now)

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def has_time(self) -> bool:
        """Whether its time is known."""
        return self.starts_at is not None

    @property
    def day(self) -> date | None:
        """The day on which it begins, in the event's zone."""
        return self.starts_at.astimezone(zones.zone(self.event.timezone)).date() if self.starts_at else None

    @property
    def start_time(self) -> str:
        """'09:00' in the event's zone; empty while to be announced."""
        return zones.say_time(self.starts_at, self.event.timezone) if self.starts_at else ""

    @property
    def end_time(self) -> str:
        """'10:00' in the event's zone; empty while to be announced."""
        return zones.say_time(self.ends_at, self.event.timezone) if self.ends_at else ""

    @property
    def when_in_words(self) -> str:
        """With day, hours and zone; empty while to be announced."""
        if not self.starts_at or not self.ends_at:
            return ""
        return zones.say_span(self.starts_at, self.ends_at, self.event.timezone)
