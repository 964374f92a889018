"""The dashboard and the desk's first page: what needs whom, as far as each may know it, and at what cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registrations.models import Allocation, Registration
from symposium.accounts.models import Role, User
from symposium.events.models import Event
from tests import factories
from tests.factories.desk import make_mail, make_photograph
from tests.factories.forms import filled, page_of, sign_in

pytestmark = pytest.mark.django_db


def dashboard(event: Event, name: str = "dashboard") -> str:
    return f"/admin/events/event/{event.pk}/{name}/"


@pytest.fixture
def event() -> Event:
    return factories.make_event(name="Stars")


@pytest.fixture
def organiser(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER))


# --- the desk's first page ------------------------------------------------------------------------------------------


def test_the_first_page_has_words_where_there_is_no_event() -> None:
    root = sign_in(User.objects.create_superuser("root@example.org", "x" * 12))
    assert "There is no event yet. Begin one" in root.get("/admin/").content.decode()


def test_events_stand_by_how_near_they_are(organiser: Client, event: Event) -> None:
    user = User.objects.get()
    now = timezone.now()
    others = {
        "Tonight": {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)},
        "Sooner": {"starts_at": now + timedelta(days=3)},
        "Planned": {"state": "draft"},
        "Long ago": {"starts_at": now - timedelta(days=90), "state": "over"},
    }
    for name, fields in others.items():
        user.memberships.create(event=factories.make_event(name=name, **fields), role=Role.ORGANISER)
    groups = organiser.get("/admin/").context["groups"]
    named = [(group.title, [entry.event.name for entry in group.entries]) for group in groups]
    assert named == [
        ("Today", ["Tonight"]),
        ("Coming", ["Sooner", "Stars"]),
        ("Drafts", ["Planned"]),
        ("Past", ["Long ago"]),
    ]


# --- what needs doing ----------------------------------------------------------------------------------------------


def todos(client: Client, event: Event) -> list[str]:
    groups = client.get(dashboard(event)).context["groups"]
    return [f"{title}: {todo.words}" for title, some in groups for todo in some]


def test_a_calm_event_says_so(organiser: Client, event: Event) -> None:
    assert "Nothing waits for you here." in organiser.get(dashboard(event)).content.decode()


def test_each_thing_is_a_link_to_where_it_is_done(organiser: Client, event: Event) -> None:
    now = timezone.now()
    factories.make_registration(event, state="pending")
    factories.make_registration(event, state="offered", offered_until=now + timedelta(hours=3))
    host = factories.make_organisation(name="Moon Institute")
    factories.make_hosting(event, host, consented=False)
    Allocation.objects.create(event=event, organisation=host, seats=3, taken=1, releases_at=now + timedelta(days=2))
    make_photograph(event, credit="", is_published=False)
    factories.make_speaker(event)
    make_mail(event, state="failed")
    assert todos(organiser, event) == [
        "Now: 1 mail was given up",
        "Now: 1 guest has asked for a place and waits for your answer",
        "Soon: 1 host has not agreed to be listed, so no page names it",
        "Soon: 1 offered place goes to the next in line within a day, unless it is accepted",
        "Soon: 2 unused seats of Moon Institute go back to everybody within a week",
        "Some time: 1 picture lacks its credit, licence, caption or alternative text",
        "Some time: 1 speaker has no portrait",
    ]
    for _title, some in organiser.get(dashboard(event)).context["groups"]:
        for todo in some:
            assert organiser.get(todo.url).status_code == 200, todo.url


def test_an_editor_is_told_nothing_of_guests(event: Event) -> None:
    factories.make_registration(event, state="pending")
    make_photograph(event, credit="", is_published=False)
    editor = sign_in(factories.make_member(event, Role.EDITOR))
    assert todos(editor, event) == [
        "Some time: 1 picture lacks its credit, licence, caption or alternative text",
    ]


def test_guests_of_a_cancelled_event_are_to_be_told(organiser: Client, event: Event) -> None:
    factories.make_registration(event, state="confirmed")
    Event.objects.update(seats_taken=1, state="cancelled")
    assert todos(organiser, event) == [
        "Now: Guests have not been told yet how the event stands. Look at the mail, then send it."
    ]


def test_a_record_is_asked_for_once_the_event_is_over(organiser: Client, event: Event) -> None:
    past = timezone.now() - timedelta(days=3)
    Event.objects.update(state="over", starts_at=past, ends_at=past + timedelta(hours=3))
    assert todos(organiser, event) == ["Some time: The event is over: write what came of it. Its page opens with that."]


# --- figures -------------------------------------------------------------------------------------------------------


def test_numbers_stand_in_the_plots_and_in_tables(organiser: Client, event: Event) -> None:
    Event.objects.update(capacity=10, seats_taken=4, guests_waiting=1)
    for state in ("confirmed", "confirmed", "cancelled", "declined"):
        factories.make_registration(event, state=state)
    factories.make_registration(event, state="offered", offered_until=timezone.now() + timedelta(days=5))
    factories.make_registration(event, state="confirmed", by_staff=True)
    factories.make_registration(event, state="unverified")
    panels = {
        panel.context["figure"].key: panel.context["figure"]
        for panel in organiser.get(dashboard(event)).context["panels"]
    }
    assert panels["places"].sentence == (
        "4 have a place or an offer, 1 wait, 0 ask for one; 1 cancelled, 1 were declined."
    )
    assert list(panels["places"].rows) == [("In person", 3, 1, 0, 6)]
    # Who never confirmed the address did not come.
    assert panels["over-time"].sentence.startswith("6 people registered")
    assert panels["ways"].rows == [("By the open form", 5), ("Entered by staff", 1)]
    assert 'role="img"' in organiser.get(dashboard(event)).content.decode()


def test_earlier_editions_are_drawn_for_whoever_organises_them(organiser: Client, event: Event) -> None:
    before = factories.make_event(name="Stars before", starts_at=event.starts_at - timedelta(days=365))
    Event.objects.filter(pk=event.pk).update(previous=before)
    factories.make_registration(before, created_at=before.starts_at - timedelta(days=10))
    factories.make_registration(event)
    assert str(before.first_day.year) not in organiser.get(dashboard(event)).content.decode()
    assert "Stars before" not in organiser.get(page_of(event)).content.decode()
    User.objects.get().memberships.create(event=before, role=Role.ORGANISER)
    figure = next(
        panel.context["figure"]
        for panel in organiser.get(dashboard(event)).context["panels"]
        if panel.context["figure"].key == "over-time"
    )
    assert figure.head == ("days before", str(event.first_day.year), str(before.first_day.year))
    assert [10, 1, 1] in figure.rows


def test_saving_an_event_keeps_an_earlier_edition_that_one_cannot_see(organiser: Client, event: Event) -> None:
    before = factories.make_event(starts_at=event.starts_at - timedelta(days=365))
    Event.objects.filter(pk=event.pk).update(previous=before)
    assert organiser.post(page_of(event), filled(organiser.get(page_of(event)), name="New")).status_code == 302
    event.refresh_from_db()
    assert (event.name, event.previous) == ("New", before)


def test_an_earlier_edition_begins_earlier(organiser: Client, event: Event) -> None:
    later = factories.make_event(starts_at=event.starts_at + timedelta(days=365))
    User.objects.get().memberships.create(event=later, role=Role.ORGANISER)
    response = organiser.post(page_of(event), filled(organiser.get(page_of(event)), previous=str(later.pk)))
    assert "is no earlier edition" in str(response.context["adminform"].form.errors["previous"])


@pytest.mark.parametrize("number", [10, 1_000])
def test_queries_do_not_grow_with_guests(organiser: Client, event: Event, number: int) -> None:
    make = (
        Registration(event=event, state="confirmed", name=f"G {n}", email=f"g{n}@example.org", email_key=f"g{n}")
        for n in range(number)
    )
    Registration.objects.bulk_create(make)
    before = factories.make_event(starts_at=event.starts_at - timedelta(days=365))
    Event.objects.filter(pk=event.pk).update(previous=before)
    User.objects.get().memberships.create(event=before, role=Role.ORGANISER)
    organiser.get(dashboard(event))
    with CaptureQueriesContext(
        connection,
    ) as caught:
        organiser.get(dashboard(event))
    assert len(caught) <= 15, "\n".join(one["sql"][:150] for one in caught)
