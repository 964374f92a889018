"""What is part of a session: who appears in it, and what it leaves behind."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from speakers.models import Speaker
from symposium.events.models import EventContent
from symposium.kit.published import PublishingQuerySet
from symposium.kit.revisions import Subject
from symposium.kit.text import LineField
from symposium.programme.models.sessions import Session


class PartManager(models.Manager):
    """Parts without those of working copies; but a session that is asked for its own gives them, a copy too."""

    def get_queryset(self) -> models.QuerySet[Any]:
        found = super().get_queryset()
        return found if isinstance(getattr(self, "instance", None), Session) else found.filter(session__revises=None)


class Part(EventContent):
    """What belongs to a session."""

    belongs_to = "session"

    class Meta(EventContent.Meta):
        abstract = True

    @classmethod
    def shown_in(cls, rows: models.QuerySet[Any]) -> set[Subject]:
        return super().shown_in(rows.filter(session__revises=None))


class Material(Part):
    """What a session leaves behind: slides, a recording, a paper, wherever they are kept."""

    class Kind(models.TextChoices):
        SLIDES = "slides", _("slides")
        RECORDING = "recording", _("recording")
        PAPER = "paper", _("paper")
        OTHER = "other", _("further reading")

    session = models.ForeignKey(Session, models.CASCADE, related_name="materials", verbose_name=_("session"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SLIDES)
    title = LineField(_("title"), max_length=160, blank=True, help_text=_("Left empty, its kind is shown."))
    url = models.URLField(_("address"))
    rank = models.PositiveSmallIntegerField(_("place in the order"), default=1)

    objects: ClassVar = PartManager.from_queryset(PublishingQuerySet)()  # type: ignore[assignment] # (narrower)
    every: ClassVar = PublishingQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        default_manager_name = "objects"
        base_manager_name = "every"
        ordering = ("rank", "pk")

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class AppearanceQuerySet(PublishingQuerySet["Appearance"]):
    """Who appears, as pages and calendars pick them."""

    def published(self) -> Self:
        """Of people who are announced, and parts that wait for a name."""
        return self.filter(Q(speaker=None) | Q(speaker__state=Speaker.State.PUBLISHED))


class Appearance(Part):
    """Ties a speaker to a session with a part; without a speaker it says that one is to be announced."""

    class Part(models.TextChoices):
        KEYNOTE = "keynote", _("keynote speaker")
        SPEAKER = "speaker", _("speaker")
        PANELLIST = "panellist", _("panellist")
        MODERATOR = "moderator", _("moderator")
        CHAIR = "chair", _("chair")

    class Reply(models.TextChoices):
        """What its speaker says to it, by their personal link (``programme.speaking``)."""

        NONE = "", _("not answered")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")

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

    objects: ClassVar = PartManager.from_queryset(AppearanceQuerySet)()  # type: ignore[assignment] # (narrower)
    every: ClassVar = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        default_manager_name = "objects"
        base_manager_name = "every"
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
