"""What speakers say to their sessions, as the desk sees it."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from speakers import services
from symposium.accounts.models import Role
from symposium.events.dashboard import todos_at
from symposium.events.models import Event
from symposium.programme.models import Appearance, Session
from symposium.programme.services import edit
from tests import factories
from tests.factories.forms import page_of, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return factories.make_event()


@pytest.fixture
def desk(event: Event) -> Client:
    client = Client()
    client.force_login(factories.make_member(event, Role.EDITOR))
    return client


def make_part(event: Event, title: str, reply: str = "", **fields: Any) -> Appearance:
    session = factories.make_session(event, title=title, **fields)
    moment = session.starts_at if reply else None
    return factories.make_appearance(session, factories.make_speaker(event), reply=reply, replied_for=moment)


def test_sessions_are_found_by_what_their_speakers_say(event: Event, desk: Client) -> None:
    make_part(event, "Waits")
    make_part(event, "Confirmed", "confirmed")
    make_part(event, "Declined", "declined")
    refused = make_part(event, "Refused", "confirmed", stream_url="https://example.org/live")
    services.change_consents(refused.speaker, {"recording": False})
    make_part(event, "Off", state="cancelled")
    factories.make_appearance(factories.make_session(event, title="Nobody yet"))
    address = reverse("admin:programme_session_changelist")

    def titles(chosen: str) -> list[str]:
        found = desk.get(f"{address}?event={event.pk}&speakers={chosen}").context["cl"].result_list
        return sorted(session.title for session in found)

    assert titles("waiting") == ["Waits"]
    assert titles("confirmed") == ["Confirmed", "Refused"]
    assert titles("declined") == ["Declined"]
    assert titles("refused") == ["Refused"]
    assert titles("nonsense") == []


def test_the_page_of_a_session_says_what_its_speakers_say_also_while_a_change_of_it_waits(
    event: Event, desk: Client
) -> None:
    part = make_part(event, "Keynote", "declined")
    Appearance.objects.update(reply_words="I am on the Moon.")
    services.change_consents(part.speaker, {"recording": False})
    words = desk.get(page_of(part.session)).content.decode()
    assert "I am on the Moon." in words
    assert "does not agree to be recorded" in words
    copy = edit(part.session, by=None, title="Keynote, moved")
    assert copy.pk != part.session_id
    words = desk.get(reverse("admin:programme_session_change", args=[copy.pk])).content.decode()
    assert "I am on the Moon." in words


def test_the_list_shows_who_has_answered_at_no_further_cost(
    event: Event, desk: Client, django_assert_max_num_queries: Any
) -> None:
    with factories.publishing():
        for number in range(20):
            make_part(event, f"Part {number}", "confirmed", at=number % 8)
    address = f"{reverse('admin:programme_session_changelist')}?event={event.pk}"
    assert desk.get(address).content.decode().count("✓") >= 20
    with django_assert_max_num_queries(14):
        desk.get(address)


def test_a_draft_is_shown_to_its_speaker_where_the_team_ticks_so(event: Event, desk: Client) -> None:
    part = make_part(event, "Draft", state="draft")
    save(desk, part.session, **{"appearances-0-asks_early": "on"})
    part.refresh_from_db()
    assert part.asks_early
    published = make_part(event, "Published")
    assert "asks_early" not in desk.get(page_of(published.session)).content.decode()


def test_saving_a_session_at_the_desk_keeps_what_its_speakers_said(event: Event, desk: Client) -> None:
    part = make_part(event, "Draft", "confirmed", state="draft")
    save(desk, part.session, title="Another title")
    part.refresh_from_db()
    assert part.reply == "confirmed"
    assert Session.objects.get().title == "Another title"


def test_the_team_is_told_of_parts_declined_not_confirmed_and_streamed_against_their_word(event: Event) -> None:
    make_part(event, "Waits")
    make_part(event, "Declined", "declined")
    refused = make_part(event, "Refused", "confirmed", stream_url="https://example.org/live")
    services.change_consents(refused.speaker, {"recording": False})

    def told(role: str) -> str:
        request = RequestFactory().get("/")
        request.user = factories.make_member(event, role)
        return "\n".join(todo.words for todo in todos_at(request, event))

    said = told(Role.ORGANISER)
    assert "1 part in a session was declined by its speaker" in said
    assert "1 part in a session is not confirmed by its speaker" in said
    assert "1 part in a session is streamed, and its speaker does not agree to that" in said
    assert "speaker" not in told(Role.DOOR)
    Event.objects.update(state=Event.State.CANCELLED)
    event.refresh_from_db()
    assert "confirmed by its speaker" not in told(Role.ORGANISER)
