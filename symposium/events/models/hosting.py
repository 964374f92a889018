"""Who holds an event."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from symposium.events.models.content import EventContent
from symposium.events.models.event import Event
from symposium.kit.published import PublishingQuerySet
from symposium.organisations.models import Organisation


class HostingQuerySet(PublishingQuerySet["Hosting"]):
    """Hosts as pages pick them."""

    def listed(self) -> Self:
        """Those who agreed to be listed, whatever the state of their event. The one place that says so."""
        return self.filter(consented=True)

    def public(self) -> Self:
        """Those who agreed to be listed, at events that are public."""
        return self.listed().filter(event__in=Event.objects.public())


class Hosting(EventContent):
    """Ties an organisation to an event, with a role, a place in the order, and its consent to be listed."""

    class Role(models.TextChoices):
        HOST = "host", _("host")
        CO_HOST = "co_host", _("co-host")
        SPONSOR = "sponsor", _("sponsor")
        SUPPORTER = "supporter", _("supporter")

    part_of = "event"

    event = models.ForeignKey(Event, models.CASCADE, related_name="hostings", verbose_name=_("event"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="hostings", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.CO_HOST)
    rank = models.PositiveSmallIntegerField(_("place in the order"), default=1)
    consented = models.BooleanField(
        _("agrees to be listed"), default=False, help_text=_("Without it, no page names this host.")
    )

    objects: ClassVar = HostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ("rank", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["event", "organisation"],
                name="hosting_once",
                violation_error_message=_("This organisation hosts the event already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"
