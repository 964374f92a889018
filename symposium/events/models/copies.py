"""Events that were made from another."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from symposium.events.models.event import Event
from symposium.kit.text import LineField


class Copy(models.Model):
    """That an event was copied, and from which: the desk and its preview say so until it is published."""

    event = models.OneToOneField(
        Event, models.CASCADE, primary_key=True, related_name="copied", verbose_name=_("event")
    )
    original = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="copies", verbose_name=_("original")
    )
    # As it was called then: it may be gone by now.
    name = LineField(_("name of the original"), max_length=160)
    made_at = models.DateTimeField(_("copied"), default=timezone.now)

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")

    def __str__(self) -> str:
        return self.name
