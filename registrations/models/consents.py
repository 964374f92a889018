"""What guests agreed to, each by itself, and until when."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.models.guests import Registration


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents as pages pick them."""

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """One consent of one guest, beside that to the privacy notice, which stands with the registration itself.

    A withdrawn one stays as a record; giving it anew is a new row.
    """

    class Kind(models.TextChoices):
        PHOTOGRAPHS = "photographs", _("being seen in photographs")
        RECORDING = "recording", _("being seen or heard in recordings")
        PARTICIPANTS = "participants", _("being on the list of participants")
        NEWS = "news", _("news of coming events")

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="consents", verbose_name=_("registration")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("kind", "-given_at")
        constraints = (
            models.UniqueConstraint(
                fields=["registration", "kind"],
                condition=Q(withdrawn_at=None),
                name="consent_once",
                violation_error_message=_("This guest has agreed to that already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())
