"""One event of any size."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from registrations.models import Registration
from registrations.services import register
from symposium.events.models import Event
from symposium.programme.models import Session
from symposium.sample import bulk

pytestmark = pytest.mark.usefixtures("quick_drawings")
SMALL = {"sessions": 24, "speakers": 9, "rooms": 3, "days": 2, "registrations": 120}


def load(**options) -> str:
    out = StringIO()
    call_command("load_sample", stdout=out, **SMALL | options)
    return out.getvalue()


@pytest.fixture
def event(db):
    load()
    return Event.objects.get(slug="benchmark")


def test_has_the_numbers_that_were_asked_for(event):
    assert event.sessions.published().count() == 24
    assert event.speakers.published().count() == 9
    assert event.venue.rooms.count() == 3
    assert event.registrations.count() == 120
    assert len({session.day for session in event.sessions.all()}) == 2


def test_no_page_of_it_would_be_empty(event):
    for things in (event.hostings, event.milestones, event.photographs, event.announcements):
        assert things.exists()


def test_counts_the_places_that_are_taken_and_takes_more_guests(event, monkeypatch):
    monkeypatch.setattr("registrations.mails._queue", lambda *args, **kwargs: None)
    assert event.seats_taken == Registration.objects.real().filter(event=event, state="confirmed").count() == 118
    registration = register(event, name="One more", email="one-more@example.org")
    assert registration.is_confirmed


def test_two_sessions_never_meet_in_one_room(event):
    for session in event.sessions.all():
        meets = Q(room=session.room, starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
        assert list(Session.objects.filter(meets)) == [session]


def test_a_second_run_doubles_nothing_whatever_its_numbers(event):
    assert "nothing was changed" in load(sessions=30, registrations=500)
    assert (event.sessions.count(), event.registrations.count()) == (24, 120)


def test_another_address_makes_another_event(event):
    load(slug="another", registrations=3)
    assert Event.objects.get(slug="another").registrations.count() == 3
    assert event.registrations.count() == 120


def test_everything_would_pass_its_own_form(event):
    event.full_clean()
    for things in (event.sessions, event.speakers, event.registrations, event.photographs):
        for thing in things.all():
            thing.full_clean()


def test_names_and_words_are_the_same_every_time(event):
    load(slug="again")
    again = Event.objects.get(slug="again").sessions.count()
    assert again == 24
    titles = list(event.sessions.values_list("title", flat=True))
    event.registrations.all().delete()
    event.delete()
    load()
    assert list(Event.objects.get(slug="benchmark").sessions.values_list("title", flat=True)) == titles


@pytest.mark.parametrize(
    "size", [{"rooms": 0}, {"days": 0}, {"sessions": -1}, {"sessions": 200, "rooms": 1, "days": 1}]
)
def test_numbers_that_make_no_event_are_refused(size):
    with pytest.raises(ValueError, match="event"):
        bulk.Size(**size)


def test_the_command_says_so(db):
    with pytest.raises(CommandError, match="more rooms or days"):
        load(sessions=500, rooms=1, days=1)
    assert not Event.objects.exists()
