"""Publishing what waits: one transaction, one revision, one SEQUENCE, kept in words; and taken back."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from symposium.calendars.effects import Effect, effects_on
from symposium.calendars.models import Entry
from symposium.events.models import Event
from symposium.programme.changes import Difference, difference_of, differences
from symposium.programme.models import Appearance, Material, Publication, PublicationItem, Session
from symposium.programme.publications import ChangedSinceShown, NotPublishable, publish_programme, take_back
from symposium.programme.services import discard, edit
from symposium.programme.wording import Teller
from tests import factories

pytestmark = pytest.mark.django_db
State, Kind, Part = Session.State, PublicationItem.Kind, Appearance.Part
HOUR = timedelta(hours=1)


def revision(event: Event) -> int:
    return Event.objects.values_list("revision", flat=True).get(pk=event.pk)


def said(event: Event) -> list[str]:
    """What waits, in words, one string for each session."""
    names = {one.pk: one.full_name for one in event.speakers.all()}
    teller = Teller(event.timezone, names)
    return [" ".join(teller.tell(one.details, with_quiet=True)) for one in differences(event)]


@pytest.fixture
def event() -> Event:
    return factories.make_event(timezone="UTC")


@pytest.fixture
def session(event: Event) -> Session:
    return factories.make_session(event, title="Comets", slug="comets", room=factories.make_room(event, name="Hall"))


def test_one_press_is_one_revision_and_one_number_for_each_entry(event: Event, session: Session) -> None:
    other = factories.make_session(event, title="Moons")
    edit(session, by=None, title="Asteroids")
    edit(session, by=None, **factories.later(session))
    edit(other, by=None, state=State.CANCELLED, state_reason="Fog")
    before = revision(event)
    sequence = Entry.objects.get(session=session).sequence
    publication = publish_programme(event, by=None, words="Two things")
    session.refresh_from_db()
    other.refresh_from_db()
    assert (session.title, other.state, other.state_reason) == ("Asteroids", State.CANCELLED, "Fog")
    assert revision(event) == before + 1
    assert Entry.objects.get(session=session).sequence == sequence + 1
    assert Session.every.count() == 2
    assert [one.kind for one in publication.items.all()] == [Kind.CANCELLED, Kind.CHANGED]


def test_rows_that_stay_keep_their_keys(event: Event, session: Session) -> None:
    ada, grace = factories.make_speaker(event), factories.make_speaker(event)
    kept = Appearance.objects.create(session=session, speaker=ada, part=Part.KEYNOTE)
    slides = Material.objects.create(session=session, url="https://example.org/1")
    copy = edit(session, by=None, title="Asteroids")
    Appearance.every.create(session=copy, speaker=grace, part=Part.CHAIR, rank=2)
    copy.materials.update(title="The slides")
    copy.appearances.filter(speaker=ada).update(rank=3)
    publish_programme(event, by=None)
    assert session.pk == Session.objects.get().pk
    assert [one.speaker for one in session.appearances.all()] == [grace, ada]
    assert session.appearances.get(speaker=ada).pk == kept.pk
    assert session.materials.get() == slides
    assert session.materials.get().title == "The slides"
    assert Appearance.every.count() == 2


def test_what_is_chosen_is_published_and_the_rest_waits(event: Event, session: Session) -> None:
    other = factories.make_session(event, at=3, title="Moons")
    edit(session, by=None, title="Asteroids")
    edit(other, by=None, title="Rings")
    first = differences(event)[0]
    publish_programme(event, by=None, only=[first.mark])
    assert set(Session.objects.values_list("title", flat=True)) == {"Asteroids", "Moons"}
    assert said(event) == ["It was called “Moons” before."]


def test_what_was_edited_since_it_was_seen_is_not_published(event: Event, session: Session) -> None:
    edit(session, by=None, title="Asteroids")
    seen = differences(event)[0].mark
    edit(session, by=None, title="Meteors")
    before = revision(event)
    with pytest.raises(ChangedSinceShown):
        publish_programme(event, by=None, only=[seen])
    session.refresh_from_db()
    assert session.title == "Comets"
    assert revision(event) == before
    assert not Publication.objects.exists()


def test_a_second_press_publishes_nothing(event: Event, session: Session) -> None:
    edit(session, by=None, title="Asteroids")
    marks = [one.mark for one in differences(event)]
    publish_programme(event, by=None, only=marks)
    before = revision(event)
    for only in (marks, None):
        with pytest.raises(ChangedSinceShown):
            publish_programme(event, by=None, only=only)
    assert revision(event) == before
    assert Publication.objects.count() == 1


def test_what_follows_fails_and_nothing_is_published(event: Event, session: Session) -> None:
    edit(session, by=None, title="Asteroids")
    before = revision(event)

    def fail(_publication: Publication) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        publish_programme(event, by=None, then=fail)
    session.refresh_from_db()
    assert session.title == "Comets"
    assert Session.every.filter(revises=session).exists()
    assert revision(event) == before


def test_an_address_that_was_taken_meanwhile_is_said_by_its_row(event: Event, session: Session) -> None:
    copy = edit(session, by=None, slug="moons")
    factories.make_session(event, slug="moons")
    with pytest.raises(NotPublishable) as caught:
        publish_programme(event, by=None)
    assert "“moons”" in caught.value.problems[copy.pk][0]


def test_a_new_address_keeps_the_old_one(client, event: Event, session: Session) -> None:
    edit(session, by=None, slug="asteroids")
    edit(session, by=None, slug="meteors")
    publish_programme(event, by=None)
    url = f"/events/{event.slug}/programme/"
    assert client.get(f"{url}comets/").url == f"{url}meteors/"
    assert client.get(f"{url}asteroids/").status_code == 404


def test_changes_are_said_as_people_say_them(event: Event, session: Session) -> None:
    ada = factories.make_speaker(event, name="Ada Byron")
    grace = factories.make_speaker(event, name="Grace Hopper")
    Appearance.objects.create(session=session, speaker=ada, part=Part.KEYNOTE)
    room, at = factories.make_room(event, name="Dome"), event.starts_at + HOUR
    day, hour = f"{at:%A} {at.day} {at:%B %Y}", at.hour

    def waits(**values: object) -> str:
        edit(session, by=None, **values)
        words = said(event)[0]
        discard(session, by=None)
        return words

    later = factories.later(session)
    assert waits(room=room) == "Moved from Hall to Dome."
    assert waits(**later) == f"Moved from {day}, {hour}:00–{hour + 1}:00 to {hour + 1}:00–{hour + 2}:00."
    both = waits(**later, room=room)
    assert both == f"Moved from {day}, {hour}:00–{hour + 1}:00, Hall to {hour + 1}:00–{hour + 2}:00, Dome."
    assert waits(ends_at=at + 3 * HOUR) == f"Ends at {hour + 3}:00 instead of {hour + 1}:00."
    assert waits(starts_at=None, ends_at=None).startswith("Its time is to be announced; it was")
    assert waits(room=None) == "Its room is to be announced; it was Hall."
    assert waits(state=State.CANCELLED, state_reason="The speaker is ill.") == "Cancelled: The speaker is ill."
    assert waits(state=State.DRAFT) == "Taken out of the programme."
    assert waits(kind=Session.Kind.PANEL) == "Panel instead of talk."
    assert waits(abstract="<p>New</p>") == "Has a description now."
    copy = edit(session, by=None, title="Asteroids")
    copy.appearances.update(speaker=grace)
    assert said(event) == ["It was called “Comets” before. Now with Grace Hopper instead of Ada Byron."]
    copy.appearances.update(speaker=ada, part=Part.CHAIR)
    assert said(event)[0].endswith("Ada Byron is chair now.")


def test_a_name_that_runs_the_other_way_does_not_turn_the_sentence_around(event: Event, session: Session) -> None:
    edit(session, by=None, room=factories.make_room(event, name="קריה"))
    assert said(event) == ["Moved from Hall to \u2068קריה\u2069."]


def test_new_sessions_and_what_goes_are_published_with_the_rest(event: Event, session: Session) -> None:
    new = factories.make_session(event, at=3, title="Moons", state=State.DRAFT)
    edit(new, by=None, state=State.PUBLISHED)
    edit(session, by=None, state=State.DRAFT)
    publication = publish_programme(event, by=None)
    assert list(Session.objects.published()) == [new]
    assert [(one.kind, one.title) for one in publication.items.all()] == [(Kind.GONE, "Comets"), (Kind.NEW, "Moons")]
    assert Entry.objects.get(session=session).is_withdrawn


def test_a_publication_taken_back_makes_changes_and_publishes_nothing(event: Event, session: Session) -> None:
    ada, grace = factories.make_speaker(event), factories.make_speaker(event)
    Appearance.objects.create(session=session, speaker=ada, part=Part.KEYNOTE)
    new = factories.make_session(event, at=3, title="Moons", state=State.DRAFT)
    edit(new, by=None, state=State.PUBLISHED)
    copy = edit(session, by=None, title="Asteroids", **factories.later(session))
    copy.appearances.update(speaker=grace)
    gone = factories.make_session(event, at=5, title="Rings")
    edit(gone, by=None, state=State.DRAFT)
    publication = publish_programme(event, by=None)
    assert take_back(publication, by=None) == 3
    assert list(Session.objects.published().in_order()) == [session, new]
    assert Session.objects.get(pk=session.pk).title == "Asteroids"
    publish_programme(event, by=None)
    session = Session.objects.get(pk=session.pk)
    assert (session.title, session.starts_at) == ("Comets", event.starts_at + HOUR)
    assert session.appearances.get().speaker == ada
    assert set(Session.objects.published()) == {session, gone}


def test_taking_back_leaves_what_is_not_there_any_more_and_what_others_changed(event: Event, session: Session) -> None:
    edit(session, by=None, room=None, title="Asteroids")
    publication = publish_programme(event, by=None)
    edit(session, by=None, kind=Session.Kind.PANEL)
    publish_programme(event, by=None)
    event.venue.rooms.all().delete()
    assert take_back(publication, by=None) == 1
    waiting = differences(event)[0]
    assert (waiting.after["title"], waiting.after["room_id"], waiting.after["kind"]) == ("Comets", None, "panel")
    assert take_back(publication, by=None) == 0


def test_people_are_kept_by_key_alone(event: Event, session: Session) -> None:
    ada = factories.make_speaker(event, name="Ada Byron")
    copy = edit(session, by=None, title="Asteroids")
    Appearance.every.create(session=copy, speaker=ada)
    item = publish_programme(event, by=None).items.get()
    assert "Byron" not in json.dumps([item.details, item.before])


def test_entries_do_what_was_foretold(event: Event, session: Session) -> None:
    moved, renamed, off, out, quiet = (factories.make_session(event, at=n) for n in range(2, 7))
    new = factories.make_session(event, state=State.DRAFT)
    edit(moved, by=None, room=session.room)
    edit(renamed, by=None, title="Renamed")
    edit(off, by=None, state=State.CANCELLED)
    edit(out, by=None, state=State.DRAFT)
    edit(quiet, by=None, abstract="<p>Other words</p>")
    edit(new, by=None, state=State.PUBLISHED)
    edit(session, by=None, record="<p>Not in calendars</p>")
    told = effects_on(event, differences(event))
    assert told == {
        new.pk: (Effect.NEW, False),
        moved.pk: (Effect.MOVES, True),
        renamed.pk: (Effect.RENAMED, True),
        off.pk: (Effect.CANCELLED, True),
        out.pk: (Effect.CANCELLED, True),
        quiet.pk: (Effect.OTHER, False),
    }
    before = dict(Entry.objects.values_list("session", "sequence"))
    publish_programme(event, by=None)
    after = dict(Entry.objects.values_list("session", "sequence"))
    assert {key for key in before if after[key] > before[key]} == {key for key, (_e, rises) in told.items() if rises}


def test_queries_do_not_grow_with_what_waits(event: Event) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            found = differences(event)
            effects_on(event, found)
        assert found
        return len(queries)

    rows = [factories.make_session(event, at=1) for _n in factories.at_once(range(40))]
    speaker = factories.make_speaker(event)
    for row in rows[:3]:
        Appearance.every.create(session=edit(row, by=None, title="Other"), speaker=speaker)
    few = count()
    for row in rows[3:]:
        Appearance.every.create(session=edit(row, by=None, title="Other"), speaker=speaker)
    assert count() <= few <= 12


def test_a_row_of_which_nothing_waits_differs_in_nothing(session: Session) -> None:
    assert difference_of(session) is None
    assert isinstance(difference_of(edit(session, by=None, title="Asteroids")), Difference)
