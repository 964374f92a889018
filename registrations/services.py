"""Deeds at the registration desk. Each locks the event first: seats are counted and given by one at a time.

On PostgreSQL the lock is the event's row; on SQLite a transaction that begins IMMEDIATE holds the whole file.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from registrations import mails
from registrations.exceptions import EventFullError, RegistrationNotOpenError
from registrations.models import Registration, email_key
from symposium.events.models import Event, RegistrationPhase
from symposium.mail.models import OutgoingMail

State = Registration.State
TAKES_WISHES = {RegistrationPhase.OPEN, RegistrationPhase.FEW, RegistrationPhase.WAITING, RegistrationPhase.FULL}
# A second mail 'you are registered already' within this time would only be a nuisance.
REMINDER_PAUSE = timedelta(minutes=10)
SHADOWS_LAST = timedelta(days=30)


def _lock(event_id: int) -> Event:
    return Event.objects.select_for_update().get(pk=event_id)


@transaction.atomic
def register(
    event: Event,
    *,
    name: str,
    email: str,
    affiliation: str = "",
    submission: UUID | None = None,
    accepts_waiting: bool = True,
) -> Registration:
    """Give a place, or one on the waiting list, and queue the mail that says so.

    The same ``submission`` sent again returns what it made. An address that is registered already gets a shadow that
    looks like any new registration, and its owner a mail with their link.

    Raises RegistrationNotOpenError or EventFullError; nothing is changed then.
    """
    event = _lock(event.pk)
    key = email_key(email)
    sent_before = Registration.objects.filter(submission=submission).first() if submission else None
    if sent_before and (sent_before.event_id, sent_before.email_key) == (event.pk, key):
        return sent_before
    state = _state_for_next(event, accepts_waiting=accepts_waiting)
    standing = Registration.objects.standing().filter(event=event, email_key=key).first()
    registration = Registration.objects.create(
        event=event,
        submission=uuid4() if sent_before or not submission else submission,
        state=state,
        name=name,
        email=email,
        affiliation=affiliation,
        shadow_of=standing,
        waiting_since=timezone.now() if state == State.WAITING else None,
        privacy_version=event.privacy_version,
        calendar_bump=_bump_for(event, key),
    )
    if standing:
        _remind(standing)
        return registration
    _count(event, state, 1)
    mails.confirmed(registration) if registration.is_confirmed else mails.waiting(registration)
    return registration


def _state_for_next(event: Event, *, accepts_waiting: bool) -> str:
    """What the next guest gets; raises when that is nothing."""
    phase = event.registration_phase()
    if phase not in TAKES_WISHES:
        raise RegistrationNotOpenError(phase)
    if phase in {RegistrationPhase.OPEN, RegistrationPhase.FEW}:
        return State.CONFIRMED
    if phase == RegistrationPhase.FULL or not accepts_waiting:
        raise EventFullError(has_waiting_list=event.has_waiting_list)
    return State.WAITING


def _bump_for(event: Event, key: str) -> int:
    """A guest who comes back continues the sequence of the entry that was withdrawn from their calendar."""
    earlier = Registration.objects.real().filter(event=event, email_key=key).order_by("-calendar_bump")
    last = earlier.values_list("calendar_bump", flat=True).first()
    return 0 if last is None else last + 1


def _count(event: Event, state: str, by: int) -> None:
    """Move the event's counters; the database refuses more seats taken than there are."""
    if state == State.CONFIRMED:
        Event.objects.filter(pk=event.pk).update(seats_taken=F("seats_taken") + by)
    elif state == State.WAITING:
        Event.objects.filter(pk=event.pk).update(guests_waiting=F("guests_waiting") + by)


def _remind(standing: Registration) -> None:
    """Send the owner of a registered address their link, unless that was done a moment ago."""
    recent = timezone.now() - REMINDER_PAUSE
    sent = OutgoingMail.objects.filter(event=standing.event_id, kind=mails.ALREADY, created_at__gt=recent)
    if not sent.filter(to_address=standing.email).exists():
        mails.already(standing)


@transaction.atomic
def cancel(registration: Registration, *, by_staff: bool = False) -> None:
    """Give the place back; the next in line moves up and is told. Done twice, it is done once.

    Cancelling a shadow changes nothing real: the owner of the address gets a mail that leads to the true one.
    """
    event = _lock(registration.event_id)
    registration.refresh_from_db()
    if registration.is_cancelled:
        return
    before = registration.state
    registration.state = State.CANCELLED
    registration.calendar_bump += 1
    registration.save()
    if registration.shadow_of:
        if not registration.shadow_of.is_cancelled:
            mails.cancel_request(registration.shadow_of)
        return
    _count(event, before, -1)
    mails.cancelled(registration, by_staff=by_staff)
    _fill(event.pk)


@transaction.atomic
def fill_places(event_id: int) -> list[Registration]:
    """Give free places to those who wait, in order; who moved up. Follows every change of the event."""
    if not Event.objects.filter(pk=event_id, guests_waiting__gt=0).exists():
        return []
    _lock(event_id)
    return _fill(event_id)


def _fill(event_id: int) -> list[Registration]:
    event = Event.objects.get(pk=event_id)
    if not event.guests_waiting or event.state != Event.State.PUBLISHED or event.is_over():
        return []
    line = Registration.objects.waiting_in_line().filter(event=event).select_related("event")
    moved = list(line if event.seats_left is None else line[: event.seats_left])
    for registration in moved:
        registration.state = State.CONFIRMED
        registration.waiting_since = None
        registration.save()
        _count(event, State.WAITING, -1)
        _count(event, State.CONFIRMED, 1)
        mails.promoted(registration)
    return moved


def place_in_line(registration: Registration) -> int | None:
    """1 for who is next; None for who does not wait."""
    if not registration.is_waiting:
        return None
    line = Registration.objects.waiting_in_line().filter(event=registration.event_id)
    since = registration.waiting_since
    return line.filter(Q(waiting_since__lt=since) | Q(waiting_since=since, pk__lt=registration.pk)).count() + 1


def keep_pace(registration: Registration) -> Registration:
    """A shadow that waits moves up when a real guest in its place would have."""
    event = registration.event
    if registration.shadow_of_id and registration.is_waiting and event.seats_left != 0 and not event.guests_waiting:
        registration.state = State.CONFIRMED
        registration.waiting_since = None
        registration.save()
    return registration


def forget_shadows(now: datetime | None = None) -> int:
    """Delete shadows that are older than 30 days; how many."""
    old = (now or timezone.now()) - SHADOWS_LAST
    return Registration.objects.filter(shadow_of__isnull=False, created_at__lt=old).delete()[0]
