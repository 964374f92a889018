"""The sample as `manage.py load_sample` makes it."""

from io import StringIO
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from registrations.models import Registration
from speakers.models import Speaker
from symposium.calendars.models import Entry
from symposium.events.models import Event, Hosting, Photograph, RegistrationPhase
from symposium.kit.models import Counter
from symposium.mail.models import OutgoingMail
from symposium.programme.models import Session
from tests.factories import make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_drawings")]
OURS = ("kit", "mail", "organisations", "accounts", "events", "speakers", "programme", "calendars", "registrations")


def load() -> str:
    out = StringIO()
    call_command("load_sample", stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count()
        for label in OURS
        for model in apps.get_app_config(label).get_models()
    }


def test_a_second_run_doubles_nothing_and_publishes_nothing():
    assert "/events/uk-us-space-2026/" in load()
    before, revisions = counts(), dict(Counter.objects.values_list("name", "value"))
    assert "nothing was changed" in load()
    assert counts() == before
    assert dict(Counter.objects.values_list("name", "value")) == revisions


def test_an_installation_with_events_of_its_own_gets_no_sample_at_its_start():
    event = make_event()
    call_command("load_sample", if_empty=True, stdout=StringIO())
    assert list(Event.objects.all()) == [event]


def test_what_organisers_changed_stays_as_it_is():
    load()
    event = Event.objects.get(slug="uk-us-space-2027")
    event.slug, event.name = "our-own-2027", "Our own"
    event.save()
    event.sessions.filter(title="Lunch").delete()
    Session.objects.filter(event=event, title="Opening").update(title="Welcome")
    load()
    assert not Event.objects.filter(slug="uk-us-space-2027").exists()
    event.refresh_from_db()
    assert event.name == "Our own"
    assert set(event.sessions.filter(title__in=["Lunch", "Opening", "Welcome"]).values_list("title", flat=True)) == {
        "Welcome"
    }


def test_an_event_that_cannot_be_made_whole_is_not_made(monkeypatch):
    def fail(event):
        raise RuntimeError

    monkeypatch.setattr("symposium.sample.past._programme", fail)
    with pytest.raises(RuntimeError):
        load()
    assert not Event.objects.filter(slug="uk-us-space-2026").exists()


def test_everything_would_pass_its_own_form():
    load()
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            for thing in model._base_manager.all():
                thing.full_clean(exclude=[f.name for f in model._meta.fields if isinstance(f, models.JSONField)])


def test_entries_of_the_calendars_begin_with_sequence_zero():
    load()
    assert set(Entry.objects.values_list("sequence", flat=True)) == {0}
    assert Entry.objects.filter(event__slug="uk-us-space-2027", kind="event").count() == 1


def test_every_event_was_published_once():
    load()
    assert set(Event.objects.values_list("revision", flat=True)) == {2}


class TestTheSymposiumOf2026:
    @pytest.fixture
    def event(self):
        load()
        return Event.objects.get(slug="uk-us-space-2026")

    def test_is_a_past_day_without_hours_in_pasadena(self, event):
        assert event.name == "UK-US Space Collaboration Symposium"
        assert event.state == Event.State.OVER
        assert event.when_in_words == "Tuesday 20 January 2026"
        assert event.timezone == "America/Los_Angeles"
        assert event.venue.one_line == (
            "California Institute of Technology, 1200 East California Boulevard, Pasadena, California 91125"
        )
        assert not event.is_sample
        assert event.registration_phase() == RegistrationPhase.NONE

    def test_has_five_equal_hosts_in_the_order_given(self, event):
        assert list(event.hostings.values_list("organisation__name", "role", "consented")) == [
            (name, "co_host", True)
            for name in (
                "Greater Together LA",
                "Keck Institute for Space Studies at Caltech",
                "British Consulate General in Los Angeles",
                "UK Space Agency",
                "NASA's Jet Propulsion Laboratory",
            )
        ]

    def test_invents_no_speaker_panellist_or_hour(self, event):
        speaker = event.speakers.get()
        assert (speaker.name, [str(one) for one in speaker.affiliations.all()]) == (
            "Meganne Christian",
            ["Reserve astronaut, UK Space Agency"],
        )
        keynote, panel = event.sessions.order_by("kind")
        assert (keynote.appearances.get().speaker, panel.appearances.get().speaker) == (speaker, None)
        assert panel.title == "Science collaboration in space"
        assert not keynote.has_time
        assert not panel.has_time

    def test_tells_its_story_in_order_with_dates_as_they_are_known(self, event):
        assert [milestone.date_in_words for milestone in event.milestones.all()] == [
            "late 1950s",
            "26 April 1962",
            "1997–2017",
            "2020",
            "2021",
            "4–12 September 2025",
            "late 2025",
            "December 2025",
        ]

    def test_says_of_every_picture_that_it_is_drawn(self, event):
        pictures = Photograph.objects.filter(event=event).published()
        assert len(pictures) == 8
        assert {picture.credit for picture in pictures} == {"Drawn for this sample"}
        assert {picture.licence for picture in pictures} == {"CC0 1.0"}
        assert all(picture.caption.endswith("An illustration, not a photograph.") for picture in pictures)
        assert all(picture.width and picture.height for picture in pictures)
        assert event.milestones.filter(photograph__isnull=False).count() == 6


class TestTheComingEdition:
    @pytest.fixture
    def event(self):
        load()
        return Event.objects.get(slug="uk-us-space-2027")

    def test_says_that_it_is_made_up(self, event):
        assert event.is_sample
        assert "(sample)" in event.name
        assert "sample data" in event.description

    def test_takes_guests_under_the_laws_of_both_shores(self, event):
        assert event.registration_phase() == RegistrationPhase.OPEN
        assert (event.capacity, event.has_waiting_list) == (120, True)
        assert "UK GDPR" in event.privacy_notice
        assert "CCPA" in event.privacy_notice

    def test_its_programme_has_every_state_and_kind(self, event):
        sessions = event.sessions.all()
        assert {session.state for session in sessions} == set(Session.State)
        assert {session.kind for session in sessions} == set(Session.Kind)
        assert len({session.day for session in sessions if session.day}) == 2
        past_midnight = [s.title for s in sessions if s.has_time and s.end_time < s.start_time]
        assert past_midnight == ["Reception under the orrery"]
        assert [session.title for session in sessions if not session.has_time] == ["Late results"]
        assert sessions.get(state=Session.State.CANCELLED).state_reason

    def test_nothing_meets_in_one_room(self, event):
        taken = sorted(
            event.sessions.exclude(room=None).values_list("room", "starts_at", "ends_at"), key=lambda row: row[:2]
        )
        assert all(one[0] != two[0] or one[2] <= two[1] for one, two in pairwise(taken))

    def test_its_speakers_have_every_difficulty_of_names(self, event):
        names = list(event.speakers.values_list("name", flat=True))
        assert any(sum(letter.isalpha() for letter in name) == 60 for name in names)
        assert {"Aurelian", "月島 環", "نجمة السماوي"} <= set(names)
        assert event.speakers.filter(portrait="", state=Speaker.State.PUBLISHED).count() == 1
        assert event.speakers.get(name="Imogen Fairweather").affiliations.count() == 4

    def test_its_guests_came_as_anybody_does(self, event):
        guests = Registration.objects.filter(event=event)
        assert guests.real().filter(state="confirmed", mode="in_person").count() == event.seats_taken == 9
        assert guests.real().filter(state="confirmed", mode="online").count() == event.online_taken == 1
        assert guests.filter(state=Registration.State.CANCELLED).count() == 1
        assert event.seats_held == sum(event.allocations.values_list("seats", flat=True)) == 20
        assert OutgoingMail.objects.filter(event=event).count() == 11
        addresses = guests.exclude(email="").values_list("email", flat=True)
        assert all(address.endswith("@example.org") for address in addresses)

    def test_its_desk_has_rules_questions_and_a_workshop_with_places(self, event):
        assert event.registration_rules.party_size == 4
        assert event.questions.get(shown_after__isnull=False).shown_if_list == ["yes"]
        assert event.sessions.get(kind="workshop").places.taken == 3


def test_small_events_show_the_other_states():
    load()
    others = Event.objects.filter(slug__startswith="sample-")
    assert all(others.values_list("is_sample", flat=True))
    assert {event.state for event in others} == {"draft", "published", "postponed", "cancelled"}
    assert Event.objects.get(slug="sample-full").registration_phase() == RegistrationPhase.WAITING
    assert Event.objects.get(slug="sample-full").guests_waiting == 2
    assert Event.objects.get(slug="sample-not-yet-open").registration_phase() == RegistrationPhase.NOT_YET
    assert all(event.state_reason for event in others.filter(state__in=["postponed", "cancelled"]))


def test_a_sample_that_is_loaded_years_later_still_loads(time_machine):
    time_machine.move_to("2031-03-01 12:00 +0000")
    load()
    assert Event.objects.get(slug="uk-us-space-2027").registration_phase() == RegistrationPhase.CLOSED


def test_hosts_that_did_not_agree_are_there_but_not_public():
    load()
    hidden = Hosting.objects.filter(event__slug="uk-us-space-2027", consented=False)
    assert [str(hosting.organisation) for hosting in hidden] == ["The Undecided Institute"]
