"""What subscribers were given."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event
from symposium.programme.models import Session


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries as feeds pick them."""

    def served(self) -> Self:
        """What subscribers get: nothing of drafts, nothing that was withdrawn long ago."""
        return self.filter(retired_at=None, event__in=Event.objects.public())


class Entry(models.Model):
    """One calendar entry: of an event (``session`` empty) or of one session.

    Its UID is made once (RFC 7986 §5.3); SEQUENCE and stamps move when what is published changes; the last published
    content stays here, so that an entry can say 'cancelled' after its session is gone.
    """

    class Kind(models.TextChoices):
        EVENT = "event", _("event")
        SESSION = "session", _("session")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    event = models.ForeignKey(Event, models.CASCADE, related_name="calendar_entries", verbose_name=_("event"))
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="calendar_entries", verbose_name=_("session")
    )
    slug = models.SlugField(max_length=80)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    published_at = models.DateTimeField(_("first published"))
    revised_at = models.DateTimeField(_("last revised"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    retired_at = models.DateTimeField(
        _("taken out of the feeds"), null=True, blank=True, help_text=_("30 days after it was withdrawn.")
    )
    content = models.JSONField(_("content"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar entries")
        ordering = ("event", "kind", "pk")
        constraints = (
            models.UniqueConstraint(fields=["event"], condition=Q(kind="event"), name="entry_one_per_event"),
            models.UniqueConstraint(fields=["session"], name="entry_one_per_session"),
        )

    def __str__(self) -> str:
        return str(self.content.get("title", self.uid))

    @property
    def is_withdrawn(self) -> bool:
        """Whether subscribers are told that it is cancelled."""
        return self.withdrawn_at is not None
