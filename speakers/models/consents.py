"""What speakers say may be done with what they say and show, each by itself."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from speakers.models.speakers import Speaker

# Of the sentences that speakers answer (``speakers.forms``). Raised when one of them says something else.
WORDS_VERSION = 1


class SpeakerConsentQuerySet(models.QuerySet["SpeakerConsent"]):
    """Answers as pages pick them."""

    def standing(self) -> Self:
        """Those that hold now."""
        return self.filter(ended_at=None)


class SpeakerConsent(models.Model):
    """One answer, yes or no, to one question; whoever says otherwise later ends it, and it stays as a record."""

    class Kind(models.TextChoices):
        RECORDING = "recording", _("being recorded and streamed")
        SLIDES = "slides", _("publishing their slides")
        PHOTOGRAPHS = "photographs", _("being photographed")

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="consents", verbose_name=_("speaker"))
    kind = models.CharField(_("to what"), max_length=12, choices=Kind)
    is_given = models.BooleanField(_("agrees"))
    version = models.PositiveSmallIntegerField(_("version of the words"), default=WORDS_VERSION)
    said_at = models.DateTimeField(_("said"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = SpeakerConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent of a speaker")
        verbose_name_plural = _("consents of speakers")
        ordering = ("kind", "-said_at")
        constraints = (
            models.UniqueConstraint(
                fields=["speaker", "kind"],
                condition=Q(ended_at=None),
                name="speaker_consent_once",
                violation_error_message=_("This speaker has answered that already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())
