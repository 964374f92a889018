"""What the gate's office must know: apart from all else, sealed, and gone after the event."""

from collections.abc import Iterable, Mapping
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.models.guests import Registration
from symposium.events.models import Event


class SiteAccessQuerySet(models.QuerySet["SiteAccess"]):
    """Details as the gate's office needs them."""

    def complete(self, asked: Iterable[str]) -> Self:
        """Those that have all that is asked."""
        found = self
        for kind in asked:
            found = found.filter(kinds__contains=kind)
        return found


class SiteAccess(models.Model):
    """One guest's details, encrypted with SYMPOSIUM_SITE_ACCESS_KEYS: a Fernet token over a JSON object."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="site_access", verbose_name=_("registration")
    )
    sealed = models.TextField(editable=False)
    # Which of ``SiteAccessField`` are in it, with commas: who lacks something is found without opening anything.
    kinds = models.CharField(max_length=80, blank=True, db_default="", editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = SiteAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("site-access details")
        verbose_name_plural = _("site-access details")

    def __str__(self) -> str:
        return str(self.registration)

    def has(self, asked: Iterable[str]) -> bool:
        """Whether all that is asked is in it."""
        return set(asked) <= set(self.kinds.split(","))


def kinds_of(details: Mapping[str, str]) -> str:
    """What ``SiteAccess.kinds`` says of such details."""
    return ",".join(sorted(kind for kind, value in details.items() if value))


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
