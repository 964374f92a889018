"""Sessions and tracks at the desk."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.programme.models import Appearance, Session
from tests import factories
from tests.factories.forms import filled

pytestmark = pytest.mark.django_db
ADD = "/admin/programme/session/add/"


@pytest.fixture
def event() -> Event:
    return factories.make_event(timezone="America/Los_Angeles", starts_at=datetime(2027, 1, 20, 17, tzinfo=UTC))


@pytest.fixture
def editor(event: Event) -> Client:
    client = Client()
    client.force_login(factories.make_member(event, Role.EDITOR))
    return client


def page_of(session: Session) -> str:
    return reverse("admin:programme_session_change", args=[session.pk])


def everything_said(response: Any) -> str:
    formsets = [inline.formset.errors for inline in response.context["inline_admin_formsets"]]
    return str(response.context["adminform"].form.errors) + str(formsets)


def new_session(client: Client, event: Event, **fields: Any) -> Any:
    times = {"starts_at_0": "20/01/2027", "starts_at_1": "10:00", "ends_at_0": "20/01/2027", "ends_at_1": "11:00"}
    data = filled(client.get(f"{ADD}?event={event.pk}"), title="Comets", **times)
    return client.post(ADD, data | {name: value for name, value in fields.items() if value is not None})


def test_a_new_sessions_times_are_on_the_events_wall(event: Event, editor: Client) -> None:
    assert "America/Los_Angeles" in editor.get(f"{ADD}?event={event.pk}").content.decode()
    assert new_session(editor, event).status_code == 302
    assert Session.objects.get().starts_at == datetime(2027, 1, 20, 18, tzinfo=UTC)


def test_a_session_outside_its_event_is_refused_by_the_field(event: Event, editor: Client) -> None:
    response = new_session(editor, event, starts_at_1="08:00")
    assert "The event begins later, on Wednesday 20 January 2027, 09:00." in everything_said(response)


def test_a_session_without_times_is_to_be_announced(event: Event, editor: Client) -> None:
    empty = dict.fromkeys(("starts_at_0", "starts_at_1", "ends_at_0", "ends_at_1"), "")
    assert new_session(editor, event, **empty).status_code == 302
    assert "to be announced" in editor.get("/admin/programme/session/").content.decode()


def test_an_address_that_is_taken_is_refused_though_the_event_is_not_in_the_form(event: Event, editor: Client) -> None:
    factories.make_session(event, slug="first")
    second = factories.make_session(event, slug="second")
    response = editor.post(page_of(second), filled(editor.get(page_of(second)), slug="first"))
    assert "Another session has this address already." in everything_said(response)


@pytest.mark.parametrize("when", ["new", "old"])
@pytest.mark.parametrize("what", ["room", "track", "speaker"])
def test_nothing_of_another_event_is_taken_into_a_session(event: Event, editor: Client, what: str, when: str) -> None:
    other = factories.make_event()
    editor_id = editor.session["_auth_user_id"]
    other.memberships.create(user_id=editor_id, role=Role.EDITOR)
    made = {"room": factories.make_room, "track": factories.make_track, "speaker": factories.make_speaker}[what](other)
    change = {what: str(made.pk)}
    if what == "speaker":
        change = {
            "appearances-TOTAL_FORMS": "1",
            "appearances-0-speaker": str(made.pk),
            "appearances-0-part": "speaker",
        }
        change |= {"appearances-0-rank": "1"}
    if when == "new":
        response = new_session(editor, event, **change)
    else:
        session = factories.make_session(event)
        response = editor.post(page_of(session), filled(editor.get(page_of(session)), **change))
    assert response.status_code == 200
    assert "belongs to another event" in everything_said(response)
    assert not Appearance.objects.exists()


def test_choices_are_of_the_event_in_hand(event: Event, editor: Client) -> None:
    other = factories.make_event()
    other.memberships.create(user_id=editor.session["_auth_user_id"], role=Role.EDITOR)
    factories.make_room(event, name="Here")
    factories.make_room(other, name="There")
    asked = {"app_label": "programme", "model_name": "session", "field_name": "room"}
    page = editor.get(f"{ADD}?event={event.pk}").content.decode()
    assert f"/admin/autocomplete/?event={event.pk}" in page
    found = editor.get(f"/admin/autocomplete/?event={event.pk}", asked | {"event": event.pk}).json()["results"]
    assert [choice["text"] for choice in found] == ["Here"]


def test_a_session_with_its_people_is_one_published_change(event: Event, editor: Client) -> None:
    speaker = factories.make_speaker(event)
    before = Event.objects.get().revision
    people = {"appearances-TOTAL_FORMS": "2", "appearances-0-speaker": str(speaker.pk), "appearances-0-part": "keynote"}
    people |= {"appearances-0-rank": "1", "appearances-1-part": "chair", "appearances-1-rank": "2"}
    assert new_session(editor, event, **people).status_code == 302
    assert Appearance.objects.count() == 2
    assert Event.objects.get().revision == before + 1


def test_deleting_many_sessions_is_one_published_change(event: Event, editor: Client) -> None:
    sessions = [factories.make_session(event, state=Session.State.DRAFT) for _n in range(3)]
    before = Event.objects.get().revision
    data = {"action": "delete_selected", "_selected_action": [s.pk for s in sessions], "post": "yes"}
    editor.post("/admin/programme/session/", data)
    assert not Session.objects.exists()
    assert Event.objects.get().revision == before + 1


def test_a_session_stays_with_its_event(event: Event, editor: Client) -> None:
    session, other = factories.make_session(event), factories.make_event()
    other.memberships.create(user_id=editor.session["_auth_user_id"], role=Role.EDITOR)
    editor.post(page_of(session), filled(editor.get(page_of(session)), event=str(other.pk)))
    session.refresh_from_db()
    assert session.event == event


def test_lists_show_each_events_own_wall(event: Event, editor: Client) -> None:
    tokyo = factories.make_event(timezone="Asia/Tokyo", starts_at=datetime(2027, 1, 20, 0, tzinfo=UTC))
    tokyo.memberships.create(user_id=editor.session["_auth_user_id"], role=Role.EDITOR)
    factories.make_session(event, at=0)
    factories.make_session(tokyo, at=0)
    text = editor.get("/admin/programme/session/").content.decode()
    assert "20 Jan 2027, 09:00" in text
    assert text.count("20 Jan 2027, 09:00") == 2
