"""Guests whom staff enter: the rules of the form, overruled with a reason; seats are seats."""

from typing import Any

import pytest
from django.test import Client

from registrations import services
from registrations.models import Deed, Registration
from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from tests import factories
from tests.factories.forms import filled, sign_in

pytestmark = pytest.mark.django_db

ENTER = "/admin/registrations/registration/add/"
STAFF = services.By("staff")


@pytest.fixture
def event() -> Event:
    return factories.make_event(capacity=5)


@pytest.fixture
def desk(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER))


def enter(desk: Client, event: Event, **said: Any) -> Any:
    page = desk.get(f"{ENTER}?event={event.pk}")
    typed = {"name": "Walker In", "email": "walker@example.org", "consent": "on"} | said
    return desk.post(ENTER, filled(page, **typed), follow=True)


def test_an_entered_guest_has_a_place_a_mail_and_a_line_in_the_log(desk: Client, event: Event) -> None:
    page = enter(desk, event, companions="Ada Lovelace <ada@example.org>\nBo Nobody", reason="Two friends")
    assert page.redirect_chain
    guests = Registration.objects.order_by("pk")
    assert [(guest.name, guest.email) for guest in guests] == [
        ("Walker In", "walker@example.org"),
        ("Ada Lovelace", "ada@example.org"),
        ("Bo Nobody", ""),
    ]
    assert all(guest.by_staff for guest in guests)
    assert Deed.objects.filter(actor="staff", rule="overruled", reason="Two friends").count() == 3
    assert OutgoingMail.objects.count() == 2


def test_a_walk_in_needs_no_address_and_gets_no_mail(desk: Client, event: Event) -> None:
    assert "tick that they have none" in enter(desk, event, email="").content.decode()
    for _time in range(2):
        enter(desk, event, email="", no_address="on")
    assert list(Registration.objects.values_list("state", "email")) == [("confirmed", "")] * 2
    assert OutgoingMail.objects.count() == 0


def test_the_mail_can_be_left_out(desk: Client, event: Event) -> None:
    enter(desk, event, tells=None)
    assert Registration.objects.count() == 1
    assert OutgoingMail.objects.count() == 0


def test_a_closed_registration_is_overruled_with_a_reason_alone(desk: Client, event: Event) -> None:
    Event.objects.update(policy="closed")
    refused = enter(desk, event)
    assert refused.status_code == 422
    assert "With a reason" in refused.content.decode()
    assert "Walker In" in refused.content.decode()
    enter(desk, event, reason="The minister")
    assert Deed.objects.get().reason == "The minister"


def test_no_reason_makes_a_seat(desk: Client, event: Event) -> None:
    Event.objects.update(capacity=0)
    page = enter(desk, event, reason="But still", accepts_waiting=None)
    assert page.status_code == 422
    assert "No place of that kind is free" in page.content.decode()
    enter(desk, event, reason="But still")
    assert Registration.objects.get().state == "waiting"


def test_a_double_click_enters_one_guest(desk: Client, event: Event) -> None:
    data = filled(desk.get(f"{ENTER}?event={event.pk}"), name="A", email="a@example.org", consent="on")
    for _time in range(2):
        desk.post(ENTER, data)
    assert Registration.objects.count() == 1


def test_who_is_registered_already_is_shown_and_gets_no_shadow(desk: Client, event: Event) -> None:
    known = services.register(event, name="Walker", email="walker@example.org")
    page = enter(desk, event).content.decode()
    assert "Registered already" in page
    assert f"/admin/registrations/registration/{known.pk}/change/" in page
    assert Registration.objects.count() == 1


def test_coordinators_enter_guests_into_their_block_and_learn_of_no_others(event: Event) -> None:
    one, two = (
        services.set_block(event, factories.make_organisation(name=name), seats=1, by=STAFF)
        for name in ("Host One", "Host Two")
    )
    desk = sign_in(factories.make_member(event, Role.COORDINATOR, one.organisation))
    enter(desk, event)
    guest = Registration.objects.get()
    assert (guest.allocation, guest.in_block) == (one, True)
    services.register(event, name="Their Guest", email="their@example.org", block=two, by=STAFF)
    page = enter(desk, event, email="their@example.org").content.decode()
    assert "The organisers know this address already." in page
    assert "Their Guest" not in page
    assert "Host Two" not in page
    data = filled(desk.get(f"{ENTER}?event={event.pk}"), name="X", email="x@example.org", consent="on")
    assert desk.post(ENTER, {**data, "block": two.pk}).status_code == 422
    Event.objects.update(policy="closed")
    assert desk.post(ENTER, {**data, "reason": "I want"}).status_code == 422
    assert Registration.objects.count() == 2


@pytest.mark.parametrize("line", ["Ada <nonsense>", "<a@example.org>", "\u202e", "A <" + "a" * 300 + "@x.org>"])
def test_a_companion_who_is_none_is_said_by_the_field(desk: Client, event: Event, line: str) -> None:
    page = enter(desk, event, companions=line)
    assert page.status_code == 422
    assert not Registration.objects.exists()
