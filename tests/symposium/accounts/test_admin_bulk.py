"""Changing many rows at once: looked at first, all or nothing, taken back."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from registrations.models import Registration
from symposium.accounts.models import Membership, Role
from symposium.events.models import Event, Photograph
from symposium.programme.models import Session
from tests import factories
from tests.factories.forms import sign_in
from tests.factories.guests import make_block, make_desk

pytestmark = pytest.mark.django_db

SESSIONS = "/admin/programme/session/"
PHOTOGRAPHS = "/admin/events/photograph/"
GUESTS = "/admin/registrations/registration/"


@pytest.fixture
def event() -> Event:
    # Visitors know none of it yet: what is changed stands at once.
    return factories.make_event(state=Event.State.DRAFT)


@pytest.fixture
def client(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER))


def choose(client: Client, address: str, *rows: Any, **more: str) -> Any:
    return client.post(address, {"action": "bulk_change", "_selected_action": [row.pk for row in rows], **more})


def hidden(response: Any) -> dict[str, str]:
    """What the form of a page sends again."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode())
    return {name: unescape(value) for name, value in fields}


def look(client: Client, address: str, *rows: Any, **typed: Any) -> Any:
    """The preview of what was typed, ticked."""
    sent = hidden(choose(client, address, *rows)) | {f"set_{name}": "on" for name in typed} | typed
    return client.post(f"{address}bulk/", sent)


def confirm(client: Client, address: str, preview: Any) -> Any:
    return client.post(f"{address}bulk/", hidden(preview) | {"sure": "yes"}, follow=True)


def said(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_times_and_kinds_of_many_sessions_change_together(event: Event, client: Client) -> None:
    rows = [factories.make_session(event, at=hour, title=f"Talk {hour}", state="draft") for hour in (1, 3)]
    preview = look(client, SESSIONS, *rows, kind="panel", starts_at_ends_at="15")
    assert "Talk 1" in said(preview)
    assert {row.kind for row in Session.objects.all()} == {rows[0].kind}
    done = confirm(client, SESSIONS, preview)
    assert "2 are changed." in said(done)
    for row in rows:
        now = Session.objects.get(pk=row.pk)
        assert (now.kind, now.starts_at, now.ends_at) == (
            "panel",
            row.starts_at + timedelta(minutes=15),
            row.ends_at + timedelta(minutes=15),
        )


def test_what_the_database_would_refuse_is_said_before_and_left_out(event: Event, client: Client) -> None:
    early, late = (factories.make_session(event, at=hour, title=f"Talk {hour}", state="draft") for hour in (1, 9))
    preview = look(client, SESSIONS, early, late, starts_at_ends_at="30")
    assert "What cannot be changed" in said(preview)
    assert "Change the other one" in said(preview)
    confirm(client, SESSIONS, preview)
    assert Session.objects.get(pk=early.pk).starts_at == early.starts_at + timedelta(minutes=30)
    assert Session.objects.get(pk=late.pk).starts_at == late.starts_at


def test_a_preview_publishes_nothing(client: Client, event: Event) -> None:
    row, before = factories.make_session(event, state="draft"), Event.objects.get(pk=event.pk).revision
    look(client, SESSIONS, row, state="published")
    assert Session.objects.get().state == "draft"
    assert Event.objects.get(pk=event.pk).revision == before


def test_what_changed_meanwhile_is_shown_anew_and_nothing_is_done(event: Event, client: Client) -> None:
    row = factories.make_session(event, state="draft", kind="talk")
    preview = look(client, SESSIONS, row, kind="panel")
    row.kind = "workshop"
    row.save()
    again = confirm(client, SESSIONS, preview)
    assert "Somebody has changed some of these meanwhile" in said(again)
    assert Session.objects.get().kind == "workshop"
    confirm(client, SESSIONS, again)
    assert Session.objects.get().kind == "panel"


def test_pressed_twice_it_is_done_once(event: Event, client: Client) -> None:
    row = factories.make_session(event, state="draft")
    preview = look(client, SESSIONS, row, starts_at_ends_at="10")
    confirm(client, SESSIONS, preview)
    assert "or it was done already" in said(confirm(client, SESSIONS, preview))
    assert Session.objects.get().starts_at == row.starts_at + timedelta(minutes=10)


def test_a_change_is_taken_back_but_not_over_what_came_later(event: Event, client: Client) -> None:
    rows = [factories.make_session(event, at=hour, state="draft", kind="talk") for hour in (1, 2, 3)]
    done = confirm(client, SESSIONS, look(client, SESSIONS, *rows, kind="panel"))
    assert f"{SESSIONS}bulk/undo/" in done.content.decode()
    later = Session.objects.get(pk=rows[2].pk)
    later.kind = "keynote"
    later.save()
    assert "Somebody has changed this since" in said(client.get(f"{SESSIONS}bulk/undo/"))
    client.post(f"{SESSIONS}bulk/undo/")
    assert [Session.objects.get(pk=row.pk).kind for row in rows] == ["talk", "talk", "keynote"]
    assert "nothing to take back" in said(client.get(f"{SESSIONS}bulk/undo/"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Tick at least one thing"),
        ({"kind": "panel"}, "Tick it if this is to be changed"),
        ({"set_starts_at_ends_at": "on", "starts_at_ends_at": "soon"}, "Enter a whole number"),
        ({"set_state": "on"}, "This field is required"),
        ({"set_track": "on", "track": "999999"}, "not one of the available choices"),
    ],
)
def test_what_was_typed_wrongly_is_said_by_its_field(
    event: Event, client: Client, typed: dict[str, str], words: str
) -> None:
    row = factories.make_session(event, state="draft")
    answer = client.post(f"{SESSIONS}bulk/", hidden(choose(client, SESSIONS, row)) | typed)
    assert answer.status_code == 422
    assert words in said(answer)


def test_rows_of_several_events_are_not_changed_together(event: Event, client: Client) -> None:
    other = factories.make_event()
    Membership.objects.create(user_id=client.session["_auth_user_id"], event=other, role=Role.ORGANISER)
    rows = [factories.make_session(event), factories.make_session(other)]
    answer = client.post(SESSIONS, {"action": "bulk_change", "_selected_action": [row.pk for row in rows]}, follow=True)
    assert "Choose rows of one event" in said(answer)


def test_rows_of_others_are_neither_shown_nor_changed(event: Event, client: Client) -> None:
    own, secret = factories.make_session(event), factories.make_session(factories.make_event(), title="SECRET")
    sent = hidden(choose(client, SESSIONS, own)) | {"rows": f"{own.pk},{secret.pk}", "set_kind": "on", "kind": "panel"}
    preview = client.post(f"{SESSIONS}bulk/", sent)
    assert "SECRET" not in said(preview)
    client.post(f"{SESSIONS}bulk/", hidden(preview) | {"rows": sent["rows"], "sure": "yes"})
    assert Session.objects.get(pk=secret.pk).kind != "panel"


def test_who_lost_the_role_meanwhile_changes_nothing(event: Event, client: Client) -> None:
    row = factories.make_session(event, state="draft", kind="talk")
    preview = look(client, SESSIONS, row, kind="panel")
    Membership.objects.filter(event=event).delete()
    assert client.post(f"{SESSIONS}bulk/", hidden(preview) | {"sure": "yes"}).status_code in {302, 403}
    assert Session.objects.get().kind == "talk"


def test_too_many_to_look_through_are_not_chosen(event: Event, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("symposium.accounts.admin_bulk.MOST", 1)
    rows = [factories.make_session(event), factories.make_session(event, at=2)]
    answer = choose(client, SESSIONS, rows[0], select_across="1")
    assert "too many to look through" in said(client.get(answer.headers["Location"]))


def test_photographs_get_a_credit_together(event: Event, client: Client) -> None:
    rows = [factories.make_photograph(event) for _ in range(2)]
    confirm(
        client, "/admin/events/photograph/", look(client, "/admin/events/photograph/", *rows, credit="ESO/A. Person")
    )
    assert set(Photograph.objects.values_list("credit", flat=True)) == {"ESO/A. Person"}


def test_guests_move_to_a_host_as_far_as_its_seats_go() -> None:
    event = make_desk(capacity=10)
    client, block = sign_in(factories.make_member(event, Role.ORGANISER)), make_block(event, 1)
    guests = [factories.make_registration(event, name=f"Guest {number}") for number in range(2)]
    preview = look(client, GUESTS, *guests, allocation=str(block.pk), affiliation="ESO")
    assert "No place of that kind is free" in said(preview)
    confirm(client, GUESTS, preview)
    assert sorted(Registration.objects.values_list("affiliation", "allocation"), key=str) == sorted(
        [("ESO", block.pk), (guests[1].affiliation, None)], key=str
    )


def test_a_coordinator_changes_details_of_their_guests_and_moves_none() -> None:
    event = make_desk(capacity=10)
    block = make_block(event, 5)
    client = sign_in(factories.make_member(event, Role.COORDINATOR, block.organisation))
    mine = factories.make_registration(event, allocation=block)
    asked = choose(client, GUESTS, mine).content.decode()
    assert 'name="affiliation"' in asked
    assert 'name="allocation"' not in asked
    assert "bulk_change" not in sign_in(factories.make_member(event, Role.DOOR)).get(GUESTS).content.decode()


def test_sessions_that_visitors_know_wait_in_their_copies_and_come_back(client: Client, event: Event) -> None:
    event.state = Event.State.PUBLISHED
    event.save()
    row = factories.make_session(event, kind="talk")
    confirm(client, SESSIONS, look(client, SESSIONS, row, kind="panel", starts_at_ends_at="20"))
    assert Session.objects.get().kind == "talk"
    copy = Session.every.get(revises=row)
    assert (copy.kind, copy.starts_at) == ("panel", row.starts_at + timedelta(minutes=20))
    preview = look(client, SESSIONS, row, kind="workshop")
    assert re.search(r"panel\s+workshop", said(preview))
    client.post(f"{SESSIONS}bulk/undo/")
    assert not Session.every.filter(revises=row).exists()
