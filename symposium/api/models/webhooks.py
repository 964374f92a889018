"""Who is told of what, and what they were told."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event
from symposium.kit.text import LineField


class Happening(models.TextChoices):
    """What can be told; the value is the ``type`` of the message and never changes."""

    EVENT_PUBLISHED = "event.published", _("the event is published")
    EVENT_CHANGED = "event.changed", _("the event itself changes: name, dates, place, hosts, words")
    EVENT_WITHDRAWN = "event.withdrawn", _("the event becomes a draft again")
    PROGRAMME_CHANGED = "programme.changed", _("sessions are added, changed or taken away")
    SPEAKERS_CHANGED = "speakers.changed", _("speakers are added, changed or taken away")
    NEWS_CHANGED = "news.changed", _("news is published, changed or taken away")
    GUEST_REQUESTED = "registration.requested", _("somebody asks for a place")
    GUEST_CONFIRMED = "registration.confirmed", _("somebody has a place")
    GUEST_OFFERED = "registration.offered", _("somebody is offered a place")
    GUEST_WAITING = "registration.waiting", _("somebody is on the waiting list")
    GUEST_DECLINED = "registration.declined", _("a request is declined")
    GUEST_CANCELLED = "registration.cancelled", _("somebody gives their place back, or loses it")
    GUEST_CHANGED = "registration.changed", _("somebody changes their details, or how they take part")
    GUEST_ERASED = "registration.erased", _("somebody is erased: erase your copy too")
    PING = "ping", _("a trial")


# A trial is asked for, not subscribed to.
KINDS = [(kind.value, kind.label) for kind in Happening if kind != Happening.PING]


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Webhooks as followers pick them."""

    def listening(self, event_id: int) -> Self:
        """Those that want to know of that event."""
        return self.filter(event=event_id, is_active=True, user__is_active=True).select_related("user")


class Webhook(models.Model):
    """An address at another system that is told what happens at an event, in the name of a member of staff.

    Its secret is not kept: it is made of the site's key, ``uid`` and ``version`` (``signatures``).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="webhooks", verbose_name=_("member of staff")
    )
    event = models.ForeignKey(Event, models.CASCADE, related_name="webhooks", verbose_name=_("event"))
    name = LineField(_("name"), max_length=80, help_text=_("Whom it tells: “the university's website”."))
    url = models.URLField(_("address"), max_length=500, help_text=_("Where messages are sent: https://…"))
    kinds = models.JSONField(_("tell when"), default=list)
    is_active = models.BooleanField(_("on"), default=True)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    rotated_at = models.DateTimeField(_("secret made anew"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    # After a failure nothing is tried until then: a system that is down costs one attempt at a time.
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False)
    ended_because = models.CharField(_("switched off because"), max_length=200, blank=True, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("event", "pk")

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message to one webhook: written in the transaction that made it necessary, sent by the worker."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    kind = models.CharField(_("what happened"), max_length=30, choices=Happening)
    data = models.JSONField(_("data"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(_("happened"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("webhook message")
        verbose_name_plural = _("webhook messages")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(state="queued")),
            models.Index(fields=["webhook", "-created_at", "-id"], name="delivery_newest"),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Snapshot(models.Model):
    """What the public last saw of an event that somebody listens to: digests, to find out what has changed."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="api_snapshot", verbose_name=_("event"))
    seen = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")

    def __str__(self) -> str:
        return str(self.event_id)
