"""Working copies: what visitors know is edited beside it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from symposium.events.models import Event
from symposium.programme.models import Appearance, Material, Session
from symposium.programme.services import discard, edit, in_hand
from tests import factories

pytestmark = pytest.mark.django_db
State = Session.State


def revision(event: Event) -> int:
    return Event.objects.values_list("revision", flat=True).get(pk=event.pk)


@pytest.fixture
def event() -> Event:
    return factories.make_event()


@pytest.fixture
def session(event: Event) -> Session:
    session = factories.make_session(event, title="Comets", slug="comets")
    speaker = factories.make_speaker(event)
    Appearance.objects.create(session=session, speaker=speaker, part=Appearance.Part.KEYNOTE)
    Material.objects.create(session=session, url="https://example.org/slides")
    return session


def test_an_edit_of_what_visitors_know_waits_in_a_copy_with_all_its_parts(event: Event, session: Session) -> None:
    before = revision(event)
    copy = edit(session, by=None, title="Comets and asteroids")
    session.refresh_from_db()
    assert (session.title, session.state) == ("Comets", State.PUBLISHED)
    assert (copy.title, copy.state, copy.planned_state) == ("Comets and asteroids", State.DRAFT, State.PUBLISHED)
    assert copy.revises == session
    assert [one.speaker for one in copy.appearances.all()] == [one.speaker for one in session.appearances.all()]
    assert copy.materials.get().url == "https://example.org/slides"
    assert revision(event) == before


def test_a_later_edit_changes_the_same_copy_whichever_row_is_named(session: Session) -> None:
    copy = edit(session, by=None, title="Comets and asteroids")
    assert edit(session, by=None, kind=Session.Kind.PANEL).pk == copy.pk
    assert edit(copy, by=None, state=State.CANCELLED, state_reason="Fog").pk == copy.pk
    copy.refresh_from_db()
    assert (copy.title, copy.kind, copy.planned_state) == ("Comets and asteroids", "panel", State.CANCELLED)
    assert Session.every.count() == 2


def test_an_edit_that_is_taken_back_leaves_no_copy(session: Session) -> None:
    edit(session, by=None, title="Asteroids")
    assert edit(session, by=None, title="Comets") == session
    assert Session.every.get() == session


def test_drafts_are_edited_in_place(event: Event) -> None:
    session = factories.make_session(event, state=State.DRAFT)
    assert edit(session, by=None, title="Asteroids") == session
    assert Session.every.get().title == "Asteroids"


def test_sessions_of_draft_events_are_edited_in_place() -> None:
    session = factories.make_session(factories.make_event(state=Event.State.DRAFT))
    assert edit(session, by=None, title="Asteroids", state=State.CANCELLED) == session
    stored = Session.every.get()
    assert (stored.title, stored.state, stored.becomes) == ("Asteroids", State.CANCELLED, "")


def test_what_has_taken_place_is_a_record_and_edited_in_place() -> None:
    event = factories.make_event(starts_at=datetime.now(UTC) - timedelta(hours=3))
    past, coming = factories.make_session(event, at=1), factories.make_session(event, at=5)
    assert edit(past, by=None, title="As it was") == past
    assert edit(coming, by=None, title="As it will be") != coming


def test_a_draft_that_shall_be_published_waits_for_the_publication(event: Event) -> None:
    session = factories.make_session(event, state=State.DRAFT)
    edit(session, by=None, state=State.PUBLISHED)
    session.refresh_from_db()
    assert (session.state, session.planned_state) == (State.DRAFT, State.PUBLISHED)
    discard(session, by=None)
    session.refresh_from_db()
    assert session.planned_state == State.DRAFT


def test_what_is_discarded_is_forgotten(session: Session) -> None:
    copy = edit(session, by=None, title="Asteroids")
    assert discard(copy, by=None) == session
    assert discard(session, by=None) == session
    assert Session.every.get().title == "Comets"
    assert Appearance.every.count() == 1


def test_a_wrong_edit_is_refused_and_changes_nothing(event: Event, session: Session) -> None:
    with pytest.raises(ValidationError, match="The event begins later"):
        edit(session, by=None, starts_at=event.starts_at - timedelta(hours=1))
    factories.make_session(event, slug="moons")
    with pytest.raises(ValidationError, match="Another session has this address"):
        edit(session, by=None, slug="moons")
    assert not Session.every.exclude(revises=None).exists()


def test_in_hand_are_copies_in_the_place_of_what_they_revise(event: Event, session: Session) -> None:
    other = factories.make_session(event, at=0)
    draft = factories.make_session(event, at=3, state=State.DRAFT)
    copy = edit(session, by=None, starts_at=event.starts_at + timedelta(hours=5), ends_at=event.ends_at)
    assert list(in_hand(event)) == [other, draft, copy]


def test_copies_are_met_by_no_way_but_their_own(event: Event, session: Session) -> None:
    room = factories.make_room(event)
    edit(session, by=None, room=room)
    speaker: Any = Appearance.every.get(session=session).speaker
    assert list(Session.objects.all()) == list(event.sessions.all()) == [session]
    assert not room.sessions.exists()
    assert [one.session for one in speaker.appearances.all()] == [session]
    assert Appearance.objects.count() == Material.objects.count() == 1


def test_what_goes_takes_its_copy_along_and_what_a_copy_names_may_go(event: Event, session: Session) -> None:
    room = factories.make_room(event)
    copy = edit(session, by=None, room=room)
    room.delete()
    copy.refresh_from_db()
    assert copy.room is None
    session.delete()
    assert not Session.every.exists()
