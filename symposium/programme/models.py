"""The programme: sessions, their tracks, and who appears in them."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from speakers.models import Speaker
from symposium.events.models import Event, EventContent, Room
from symposium.kit import zones
from symposium.kit.published import PublishingQuerySet
from symposium.kit.richtext import RichTextField
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


class Session(EventContent, Slugged):
    """One entry of the programme; without times it is 'to be announced'."""

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

    objects: ClassVar = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("starts_at", "pk")
        indexes = (models.Index(fields=["event", "starts_at"], name="session_by_time"),)
        constraints = (
            models.UniqueConstraint(
                fields=["event", "slug"],
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
        if errors:
            raise ValidationError(errors)

    def _outside(self, message: str, limit: datetime) -> ValidationError:
        when = zones.say_moment(limit, self.event.timezone, with_zone=False)
        return ValidationError(message, code="outside_event", params={"when": when})

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


class Material(EventContent):
    """What a session leaves behind: slides, a recording, a paper, wherever they are kept."""

    class Kind(models.TextChoices):
        SLIDES = "slides", _("slides")
        RECORDING = "recording", _("recording")
        PAPER = "paper", _("paper")
        OTHER = "other", _("further reading")

    belongs_to = "session"

    session = models.ForeignKey(Session, models.CASCADE, related_name="materials", verbose_name=_("session"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SLIDES)
    title = LineField(_("title"), max_length=160, blank=True, help_text=_("Left empty, its kind is shown."))
    url = models.URLField(_("address"))
    rank = models.PositiveSmallIntegerField(_("place in the order"), default=1)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ("rank", "pk")

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class AppearanceQuerySet(PublishingQuerySet["Appearance"]):
    """Who appears, as pages and calendars pick them."""

    def published(self) -> Self:
        """Of people who are announced, and parts that wait for a name."""
        return self.filter(Q(speaker=None) | Q(speaker__state=Speaker.State.PUBLISHED))


class Appearance(EventContent):
    """Ties a speaker to a session with a part; without a speaker it says that one is to be announced."""

    class Part(models.TextChoices):
        KEYNOTE = "keynote", _("keynote speaker")
        SPEAKER = "speaker", _("speaker")
        PANELLIST = "panellist", _("panellist")
        MODERATOR = "moderator", _("moderator")
        CHAIR = "chair", _("chair")

    class Reply(models.TextChoices):
        """What its speaker says to it, by their personal link (``speaking``)."""

        NONE = "", _("not answered")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")

    belongs_to = "session"
    # The team's business: no visitor sees them.
    unseen = frozenset({"reply", "reply_words", "replied_at", "replied_for"})

    session = models.ForeignKey(Session, models.CASCADE, related_name="appearances", verbose_name=_("session"))
    speaker = models.ForeignKey(
        Speaker,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="appearances",
        verbose_name=_("speaker"),
        help_text=_("Left empty: to be announced."),
    )
    part = models.CharField(_("part"), max_length=10, choices=Part, default=Part.SPEAKER)
    rank = models.PositiveSmallIntegerField(_("place in the order"), default=1)
    asks_early = models.BooleanField(
        _("ask already"),
        default=False,
        db_default=False,
        help_text=_("Shown on the speaker's own page, to be confirmed, also while the session is a draft."),
    )
    reply = models.CharField(
        _("the speaker says"), max_length=9, choices=Reply, blank=True, default="", db_default="", editable=False
    )
    reply_words = models.TextField(_("why"), max_length=1000, blank=True, default="", db_default="", editable=False)
    replied_at = models.DateTimeField(_("said"), null=True, blank=True, editable=False)
    # When the session was to begin as the speaker said it.
    replied_for = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        ordering = ("rank", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["session", "speaker", "part"],
                name="appearance_once",
                violation_error_message=_("This person already has this part in the session."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.speaker or _('to be announced')} ({self.get_part_display()})"

    def clean(self) -> None:
        super().clean()
        if self.speaker and self.session_id and self.speaker.event_id != self.session.event_id:
            raise ValidationError({"speaker": _("This person belongs to another event.")})
