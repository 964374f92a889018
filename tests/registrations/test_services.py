from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from registrations import services
from registrations.exceptions import EventFullError, RegistrationNotOpenError, TooManyReturnsError
from registrations.models import Registration
from symposium.mail.models import OutgoingMail
from symposium.mail.writing import write
from tests.factories import make_event

pytestmark = pytest.mark.django_db


def register(event, name="Ada", **fields):
    return services.register(event, **{"name": name, "email": f"{name.lower()}@example.org"} | fields)


def mails(event, kind=None):
    queued = OutgoingMail.objects.filter(event=event).order_by("pk")
    return [mail.kind.removeprefix("registration_") for mail in queued if kind in {None, mail.kind}]


def raise_capacity(event, capacity):
    event.refresh_from_db()
    event.capacity = capacity
    event.save()


def seats(event):
    event.refresh_from_db()
    return event.seats_taken, event.guests_waiting


def test_a_guest_gets_a_place_and_a_mail():
    event = make_event()
    guest = register(event)
    assert guest.is_confirmed
    assert seats(event) == (1, 0)
    assert mails(event) == ["confirmed"]


def test_a_full_event_offers_the_waiting_list():
    event = make_event(capacity=1)
    register(event)
    with pytest.raises(EventFullError) as caught:
        register(event, "Bea", accepts_waiting=False)
    assert caught.value.has_waiting_list
    assert seats(event) == (1, 0)
    assert register(event, "Bea").is_waiting
    assert seats(event) == (1, 1)
    assert mails(event) == ["confirmed", "waiting"]


def test_a_full_event_without_waiting_list_says_so():
    event = make_event(capacity=0, has_waiting_list=False)
    with pytest.raises(EventFullError) as caught:
        register(event)
    assert not caught.value.has_waiting_list


@pytest.mark.parametrize(
    ("fields", "phase"),
    [({"policy": "closed"}, "none"), ({"state": "draft"}, "none"), ({"state": "cancelled"}, "closed")],
)
def test_registration_that_is_not_open_says_how_it_stands(fields, phase):
    event = make_event(**fields)
    with pytest.raises(RegistrationNotOpenError) as caught:
        register(event)
    assert caught.value.phase == phase
    assert not Registration.objects.exists()


def test_who_cancels_gives_the_place_to_the_next_in_line_who_is_told():
    event = make_event(capacity=1)
    first, second, third = (register(event, name) for name in ("Ada", "Bea", "Cyd"))
    services.cancel(first)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.is_confirmed, third.is_waiting) == (True, True)
    assert seats(event) == (1, 1)
    assert mails(event) == ["confirmed", "waiting", "waiting", "cancelled", "promoted"]


def test_cancelled_twice_is_cancelled_once():
    event = make_event(capacity=2)
    guest = register(event)
    services.cancel(guest)
    services.cancel(Registration.objects.get(pk=guest.pk))
    assert seats(event) == (0, 0)
    assert mails(event) == ["confirmed", "cancelled"]


def test_who_leaves_the_waiting_list_moves_nobody_up():
    event = make_event(capacity=1)
    register(event)
    second, third = register(event, "Bea"), register(event, "Cyd")
    services.cancel(second)
    third.refresh_from_db()
    assert third.is_waiting
    assert seats(event) == (1, 1)


def test_more_places_let_the_next_in_line_in_with_the_change_itself():
    event = make_event(capacity=1)
    guests = [register(event, name) for name in ("Ada", "Bea", "Cyd", "Dee")]
    event.refresh_from_db()
    event.capacity = 3
    event.save()
    states = [Registration.objects.get(pk=guest.pk).state for guest in guests]
    assert states == ["confirmed", "confirmed", "confirmed", "waiting"]
    assert seats(event) == (3, 1)


def test_no_limit_lets_all_in():
    event = make_event(capacity=1)
    for name in ("Ada", "Bea", "Cyd"):
        register(event, name)
    event.refresh_from_db()
    event.capacity = None
    event.save()
    assert seats(event) == (3, 0)


def test_nobody_moves_up_at_an_event_that_does_not_take_place():
    event = make_event(capacity=1)
    first = register(event)
    register(event, "Bea")
    event.refresh_from_db()
    event.state = "cancelled"
    event.save()
    services.cancel(first)
    assert seats(event) == (0, 1)


@pytest.mark.parametrize("address", ["ada@example.org", "ADA@example.org", "Ada@Example.ORG"])
def test_the_same_address_gets_no_second_place_and_its_owner_the_link(address):
    event = make_event()
    first = register(event)
    again = register(event, email=address)
    assert seats(event) == (1, 0)
    assert again.pk != first.pk
    assert again.token != first.token
    assert mails(event) == ["confirmed", "already"]
    sent = write(OutgoingMail.objects.get(kind="registration_already"))
    assert sent.to_address == "ada@example.org"
    assert first.token in sent.text
    assert again.token not in sent.text


def test_a_shadow_looks_like_a_new_registration_and_stands_in_no_list():
    event = make_event(capacity=1)
    register(event)
    shadow = register(event)
    assert shadow.is_waiting
    assert list(Registration.objects.real().values_list("name", flat=True)) == ["Ada"]
    assert not Registration.objects.waiting_in_line().exists()
    assert seats(event) == (1, 0)


def test_cancelling_a_shadow_changes_nothing_real_and_asks_the_owner():
    event = make_event()
    first = register(event)
    shadow = register(event)
    services.cancel(shadow)
    first.refresh_from_db()
    assert (first.is_confirmed, shadow.is_cancelled) == (True, True)
    assert seats(event) == (1, 0)
    assert mails(event) == ["confirmed", "already", "cancel_request"]


def test_a_shadow_moves_up_when_a_real_guest_in_its_place_would_have():
    event = make_event(capacity=1)
    first = register(event)
    shadow = register(event)
    behind = register(event, "Bea")
    last = register(event, "Cyd")
    raise_capacity(event, 2)
    states = [Registration.objects.get(pk=guest.pk).state for guest in (first, shadow, behind, last)]
    assert states == ["confirmed", "confirmed", "confirmed", "waiting"]
    assert seats(event) == (2, 1)


def test_a_shadow_that_waits_alone_moves_up_when_a_seat_is_free():
    event = make_event(capacity=1)
    register(event)
    shadow = register(event)
    raise_capacity(event, 2)
    shadow.refresh_from_db()
    assert shadow.is_confirmed
    assert seats(event) == (1, 0)


def test_cancelling_many_shadows_is_one_mail():
    event = make_event()
    register(event)
    for _attempt in range(4):
        services.cancel(register(event))
    assert mails(event) == ["confirmed", "already", "cancel_request"]


def test_who_comes_and_goes_too_often_is_asked_to_wait():
    event = make_event()
    for _attempt in range(services.MOST_RETURNS):
        services.cancel(register(event))
    with pytest.raises(TooManyReturnsError):
        register(event)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert register(event).is_confirmed


def test_who_only_waited_gets_no_cancellation_for_the_calendar():
    event = make_event(capacity=0)
    services.cancel(register(event))
    mail = write(OutgoingMail.objects.get(kind="registration_cancelled"))
    assert (mail.calendar, mail.calendar_method) == ("", "")
    assert "waiting list" in mail.subject
    assert "your place" not in mail.text.lower()


def test_many_attempts_at_one_address_are_one_reminder():
    event = make_event()
    register(event)
    for _attempt in range(5):
        register(event)
    assert mails(event) == ["confirmed", "already"]


def test_who_cancelled_may_come_back():
    event = make_event()
    first = register(event)
    services.cancel(first)
    again = register(event)
    assert again.is_confirmed
    assert again.shadow_of is None
    assert seats(event) == (1, 0)
    assert again.calendar_bump > first.calendar_bump


def test_a_form_that_is_sent_twice_is_one_registration():
    event, submission = make_event(), uuid4()
    first = register(event, submission=submission)
    assert register(event, submission=submission) == first
    assert seats(event) == (1, 0)
    assert mails(event) == ["confirmed"]


def test_the_mark_of_a_form_opens_nobody_elses_registration():
    event, submission = make_event(), uuid4()
    first = register(event, submission=submission)
    other = register(event, "Bea", submission=submission)
    assert other != first
    assert seats(event) == (2, 0)


def test_a_link_that_was_revoked_opens_nothing():
    guest = register(make_event())
    token = guest.token
    assert Registration.objects.by_token(token) == guest
    Registration.objects.filter(pk=guest.pk).update(token_version=2)
    assert Registration.objects.by_token(token) is None


def test_shadows_are_forgotten_thirty_days_after_their_event():
    event = make_event()
    guest = register(event)
    register(event)
    assert services.forget_shadows(event.ends_at + timedelta(days=29)) == 0
    assert services.forget_shadows(event.ends_at + timedelta(days=31)) == 1
    assert list(Registration.objects.all()) == [guest]
