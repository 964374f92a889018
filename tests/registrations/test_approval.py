"""Requests, and what is decided on them."""

import pytest

from registrations import services
from registrations.exceptions import RegistrationNotOpenError
from registrations.models import Deed
from tests.factories.guests import come, kinds, make_desk, named, seats, staff, states

pytestmark = pytest.mark.django_db


def test_who_asks_holds_no_seat_until_it_is_granted():
    event = make_desk(policy="approval", capacity=1)
    guest = come(event, "Ada")
    assert (guest.state, seats(event)) == ("pending", (0, 0, 0))
    assert services.approve(guest, by=staff())
    assert services.approve(guest, by=staff())
    assert seats(event) == (1, 0, 0)
    assert kinds(event) == ["requested", "approved"]


def test_a_request_that_is_granted_while_all_is_full_waits_or_stays_a_request():
    event = make_desk(policy="approval", capacity=1)
    first, second, third = come(event, "Ada"), come(event, "Bea"), come(event, "Cyd")
    services.approve(first, by=staff())
    services.approve(second, by=staff())
    event.refresh_from_db()
    event.has_waiting_list = False
    event.save()
    assert not services.approve(third, by=staff())
    assert states(event) == {"Ada": "confirmed", "Bea": "waiting", "Cyd": "pending"}


def test_what_was_decided_stays_decided():
    event = make_desk(policy="approval")
    guest = come(event, "Ada")
    assert services.decline(guest, by=staff("no room for press"))
    assert not services.decline(guest, by=staff())
    assert not services.approve(guest, by=staff())
    assert Deed.objects.get(event=event, verb="declined").reason == "no room for press"
    assert come(event, "Ada").shadow_of == guest


def test_who_was_approved_cancelled_and_comes_back_asks_again():
    event = make_desk(policy="approval")
    guest = come(event, "Ada")
    services.approve(guest, by=staff())
    services.cancel(guest)
    services.come_back(guest)
    assert named(event, "Ada").state == "pending"


def test_a_party_is_approved_together_or_waits_together():
    event = make_desk(policy="approval", capacity=2)
    come(event, "Ada", "Bea", "Cyd")
    services.approve_together([named(event, name) for name in ("Ada", "Bea", "Cyd")], by=staff())
    assert set(states(event).values()) == {"waiting"}


def test_those_of_a_party_who_come_in_different_ways_are_counted_apart():
    event = make_desk(policy="approval", capacity=2, attendance="both", online_capacity=1)
    come(event, "Ada", "Bea", "Cyd")
    services.change_mode(named(event, "Cyd"), "online")
    services.approve_together([named(event, name) for name in ("Ada", "Bea", "Cyd")], by=staff())
    assert set(states(event).values()) == {"confirmed"}


@pytest.mark.parametrize("state", ["postponed", "cancelled", "over"])
def test_staff_enter_guests_against_the_rules_only_with_a_reason(state):
    event = make_desk(state=state)
    with pytest.raises(RegistrationNotOpenError):
        come(event, "Ada", by=staff())
    assert come(event, "Ada", by=staff("speaks anyway")).is_confirmed
    assert Deed.objects.get(event=event).rule == "overruled"
