"""Deeds at the registration desk. Each locks the event first: seats are counted and given by one at a time.

On PostgreSQL the lock is the event's row; on SQLite a transaction that begins IMMEDIATE holds the whole file.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from registrations import mails
from registrations.exceptions import EventFullError, RegistrationNotOpenError, TooManyReturnsError
from registrations.models import Registration, email_key
from symposium.events.models import Event, RegistrationPhase
from symposium.mail.models import OutgoingMail

State = Registration.State
TAKES_WISHES = {RegistrationPhase.OPEN, RegistrationPhase.FEW, RegistrationPhase.WAITING, RegistrationPhase.FULL}
# A second mail 'you are registered already' within this time would only be a nuisance.
REMINDER_PAUSE = timedelta(minutes=10)
# How often one address may be registered and cancelled within an hour.
MOST_RETURNS = 5
RESTLESS_WITHIN = timedelta(hours=1)
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

    Raises RegistrationNotOpenError, EventFullError or TooManyReturnsError; nothing is changed then.
    """
    event = _lock(event.pk)
    key = email_key(email)
    sent_before = Registration.objects.filter(submission=submission).first() if submission else None
    if (
        sent_before
        and (sent_before.event_id, sent_before.email_key) == (event.pk, key)
        and not sent_before.is_cancelled
    ):
        return _correct(sent_before, name=name, affiliation=affiliation)
    state = _state_for_next(event, accepts_waiting=accepts_waiting)
    _refuse_restless(event, key)
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
        _write_once(mails.already, mails.ALREADY, standing)
        return registration
    _count(event, state, 1)
    mails.confirmed(registration) if registration.is_confirmed else mails.waiting(registration)
    return registration


def _correct(registration: Registration, *, name: str, affiliation: str) -> Registration:
    """Who goes back, mends their name and sends the same form again is still the same guest."""
    if (registration.name, registration.affiliation) != (name, affiliation):
        registration.name, registration.affiliation = name, affiliation
        registration.save(update_fields=["name", "affiliation", "changed_at"])
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


def _refuse_restless(event: Event, key: str) -> None:
    """Coming and going again and again would fill somebody's mailbox."""
    recent = timezone.now() - RESTLESS_WITHIN
    gone = Registration.objects.real().filter(event=event, email_key=key, state=State.CANCELLED, created_at__gt=recent)
    if gone.count() >= MOST_RETURNS:
        raise TooManyReturnsError


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


def _write_once(write: Callable[[Registration], None], kind: str, standing: Registration) -> None:
    """Send the owner of a registered address their link, unless that was done a moment ago."""
    recent = timezone.now() - REMINDER_PAUSE
    sent = OutgoingMail.objects.filter(event=standing.event_id, kind=kind, created_at__gt=recent)
    if not sent.filter(to_address=standing.email).exists():
        write(standing)


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
            _write_once(mails.cancel_request, mails.CANCEL_REQUEST, registration.shadow_of)
        return
    _count(event, before, -1)
    mails.cancelled(registration, by_staff=by_staff, had_place=before == State.CONFIRMED)
    _fill(event.pk)


@transaction.atomic
def fill_places(event_id: int) -> list[Registration]:
    """Give free places to those who wait, in order; who moved up. Follows every change of the event."""
    if not Registration.objects.filter(event=event_id, state=State.WAITING).exists():
        return []
    _lock(event_id)
    return _fill(event_id)


def _fill(event_id: int) -> list[Registration]:
    event = Event.objects.get(pk=event_id)
    if event.state != Event.State.PUBLISHED or event.is_over():
        return []
    line = Registration.objects.waiting_in_line().filter(event=event).select_related("event")
    moved = list(line if event.seats_left is None else line[: event.seats_left])
    reached = max((registration.waiting_since for registration in moved if registration.waiting_since), default=None)
    for registration in moved:
        registration.state = State.CONFIRMED
        registration.waiting_since = None
        registration.save()
        _count(event, State.WAITING, -1)
        _count(event, State.CONFIRMED, 1)
        mails.promoted(registration)
    _move_shadows(event, reached)
    return moved


def _move_shadows(event: Event, reached: datetime | None) -> None:
    """A shadow that waits moves up when a real guest in its place would have: nobody can tell the two apart."""
    event.refresh_from_db(fields=["seats_taken", "guests_waiting"])
    shadows = Registration.objects.filter(event=event, shadow_of__isnull=False, state=State.WAITING)
    if event.guests_waiting or event.seats_left == 0:
        shadows = shadows.filter(waiting_since__lte=reached) if reached else shadows.none()
    shadows.update(state=State.CONFIRMED, waiting_since=None)


def forget_shadows(now: datetime | None = None) -> int:
    """Delete shadows 30 days after their event; how many. Before that, a page that is gone would tell what it was."""
    old = (now or timezone.now()) - SHADOWS_LAST
    return Registration.objects.filter(shadow_of__isnull=False, event__ends_at__lt=old).delete()[0]
