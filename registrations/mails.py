"""Mails to guests: each is written in the transaction that made it necessary.

Whoever makes it necessary may read another language than its guest: mails are written in that of the source.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from registrations.models import Registration
from symposium.calendars.invitations import cancellation, invitation
from symposium.kit.languages import plainly
from symposium.mail.services import queue_mail

ALREADY = "registration_already"
CANCEL_REQUEST = "registration_cancel_request"


@plainly()
def confirmed(registration: Registration) -> None:
    """The place is theirs; with the event for their calendar."""
    subject = _("Your place: %(event)s") % {"event": registration.event.name}
    _queue(registration, "registration_confirmed", subject, method="REQUEST")


@plainly()
def waiting(registration: Registration) -> None:
    """They are on the waiting list."""
    _queue(registration, "registration_waiting", _("Waiting list: %(event)s") % {"event": registration.event.name})


@plainly()
def promoted(registration: Registration) -> None:
    """A place came free and is theirs; with the event for their calendar."""
    subject = _("You have a place now: %(event)s") % {"event": registration.event.name}
    _queue(registration, "registration_promoted", subject, method="REQUEST")


@plainly()
def cancelled(registration: Registration, *, by_staff: bool = False, had_place: bool = True) -> None:
    """The place is given back, or the line left; an entry that we sent leaves their calendar."""
    words = _("Cancelled: your place at %(event)s") if had_place else _("You have left the waiting list: %(event)s")
    _queue(
        registration,
        "registration_cancelled",
        words % {"event": registration.event.name},
        method="CANCEL" if had_place else "",
        by_staff=by_staff,
        had_place=had_place,
    )


@plainly()
def already(registration: Registration) -> None:
    """Somebody, probably they, registered this address again: here is the link to the place they have."""
    _queue(registration, ALREADY, _("You are registered already: %(event)s") % {"event": registration.event.name})


@plainly()
def cancel_request(registration: Registration) -> None:
    """Somebody, perhaps they, tried to cancel without the link: here it is."""
    subject = _("Do you want to cancel? %(event)s") % {"event": registration.event.name}
    _queue(registration, CANCEL_REQUEST, subject)


def _queue(registration: Registration, kind: str, subject: str, *, method: str = "", **extra: Any) -> None:
    event = registration.event
    url = settings.SITE_URL + registration.get_absolute_url()
    context = {
        "registration": registration,
        "event": event,
        "venue": getattr(event, "venue", None),
        "url": url,
        "event_url": settings.SITE_URL + event.get_absolute_url(),
        "site_url": settings.SITE_URL,
        "subject": subject,
        **extra,
    }
    queue_mail(
        kind=kind,
        event_id=event.pk,
        to_address=registration.email,
        to_name=registration.name,
        reply_to=event.contact_email,
        subject=subject,
        text=render_to_string(f"emails/{kind}.txt", context),
        html=render_to_string(f"emails/{kind}.html", context),
        calendar=_calendar(registration, method),
        calendar_method=method,
    )


def _calendar(registration: Registration, method: str) -> str:
    """With the event's page in it, not the guest's own: others may look into their calendar."""
    if not method:
        return ""
    write = invitation if method == "REQUEST" else cancellation
    return write(
        registration.event,
        name=registration.name,
        email=registration.email,
        url=settings.SITE_URL + registration.event.get_absolute_url(),
        bump=registration.calendar_bump,
    )
