"""What is to be done about the mails of an event."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from symposium.accounts.admin_base import may
from symposium.accounts.scope import ORGANISERS
from symposium.events.dashboard import Todo, Urgency
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from symposium.notices.models import Notice

# What came back longer ago has been seen.
LASTS = timedelta(days=14)


def todos(request: HttpRequest, event: Event) -> Iterator[Todo]:
    """Mails that were given up, addresses that do not exist, drafts that wait for somebody to approve them."""
    if not may(request, ORGANISERS, event.pk):
        return
    failed, gone, drafts = _counted(event)
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


def _counted(event: Event) -> tuple[int, int, int]:
    """Mails given up, mails to addresses that do not exist, drafts; one query, each number by an index of its own."""
    mails = OutgoingMail.objects.all()
    bounced = mails.filter(bounced_at__isnull=False, bounced_at__gte=timezone.now() - LASTS, bounced_for_good=True)
    numbers = Event.objects.filter(pk=event.pk).values_list(
        _number(mails.filter(state=OutgoingMail.State.FAILED)),
        _number(bounced),
        _number(Notice.objects.filter(state=Notice.State.DRAFT)),
    )
    failed, gone, drafts = numbers.get()
    return failed or 0, gone or 0, drafts or 0


def _number(rows: QuerySet[Any]) -> Subquery:
    ours = rows.filter(event=OuterRef("pk")).order_by().values("event")
    return Subquery(ours.annotate(number=Count("pk")).values("number"))
