"""What a speaker would have changed about how they are presented, until somebody of the team has decided."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from speakers.models.speakers import Speaker


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggestions as desks and pages pick them."""

    def waiting(self) -> Self:
        """Those that nobody has decided yet."""
        return self.filter(state=Suggestion.State.OPEN)


class Suggestion(models.Model):
    """One speaker's wishes at a time: who changes their mind replaces the one that waits.

    ``changes`` is, by the name of a part (``speakers.profile``), what it was when they looked and what it is to be:
    ``{"name": {"from": "Ada", "to": "Ada Lovelace"}}``. A new portrait is a path in the private storage.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        REPLACED = "replaced", _("replaced by a later one")
        WITHDRAWN = "withdrawn", _("withdrawn by the speaker")

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="suggestions", verbose_name=_("speaker"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    changes = models.JSONField(_("changes"), default=dict)
    made_at = models.DateTimeField(_("suggested"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    # Names of the parts that were taken over, as they were suggested or otherwise.
    taken = models.JSONField(_("taken over"), default=list, db_default=[])
    words = models.TextField(_("words to the speaker"), max_length=2000, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion of a speaker")
        verbose_name_plural = _("suggestions of speakers")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["speaker"],
                condition=Q(state="open"),
                name="suggestion_one_waits",
                violation_error_message=_("Another suggestion of this speaker waits already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.speaker)

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state == self.State.OPEN
