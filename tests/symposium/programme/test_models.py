from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from symposium.events.models import Event
from symposium.programme.models import Session
from tests.factories import make_appearance, make_event, make_room, make_session, make_speaker, make_track

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_session_ends_after_it_begins():
    session = make_session(make_event())
    session.ends_at = session.starts_at
    with pytest.raises(ValidationError, match="must end after it begins"):
        session.full_clean()


def test_a_session_has_both_times_or_none():
    session = make_session(make_event())
    session.ends_at = None
    with pytest.raises(ValidationError, match="both times, or neither"):
        session.full_clean()


def test_a_session_lies_within_its_event_and_the_message_says_when_that_is():
    event = make_event(starts_at=datetime(2026, 1, 20, 17, tzinfo=UTC), ends_at=datetime(2026, 1, 21, 2, tzinfo=UTC))
    early = Session(event=event, title="x", starts_at=event.starts_at - HOUR, ends_at=event.ends_at + HOUR)
    with pytest.raises(ValidationError) as caught:
        early.full_clean()
    assert caught.value.message_dict == {
        "starts_at": ["The event begins later, on Tuesday 20 January 2026, 09:00."],
        "ends_at": ["The event ends sooner, on Tuesday 20 January 2026, 18:00."],
    }


@pytest.mark.parametrize("moved", [{"starts_at": -1}, {"ends_at": 11}])
def test_the_database_itself_keeps_sessions_within_their_event(moved):
    event = make_event()
    session = make_session(event)
    change = {name: event.starts_at + hours * HOUR for name, hours in moved.items()}
    with pytest.raises(IntegrityError, match="session_within_event"), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(**change)
    with pytest.raises(IntegrityError, match="session_within_event"), transaction.atomic():
        make_session(event, **{"starts_at": event.starts_at, "ends_at": event.ends_at} | change)


@pytest.mark.parametrize("change", [{"starts_at": 2}, {"ends_at": 1.5}])
def test_the_database_itself_keeps_an_event_around_its_sessions(change):
    event = make_event()
    make_session(event, at=1, hours=1)
    with pytest.raises(IntegrityError, match="event_around_sessions"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(
            **{name: event.starts_at + hours * HOUR for name, hours in change.items()}
        )


def test_rooms_tracks_and_people_of_another_event_are_refused():
    event, other = make_event(), make_event()
    session = make_session(event, room=make_room(other), track=make_track(other))
    with pytest.raises(ValidationError) as caught:
        session.full_clean()
    assert set(caught.value.message_dict) == {"room", "track"}
    with pytest.raises(ValidationError, match="another event"):
        make_appearance(session, make_speaker(other)).full_clean()


def test_a_time_that_is_not_known_yet_is_said_to_be_announced_and_stands_last():
    event = make_event()
    unknown = make_session(event, at=None)
    known = make_session(event, at=3)
    assert list(event.sessions.in_order()) == [known, unknown]
    assert (unknown.has_time, unknown.start_time, unknown.when_in_words) == (False, "", "")


def test_a_speaker_who_is_not_known_yet_holds_a_part():
    appearance = make_appearance(make_session(make_event()), part="panellist")
    appearance.full_clean()
    assert str(appearance) == "to be announced (panellist)"


def test_a_session_over_the_change_of_summer_time_shows_the_times_on_the_wall():
    event = make_event(starts_at=datetime(2026, 3, 8, 8, tzinfo=UTC), ends_at=datetime(2026, 3, 9, 7, tzinfo=UTC))
    night = make_session(event, at=1, hours=2)
    assert (night.start_time, night.end_time) == ("01:00", "04:00")


def test_a_session_past_midnight_belongs_to_the_day_on_which_it_begins():
    event = make_event(starts_at=datetime(2026, 1, 20, 17, tzinfo=UTC), ends_at=datetime(2026, 1, 21, 12, tzinfo=UTC))
    party = make_session(event, at=12, hours=5)
    assert (str(party.day), party.start_time, party.end_time) == ("2026-01-20", "21:00", "02:00")
