"""A copy of an event: what was chosen, on other days, without anybody's data; loud until it is published."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from registrations.models import Allocation, Question, RegistrationRules
from symposium.accounts.models import Membership, Role, User
from symposium.events.models import Event
from symposium.exchange.cloning import Move, Part, clone_event
from symposium.programme.models import Session
from tests import factories
from tests.factories.desk import make_mail
from tests.factories.forms import filled, page_of, sign_in

pytestmark = pytest.mark.django_db

# Of a person who is a guest, or staff, or a speaker that nobody sees.
PERSONAL = "personal@example.org"


@pytest.fixture
def event() -> Event:
    """Two days in London in the winter, with one of everything."""
    starts_at = datetime(2027, 1, 20, 9, tzinfo=UTC)
    event = factories.make_event(
        name="Stars 2027",
        timezone="Europe/London",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=32),
        summary="Stars in 2027.",
        description="<p>About stars.</p>",
        record="<p>It was good.</p>",
        stream_url="https://stream.example.org/",
        hue=30,
        seats_taken=1,
        registration_closes_at=datetime(2027, 1, 10, 12, tzinfo=UTC),
    )
    host = factories.make_organisation(name="Moon Institute")
    factories.make_hosting(event, host)
    room = factories.make_room(event, name="Dome")
    speaker = factories.make_speaker(event, name="Ada", email=PERSONAL)
    session = factories.make_session(event, title="Comets", room=room, abstract="<p>Of 2027.</p>", record="<p>So.</p>")
    factories.make_appearance(session, speaker)
    factories.make_session(event, at=3, title="Called off", state="cancelled")
    picture = factories.make_photograph(event)
    factories.make_milestone(event, photograph=picture)
    factories.make_announcement(event, title="Old news")
    block = Allocation.objects.create(event=event, organisation=host, seats=5, releases_at=starts_at)
    RegistrationRules.objects.create(event=event, party_size=3)
    first = Question.objects.create(event=event, label="Lunch?", kind="yes_no", position=1)
    Question.objects.create(event=event, label="What?", shown_after=first, shown_if="yes", position=2)
    Question.objects.create(event=event, label="Whose?", allocation=block, position=3)
    guest = factories.make_registration(event, name=PERSONAL, email=PERSONAL)
    factories.make_invitation(event, name=PERSONAL, email=PERSONAL)
    make_mail(event, to_address=PERSONAL)
    guest.consents.create(kind="news")
    return event


@pytest.fixture
def owner(event: Event) -> User:
    factories.make_member(event, Role.DOOR, email="door@example.org")
    return factories.make_member(event, Role.OWNER, email="owner@example.org")


def copy(event: Event, owner: User, *parts: Part, day: date = date(2027, 7, 7)) -> Event:
    return clone_event(event, name="Stars again", first_day=day, parts=parts or tuple(Part), by=owner)


# --- what comes along ----------------------------------------------------------------------------------------------


def test_times_of_day_stay_on_the_wall_when_the_clocks_change(event: Event, owner: User) -> None:
    made = copy(event, owner)
    assert made.starts_at == datetime(2027, 7, 7, 8, tzinfo=UTC)
    assert made.ends_at == datetime(2027, 7, 8, 16, tzinfo=UTC)
    assert made.registration_closes_at == datetime(2027, 6, 27, 11, tzinfo=UTC)
    assert made.sessions.get().starts_at == datetime(2027, 7, 7, 9, tzinfo=UTC)
    assert made.allocations.get().releases_at == made.starts_at


def test_a_time_that_the_clocks_skip_moves_on_by_an_hour() -> None:
    move = Move(67, "Europe/London")
    assert move(datetime(2027, 1, 20, 1, 30, tzinfo=UTC)) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert move(datetime(2027, 1, 20, 0, 30, tzinfo=UTC)) == datetime(2027, 3, 28, 0, 30, tzinfo=UTC)


def test_all_that_was_chosen_comes_and_what_happened_does_not(event: Event, owner: User) -> None:
    made = copy(event, owner)
    assert (made.state, made.slug, made.summary, made.hue) == ("draft", "stars-again", "Stars in 2027.", 30)
    assert (made.record, made.stream_url, made.seats_taken) == ("", "", 0)
    assert made.previous == event
    session = made.sessions.get()
    assert (session.title, session.record, session.room.name) == ("Comets", "", "Dome")
    assert session.room != event.sessions.get(title="Comets").room
    assert [str(one.speaker) for one in session.appearances.all()] == ["Ada"]
    assert made.speakers.get().email == ""
    assert made.photographs.get().image == event.photographs.get().image
    assert made.milestones.get().photograph == made.photographs.get()
    assert not made.announcements.exists()
    assert not made.hostings.get().consented
    assert made.registration_rules.party_size == 3
    assert made.questions.get(label="What?").shown_after == made.questions.get(label="Lunch?")
    assert made.questions.get(label="Whose?").allocation == made.allocations.get()


def test_only_what_was_chosen_comes(event: Event, owner: User) -> None:
    made = copy(event, owner, Part.PROGRAMME)
    assert made.sessions.get().room is None
    assert not made.sessions.get().appearances.exists()
    for name in ("speakers", "hostings", "photographs", "milestones", "allocations", "questions"):
        assert not getattr(made, name).exists(), name
    assert (made.policy, made.summary, made.contact_email) == ("closed", "", "")
    assert not hasattr(made, "venue")


def test_a_question_for_a_block_stays_behind_with_the_block(event: Event, owner: User) -> None:
    made = copy(event, owner, Part.REGISTRATION)
    assert [one.label for one in made.questions.order_by("position")] == ["Lunch?", "What?"]


def test_nobodys_data_is_in_a_copy(event: Event, owner: User) -> None:
    before = {model: model._base_manager.count() for model in apps.get_models()}
    copy(event, owner)
    grown = {model._meta.label for model, number in before.items() if model._base_manager.count() > number}
    assert not {label for label in grown if label.startswith(("registrations.", "mail."))} - {
        "registrations.Allocation",
        "registrations.Question",
        "registrations.RegistrationRules",
        # That the block was set.
        "registrations.Deed",
    }
    for model in apps.get_models():
        if "event" in {field.name for field in model._meta.concrete_fields}:
            rows = model._base_manager.filter(event__name="Stars again").values()
            assert PERSONAL not in str(list(rows)), model


def test_the_team_comes_if_chosen_and_the_cloner_owns_the_copy(event: Event, owner: User) -> None:
    alone = copy(event, owner, Part.WORDS)
    assert [(one.user, one.role) for one in alone.memberships.all()] == [(owner, "owner")]
    made = clone_event(event, name="Third", first_day=date(2028, 1, 5), parts=[Part.TEAM], by=owner)
    assert {one.role for one in made.memberships.all()} == {"owner", "door"}


def test_who_presses_twice_gets_one_copy(event: Event, owner: User) -> None:
    assert copy(event, owner) == copy(event, owner)
    assert Event.objects.count() == 2


# --- the page ------------------------------------------------------------------------------------------------------


@pytest.fixture
def client(owner: User) -> Client:
    return sign_in(owner)


def page(event: Event) -> str:
    return f"/admin/exchange/import/clone/?event={event.pk}"


def ask(client: Client, event: Event, **changes: Any) -> Any:
    said = {"name": "Stars again", "first_day": "2027-07-07", "parts": [part.value for part in Part]}
    return client.post(page(event), said | changes)


def test_new_dates_are_shown_before_anything_is_made(event: Event, client: Client) -> None:
    text = ask(client, event).content.decode()
    assert "Wednesday 20 January 2027, 09:00" in text
    assert "Wednesday 7 July 2027, 09:00" in text
    assert Event.objects.count() == 1
    response = ask(client, event, sure="yes")
    made = Event.objects.get(name="Stars again")
    assert response.url == f"/admin/events/event/{made.pk}/dashboard/"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": "stars 2027"}, "name", "The original is called so."),
        ({"name": ""}, "name", "This field is required."),
        ({"first_day": "never"}, "first_day", "Enter a valid date."),
        ({"first_day": "2500-01-01"}, "first_day", "Write a year between 1900 and 2198."),
        ({"parts": ["speakers"]}, "parts", "“speakers of the programme, without their addresses” needs"),
        ({"parts": ["guests"]}, "parts", "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_by_its_field(
    event: Event, client: Client, changes: dict[str, Any], field: str, words: str
) -> None:
    response = ask(client, event, sure="yes", **changes)
    assert response.status_code == 422
    assert response.context["form"].errors[field][0].startswith(words)
    assert Event.objects.count() == 1


def test_copying_is_the_owners(event: Event) -> None:
    for role in (Role.ORGANISER, Role.EDITOR, Role.DOOR):
        assert sign_in(factories.make_member(event, role)).get(page(event)).status_code == 403
    rival = sign_in(factories.make_member(factories.make_event(), Role.OWNER))
    assert rival.post(page(event), {"name": "Mine", "first_day": "2027-07-07", "sure": "yes"}).status_code == 403


# --- loud until it is published ------------------------------------------------------------------------------------


def test_every_page_of_a_copy_says_so_until_it_is_published(event: Event, owner: User, client: Client) -> None:
    made = copy(event, owner)
    said = "This is a copy of <bdi>Stars 2027</bdi>."
    pages = [
        f"/admin/events/event/{made.pk}/dashboard/",
        page_of(made),
        page_of(made.sessions.get()),
        f"/admin/programme/session/?event={made.pk}",
        f"/preview/events/{made.slug}/",
        f"/preview/events/{made.slug}/programme/",
    ]
    assert [one for one in pages if said not in client.get(one).content.decode()] == []
    assert said not in client.get(page_of(event)).content.decode()
    made.hostings.update(consented=True)
    publish = f"/admin/events/event/{made.pk}/publish/"
    data = filled(client.get(publish))
    refused = client.post(publish, data)
    assert refused.context["form"].errors["sure"] == [
        "Look at what was copied and not changed, then say that it is right."
    ]
    made.refresh_from_db()
    assert made.is_draft
    client.post(publish, data | {"sure": "on"})
    made.refresh_from_db()
    assert made.state == "published"
    assert [one for one in pages[:4] if said in client.get(one).content.decode()] == []


def test_what_is_still_the_originals_is_named_with_the_way_there(event: Event, owner: User, client: Client) -> None:
    made = copy(event, owner, day=date(2028, 2, 2))
    text = client.get(f"/admin/events/event/{made.pk}/dashboard/").content.decode()
    for words in (
        "In one sentence: the same as before",
        "Contact&#x27;s address: the same as before",
        "The place: Observatory Hall, as before",
        "1 session is announced as before",
        "1 session names the old date",
    ):
        assert words in text, words
    Event.objects.filter(pk=made.pk).update(summary="Stars in 2028.")
    Session.objects.filter(event=made).update(abstract="<p>Of 2028.</p>")
    text = client.get(f"/admin/events/event/{made.pk}/dashboard/").content.decode()
    assert "In one sentence" not in text
    assert "announced as before" not in text


def test_a_copy_of_what_is_gone_is_still_a_copy(event: Event, owner: User, client: Client) -> None:
    draft = factories.make_event(state="draft", name="Sketch")
    Membership.objects.create(user=owner, role=Role.OWNER, event=draft)
    made = copy(draft, owner)
    draft.delete()
    page = client.get(f"/admin/events/event/{made.pk}/dashboard/").content.decode()
    assert "This is a copy of <bdi>Sketch</bdi>." in page
