"""An event's pages at the desk: times on its wall, seats that stay true, and the ways from it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from symposium.accounts.models import Role, User
from symposium.events.models import Event, Hosting, Milestone
from tests import factories
from tests.factories.desk import make_photograph
from tests.factories.forms import errors, filled, page_of, save, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    """A day in London, in the winter."""
    starts_at = datetime(2027, 1, 20, 9, tzinfo=UTC)
    return factories.make_event(timezone="Europe/London", starts_at=starts_at, name="Stars")


@pytest.fixture
def organiser(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER))


# --- times ---------------------------------------------------------------------------------------------------------


def test_times_are_shown_and_taken_on_the_events_wall(event: Event, organiser: Client) -> None:
    Event.objects.update(timezone="America/Los_Angeles")
    page = organiser.get(page_of(event))
    assert filled(page)["starts_at_1"] == "01:00"
    assert "On the wall in America/Los_Angeles (Pacific Time)." in page.content.decode()
    assert save(organiser, event, starts_at_1="02:30").status_code == 302
    event.refresh_from_db()
    assert event.starts_at == datetime(2027, 1, 20, 10, 30, tzinfo=UTC)


def test_times_are_right_on_both_sides_of_a_change_of_the_clocks(event: Event, organiser: Client) -> None:
    times = {"starts_at_0": "27/03/2027", "starts_at_1": "09:00", "ends_at_0": "29/03/2027", "ends_at_1": "09:00"}
    assert save(organiser, event, **times).status_code == 302
    event.refresh_from_db()
    assert event.starts_at == datetime(2027, 3, 27, 9, tzinfo=UTC)
    assert event.ends_at == datetime(2027, 3, 29, 8, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_refused_in_plain_words(event: Event, organiser: Client) -> None:
    response = save(organiser, event, starts_at_0="28/03/2027", starts_at_1="01:30", ends_at_0="30/03/2027")
    said = "There is no 01:30 on Sunday 28 March 2027 in Europe/London: the clocks go forward over it."
    assert errors(response)["starts_at"] == [said]


def test_a_time_that_comes_twice_is_refused_in_plain_words(event: Event, organiser: Client) -> None:
    response = save(organiser, event, starts_at_0="31/10/2027", starts_at_1="01:30", ends_at_0="01/11/2027")
    said = (
        "01:30 comes twice on Sunday 31 October 2027 in Europe/London, because the clocks go back. Write another time."
    )
    assert errors(response)["starts_at"] == [said]


@pytest.mark.parametrize("hour", [0, 1])
def test_a_time_that_comes_twice_stays_the_one_it_was_while_nobody_writes_another(
    event: Event, organiser: Client, hour: int
) -> None:
    starts_at = datetime(2027, 10, 31, hour, 30, 20, tzinfo=UTC)
    Event.objects.update(starts_at=starts_at, ends_at=datetime(2027, 11, 1, 18, tzinfo=UTC))
    assert save(organiser, event, name="Moons").status_code == 302
    event.refresh_from_db()
    assert (event.name, event.starts_at) == ("Moons", starts_at)
    said = errors(save(organiser, event, starts_at_1="01:31"))["starts_at"]
    assert said[0].startswith("01:31 comes twice on Sunday 31 October 2027")


def test_a_new_zone_is_that_of_the_times_sent_with_it(event: Event, organiser: Client) -> None:
    response = save(organiser, event, timezone="America/Los_Angeles", starts_at_1="09:00", ends_at_1="18:00")
    assert response.status_code == 302
    event.refresh_from_db()
    assert event.starts_at == datetime(2027, 1, 20, 17, tzinfo=UTC)


def test_a_wrong_zone_is_said_by_its_field(event: Event, organiser: Client) -> None:
    assert "is not a time zone" in errors(save(organiser, event, timezone="Mars/Olympus"))["timezone"][0]


def test_the_zone_of_one_page_does_not_outlast_it(event: Event, organiser: Client) -> None:
    from django.utils import timezone

    Event.objects.update(timezone="Asia/Tokyo")
    organiser.get(page_of(event))
    assert timezone.get_current_timezone_name() == "UTC"


def test_an_event_cannot_leave_its_sessions_behind(event: Event, organiser: Client) -> None:
    factories.make_session(event, at=1)
    response = save(organiser, event, starts_at_0="19/01/2027", ends_at_0="19/01/2027", name="Moved")
    assert errors(response) == {"starts_at": ["A session lies outside these times. Move it first."]}
    assert filled(response)["name"] == "Moved"
    event.refresh_from_db()
    assert event.name == "Stars"


def test_a_date_is_needed_to_end_after_it_begins(event: Event, organiser: Client) -> None:
    assert errors(save(organiser, event, ends_at_0="19/01/2027"))["__all__"] == ["The event must end after it begins."]


# --- seats ---------------------------------------------------------------------------------------------------------


def test_a_form_opened_before_a_registration_does_not_put_old_numbers_back(event: Event, organiser: Client) -> None:
    page = organiser.get(page_of(event))
    Event.objects.update(seats_taken=F("seats_taken") + 3, guests_waiting=2)
    assert organiser.post(page_of(event), filled(page, name="Stars and dust")).status_code == 302
    event.refresh_from_db()
    assert (event.name, event.seats_taken, event.guests_waiting) == ("Stars and dust", 3, 2)


def test_places_cannot_fall_below_what_is_taken_now(event: Event, organiser: Client) -> None:
    page = organiser.get(page_of(event))
    Event.objects.update(seats_taken=7)
    response = organiser.post(page_of(event), filled(page, capacity="6"))
    said = "7 places are taken already. Cancel registrations first, or write a higher number."
    assert errors(response) == {"capacity": [said]}
    assert organiser.post(page_of(event), filled(page, capacity="7")).status_code == 302


def test_one_save_is_one_published_change(event: Event, organiser: Client) -> None:
    factories.make_hosting(event)
    factories.make_venue(event)
    before = Event.objects.get().revision
    assert (
        save(organiser, event, name="Stars again", **{"venue-0-name": "Hall", "hostings-0-rank": "4"}).status_code
        == 302
    )
    assert Hosting.objects.get().rank == 4
    assert Event.objects.get().revision == before + 1


# --- what an editor may write --------------------------------------------------------------------------------------


def test_an_editor_writes_texts_and_not_what_was_promised_to_guests(event: Event) -> None:
    editor = sign_in(factories.make_member(event, Role.EDITOR))
    promised = {"capacity": "99", "policy": "closed", "state": "cancelled", "privacy_notice": "<p>None</p>"}
    moved = {"timezone": "Asia/Tokyo", "starts_at_0": "21/01/2027", "starts_at_1": "09:00"}
    assert save(editor, event, name="New name", summary="About stars", **promised, **moved).status_code == 302
    after = Event.objects.get()
    assert (after.name, after.summary) == ("New name", "About stars")
    for name in (*promised, "timezone", "starts_at"):
        assert getattr(after, name) == getattr(event, name)


def test_a_coordinator_learns_no_numbers_and_no_other_hosts(event: Event) -> None:
    Event.objects.update(seats_taken=9, guests_waiting=8)
    own, other = factories.make_hosting(event), factories.make_hosting(event)
    coordinator = sign_in(factories.make_member(event, Role.COORDINATOR, own.organisation))
    for page in (page_of(event), reverse("admin:events_event_changelist"), reverse("admin:events_hosting_changelist")):
        text = coordinator.get(page).content.decode()
        assert other.organisation.name not in text
        assert "9 of 10" not in text
        assert "Few places" not in text.capitalize()


# --- what the database holds, said in words ------------------------------------------------------------------------


def test_an_address_that_another_has_is_refused_in_words(event: Event, organiser: Client) -> None:
    factories.make_announcement(event, slug="first")
    second = factories.make_announcement(event, slug="second")
    response = save(organiser, second, slug="first")
    assert "Another announcement has this address already." in str(errors(response))


def test_what_another_saved_a_moment_before_is_said_and_nothing_typed_is_lost(
    event: Event, organiser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from symposium.accounts.admin_forms import ScopedForm

    factories.make_announcement(event, slug="first")
    second = factories.make_announcement(event, slug="second")
    page = organiser.get(page_of(second))
    monkeypatch.setattr(ScopedForm, "validate_constraints", lambda _self: None)
    response = organiser.post(page_of(second), filled(page, slug="first", title="Typed with care"))
    assert response.status_code == 200
    assert "at the same moment" in str(errors(response)) or "this address already" in str(errors(response))
    assert filled(response)["title"] == "Typed with care"


def test_a_milestones_date_is_explained_once(event: Event, organiser: Client) -> None:
    milestone = factories.make_milestone(event)
    said = "Write the date as 1962-04-26, 2025-12 or 2020, or a span as 1997/2017."
    assert errors(save(organiser, milestone, when="long ago")) == {"when": [said]}


def test_a_milestone_shows_no_picture_of_another_event(event: Event) -> None:
    other = factories.make_event()
    both = factories.make_member(event, Role.EDITOR)
    both.memberships.create(event=other, role=Role.EDITOR)
    response = save(sign_in(both), factories.make_milestone(event), photograph=str(make_photograph(other).pk))
    assert errors(response) == {"photograph": ["This photograph belongs to another event."]}
    assert not Milestone.objects.exclude(photograph=None).exists()


# --- deleting ----------------------------------------------------------------------------------------------------


def test_an_event_with_guests_is_not_deleted_and_says_how_many(event: Event) -> None:
    Event.objects.update(state="draft")
    factories.make_registration(event)
    owner = sign_in(factories.make_member(event, Role.OWNER))
    page = owner.get(reverse("admin:events_event_delete", args=[event.pk]))
    assert "1 registrations" in page.content.decode()
    owner.post(reverse("admin:events_event_delete", args=[event.pk]), {"post": "yes"})
    assert Event.objects.filter(pk=event.pk).exists()


def test_an_owner_deletes_a_draft_without_guests(event: Event) -> None:
    Event.objects.update(state="draft")
    factories.make_session(event)
    owner = sign_in(factories.make_member(event, Role.OWNER))
    response = owner.post(reverse("admin:events_event_delete", args=[event.pk]), {"post": "yes"})
    assert response.status_code == 302
    assert not Event.objects.exists()


@pytest.mark.parametrize("state", ["published", "cancelled", "postponed", "over"])
@pytest.mark.parametrize("role", ["owner", "superuser"])
def test_what_was_public_is_not_deleted_and_the_page_says_why(event: Event, state: str, role: str) -> None:
    Event.objects.update(state=state)
    root = User.objects.create_superuser("root@example.org")
    client = sign_in(root if role == "superuser" else factories.make_member(event, Role.OWNER))
    page, everything = reverse("admin:events_event_delete", args=[event.pk]), reverse("admin:events_event_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [event.pk]}
    for asked in (client.get(page), client.post(everything, chosen)):
        assert "Stars is not a draft any more" in asked.content.decode()
        assert "Cancel it instead" in asked.content.decode()
        assert "related objects" not in asked.content.decode()
    client.post(page, {"post": "yes"})
    client.post(everything, chosen | {"post": "yes"})
    assert Event.objects.filter(pk=event.pk).exists()


# --- the entrance --------------------------------------------------------------------------------------------------


def test_the_event_leads_to_all_that_is_its_own_with_counts(event: Event, organiser: Client) -> None:
    factories.make_session(event)
    factories.make_session(event)
    factories.make_registration(event)
    entrances = {way.name: way for way in organiser.get(page_of(event)).context["entrances"]}
    assert entrances["sessions"].count == 2
    assert entrances["registrations"].count == 1
    for name in ("speakers", "photographs", "milestones", "announcements", "mails", "tracks", "team"):
        assert organiser.get(entrances[name].url).status_code == 200
    assert filled(organiser.get(entrances["sessions"].add_url))["event"] == str(event.pk)


def test_an_editor_is_led_to_no_guests(event: Event) -> None:
    editor = sign_in(factories.make_member(event, Role.EDITOR))
    names = {way.name for way in editor.get(page_of(event)).context["entrances"]}
    assert not names & {"registrations", "mails", "team"}
    assert {"sessions", "speakers", "photographs"} <= names


@pytest.mark.parametrize(
    ("state", "words", "start"), [("draft", "Preview", "/preview/"), ("published", "View on site", "/")]
)
def test_the_page_leads_to_the_public_page_or_to_its_preview(
    event: Event, organiser: Client, state: str, words: str, start: str
) -> None:
    Event.objects.update(state=state)
    text = organiser.get(page_of(event)).content.decode()
    assert words in text
    assert f'href="{start}events/{event.slug}/" class="viewsitelink"' in text


def test_a_coordinator_is_not_led_to_a_preview(event: Event) -> None:
    Event.objects.update(state="draft")
    own = factories.make_hosting(event).organisation
    text = sign_in(factories.make_member(event, Role.COORDINATOR, own)).get(page_of(event)).content.decode()
    assert "/preview/" not in text


# --- queries -------------------------------------------------------------------------------------------------------

LISTS = {
    "events_event": lambda event, n: factories.make_event(),
    "events_hosting": lambda event, n: factories.make_hosting(event),
    "events_photograph": lambda event, n: make_photograph(event),
    "events_milestone": lambda event, n: factories.make_milestone(event),
    "events_announcement": lambda event, n: factories.make_announcement(event),
    "organisations_organisation": lambda event, n: factories.make_hosting(event),
    "speakers_speaker": lambda event, n: factories.make_affiliation(
        factories.make_speaker(event), organisation=factories.make_organisation()
    ),
    "programme_session": lambda event, n: factories.make_appearance(
        factories.make_session(event, room=factories.make_room(event)), factories.make_speaker(event)
    ),
    "programme_track": lambda event, n: factories.make_track(event),
    "registrations_registration": lambda event, n: factories.make_registration(event),
    "accounts_membership": lambda event, n: factories.make_member(event, Role.EDITOR),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_few_queries_whatever_its_length(event: Event, name: str) -> None:
    client = sign_in(User.objects.create_superuser("root@example.org"))
    client.get("/admin/")
    counts = []
    for number in (1, 50):
        for n in factories.at_once(range(number)):
            LISTS[name](event, n)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12, [query["sql"] for query in queries]


def test_the_events_page_costs_one_query_more_for_each_host(event: Event, organiser: Client) -> None:
    costs = []
    for number in (1, 10):
        for _n in factories.at_once(range(number)):
            factories.make_hosting(event)
            factories.make_session(event)
        organiser.get(page_of(event))
        with CaptureQueriesContext(connection) as queries:
            organiser.get(page_of(event))
        costs.append(len(queries))
    assert costs[1] - costs[0] == 10
