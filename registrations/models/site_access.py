"""What the gate's office must know: apart from all else, sealed, and gone after the event."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.models.guests import Registration
from symposium.events.models import Event


class SiteAccess(models.Model):
    """One guest's details, encrypted with SYMPOSIUM_SITE_ACCESS_KEYS: a Fernet token over a JSON object."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="site_access", verbose_name=_("registration")
    )
    sealed = models.TextField(editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("site-access details")
        verbose_name_plural = _("site-access details")

    def __str__(self) -> str:
        return str(self.registration)


class SiteAccessLook(models.Model):
    """Who looked at whose details, and when; and who, or the clock, deleted them. It outlives the details."""

    class How(models.TextChoices):
        LOOKED = "looked", _("looked")
        EXPORTED = "exported", _("exported")
        DELETED = "deleted", _("deleted")

    event = models.ForeignKey(Event, models.CASCADE, related_name="site_access_looks", verbose_name=_("event"))
    registration = models.ForeignKey(
        Registration,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="site_access_looks",
        verbose_name=_("registration"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("member of staff"),
    )
    how = models.CharField(_("how"), max_length=8, choices=How)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("look at site-access details")
        verbose_name_plural = _("looks at site-access details")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.how} {self.at:%Y-%m-%d %H:%M}"
