"""Blocks of seats at the desk: set and given back as deeds, refused in numbers, seen by those whose they are."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registrations import services
from registrations.models import Allocation, Deed
from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.kit import sweeps
from symposium.organisations.models import Organisation
from tests import factories
from tests.factories.forms import errors, filled, page_of, save, sign_in

pytestmark = pytest.mark.django_db

ADD = "/admin/registrations/allocation/add/"
LIST = "/admin/registrations/allocation/"


@pytest.fixture
def event() -> Event:
    return factories.make_event(capacity=10)


@pytest.fixture
def host(event: Event) -> Organisation:
    return factories.make_hosting(event, factories.make_organisation(name="Institute of Slow Orbits")).organisation


@pytest.fixture
def organiser(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER))


def block_of(event: Event, host: Organisation, seats: int = 4, **more: Any) -> Allocation:
    return services.set_block(event, host, seats=seats, by=services.CLOCK, **more)


def fill_block(block: Allocation, number: int) -> None:
    """Guests of that host, entered as its invitations would bring them."""
    from registrations.models import Invitation

    for n in range(number):
        address = f"guest-{block.pk}-{n}@example.org"
        invitation = Invitation.objects.create(event=block.event, allocation=block, name="Guest", email=address)
        services.register(block.event, name="Guest", email=address, invitation=invitation)


def test_only_hosts_without_a_block_are_offered(event: Event, host: Organisation, organiser: Client) -> None:
    factories.make_organisation(name="Stranger to it")
    other = factories.make_hosting(event, factories.make_organisation(name="Second host")).organisation
    block_of(event, other)
    page = organiser.get(f"{ADD}?event={event.pk}").content.decode()
    assert "Institute of Slow Orbits" in page
    assert "Second host" not in page
    assert "Stranger to it" not in page


def test_a_block_holds_seats_and_stands_in_the_log(event: Event, host: Organisation, organiser: Client) -> None:
    page = organiser.get(f"{ADD}?event={event.pk}")
    response = organiser.post(ADD, filled(page, organisation=host.pk, seats="4"))
    assert response.status_code == 302, errors(response)
    event.refresh_from_db()
    assert (event.seats_held, event.seats_left) == (4, 6)
    deed = Deed.objects.get(verb=Deed.Verb.ALLOCATED)
    assert (deed.after, deed.actor, deed.user_id) == ("4", "staff", int(organiser.session["_auth_user_id"]))


def test_a_block_larger_than_what_is_free_is_refused_with_the_number(
    event: Event, host: Organisation, organiser: Client
) -> None:
    services.register(event, name="Guest", email="guest@example.org")
    page = organiser.get(f"{ADD}?event={event.pk}")
    response = organiser.post(ADD, filled(page, organisation=host.pk, seats="10"))
    said = "This block can have 9 seats at most: all others are taken, or held for other hosts."
    assert errors(response) == {"seats": [said]}
    assert not Allocation.objects.exists()
    assert filled(response)["seats"] == "10"


def test_a_block_smaller_than_what_is_taken_is_refused_with_the_number(
    event: Event, host: Organisation, organiser: Client
) -> None:
    block = block_of(event, host)
    fill_block(block, 3)
    said = "3 of these seats are taken. Cancel registrations first, or write a higher number."
    block.refresh_from_db()
    assert errors(save(organiser, block, seats="2")) == {"seats": [said]}
    assert save(organiser, block, seats="3").status_code == 302


def test_a_form_opened_before_guests_came_cannot_take_their_seats(
    event: Event, host: Organisation, organiser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form looks first; the registration desk has the last word, and the form says it by the field."""
    from registrations.admin.allocations import AllocationForm

    block = block_of(event, host)
    fill_block(block, 3)
    monkeypatch.setattr(AllocationForm, "clean_seats", lambda self: self.cleaned_data["seats"])
    monkeypatch.setattr(AllocationForm, "validate_constraints", lambda self: None)
    response = save(organiser, block, seats="1")
    assert errors(response)["seats"][0].startswith("3 of these seats are taken.")
    block.refresh_from_db()
    assert block.seats == 4


def test_an_institution_that_hosts_something_else_gets_no_block(event: Event, organiser: Client) -> None:
    elsewhere = factories.make_hosting(factories.make_event()).organisation
    page = organiser.get(f"{ADD}?event={event.pk}")
    response = organiser.post(ADD, filled(page, organisation=elsewhere.pk, seats="1"))
    assert errors(response) == {"organisation": ["This institution does not host the event, or has a block already."]}


def test_a_date_that_is_over_is_refused(event: Event, host: Organisation, organiser: Client) -> None:
    block = block_of(event, host)
    response = save(organiser, block, releases_at_0="2020-01-01", releases_at_1="10:00")
    assert errors(response)["releases_at"][0].startswith("This moment is over.")


def test_the_clock_gives_unused_seats_back_by_itself(event: Event, host: Organisation) -> None:
    soon = datetime.now(UTC) - timedelta(minutes=1)
    block = block_of(event, host, releases_at=soon)
    fill_block(block, 1)
    assert sweeps._sweeps["unused seats given back"]() == 3
    event.refresh_from_db()
    block.refresh_from_db()
    assert (event.seats_held, event.seats_taken, block.seats, block.taken) == (0, 1, 1, 1)
    assert Deed.objects.get(verb=Deed.Verb.RELEASED).actor == "clock"
    assert sweeps._sweeps["unused seats given back"]() == 0


def test_seats_are_given_back_by_hand_after_a_page_that_asks(
    event: Event, host: Organisation, organiser: Client
) -> None:
    block = block_of(event, host)
    fill_block(block, 1)
    path = reverse("admin:registrations_allocation_release", args=[block.pk])
    assert "3 of 4 seats are unused and go back to everybody." in organiser.get(path).content.decode()
    block.refresh_from_db()
    assert block.released_at is None
    page = organiser.post(path, follow=True).content.decode()
    assert "3 seats are everybody" in page
    block.refresh_from_db()
    event.refresh_from_db()
    assert block.released_at is not None
    assert (event.seats_held, event.seats_left) == (0, 9)


def test_a_block_with_guests_is_not_deleted(event: Event, host: Organisation, organiser: Client) -> None:
    block = block_of(event, host)
    fill_block(block, 2)
    path = reverse("admin:registrations_allocation_delete", args=[block.pk])
    assert "2 registrations, also cancelled ones" in organiser.get(path).content.decode()
    organiser.post(path, {"post": "yes"})
    assert Allocation.objects.filter(pk=block.pk).exists()


def test_the_seats_of_a_deleted_block_are_free(event: Event, host: Organisation, organiser: Client) -> None:
    block = block_of(event, host)
    organiser.post(reverse("admin:registrations_allocation_delete", args=[block.pk]), {"post": "yes"})
    event.refresh_from_db()
    assert not Allocation.objects.exists()
    assert (event.seats_held, event.seats_left) == (0, 10)
    assert Deed.objects.get(rule="removed").reason == "Institute of Slow Orbits"


def test_a_coordinator_reads_the_numbers_of_their_own_block_alone(event: Event, host: Organisation) -> None:
    other = factories.make_hosting(event, factories.make_organisation(name="Second host")).organisation
    own, foreign = block_of(event, host), block_of(event, other, 3)
    coordinator = sign_in(factories.make_member(event, Role.COORDINATOR, host))
    listed = coordinator.get(LIST).content.decode()
    assert "Institute of Slow Orbits" in listed
    assert "Second host" not in listed
    assert coordinator.get(page_of(own)).status_code == 200
    assert coordinator.get(page_of(foreign)).status_code == 302
    assert coordinator.post(page_of(own), {"seats": "9"}).status_code == 403
    assert coordinator.get(ADD).status_code == 403
    for block in (own, foreign):
        path = reverse("admin:registrations_allocation_release", args=[block.pk])
        assert coordinator.post(path).status_code == 403
    own.refresh_from_db()
    assert (own.seats, own.released_at) == (4, None)


def test_the_events_page_says_how_its_places_are_divided(event: Event, host: Organisation, organiser: Client) -> None:
    fill_block(block_of(event, host), 1)
    response = organiser.get(page_of(event))
    panel = next(panel for panel in response.context["panels"] if "ways" in panel)
    (room,) = panel["ways"]
    assert (room.places, room.taken, room.held, room.free) == (10, 1, 3, 6)
    assert room.taken + room.held + room.free == room.places
    assert [(block.name, block.seats, block.taken, block.unused) for block in panel["blocks"]] == [
        ("Institute of Slow Orbits", 4, 1, 3)
    ]
    assert "1 of 10, 3 held for hosts" in response.content.decode()


def test_a_coordinator_and_an_editor_see_no_such_sums(event: Event, host: Organisation) -> None:
    block_of(event, host)
    for member in (factories.make_member(event, Role.COORDINATOR, host), factories.make_member(event, Role.EDITOR)):
        assert sign_in(member).get(page_of(event)).context["panels"] == []


@pytest.mark.parametrize("wrong", ["abc", "0", "99999999999999999999", "-1", "é"])
def test_an_address_with_nonsense_in_it_is_no_error(
    event: Event, host: Organisation, organiser: Client, wrong: str
) -> None:
    block_of(event, host)
    for path in (LIST, ADD):
        assert organiser.get(path, {"event": wrong}).status_code == 200
    assert organiser.get(f"{LIST}{wrong}/release/").status_code == 403
