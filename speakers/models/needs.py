"""What a speaker needs in order to speak; seen by guest care alone (docs/decisions/0015)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from speakers.models.speakers import Speaker


class Help(models.TextChoices):
    """What a stage can be prepared for."""

    STEP_FREE = "step_free", _("a way to the stage without steps")
    SEAT = "seat", _("a seat while I speak")
    LECTERN = "lectern", _("a lectern that can be lowered")
    MICROPHONE = "microphone", _("a microphone that I need not hold")
    HEARING_LOOP = "loop", _("a hearing loop")
    SIGN_LANGUAGE = "sign", _("a sign language interpreter")
    CAPTIONS = "captions", _("live captions that I can see")
    LARGE_PRINT = "large_print", _("papers in large print or as files")
    ASSISTANCE_ANIMAL = "animal", _("room for an assistance animal")
    COMPANION = "companion", _("a place for a personal assistant")
    QUIET_ROOM = "quiet", _("a quiet room")
    PARKING = "parking", _("accessible parking")


class SpeakerNeeds(models.Model):
    """One speaker's needs: of a list, and in their own words."""

    speaker = models.OneToOneField(Speaker, models.CASCADE, related_name="needs", verbose_name=_("speaker"))
    helps = models.JSONField(_("what helps"), default=list, blank=True)
    words = models.TextField(_("in their own words"), max_length=1000, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("needs of a speaker")
        verbose_name_plural = _("needs of speakers")

    def __str__(self) -> str:
        return str(self.speaker)
