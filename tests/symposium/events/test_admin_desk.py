"""Who sees what of the dashboard and of the desk's first page: nothing of other events, no guests for editors."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from symposium.events.models import Event
from tests.factories.desk import MARK, World, make_world
from tests.factories.forms import sign_in

pytestmark = pytest.mark.django_db


def dashboard(event: Event, name: str = "dashboard") -> str:
    return f"/admin/events/event/{event.pk}/{name}/"


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            yield make_world()
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("actor", "opens", "figures"),
    [
        ("superuser", True, True),
        ("owner", True, True),
        ("organiser", True, True),
        ("editor", True, False),
        ("coordinator", False, False),
        ("door", False, False),
        ("care", False, False),
        ("rival", False, False),
        ("idle", False, False),
        ("anonymous", False, False),
    ],
)
def test_the_dashboard_opens_to_the_events_team_and_shows_guests_to_organisers_alone(
    world: World, actor: str, opens: bool, figures: bool
) -> None:
    user = world.cast[actor]
    client = sign_in(user) if user else Client()
    response = client.get(dashboard(world.event))
    assert (response.status_code == 200) == opens
    text = response.content.decode()
    assert ("have a place or an offer" in text) == figures
    assert MARK not in text or actor == "superuser"
    assert (client.get(dashboard(world.event, "figures")).status_code == 200) == figures
    if actor not in {"superuser", "rival"}:
        assert client.get(dashboard(world.other)).status_code != 200


def test_an_address_that_is_none_is_no_error_page(world: World) -> None:
    client = sign_in(world.cast["superuser"])
    for pk in ("0", "99999999999999999999999", "x", "999999"):
        assert client.get(f"/admin/events/event/{pk}/dashboard/").status_code == 404


@pytest.mark.parametrize("actor", ["owner", "organiser", "editor", "door", "care", "rival"])
def test_the_first_page_names_what_is_ones_own(world: World, actor: str) -> None:
    user = world.cast[actor]
    assert user
    text = sign_in(user).get("/admin/").content.decode()
    assert (MARK in text.upper()) == (actor == "rival")
    assert ("Our symposium" in text) == (actor != "rival")
    assert (f'href="{dashboard(world.event)}"' in text) == (actor in {"owner", "organiser", "editor"})
    assert ("Places: 1 of 10" in text) == (actor in {"owner", "organiser"})
    # Whoever is at the door gets to the guests from here.
    guests = f"/admin/registrations/registration/?event={world.event.pk}"
    assert (actor != "door") or guests in text
