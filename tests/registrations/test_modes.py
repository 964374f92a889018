"""From the room to the stream and back."""

import pytest

from registrations import services
from registrations.exceptions import EventFullError, RegistrationNotOpenError
from tests.factories import make_session
from tests.factories.guests import come, kinds, make_block, make_desk, named, seats, staff, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_desk(capacity=1, online_capacity=1, attendance="both")


def test_who_moves_online_leaves_the_seat_to_the_next(event):
    guest = come(event, "Ada")
    come(event, "Bea")
    services.change_mode(guest, "online")
    assert states(event) == {"Ada": "confirmed", "Bea": "confirmed"}
    event.refresh_from_db()
    assert (event.seats_taken, event.online_taken, event.guests_waiting) == (1, 1, 0)


def test_nobody_loses_a_place_for_one_that_is_not_there(event):
    come(event, "Zoe", mode="online")
    guest = come(event, "Ada")
    with pytest.raises(EventFullError):
        services.change_mode(guest, "online")
    assert seats(event) == (1, 0, 0)


def test_who_waits_takes_a_free_place_or_the_end_of_the_other_line(event):
    come(event, "Zoe")
    guest = come(event, "Ada")
    services.change_mode(guest, "online")
    assert named(event, "Ada").is_confirmed
    other = come(event, "Bea")
    services.change_mode(other, "online")
    assert services.position_of(named(event, "Bea")) == 1
    event.refresh_from_db()
    assert (event.guests_waiting, event.online_waiting) == (0, 1)
    event.has_waiting_list = False
    event.save()
    with pytest.raises(EventFullError):
        services.change_mode(named(event, "Bea"), "in_person")


def test_more_places_online_let_those_in_who_wait_for_them(event):
    come(event, "Zoe", mode="online")
    come(event, "Ada", mode="online")
    event.refresh_from_db()
    event.online_capacity = 2
    event.save()
    assert named(event, "Ada").is_confirmed


def test_a_guest_of_a_block_gives_its_seat_back_online_and_has_it_again(event):
    event.capacity = 2
    event.save()
    block = make_block(event, 1)
    guest = come(event, "Ada", block=block, by=staff())
    services.change_mode(guest, "online")
    assert seats(event) == (0, 1, 0)
    services.change_mode(guest, "in_person")
    assert seats(event) == (1, 0, 0)


def test_bookings_go_with_the_seat(event):
    place = services.change_places(make_session(event), capacity=1)
    guest = come(event, "Ada")
    services.book(guest, place)
    services.change_mode(guest, "online")
    place.refresh_from_db()
    assert place.taken == 0


@pytest.mark.parametrize("fields", [{"state": "postponed"}, {"attendance": "in_person"}])
def test_a_way_that_there_is_not_is_refused(event, fields):
    guest = come(event, "Ada")
    event.refresh_from_db()
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()
    with pytest.raises(RegistrationNotOpenError):
        services.change_mode(guest, "online")
    assert kinds(event) == ["confirmed"]
