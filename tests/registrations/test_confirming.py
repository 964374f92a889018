"""The link in the first mail."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registrations import services
from registrations.models import Registration
from tests.factories import make_event

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def event():
    return make_event(slug="night", capacity=1)


@pytest.fixture
def guest(event):
    return services.register(event, name="Ada", email="ada@example.org", must_verify=True)


def link(guest):
    return reverse("registration-confirm", args=[guest.token, guest.address_mark])


def state(guest):
    guest.refresh_from_db()
    return guest.state


def test_the_mail_leads_to_a_question_and_the_button_to_the_place(guest, outbox):
    (message,) = outbox()
    address = re.search(r"http://testserver(/registrations/\S+/confirm/\S+/)", message.body)[1]
    assert address == link(guest)
    strict = Client(enforce_csrf_checks=True)
    for _scanner in range(2):
        page = strict.get(address)
        assert page.status_code == 200
        assert 'method="post"' in page.content.decode()
        assert state(guest) == State.UNVERIFIED, "what scans mails follows links"
    response = strict.post(address)
    assert (response.status_code, response.headers["Location"]) == (302, guest.get_absolute_url())
    assert state(guest) == State.CONFIRMED


def test_used_twice_it_says_that_nothing_is_left_to_do(client, guest):
    client.post(link(guest))
    assert client.post(link(guest)).headers["Location"] == guest.get_absolute_url()
    assert "Nothing is left to do" in client.get(link(guest)).content.decode()


def test_who_typed_the_address_cannot_confirm_it_from_the_page_that_they_see(client, guest):
    other = services.register(make_event(), name="Bea", email="bea@example.org", must_verify=True)
    first, rest = guest.address_mark[0], guest.address_mark[1:]
    marks = [guest.token, other.address_mark, "x", f"{'B' if first == 'A' else 'A'}{rest}"]
    page = client.get(guest.get_absolute_url()).content.decode()
    assert guest.address_mark not in page
    for mark in marks:
        address = reverse("registration-confirm", args=[guest.token, mark])
        assert client.get(address).status_code == client.post(address).status_code == 404
    assert state(guest) == State.UNVERIFIED


def test_a_mark_is_for_one_address_alone(client, guest):
    before = link(guest)
    guest.email = "other@example.org"
    guest.save()
    assert client.post(before).status_code == 404


def test_after_three_days_the_link_has_expired_and_later_what_was_typed_is_gone(client, guest):
    address = link(guest)
    Registration.objects.update(created_at=timezone.now() - timedelta(days=3, minutes=1))
    for response in (client.get(address), client.post(address)):
        assert "This link has expired" in response.content.decode()
    assert state(guest) == State.UNVERIFIED
    services.forget_unverified()
    gone = client.get(address)
    assert gone.status_code == 410
    assert "has been deleted" in gone.content.decode()


def test_when_the_last_place_went_meanwhile_the_page_says_so(client):
    event = make_event(capacity=1, has_waiting_list=False)
    guest = services.register(event, name="Ada", email="ada@example.org", must_verify=True)
    services.register(event, name="Bea", email="bea@example.org")
    response = client.post(link(guest))
    assert response.status_code == 409
    assert "Every place is taken" in response.content.decode()
    assert state(guest) == State.CANCELLED
    assert "has ended" in client.get(link(guest)).content.decode()


@pytest.mark.parametrize("fields", [{"state": "cancelled"}, {"state": "over"}, {"policy": "closed"}])
def test_when_the_event_takes_nobody_any_more_the_page_says_so_and_nothing_changes(client, event, guest, fields):
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()
    response = client.post(link(guest))
    assert response.status_code == 409
    assert "Registration has closed" in response.content.decode()
    assert state(guest) == State.UNVERIFIED


def test_who_came_in_time_has_a_place_after_registration_has_closed(client, event, guest):
    event.registration_closes_at = timezone.now() - timedelta(minutes=1)
    event.save()
    assert client.post(link(guest)).status_code == 302
    assert state(guest) == State.CONFIRMED


def test_the_same_address_again_gets_the_link_that_confirms_it(event, guest, outbox):
    outbox().clear()
    services.register(event, name="Ada", email="ADA@example.org")
    for message in outbox():
        assert link(guest) in message.body
