"""Webhooks: begun, given another secret, tried, and their messages sent again."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from symposium.api.hearing import about_event, begin_to_hear
from symposium.api.models import Delivery, Happening, Webhook


@transaction.atomic
def begin(webhook: Webhook) -> None:
    """From now on its address is told of what comes; nothing of what was before."""
    Webhook.objects.filter(pk=webhook.pk).update(paused_until=None, failures=0, ended_because="")
    begin_to_hear(webhook.event)


@transaction.atomic
def rotate_secret(webhook: Webhook) -> Webhook:
    """Another secret; the one before signs beside it for a day."""
    Webhook.objects.filter(pk=webhook.pk).update(version=F("version") + 1, rotated_at=timezone.now())
    webhook.refresh_from_db()
    return webhook


@transaction.atomic
def send_trial(webhook: Webhook) -> Delivery:
    """A message that means nothing, to see whether it arrives."""
    Webhook.objects.filter(pk=webhook.pk).update(paused_until=None)
    data = {"event": about_event(webhook.event)}
    return Delivery.objects.create(webhook=webhook, kind=Happening.PING, data=data)


@transaction.atomic
def send_again(delivery: Delivery) -> None:
    """Send a message once more, with the id that it had, whether it arrived or was given up."""
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.QUEUED, attempts=0, due_at=timezone.now())
    Webhook.objects.filter(pk=delivery.webhook_id).update(paused_until=None)
