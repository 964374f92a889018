"""Telling guests that their event moved or is off: mails that replace what stands in their calendars (RFC 5546)."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from registrations import mails
from registrations.models import Deed, Registration
from registrations.services.desk import By, at_the_desk
from symposium.calendars.invitations import entry_of
from symposium.calendars.models import Entry
from symposium.events.models import Event
from symposium.mail.services import queue_mails

State = Registration.State


def to_be_told(event: Event) -> QuerySet[Registration]:
    """Guests who have a place and whose calendar mail is older than the last change of time, place, name or status.

    None of an event that never changed, is over, or is a draft. Who got a place since then had it with the mail.
    """
    guests = Registration.objects.real().filter(event=event, state=State.CONFIRMED)
    changed = last_change(event)
    if changed is None:
        return guests.none()
    sequence, at = changed
    since = Deed.objects.filter(registration=OuterRef("pk"), after=State.CONFIRMED, at__gte=at)
    return guests.filter(calendar_told__lt=sequence).exclude(Exists(since)).order_by("pk")


def last_change(event: Event) -> tuple[int, datetime] | None:
    """SEQUENCE of the event's entry and when it rose last; None where there is nothing to tell."""
    if event.is_draft or event.is_over():
        return None
    try:
        entry: Entry = entry_of(event)
    except Entry.DoesNotExist:
        return None
    first = entry.revisions.filter(sequence=entry.sequence).order_by("at", "pk").first()
    return (entry.sequence, first.at if first else entry.revised_at) if entry.sequence else None


def tell_changed(event: Event, *, by: By, words: str = "") -> int:
    """Queue an update, or for an event that is off a cancellation, for everybody who is to be told; how many mails.

    Done twice, it is done once. Companions without an address are in the mail to whoever brought them.
    """
    with at_the_desk(event.pk) as desk:
        event = Event.objects.select_related("venue").get(pk=desk.event.pk)
        group = list(to_be_told(event).select_related("event"))
        changed = last_change(event)
        if not group or changed is None:
            return 0
        told = mails.changed(group, is_off=event.is_cancelled, words=words)
        queue_mails(told)
        Registration.objects.filter(pk__in=to_be_told(event).values("pk")).update(calendar_told=changed[0])
        Deed.objects.create(
            event=event, actor=by.actor, user=by.user, verb=Deed.Verb.TOLD, after=str(len(told)), reason=by.reason
        )
    return len(told)
