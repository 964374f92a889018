"""Places in single sessions, and their lines."""

import pytest

from registrations import services
from registrations.exceptions import BookingClashError, BookingNotOpenError, SessionFullError
from tests.factories import make_session
from tests.factories.guests import come, kinds, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_desk()


@pytest.fixture
def place(event):
    return services.change_places(make_session(event), capacity=1)


def count(place):
    place.refresh_from_db()
    return place.taken, place.waiting


def test_a_place_is_booked_once_and_the_next_waits(event, place):
    guest = come(event, "Ada")
    assert services.book(guest, place) == services.book(guest, place)
    assert services.book(come(event, "Bea"), place).state == "waiting"
    assert count(place) == (1, 1)


def test_who_gives_it_back_lets_the_next_in_who_is_told(event, place):
    booking = services.book(come(event, "Ada"), place)
    waiting = services.book(come(event, "Bea"), place)
    services.unbook(booking)
    services.unbook(booking)
    waiting.refresh_from_db()
    assert (waiting.state, count(place)) == ("booked", (1, 0))
    assert kinds(event, "Bea") == ["confirmed", "session"]


def test_who_cancels_the_event_gives_back_what_was_booked(event, place):
    guest = come(event, "Ada")
    services.book(guest, place)
    services.book(come(event, "Bea"), place)
    services.cancel(guest)
    assert count(place) == (1, 0)


def test_more_places_let_in_and_fewer_than_are_taken_are_refused(event, place):
    for name in ("Ada", "Bea"):
        services.book(come(event, name), place)
    services.change_places(place.session, capacity=2)
    assert count(place) == (2, 0)
    with pytest.raises(SessionFullError):
        services.change_places(place.session, capacity=1)


def test_a_session_without_line_says_that_it_is_full(event, place):
    services.change_places(place.session, capacity=0, has_waiting_list=False)
    with pytest.raises(SessionFullError):
        services.book(come(event, "Ada"), place)


def test_nobody_is_in_two_rooms_at_once(event, place):
    other = services.change_places(make_session(event), capacity=1)
    guest = come(event, "Ada")
    services.book(guest, place)
    with pytest.raises(BookingClashError) as caught:
        services.book(guest, other)
    assert caught.value.session == place.session


def test_only_who_has_a_seat_books(event, place):
    event.capacity = 0
    event.save()
    with pytest.raises(BookingNotOpenError):
        services.book(come(event, "Ada"), place)


def test_nobody_moves_up_while_the_event_does_not_take_place(event, place):
    booking = services.book(come(event, "Ada"), place)
    services.book(come(event, "Bea"), place)
    event.refresh_from_db()
    event.state = "postponed"
    event.save()
    services.unbook(booking)
    assert count(place) == (0, 1)


def test_a_shadow_books_waits_and_moves_up_as_others_do_and_takes_nothing(event, place):
    come(event, "Ada")
    shadow = come(event, "Ada")
    first = services.book(come(event, "Bea"), place)
    booking = services.book(shadow, place)
    services.book(come(event, "Cyd"), place)
    assert (booking.state, count(place)) == ("waiting", (1, 1))
    services.unbook(first)
    booking.refresh_from_db()
    assert (booking.state, count(place)) == ("booked", (1, 0))
    services.cancel(shadow)
    booking.refresh_from_db()
    assert (booking.state, count(place)) == ("cancelled", (1, 0))
