"""What pages of lower floors show of registration: places in sessions, and that there is a list of participants."""

from django import template

from registrations.models import BookableSession, RegistrationRules
from symposium.events.models import Event
from symposium.programme.markup import Writer
from symposium.programme.models import Session

register = template.Library()


@register.simple_tag
def places_in(session: Session) -> BookableSession | None:
    """The places of a session that must be booked; None for one to which everybody may come. One query."""
    return BookableSession.objects.filter(session=session.pk).first()


@register.simple_tag
def say_what_is_booked(writer: Writer, event: Event) -> str:
    """Have the rows of a programme that are written from now on say which places must be booked. One query."""
    if not event.is_over():
        rows = BookableSession.objects.filter(session__event=event.pk)
        writer.booked = frozenset(rows.values_list("session__slug", flat=True))
    return ""


@register.simple_tag
def lists_participants(event: Event) -> bool:
    """Whether the event has a public list of participants, and anybody may stand in it. At the most one query."""
    return (
        event.participants_version > 0
        and RegistrationRules.objects.filter(event=event.pk, asks_participants=True).exists()
    )
