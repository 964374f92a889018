"""What subscribers were given, and when."""

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
        """What subscribers get: nothing that was withdrawn long ago, and of what is no longer public only that."""
        return self.filter(Q(event__in=Event.objects.public()) | Q(withdrawn_at__isnull=False), retired_at=None)

    def gone(self) -> Self:
        """What subscribers are told of events that are drafts again, or deleted."""
        return self.filter(withdrawn_at__isnull=False, retired_at=None).exclude(event__in=Event.objects.public())


class Entry(models.Model):
    """One calendar entry: of an event (``session`` empty) or of one session, as it stood at that event.

    Its UID is made once (RFC 7986 §5.3); SEQUENCE and stamps move when what is published changes; the last published
    content stays here, so that an entry can say 'cancelled' after its session is gone, is another event's, or the
    event itself is no longer public.
    """

    class Kind(models.TextChoices):
        EVENT = "event", _("event")
        SESSION = "session", _("session")

    uid = models.UUIDField(_("UID"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="calendar_entries", verbose_name=_("event")
    )
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="calendar_entries", verbose_name=_("session")
    )
    # The address under which it was last served: of an event that is a draft again, nothing newer may be told.
    event_slug = models.SlugField(max_length=80, db_default="")
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
            models.UniqueConstraint(fields=["event", "session"], name="entry_one_per_session_at_event"),
        )

    def __str__(self) -> str:
        return str(self.content.get("title", self.uid))

    @property
    def is_withdrawn(self) -> bool:
        """Whether subscribers are told that it is cancelled."""
        return self.withdrawn_at is not None


class Revision(models.Model):
    """One version of an entry as subscribers were given it. It is only ever added to."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="revisions", verbose_name=_("calendar entry"))
    at = models.DateTimeField(_("published"))
    sequence = models.PositiveIntegerField(_("sequence"))
    content = models.JSONField(_("content"))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.sequence}"
