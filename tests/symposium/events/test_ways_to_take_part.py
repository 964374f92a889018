"""In person, online or both: what pages say of each, and what the desk refuses."""

import pytest
from django.test import Client

from symposium.accounts.models import Role
from symposium.events.models import Event
from tests import factories
from tests.factories.forms import errors, page_of, save, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return factories.make_event(attendance="both", capacity=20, online_capacity=20, has_waiting_list=False)


@pytest.fixture
def organiser(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER))


def seats(event: Event, **numbers: int) -> None:
    """As services write them: without a publication."""
    Event.objects.filter(pk=event.pk).update(**numbers)


def shown(client: Client, event: Event) -> str:
    return client.get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("room", "online", "waits", "said"),
    [
        (20, 0, False, "Every place in the room is taken; you can take part online."),
        (20, 0, True, "There is a waiting list for the room."),
        (20, 19, False, "Every place in the room is taken; a few are left online."),
        (0, 20, False, "Every place online is taken; you can come in person."),
        (19, 20, False, "Every place online is taken; a few are left in the room."),
        (19, 0, False, "Open. Few places are left in the room; you can also take part online."),
        (0, 19, False, "Open. Few places are left online."),
    ],
)
def test_where_the_ways_differ_the_page_says_how_each_stands_at_once(
    client: Client, event: Event, room: int, online: int, waits: bool, said: str
) -> None:
    Event.objects.filter(pk=event.pk).update(has_waiting_list=waits)
    assert said not in shown(client, event)
    seats(event, seats_taken=room, online_taken=online)
    assert said in shown(client, event)


def test_seats_that_are_held_for_hosts_are_not_free(client: Client, event: Event) -> None:
    seats(event, seats_taken=15, seats_held=5)
    assert "Every place in the room is taken; you can take part online." in shown(client, event)


def test_where_they_stand_alike_nothing_is_said_of_each(client: Client, event: Event) -> None:
    seats(event, seats_taken=20, online_taken=20)
    text = shown(client, event)
    assert "Every place is taken." in text
    assert "in the room" not in text


def test_the_facts_say_how_people_take_part(client: Client, event: Event) -> None:
    assert "In person and online" in shown(client, event)
    event.attendance = "online"
    event.save()
    text = shown(client, event)
    assert "In person and online" not in text
    assert '<span class="say">Online</span>' in text


@pytest.mark.parametrize(
    ("numbers", "changes", "field", "said"),
    [
        (
            {"seats_taken": 7, "seats_held": 4},
            {"capacity": "10"},
            "capacity",
            "7 places are taken and 4 are held for hosts, which makes 11.",
        ),
        ({"online_taken": 7}, {"online_capacity": "6"}, "online_capacity", "7 places are taken already."),
        ({"seats_taken": 7, "guests_waiting": 2}, {"attendance": "online"}, "attendance", "7 guests come in person"),
        ({"online_taken": 3, "online_waiting": 1}, {"attendance": "in_person"}, "attendance", "3 guests take part"),
    ],
)
def test_numbers_that_would_take_places_away_are_refused(
    event: Event, organiser: Client, numbers: dict[str, int], changes: dict[str, str], field: str, said: str
) -> None:
    seats(event, **numbers)
    assert errors(save(organiser, event, **changes))[field][0].startswith(said)


def test_the_desk_says_how_both_ways_stand(event: Event, organiser: Client) -> None:
    seats(event, seats_taken=3, seats_held=4, guests_waiting=1, online_taken=2)
    said = "3 of 20, 4 held for hosts, 1 waiting; online: 2 of 20"
    assert said in organiser.get(page_of(event)).content.decode()
    assert said in organiser.get("/admin/events/event/").content.decode()


def test_another_policy_says_what_it_means_for_those_who_are_there(event: Event, organiser: Client) -> None:
    event.policy = "approval"
    event.save()
    seats(event, seats_taken=1)
    save(organiser, event, policy="invitation")
    text = organiser.get(page_of(event)).content.decode()
    assert "Who has a place keeps it" in text
    assert "Requests that came before still wait for you to decide." in text
