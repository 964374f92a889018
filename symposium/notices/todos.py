"""What is to be done about the mails of an event."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from symposium.accounts.admin_base import may
from symposium.accounts.scope import ORGANISERS
from symposium.events.dashboard import Todo, Urgency
from symposium.events.dashboard.facts import facts_of, number_of
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from symposium.notices.models import Notice

# What came back longer ago has been seen.
LASTS = timedelta(days=14)


def todos(request: HttpRequest, event: Event) -> Iterator[Todo]:
    """Mails that were given up, addresses that do not exist, drafts that wait for somebody to approve them."""
    if not may(request, ORGANISERS, event.pk):
        return
    numbers = facts_of(event).numbers
    failed, gone, drafts = numbers["mails_given_up"], numbers["mails_bounced"], numbers["notices_drafted"]
    mails = f"{reverse('admin:mail_outgoingmail_changelist')}?event={event.pk}"
    notices = f"{reverse('admin:notices_notice_changelist')}?event={event.pk}&state__exact=draft"
    yield Todo(
        ngettext("%d mail was given up", "%d mails were given up", failed) % failed,
        f"{mails}&state__exact=failed",
        Urgency.NOW,
        failed,
    )
    yield Todo(
        ngettext("%d mail came back: no such address", "%d mails came back: no such addresses", gone) % gone,
        f"{mails}&came_back=for_good",
        Urgency.NOW,
        gone,
    )
    yield Todo(
        ngettext("%d notice is a draft", "%d notices are drafts", drafts) % drafts, notices, Urgency.SOON, drafts
    )


def mails_given_up() -> Coalesce:
    """How many did not go."""
    return number_of(OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED))


def mails_bounced() -> Coalesce:
    """How many came back of late, because there is no such address."""
    lately = OutgoingMail.objects.filter(bounced_at__isnull=False, bounced_at__gte=timezone.now() - LASTS)
    return number_of(lately.filter(bounced_for_good=True))


def notices_drafted() -> Coalesce:
    """How many wait for somebody to approve them."""
    return number_of(Notice.objects.filter(state=Notice.State.DRAFT))
