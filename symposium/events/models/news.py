"""News of an event."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from symposium.events.models.content import EventContent
from symposium.events.models.event import Event
from symposium.kit.published import PublishingQuerySet
from symposium.kit.richtext import RichTextField
from symposium.kit.slugs import Slugged
from symposium.kit.text import LineField


class AnnouncementQuerySet(PublishingQuerySet["Announcement"]):
    """News as pages pick them."""

    def published(self, now: datetime | None = None) -> Self:
        return self.filter(published_at__lte=now or timezone.now())


class Announcement(EventContent, Slugged):
    """One piece of news."""

    slug_scope = "event_id"
    slug_source = "title"

    event = models.ForeignKey(Event, models.CASCADE, related_name="announcements", verbose_name=_("event"))
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    title = LineField(_("title"), max_length=160)
    words = RichTextField(_("words"))
    published_at = models.DateTimeField(
        _("published"), null=True, blank=True, help_text=_("Left empty, it is a draft; a time to come holds it back.")
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ("-published_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["event", "slug"],
                name="announcement_slug_unique",
                violation_error_message=_("Another announcement has this address already."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('news', args=[self.event.slug])}#{self.slug}"
