"""A guest's own calendar feed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.models.guests import Registration


class PersonalFeed(models.Model):
    """The programme with one guest's bookings, under an address of its own; only the hash of its token is kept."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="feed", verbose_name=_("registration")
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("personal feed")
        verbose_name_plural = _("personal feeds")

    def __str__(self) -> str:
        return str(self.registration)
