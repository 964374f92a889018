"""Places that are offered for a time."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from registrations import services
from registrations.exceptions import OfferEndedError, RegistrationNotOpenError
from registrations.models import Deed
from tests.factories.guests import come, kinds, make_desk, named, seats, staff, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """One seat, free again: it is offered to Ada; Bea is next."""
    event = make_desk(capacity=1, rules={"offer_hours": 2}, attendance="both")
    first = come(event, "Zoe")
    come(event, "Ada")
    come(event, "Bea")
    services.cancel(first)
    return event


def later(hours=3):
    return timezone.now() + timedelta(hours=hours)


def test_a_place_that_comes_free_is_offered_and_held(event):
    assert states(event) == {"Zoe": "cancelled", "Ada": "offered", "Bea": "waiting"}
    assert seats(event) == (1, 0, 1)
    assert kinds(event, "Ada") == ["waiting", "offered"]


def test_who_accepts_in_time_has_it(event):
    services.accept_offer(named(event, "Ada"))
    services.accept_offer(named(event, "Ada"))
    assert named(event, "Ada").is_confirmed
    assert kinds(event, "Ada") == ["waiting", "offered", "confirmed"]


def test_who_is_late_has_not_and_the_next_is_asked(event):
    with time_machine.travel(later()):
        with pytest.raises(OfferEndedError):
            services.accept_offer(named(event, "Ada"))
        with pytest.raises(RegistrationNotOpenError):
            services.change_mode(named(event, "Ada"), "online")
        assert services.lapse_offers() == 1
        assert services.lapse_offers() == 0
    assert states(event) == {"Zoe": "cancelled", "Ada": "cancelled", "Bea": "offered"}
    with pytest.raises(OfferEndedError):
        services.accept_offer(named(event, "Ada"))


def test_who_refuses_is_not_asked_again(event):
    services.cancel(named(event, "Ada"))
    assert Deed.objects.filter(event=event, verb="refused").count() == 1
    services.cancel(named(event, "Bea"))
    assert seats(event) == (0, 0, 0)
    assert "offered" not in states(event).values()


def test_staff_may_accept_as_long_as_the_place_has_not_gone(event):
    with time_machine.travel(later()):
        services.accept_offer(named(event, "Ada"), by=staff())
    assert named(event, "Ada").is_confirmed


def test_the_first_of_a_party_accepts_for_all_and_gets_one_mail():
    event = make_desk(capacity=2, rules={"offer_hours": 2})
    first = come(event, "Zoe", "Yan*")
    come(event, "Ada", "Bea*")
    services.cancel(first, with_party=True)
    assert kinds(event, "Ada") == ["waiting", "offered"]
    services.accept_offer(named(event, "Ada"))
    assert named(event, "Bea").is_confirmed
    assert kinds(event, "Ada") == ["waiting", "offered", "confirmed"]


def test_a_shadow_is_offered_its_place_as_anybody_is_and_nobody_gets_a_mail():
    event = make_desk(capacity=1, rules={"offer_hours": 2})
    first = come(event, "Ada")
    shadow = come(event, "Ada")
    come(event, "Bea")
    services.cancel(first)
    shadow.refresh_from_db()
    assert (shadow.state, shadow.offered_until is not None) == ("offered", True)
    mails = kinds(event, "Ada")
    services.accept_offer(shadow)
    assert shadow.is_confirmed
    assert kinds(event, "Ada") == mails
    assert seats(event) == (1, 0, 0)
