"""Choosing sessions: what a guest ticked in one form, done whole or not at all."""

from collections.abc import Iterable

from registrations.exceptions import ChoiceRefusedError, RegistrationRefusedError
from registrations.models import BookableSession, Booking, Registration
from registrations.services.booking import book, unbook
from registrations.services.desk import GUEST, By, at_the_desk


def choose_sessions(
    registration: Registration,
    *,
    take: Iterable[tuple[BookableSession, bool]],
    give_back: Iterable[Booking],
    by: By = GUEST,
) -> list[Booking]:
    """Give some bookings back and make others, each with whether a place in its line will do; what was made.

    Raises ChoiceRefusedError, which names the session and why; nothing is changed then.
    """
    with at_the_desk(registration.event_id):
        for booking in give_back:
            unbook(booking, by=by)
        made = []
        for bookable, accepts_waiting in take:
            try:
                made.append(book(registration, bookable, accepts_waiting=accepts_waiting, by=by))
            except RegistrationRefusedError as refused:
                raise ChoiceRefusedError(bookable.session, refused) from refused
    return made
