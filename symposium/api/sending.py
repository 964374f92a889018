"""Getting messages to webhooks: signed, tried again with longer and longer waits, and given up in the end."""

import http.client
import logging
from datetime import datetime, timedelta

import msgspec
from django.db.models import F, Q
from django.utils import timezone

from symposium.api import posting, signatures
from symposium.api.hearing import may_hear
from symposium.api.models import Delivery, Webhook
from symposium.kit.release import fingerprint
from symposium.kit.sweeps import pause_after

logger = logging.getLogger(__name__)

# How many are taken up at once.
HELPING = 20
# How long one process may take over a message before another may try.
LEASE = timedelta(minutes=2)
# With waits of 1, 2, 4 ... minutes and then 6 hours: how often one message is tried (a day and a half), and after how
# many failures in a row nothing is tried any more (four days).
MOST_ATTEMPTS, MOST_FAILURES = 14, 24
KEPT = timedelta(days=30)
GONE = 410


def deliver(pk: int, now: datetime | None = None) -> bool:
    """Send one message if it is due and nobody else has it in hand; whether it arrived. Safe to call twice.

    A process that is killed between sending and noting it sends it again, with the same ``webhook-id``: receivers
    leave out what they have.
    """
    now = now or timezone.now()
    queued = Delivery.objects.filter(pk=pk, state=Delivery.State.QUEUED, due_at__lte=now)
    if not queued.update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    delivery = Delivery.objects.select_related("webhook__user").get(pk=pk)
    webhook = delivery.webhook
    if not webhook.is_active or not may_hear(webhook.user, webhook.event_id):
        _note(
            delivery, state=Delivery.State.FAILED, last_error="The webhook is off, or its owner has no role any more."
        )
        return False
    body = body_of(delivery)
    try:
        status = posting.post(webhook.url, body, _headers(delivery, body, now))
    except posting.RefusedError as refused:
        _note(delivery, state=Delivery.State.FAILED, status=None, last_error=str(refused))
        return False
    except (OSError, http.client.HTTPException, ValueError) as error:
        _put_back(delivery, None, f"{type(error).__name__}: {error}", now)
        return False
    if 200 <= status < 300:
        _note(delivery, state=Delivery.State.SENT, status=status, sent_at=timezone.now(), last_error="")
        Webhook.objects.filter(pk=webhook.pk).exclude(failures=0).update(paused_until=None, failures=0)
        return True
    _put_back(delivery, status, f"The other side answered {status}.", now)
    return False


def body_of(delivery: Delivery) -> bytes:
    """What is sent, byte for byte the same at every attempt."""
    said = {"type": delivery.kind, "timestamp": delivery.created_at, "data": delivery.data}
    return msgspec.json.encode(said)


def _headers(delivery: Delivery, body: bytes, now: datetime) -> dict[str, str]:
    signed = signatures.headers(delivery.webhook, f"msg_{delivery.uid.hex}", body, now)
    return {"Content-Type": "application/json", "User-Agent": f"Symposium/{fingerprint()[:8]}", **signed}


def _put_back(delivery: Delivery, status: int | None, error: str, now: datetime) -> None:
    """Note why it did not arrive and when to try again; whatever else waits for the same address waits as well."""
    given_up = delivery.attempts >= MOST_ATTEMPTS or status == GONE
    failures = delivery.webhook.failures + 1
    due_at = now + pause_after(failures)
    state = Delivery.State.FAILED if given_up else Delivery.State.QUEUED
    _note(delivery, state=state, status=status, due_at=due_at, last_error=error[:300])
    paused: dict[str, object] = {"paused_until": due_at, "failures": failures}
    # 410 (RFC 9110 §15.5.11): there is nothing there, and never will be again.
    if status == GONE or failures >= MOST_FAILURES:
        paused |= {"is_active": False, "ended_because": error[:200]}
    Webhook.objects.filter(pk=delivery.webhook_id).update(**paused)
    logger.info(
        "webhook %s: message %s did not arrive (attempt %s)", delivery.webhook_id, delivery.uid, delivery.attempts
    )


def _note(delivery: Delivery, **columns: object) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(**columns)


def deliver_due(*, most: int = HELPING, now: datetime | None = None) -> int:
    """Send what is due, the longest waiting first, to addresses that are not paused; how many arrived."""
    now = now or timezone.now()
    open_now = Q(webhook__paused_until=None) | Q(webhook__paused_until__lte=now)
    due = Delivery.objects.filter(open_now, state=Delivery.State.QUEUED, due_at__lte=now).order_by("due_at", "pk")
    arrived, failing = 0, set[int]()
    for pk, webhook in due.values_list("pk", "webhook_id")[:most]:
        if webhook in failing:
            continue
        if deliver(pk, now):
            arrived += 1
        else:
            failing.add(webhook)
    return arrived


def forget_deliveries(now: datetime | None = None) -> int:
    """Delete what was sent, or given up, more than 30 days ago; how many."""
    before = (now or timezone.now()) - KEPT
    old = Delivery.objects.exclude(state=Delivery.State.QUEUED).filter(created_at__lt=before)
    return old.delete()[0]
