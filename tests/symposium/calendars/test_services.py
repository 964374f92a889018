"""Rules 1 to 4: identity and revision of entries."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone, translation
from django.utils.translation import get_language

from symposium.calendars.models import Entry, Revision
from symposium.calendars.services import follow_event, retire_entries
from symposium.events.models import Event
from symposium.kit.revisions import publishing
from symposium.programme.models import Session
from tests import factories as make

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def entry(of: Event | Session) -> Entry:
    if isinstance(of, Event):
        return Entry.objects.get(event=of, kind=Entry.Kind.EVENT)
    return Entry.objects.get(session=of, event=of.event)


def change(thing, **fields):
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()


@pytest.fixture
def event():
    return make.make_event()


@pytest.fixture
def session(event):
    return make.make_session(event, title="Ice on Mars")


# --- rule 1: UIDs -----------------------------------------------------------------------------------------------


def test_rule_1_publishing_makes_one_entry_for_the_event_and_one_for_each_session(event):
    sessions = {make.make_session(event).pk, make.make_session(event).pk}
    assert {e.session_id for e in Entry.objects.filter(event=event, kind=Entry.Kind.SESSION)} == sessions
    assert entry(event).sequence == 0


def test_rule_1_a_uid_outlives_every_change(event, session):
    before = entry(event).uid, entry(session).uid
    change(event, name="Another name", slug="another-address")
    change(
        session,
        title="Another title",
        slug="another",
        starts_at=session.starts_at + HOUR,
        ends_at=session.ends_at + HOUR,
    )
    change(session, state=Session.State.DRAFT)
    change(session, state=Session.State.PUBLISHED)
    change(event, state=Event.State.DRAFT)
    change(event, state=Event.State.PUBLISHED)
    assert (entry(event).uid, entry(session).uid) == before


def test_rule_1_a_uid_holds_neither_slug_nor_key_nor_host(event):
    assert entry(event).uid.version == 4


# --- rule 2: SEQUENCE and LAST-MODIFIED -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Water on Mars"},
        {"ends_at": 30},
        {"starts_at": 30},
        {"state": Session.State.CANCELLED},
        {"state": Session.State.DRAFT},
        {"starts_at": None, "ends_at": None},
    ],
)
def test_rule_2_sequence_rises_by_one_with_title_time_and_status(event, session, fields):
    minutes = {k: getattr(session, k) + timedelta(minutes=v) for k, v in fields.items() if isinstance(v, int)}
    change(session, **fields | minutes)
    assert entry(session).sequence == 1
    assert entry(event).sequence == 0


def test_rule_2_sequence_rises_with_the_room_and_with_its_name(event, session):
    room = make.make_room(event)
    assert entry(session).sequence == 1  # the venue was made
    change(session, room=room)
    assert entry(session).sequence == 2
    change(room, name="Ramo Auditorium")
    assert entry(session).sequence == 3
    assert entry(session).content["place"].startswith("Ramo Auditorium, Observatory Hall, ")


def test_rule_2_sequence_of_all_rises_with_the_zone(event, session):
    change(event, timezone="America/Denver")
    assert (entry(event).sequence, entry(session).sequence) == (1, 1)


def test_rule_2_other_changes_move_the_stamp_and_not_the_sequence(event, session):
    later = timezone.now() + HOUR
    with time_machine.travel(later, tick=False):
        change(session, abstract="<p>Found by radar.</p>")
    assert entry(session).sequence == 0
    assert entry(session).revised_at == later
    assert entry(event).revised_at < later


@pytest.mark.parametrize("what", ["track", "speaker", "slug", "stream"])
def test_rule_2_the_stamp_moves_with_all_that_is_published(event, session, what):
    later = timezone.now() + HOUR
    with time_machine.travel(later, tick=False):
        if what == "track":
            change(session, track=make.make_track(event))
        elif what == "speaker":
            make.make_appearance(session, make.make_speaker(event))
        elif what == "slug":
            change(session, slug="elsewhere")
        else:
            change(session, stream_url="https://stream.example.org/1")
    assert entry(session).revised_at == later
    assert entry(session).sequence == 0


def test_rule_2_a_change_that_nobody_sees_moves_nothing(event, session):
    before = entry(session).revised_at, entry(event).revised_at
    with time_machine.travel(timezone.now() + HOUR, tick=False):
        make.make_announcement(event)
        make.make_speaker(event, state="draft")
        session.save()
    assert (entry(session).revised_at, entry(event).revised_at) == before


def test_rule_2_one_transaction_is_one_rise_however_often_a_session_is_saved(event, session):
    with publishing():
        change(session, title="First thought")
        change(session, title="Second thought", starts_at=session.starts_at + HOUR, ends_at=session.ends_at + HOUR)
        change(event, timezone="America/Denver")
    assert entry(session).sequence == 1
    assert entry(session).content["title"] == "Second thought"


def test_rule_2_a_transaction_that_fails_leaves_no_trace(event, session):
    def fail():
        with publishing():
            change(session, title="Never said")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert entry(session).sequence == 0
    assert entry(session).content["title"] == "Ice on Mars"


def test_rule_2_a_change_back_within_a_transaction_is_none(event, session):
    with publishing():
        change(session, title="Not so")
        change(session, title="Ice on Mars")
    assert entry(session).sequence == 0


def test_rule_2_postponing_and_cancelling_reach_every_session(event, session):
    change(event, state=Event.State.POSTPONED)
    assert {entry(event).content["status"], entry(session).content["status"]} == {"tentative"}
    change(event, state=Event.State.CANCELLED)
    assert {entry(event).content["status"], entry(session).content["status"]} == {"cancelled"}
    assert (entry(event).sequence, entry(session).sequence) == (2, 2)


# --- rule 4: what is withdrawn ----------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["cancel", "unpublish", "delete", "untime"])
def test_rule_4_what_is_gone_leaves_its_last_words(event, session, how):
    before = entry(session)
    later = timezone.now() + HOUR
    with time_machine.travel(later, tick=False):
        if how == "delete":
            session.delete()
        elif how == "cancel":
            change(session, state=Session.State.CANCELLED)
        elif how == "unpublish":
            change(session, state=Session.State.DRAFT)
        else:
            change(session, starts_at=None, ends_at=None)
    after = Entry.objects.get(uid=before.uid)
    assert after.sequence == 1
    assert after.withdrawn_at == after.revised_at == later
    assert after.content["status"] == "cancelled"
    assert after.content["title"] == "Ice on Mars"
    assert after.content["starts_at"] == before.content["starts_at"]


def test_rule_4_drafts_of_what_was_unpublished_do_not_leak(event, session):
    change(session, state=Session.State.DRAFT, title="Not for anyone", abstract="<p>Secret.</p>")
    change(session, title="Still a secret")
    content = str(entry(session).content)
    assert "Ice on Mars" in content
    assert "ecret" not in content
    assert entry(session).sequence == 1


def test_rule_4_what_comes_back_has_a_raised_sequence(event, session):
    change(session, state=Session.State.DRAFT)
    change(session, state=Session.State.PUBLISHED)
    assert entry(session).sequence == 2
    assert not entry(session).is_withdrawn


def test_what_was_never_published_leaves_nothing(event):
    make.make_session(event, state=Session.State.CANCELLED)
    make.make_session(event, state=Session.State.DRAFT).delete()
    make.make_session(event, at=None)
    assert not Entry.objects.filter(kind=Entry.Kind.SESSION).exists()


def test_a_draft_event_makes_no_entry_and_few_queries(django_assert_num_queries):
    event = make.make_event(state=Event.State.DRAFT)
    make.make_session(event)
    assert not Entry.objects.exists()
    with django_assert_num_queries(3):
        follow_event(event.pk)


def test_rule_4_an_event_that_goes_back_to_draft_takes_its_entries_back_with_their_last_words(event, session):
    change(event, state=Event.State.DRAFT)
    change(session, title="Secret")
    assert entry(session).is_withdrawn
    assert entry(session).content["title"] == "Ice on Mars"
    assert (entry(event).sequence, entry(session).sequence) == (1, 1)
    change(event, state=Event.State.PUBLISHED)
    assert not entry(session).is_withdrawn
    assert Entry.objects.served().count() == 2
    assert (entry(event).sequence, entry(session).sequence) == (2, 2)


def test_rule_4_thirty_days_later_it_goes_and_readers_are_told(event, session):
    change(session, state=Session.State.CANCELLED)
    gone_at = entry(session).withdrawn_at
    assert retire_entries(gone_at + timedelta(days=29, hours=23)) == 0
    revision = Event.objects.get(pk=event.pk).revision
    assert retire_entries(gone_at + timedelta(days=30)) == 1
    assert Event.objects.get(pk=event.pk).revision == revision + 1
    assert [e.kind for e in Entry.objects.served()] == [Entry.Kind.EVENT]
    assert retire_entries(gone_at + timedelta(days=31)) == 0
    assert Event.objects.get(pk=event.pk).revision == revision + 1


def test_rule_4_the_thirty_days_begin_when_it_was_withdrawn_whatever_is_said_of_it_later(event, session):
    change(session, state=Session.State.CANCELLED)
    gone_at = entry(session).withdrawn_at
    with time_machine.travel(gone_at + timedelta(days=20), tick=False):
        change(session, state_reason="The speaker is ill.")
    assert entry(session).revised_at == gone_at + timedelta(days=20)
    assert retire_entries(gone_at + timedelta(days=30)) == 1


def test_contents_are_in_the_sites_language_whoever_saves(event, monkeypatch):
    spoken = []
    monkeypatch.setattr("symposium.calendars.services.contents_of", lambda _: spoken.append(get_language()) or {})
    with translation.override("de"):
        follow_event(event.pk)
    assert spoken == ["en-gb"]


def test_retired_entries_stay_away_until_they_are_published_again(event, session):
    change(session, state=Session.State.CANCELLED)
    retire_entries(timezone.now() + timedelta(days=31))
    change(session, state_reason="The speaker is ill.")
    assert entry(session).retired_at
    change(session, state=Session.State.PUBLISHED)
    assert entry(session).retired_at is None
    assert Entry.objects.served().count() == 2


def test_rule_4_a_session_that_moves_to_another_event_leaves_a_cancelled_entry_and_has_a_new_one(event, session):
    uid = entry(session).uid
    other = make.make_event(starts_at=event.starts_at)
    change(session, event=other)
    left, made = Entry.objects.get(uid=uid), entry(session)
    assert (left.event, left.is_withdrawn, left.sequence) == (event, True, 1)
    assert (made.event, made.is_withdrawn, made.sequence) == (other, False, 0)
    assert made.uid != uid
    change(session, event=event)
    assert (entry(session).uid, entry(session).is_withdrawn, entry(session).sequence) == (uid, False, 2)


def test_rule_4_a_deleted_event_takes_its_entries_back_and_is_forgotten_a_year_later(event, session):
    event.delete()
    assert [(one.is_withdrawn, one.sequence, one.event) for one in Entry.objects.all()] == [(True, 1, None)] * 2
    assert retire_entries(timezone.now() + timedelta(days=31)) == 2
    assert not Entry.objects.served().exists()
    retire_entries(timezone.now() + timedelta(days=395))
    retire_entries(timezone.now() + timedelta(days=800))
    assert not Entry.objects.exists()


def test_each_version_that_subscribers_were_given_is_in_the_log(event, session):
    change(session, title="Water on Mars")
    change(session, abstract="<p>By radar.</p>")
    track = make.make_track(event, name="Science", slug="science")
    change(session, track=track)
    change(track, slug="renamed")
    session.delete()
    log = Entry.objects.get(kind="session").revisions.order_by("pk")
    assert [(one.sequence, one.content["title"], one.content["status"]) for one in log] == [
        (0, "Ice on Mars", "confirmed"),
        (1, "Water on Mars", "confirmed"),
        (1, "Water on Mars", "confirmed"),
        (1, "Water on Mars", "confirmed"),
        (2, "Water on Mars", "cancelled"),
    ]


def test_what_no_subscriber_sees_of_a_change_moves_no_stamp_and_is_not_logged(event, session):
    track = make.make_track(event, name="Science", slug="science")
    change(session, track=track)
    before = entry(session).revised_at, Revision.objects.count()
    with time_machine.travel(timezone.now() + HOUR, tick=False):
        change(track, slug="renamed")
        make.make_hosting(event)
    assert (entry(session).revised_at, Revision.objects.count()) == before
    assert entry(session).content["slugs"]["track"] == ["renamed"]


def test_the_log_forgets_after_a_year_but_for_the_last_words(event, session):
    change(session, title="Water on Mars")
    retire_entries(timezone.now() + timedelta(days=366))
    assert [one.content["title"] for one in entry(session).revisions.all()] == ["Water on Mars"]


def test_queries_stay_flat_and_writes_few_with_200_sessions(event, django_assert_max_num_queries):
    with publishing():
        people = [make.make_speaker(event) for _ in range(5)]
        sessions = [make.make_session(event, at=n / 30) for n in range(200)]
        for session in sessions:
            make.make_appearance(session, people[session.pk % 5])
    with django_assert_max_num_queries(6):
        follow_event(event.pk)
    Event.objects.filter(pk=event.pk).update(timezone="America/Denver")
    with django_assert_max_num_queries(10):
        follow_event(event.pk)
    assert set(Entry.objects.values_list("sequence", flat=True)) == {1}


def test_an_over_event_keeps_its_entries_as_they_were():
    event = make.make_event(starts_at=datetime(2026, 1, 20, 17, tzinfo=UTC))
    before = entry(event)
    change(event, state=Event.State.OVER)
    assert (entry(event).sequence, entry(event).revised_at) == (before.sequence, before.revised_at)
