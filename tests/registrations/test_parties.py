"""People who come together: they stay together, or may be split; who leads them; what a shadow may not betray."""

import pytest

from registrations import services
from registrations.exceptions import EventFullError, PartyTooLargeError, RegistrationNotOpenError, TooManyReturnsError
from registrations.models import Registration
from tests.factories.guests import come, kinds, make_block, make_desk, named, seats, staff, states

pytestmark = pytest.mark.django_db


def raise_capacity(event, capacity):
    event.refresh_from_db()
    event.capacity = capacity
    event.save()


def test_a_party_that_stays_together_waits_while_fewer_seats_are_free():
    event = make_desk(capacity=3)
    come(event, "Zoe")
    come(event, "Ada", "Bea", "Cyd")
    assert states(event) == {"Zoe": "confirmed", "Ada": "waiting", "Bea": "waiting", "Cyd": "waiting"}
    services.cancel(named(event, "Zoe"))
    assert set(states(event).values()) == {"cancelled", "confirmed"}
    assert seats(event) == (3, 0, 0)


def test_a_party_that_may_be_split_takes_what_there_is():
    event = make_desk(capacity=3)
    come(event, "Zoe")
    come(event, "Ada", "Bea", "Cyd", may_split=True)
    assert states(event) == {"Zoe": "confirmed", "Ada": "confirmed", "Bea": "confirmed", "Cyd": "waiting"}


def test_a_party_is_passed_over_and_keeps_its_place():
    event = make_desk(capacity=2)
    first, second = come(event, "Zoe"), come(event, "Yan")
    come(event, "Ada", "Bea")
    come(event, "Cyd")
    services.cancel(first)
    assert states(event)["Cyd"] == "confirmed"
    assert services.position_of(named(event, "Ada")) == 1
    services.cancel(second)
    services.cancel(named(event, "Cyd"))
    assert states(event)["Ada"] == states(event)["Bea"] == "confirmed"


def test_more_than_could_ever_come_together_are_refused():
    event = make_desk(capacity=2)
    with pytest.raises(PartyTooLargeError) as caught:
        come(event, "Ada", "Bea", "Cyd")
    assert caught.value.most == 2
    block = make_block(event, 1)
    with pytest.raises(PartyTooLargeError) as caught:
        come(event, "Ada", "Bea", block=block, by=staff())
    assert caught.value.most == 1


def test_the_size_of_a_party_is_a_rule_that_staff_overrule_with_a_reason():
    event = make_desk(rules={"party_size": 1})
    with pytest.raises(PartyTooLargeError):
        come(event, "Ada", "Bea")
    with pytest.raises(PartyTooLargeError):
        come(event, "Ada", "Bea", by=staff())
    come(event, "Ada", "Bea", by=staff("a delegation"))
    assert seats(event) == (2, 0, 0)


def test_companions_without_an_address_are_told_of_by_the_mail_to_the_first():
    event = make_desk(capacity=2)
    come(event, "Zoe", "Yan*")
    come(event, "Ada", "Bea*")
    assert kinds(event) == ["confirmed", "waiting"]
    services.cancel(named(event, "Zoe"), with_party=True)
    assert kinds(event, "Ada") == ["waiting", "promoted"]


def test_one_address_typed_twice_in_a_form_is_one_guest_and_a_companion_without_address():
    event = make_desk()
    head = come(event, "Ada", "Ada")
    assert Registration.objects.exclude(pk=head.pk).get().email == ""
    assert seats(event) == (2, 0, 0)


def test_when_the_first_leaves_alone_the_next_with_an_address_takes_over():
    event = make_desk()
    head = come(event, "Ada", "Bea*", "Cyd")
    services.cancel(head)
    assert states(event) == {"Ada": "cancelled", "Bea": "confirmed", "Cyd": "confirmed"}
    assert [named(event, name).is_head for name in ("Ada", "Bea", "Cyd")] == [False, False, True]


def test_companions_without_an_address_leave_with_the_first():
    event = make_desk()
    services.cancel(come(event, "Ada", "Bea*"))
    assert set(states(event).values()) == {"cancelled"}
    with pytest.raises(RegistrationNotOpenError):
        services.come_back(named(event, "Bea"))
    services.come_back(named(event, "Ada"))
    services.come_back(named(event, "Bea"))
    assert seats(event) == (2, 0, 0)


def test_one_more_is_brought_as_long_as_there_is_room():
    event = make_desk(capacity=2, has_waiting_list=False)
    head = come(event, "Ada")
    services.add_companion(head, services.Person("Bea"))
    assert seats(event) == (2, 0, 0)
    with pytest.raises(EventFullError):
        services.add_companion(head, services.Person("Cyd"))


def test_whom_somebody_brings_who_had_to_ask_is_asked_for_too():
    event = make_desk(policy="approval")
    head = come(event, "Ada")
    services.approve(head, by=staff())
    services.add_companion(head, services.Person("Bea"))
    assert states(event) == {"Ada": "confirmed", "Bea": "pending"}


def test_nobody_is_brought_after_registration_has_closed():
    event = make_desk()
    head = come(event, "Ada")
    event.refresh_from_db()
    event.policy = "closed"
    event.save()
    with pytest.raises(RegistrationNotOpenError):
        services.add_companion(head, services.Person("Bea"))
    assert services.add_companion(head, services.Person("Bea"), by=staff("as agreed")).is_confirmed


def test_a_known_companion_gets_a_shadow_and_the_others_places():
    event = make_desk(capacity=2)
    come(event, "Bea")
    come(event, "Ada", "Bea")
    assert states(event) == {"Bea": "confirmed", "Ada": "confirmed"}
    assert states(event, shadows=True) == {"Bea": "confirmed"}
    assert seats(event) == (2, 0, 0)
    assert kinds(event, "Bea") == ["confirmed", "already"]


def test_companions_of_a_known_head_have_places_and_mails_of_their_own():
    event = make_desk()
    come(event, "Ada")
    head = come(event, "Ada", "Bea")
    assert head.shadow_of == named(event, "Ada")
    assert states(event) == {"Ada": "confirmed", "Bea": "confirmed"}
    assert kinds(event, "Bea") == ["confirmed"]
    services.cancel(head, with_party=True)
    assert states(event) == {"Ada": "confirmed", "Bea": "cancelled"}
    assert seats(event) == (1, 0, 0)


def test_a_shadow_moves_up_together_with_its_party():
    event = make_desk(capacity=2)
    first = come(event, "Zoe")
    come(event, "Bea")
    come(event, "Ada", "Bea", "Cyd")
    services.cancel(first)
    assert states(event, shadows=True) == {"Bea": "waiting"}
    raise_capacity(event, 3)
    assert states(event)["Ada"] == states(event)["Cyd"] == "confirmed"
    assert states(event, shadows=True) == {"Bea": "confirmed"}


def test_one_address_that_was_typed_in_a_hundred_times_still_has_one_place(monkeypatch):
    monkeypatch.setattr("registrations.services.registering.MOST_KNOWN", 3)
    event = make_desk()
    come(event, "Ada")
    for _attempt in range(6):
        assert come(event, "Ada").shadow_of
    assert seats(event) == (1, 0, 0)


def test_coming_and_going_is_limited_for_shadows_as_for_others():
    event = make_desk()
    come(event, "Ada")
    for _attempt in range(services.MOST_RETURNS):
        services.cancel(come(event, "Ada"))
    with pytest.raises(TooManyReturnsError):
        come(event, "Ada")


def test_staff_cancel_a_party_as_far_as_it_is_of_the_same_host():
    event = make_desk(capacity=10)
    head = come(event, "Ada", "Bea", "Cyd")
    services.assign(named(event, "Cyd"), make_block(event, 1), by=staff())
    gone = services.cancel(head, by=staff(), with_party=True)
    assert [one.name for one in gone] == ["Ada", "Bea"]
    assert (named(event, "Cyd").is_confirmed, named(event, "Cyd").is_head) == (True, True)
