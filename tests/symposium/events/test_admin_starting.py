"""An event begins on one page: twelve fields, a draft, its owner, its dashboard."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from symposium.accounts.models import Membership, Role, User
from symposium.events.models import Event, Hosting
from symposium.organisations.models import Organisation
from tests import factories
from tests.factories.forms import filled, sign_in

pytestmark = pytest.mark.django_db
NEW = "/admin/events/event/new/"


@pytest.fixture
def owner() -> Client:
    return sign_in(factories.make_member(factories.make_event(timezone="Asia/Tokyo"), Role.OWNER, name="Ada"))


def begin(client: Client, **changes: Any) -> Any:
    said = {"name": "Night of Stars", "first_day": "2027-03-27", "timezone": "Europe/London"}
    said |= {"contact_email": "ada@example.org", "hue": "150"}
    return client.post(NEW, filled(client.get(NEW), **said | changes))


def wrong(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 422
    return {name: list(map(str, words)) for name, words in response.context["form"].errors.items()}


def test_it_asks_at_most_twelve_things(owner: Client) -> None:
    assert len(owner.get(NEW).context["form"].fields) == 12


def test_an_event_begins_as_a_draft_that_its_maker_owns(owner: Client) -> None:
    host = factories.make_organisation(name="Royal Society")
    hosts = {"hosts_0": "royal society", "hosts_1": "Moon Institute"}
    response = begin(owner, begins="09:30", ends="17:00", place="The Hall", town="Leeds", **hosts)
    event = Event.objects.get(name="Night of Stars")
    assert response.url == f"/admin/events/event/{event.pk}/dashboard/"
    assert (event.state, event.policy, event.slug, event.hue) == ("draft", "closed", "night-of-stars", 150)
    assert event.starts_at == datetime(2027, 3, 27, 9, 30, tzinfo=UTC)
    assert (event.venue.name, event.venue.locality) == ("The Hall", "Leeds")
    tied = list(Hosting.objects.values_list("organisation__name", "role", "consented"))
    assert tied == [("Royal Society", "host", False), ("Moon Institute", "co_host", False)]
    assert Organisation.objects.get(name="Royal Society") == host
    assert Membership.objects.get(event=event).role == Role.OWNER
    page = owner.get(response.url).content.decode()
    assert "Before it is published" in page
    assert "At least one host that agrees to be listed" in page


def test_days_alone_are_enough_and_end_at_midnight_on_the_wall(owner: Client) -> None:
    # The clocks go forward in the night between.
    begin(owner, last_day="2027-03-28")
    event = Event.objects.get(name="Night of Stars")
    assert not event.hours_announced
    assert event.starts_at == datetime(2027, 3, 27, 0, tzinfo=UTC)
    assert event.ends_at == datetime(2027, 3, 28, 23, tzinfo=UTC)
    assert event.days_in_words == "27–28 March 2027"


def test_what_is_likely_stands_there_already(owner: Client) -> None:
    page = filled(owner.get(NEW))
    assert (page["timezone"], page["contact_name"]) == ("Asia/Tokyo", "Ada")
    first = sign_in(User.objects.create_superuser("root@example.org", "x" * 12)).get(NEW)
    assert filled(first)["timezone"] == "Europe/London"
    # The browser may know better where nothing else does.
    assert b"data-guess" in first.content
    assert b"data-guess" not in owner.get(NEW).content


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"first_day": "soon"}, "first_day", "Enter a valid date."),
        ({"first_day": "1022-01-01"}, "first_day", "Write a year between 1900 and 2199."),
        ({"last_day": "2027-03-20"}, "last_day", "The last day comes before the first."),
        ({"begins": "09:00"}, "ends", "Write both times, or leave both empty while only the days are known."),
        ({"begins": "18:00", "ends": "09:00"}, None, "The event must end after it begins."),
        ({"timezone": "Mars/Olympus"}, "timezone", "“Mars/Olympus” is not a time zone."),
        ({"town": "Leeds"}, "place", "Write what the place is called; a town alone cannot be found."),
        ({"contact_email": "ada"}, "contact_email", "Enter a valid email address."),
        ({"hue": "12"}, "hue", "Select a valid choice."),
        ({"hosts_0": "x" * 200}, "hosts", "Ensure this value has at most 160 characters"),
        (
            {"first_day": "2027-03-28", "begins": "01:30", "ends": "09:00"},
            "begins",
            "There is no 01:30 on Sunday 28 March 2027 in Europe/London: the clocks go forward over it.",
        ),
    ],
)
def test_what_is_wrong_is_said_by_its_field_and_nothing_is_made(
    owner: Client, said: dict[str, str], field: str | None, words: str
) -> None:
    response = begin(owner, **said)
    assert wrong(response)[field or "__all__"][0].startswith(words)
    assert not Event.objects.filter(state="draft").exists()
    assert filled(response)["contact_email"] == said.get("contact_email", "ada@example.org")


def test_who_presses_twice_gets_one_event(owner: Client) -> None:
    assert begin(owner).url == begin(owner).url
    assert Event.objects.filter(name="Night of Stars").count() == 1


def test_a_host_said_twice_counts_once(owner: Client) -> None:
    begin(owner, hosts_0="Moon Institute", hosts_1="Moon  Institute")
    assert Hosting.objects.count() == 1


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.EDITOR, Role.DOOR])
def test_events_are_begun_by_owners_and_whoever_runs_the_server_alone(role: Role) -> None:
    client = sign_in(factories.make_member(factories.make_event(), role))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, {"name": "Mine"}).status_code == 403
    assert reverse("admin:events_event_new") not in client.get("/admin/").content.decode()


def test_names_of_institutions_that_are_nobodys_business_are_not_offered(owner: Client) -> None:
    hidden = factories.make_event(state="draft")
    factories.make_hosting(hidden, factories.make_organisation(name="Secret Lab"))
    assert "Secret Lab" not in owner.get(NEW).content.decode()
