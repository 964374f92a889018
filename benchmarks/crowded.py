"""What stands in the desk's lists beside guests: a mail, a deed and an invitation for each of them, and bookings."""

from itertools import batched
from typing import Any

from registrations.models import BookableSession, Booking, Deed, Invitation, Registration, email_key
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail

BATCH = 2_000
# Every tenth guest has booked a session.
BOOKS_EVERY = 10
GIVEN = ("Ada", "Siobhán", "Wangari", "Óscar", "Ravi", "Mei", "Jürgen", "Zoë", "太郎", "Noor")
FAMILY = ("Lovelace", "Núñez-Ångström", "Maathai", "Ibáñez", "O’Neill", "Müller", "山田", "Haddad", "Okafor", "Smith")


def name_of(number: int) -> str:
    """'Ada Maathai 1234': as many different names as guests, and many alike in their words."""
    return f"{GIVEN[number % 10]} {FAMILY[number // 10 % 10]} {number:x}"


def crowd(event: Event) -> None:
    """Fill them, once."""
    guests = list(Registration.objects.filter(event=event).order_by("pk").only("pk", "name", "email"))
    if not guests or OutgoingMail.objects.filter(event=event).exists():
        return
    places = _places(event)
    _write(OutgoingMail, (_mail(event, guest) for guest in guests))
    _write(Deed, (Deed(event=event, registration=guest, actor="guest", verb="registered") for guest in guests))
    _write(Invitation, (_invitation(event, number) for number in range(len(guests))))
    booked = guests[::BOOKS_EVERY]
    _write(Booking, (Booking(registration=guest, bookable=places, state="booked") for guest in booked))


def take_bookings(event: Event) -> None:
    """Take the bookings away again: where sessions are booked, whoever registers gets another page."""
    BookableSession.objects.filter(session__event=event).delete()


def _write(model: Any, rows: Any) -> None:
    for some in batched(rows, BATCH):
        model.objects.bulk_create(some)


def _mail(event: Event, guest: Registration) -> OutgoingMail:
    words = {"kind": "registration_confirmed", "state": "sent", "subject": f"Your place at {event.name}"[:240]}
    return OutgoingMail(event=event, to_name=guest.name, to_address=guest.email, **words)


def _invitation(event: Event, number: int) -> Invitation:
    address = f"invited-{number}@example.org"
    return Invitation(
        event=event, name=name_of(number), email=address, email_key=email_key(address), state="sent", affiliation="ESO"
    )


def _places(event: Event) -> BookableSession:
    session = event.sessions.order_by("pk")[0]
    return BookableSession.objects.create(session=session, capacity=100_000, taken=0)
