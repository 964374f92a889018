"""What was published of a programme, and when: the public change log, and what can be taken back."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event, EventContent
from symposium.kit.published import PublishingQuerySet
from symposium.kit.text import LineField
from symposium.programme.models.sessions import Session


class PublicationQuerySet(PublishingQuerySet["Publication"]):
    """Publications as the change log picks them."""

    def told(self) -> Self:
        """What visitors may read of, the newest first, each with its items: all but small corrections."""
        items = PublicationItem.objects.select_related("session").order_by("position", "pk")
        return self.filter(is_silent=False).prefetch_related(Prefetch("items", items)).order_by("-published_at", "-pk")


class Publication(EventContent):
    """One press of 'Publish': the changes of a programme that visitors got together."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="publications", verbose_name=_("event"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    words = LineField(_("in a sentence"), max_length=240, blank=True)
    is_silent = models.BooleanField(_("small correction"), default=False)

    objects: ClassVar = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ("-published_at", "-pk")
        indexes = (models.Index(fields=["event", "published_at"], name="publication_by_time"),)

    def __str__(self) -> str:
        return f"{self.event} · {self.published_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return f"{reverse('changes', args=[self.event.slug])}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """By what a link finds it on the page."""
        return f"change-{self.uid.hex[:12]}"


class PublicationItem(EventContent):
    """What one publication changed of one session.

    People are named by their keys alone: whoever is gone is named nowhere any more.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        CANCELLED = "cancelled", _("cancelled")
        BACK = "back", _("takes place after all")
        GONE = "gone", _("taken out")

        @classmethod
        def of(cls, before: str, after: str) -> Self:
            """What happens to a session that goes from one state to another."""
            draft, cancelled = Session.State.DRAFT, Session.State.CANCELLED
            if draft in {before, after}:
                return cls.GONE if after == draft else cls.NEW
            if after == before:
                return cls.CHANGED
            return cls.CANCELLED if after == cancelled else cls.BACK

    belongs_to = "publication"

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="items", verbose_name=_("publication"))
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="publication_items", verbose_name=_("session")
    )
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    # A list of {"what", "old", "new"}, which ``wording`` says.
    details: models.JSONField[Any, Any] = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    # What it was before, of what was changed alone (``documents``).
    before: models.JSONField[Any, Any] = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("change of a session")
        verbose_name_plural = _("changes of sessions")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.title}: {self.get_kind_display()}"
