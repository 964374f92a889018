"""What an import makes, changes and leaves; that it is all or nothing; that it can be undone, or says why not."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from registrations.models import Registration
from registrations.services import By
from speakers.models import Speaker
from symposium.accounts.models import User
from symposium.events.models import Event, Room
from symposium.exchange import document, parts, services, working
from symposium.exchange.document import UNSAID
from symposium.exchange.importing import Importer
from symposium.exchange.models import Identity, Import
from symposium.exchange.readers import Reading
from symposium.exchange.undoing import ChangedSinceError, take_back
from symposium.organisations.models import Organisation
from symposium.programme.models import Session
from tests.factories import (
    exchange as goods,
)
from tests.factories import (
    make_appearance,
    make_booking,
    make_event,
    make_organisation,
    make_registration,
    make_room,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(db):
    return By.of(User.objects.create_superuser("imports@example.org", "x" * 12))


def run(doc, by, event=None, *, source="elsewhere", pictures=None, preview=False, **more):
    reading = Reading(doc, (), pictures or {})
    return Importer(reading, source=source, event=event, by=by, stored=None if preview else {}, **more).run()


def programme(event, **talk) -> document.Document:
    """Two sessions in a room, with a person."""
    fields = {"starts_at": event.starts_at, "ends_at": event.starts_at + timedelta(hours=1), "room": "r"} | talk
    return document.Document(
        rooms=(document.Room(key="r", name="Hall", where="row 2"),),
        speakers=(document.Speaker(key="p", name="Ada", affiliations=(document.Affiliation(name="Club"),)),),
        sessions=(
            document.Session(key="1", where="row 5", **{"title": "Talk"} | fields),
            document.Session(key="2", title="Later", appearances=(document.Appearance(speaker="p"),)),
        ),
    )


def verbs(outcome) -> list[tuple[str, str]]:
    return [(step.verb, step.name) for step in outcome.steps]


def test_what_is_new_is_made_and_the_models_fill_in_what_is_not_said(by):
    event = make_event()
    outcome = run(programme(event), by, event)
    assert outcome.problems[0].is_warning  # no venue is named
    assert {name for verb, name in verbs(outcome) if verb == "create"} == {event.name, "Hall", "Ada", "Talk", "Later"}
    talk = event.sessions.get(title="Talk")
    assert (talk.room.name, talk.slug, talk.state) == ("Hall", "talk", Session.State.PUBLISHED)
    assert event.sessions.get(title="Later").appearances.get().speaker.affiliations.get().name == "Club"


def test_a_second_import_of_the_same_changes_nothing(by):
    event = make_event()
    run(programme(event), by, event)
    revision = Event.objects.get(pk=event.pk).revision
    outcome = run(programme(event), by, event)
    assert {verb for verb, _name in verbs(outcome)} == {"leave"}
    assert Event.objects.get(pk=event.pk).revision == revision


def test_a_second_import_changes_what_changed_and_nothing_that_organisers_wrote(by):
    event = make_event()
    run(programme(event), by, event)
    event.sessions.filter(title="Talk").update(abstract="<p>Ours</p>", slug="ours")
    outcome = run(programme(event, title="Talk, renamed"), by, event)
    assert [(step.verb, step.name, step.changes) for step in outcome.steps if step.verb != "leave"] == [
        ("change", "Talk, renamed", (("title", "Talk", "Talk, renamed"),))
    ]
    talk = event.sessions.get(title="Talk, renamed")
    assert (talk.abstract, talk.slug) == ("<p>Ours</p>", "ours")


def test_what_is_not_in_the_file_stays_and_is_named(by):
    event = make_event()
    make_session(event, title="Our own")
    outcome = run(programme(event), by, event)
    assert ("keep", "Our own") in verbs(outcome)
    assert event.sessions.count() == 3


def test_what_is_there_under_the_same_name_is_recognised(by):
    event = make_event()
    room, speaker = make_room(event, name="hall"), make_speaker(event, name="Ada")
    run(programme(event), by, event)
    assert Room.objects.get(venue__event=event) == room
    assert event.speakers.get() == speaker
    assert speaker.affiliations.get().name == "Club"


def test_two_of_one_name_are_two(by):
    event = make_event()
    doc = document.Document(
        speakers=(document.Speaker(key="1", name="John Smith"), document.Speaker(key="2", name="John Smith"))
    )
    for _time in range(2):
        run(doc, by, event)
    assert sorted(event.speakers.values_list("slug", flat=True)) == ["john-smith", "john-smith-2"]


def test_a_preview_says_what_the_import_does_and_does_none_of_it(by):
    event = make_event()
    preview = run(programme(event), by, event, preview=True)
    assert not event.sessions.exists()
    assert not Identity.objects.filter(source="elsewhere").exists()
    assert preview.steps == run(programme(event), by, event).steps


@pytest.mark.parametrize(
    ("talk", "field", "words"),
    [
        ({"title": "x" * 201}, "title", "at most 200 characters"),
        ({"title": ""}, "title", "cannot be blank"),
        ({"slug": "nö"}, "address", "slug"),
        ({"kind": "dance"}, "kind", "not a valid choice"),
        ({"room": "nowhere"}, "room", "not among the rooms of this file"),
        ({"ends_at": None}, "", "Give both times"),
        ({"stream_url": "javascript:alert(1)"}, "address of the stream", "valid URL"),
        ({"appearances": (document.Appearance(speaker="nobody"),)}, "appearances", "not among the speakers"),
        ({"appearances": (document.Appearance(speaker="p", part="clown"),)}, "appearances", "not a valid choice"),
        ({"appearances": (document.Appearance(speaker="p", part="chair"),) * 2}, "appearances", "same part twice"),
        ({"materials": (document.Material(kind="slides", url="x"),)}, "materials", "valid URL"),
        ({"places": document.Places(capacity=-1)}, "places", "greater than or equal to 0"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_field_and_nothing_is_written(by, talk, field, words):
    event = make_event()
    outcome = run(programme(event, **talk), by, event)
    (problem,) = [problem for problem in outcome.problems if not problem.is_warning]
    assert (problem.where, problem.field) == ("row 5", field)
    assert words in problem.words
    assert not event.sessions.exists()
    assert not Room.objects.exists()


def test_a_session_outside_the_event_is_refused_by_its_row(by):
    event = make_event()
    early = {"starts_at": event.starts_at - timedelta(hours=1), "ends_at": event.starts_at}
    outcome = run(programme(event, **early), by, event)
    assert [(problem.where, problem.field) for problem in outcome.problems if not problem.is_warning] == [
        ("row 5", "begins")
    ]


def test_the_same_key_twice_is_refused_by_its_row(by):
    event = make_event()
    rooms = (document.Room(key="r", name="One", where="row 1"), document.Room(key="r", name="Two", where="row 2"))
    outcome = run(document.Document(rooms=rooms), by, event)
    assert [problem.where for problem in outcome.problems if "twice" in problem.words] == ["row 2"]


def test_characters_that_no_page_bears_are_left_out(by):
    event = make_event()
    run(programme(event, title="Ta\0lk \ud800"), by, event)
    assert event.sessions.filter(title="Talk").exists()


def test_scripts_do_not_come_in(by):
    event = make_event()
    run(programme(event, abstract="<p>Hi<script>alert(1)</script><img src=x onerror=alert(1)></p>"), by, event)
    assert event.sessions.get(title="Talk").abstract == "<p>Hi</p>"


def test_an_event_moves_with_its_sessions_in_one_go(by):
    event = make_event()
    run(programme(event), by, event)
    later = timedelta(days=40)
    starts_at = event.starts_at + later
    moved = document.Event(key="e", starts_at=starts_at, ends_at=event.ends_at + later)
    doc = programme(event, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    outcome = run(replace(doc, event=moved), by, event)
    assert outcome.is_sound, outcome.problems
    assert Event.objects.get(pk=event.pk).starts_at == starts_at
    take_back(outcome.undo, by=by)
    event.refresh_from_db()
    assert event.starts_at == starts_at - later
    assert event.sessions.get(title="Talk").starts_at == event.starts_at


def test_an_event_does_not_move_away_from_sessions_that_stay(by):
    event = make_event()
    make_session(event)
    later = timedelta(days=40)
    moved = document.Event(key="e", where="event", starts_at=event.starts_at + later, ends_at=event.ends_at + later)
    outcome = run(document.Document(event=moved), by, event)
    assert [problem.where for problem in outcome.problems] == ["event"]
    assert Event.objects.get(pk=event.pk).starts_at == event.starts_at


def test_an_organisation_that_is_known_is_nobodys_to_overwrite(by):
    event = make_event()
    known = make_organisation(name="ESA", words="<p>Theirs</p>")
    doc = document.Document(
        organisations=(document.Organisation(key="o", name="esa", words="<p>Mine</p>"),),
        hostings=(document.Hosting(key="h", organisation="o", consented=True),),
    )
    run(doc, by, event)
    assert Organisation.objects.get().words == "<p>Theirs</p>"
    assert event.hostings.get().organisation == known


def test_a_copy_on_the_same_site_is_an_event_of_its_own():
    event = goods.make_whole_event()
    kept = goods.imported(goods.exported(event))
    assert kept.event != event
    assert kept.event.slug != event.slug
    assert "Another event here has this address" in kept.problems[0]["words"]
    own = Identity.objects.own().filter(kind="sessions")
    assert len(set(own.values_list("key", flat=True))) == own.count() == 6
    again = goods.bring(goods.exported(event), event=kept.event)
    assert {step["name"] for step in again.steps if step["verb"] == "change"} <= {kept.event.name}


# --- undoing -------------------------------------------------------------------------------------------------------


def state_of(event) -> tuple:
    return goods.exported(Event.objects.get(pk=event.pk)), Organisation.objects.count(), Identity.objects.count()


def test_undoing_restores_the_event_as_it_was(by):
    event = goods.make_whole_event()
    before = state_of(event)
    doc = programme(event, title="Talk anew")
    talk = document.Session(
        key=Identity.objects.own().get(kind="sessions", object_id=event.sessions.get(slug="talk").pk).key,
        title="Another title",
        slug="another",
        room="r",
        places=document.Places(capacity=9),
        appearances=(document.Appearance(speaker="p", part="chair"),),
        materials=(),
    )
    outcome = run(replace(doc, sessions=(*doc.sessions, talk)), by, event)
    assert outcome.is_sound, outcome.problems
    assert state_of(event) != before
    take_back(outcome.undo, by=by)
    assert state_of(event) == before


def changes_since():
    yield "a title", lambda event: event.sessions.filter(title="Talk").update(title="By hand")
    yield "an appearance", lambda event: make_appearance(event.sessions.get(title="Talk"), make_speaker(event))
    yield "a deletion", lambda event: event.sessions.get(title="Talk").delete()
    yield "a session in the new room", lambda event: make_session(event, room=Room.objects.get(name="Hall"))
    yield "a session of the new person", lambda event: make_appearance(make_session(event), Speaker.objects.get())


@pytest.mark.parametrize("change", [change for _name, change in changes_since()], ids=[n for n, _c in changes_since()])
def test_what_changed_since_stands_in_the_way_of_undoing_and_is_named(by, change):
    event = make_event()
    outcome = run(programme(event), by, event)
    change(event)
    before = state_of(event)
    with pytest.raises(ChangedSinceError) as refused:
        take_back(outcome.undo, by=by)
    assert refused.value.problems
    assert all(problem.words for problem in refused.value.problems)
    assert state_of(event) == before


def test_guests_who_booked_since_are_not_undone(by):
    event = make_event()
    doc = programme(event, places=document.Places(capacity=5))
    outcome = run(doc, by, event)
    make_booking(make_registration(event), event.sessions.get(title="Talk").places)
    with pytest.raises(ChangedSinceError, match="booking"):
        take_back(outcome.undo, by=by)
    assert Registration.objects.count() == 1


# --- the worker ----------------------------------------------------------------------------------------------------


def test_what_changed_since_the_preview_is_shown_before_anything_is_done():
    event = goods.make_whole_event()
    data = goods.exported(event)
    event.sessions.filter(slug="talk").update(title="Before")
    kept = goods.bring(data, event=event)
    event.sessions.filter(slug="talk").update(title="In between")
    services.go_on(kept)
    kept = goods.worked(kept)
    assert kept.state == Import.State.READY
    assert "changed since you looked" in kept.problems[0]["words"]
    assert event.sessions.get(slug="talk").title == "In between"
    services.go_on(kept)
    assert goods.worked(kept).state == Import.State.DONE


def test_a_process_that_is_killed_at_any_moment_leaves_nothing_half_done(monkeypatch):
    class Killed(BaseException):
        """As a signal ends a process: no code of ours catches it."""

    event = goods.make_whole_event()
    data = goods.exported(event)
    goods.remove(event)
    kept = goods.bring(data)
    services.go_on(kept)
    calls, real = itertools.count(), Session.save

    def dies(self, *args, **kwargs):
        if next(calls) == 1:
            raise Killed
        real(self, *args, **kwargs)

    monkeypatch.setattr(Session, "save", dies)
    with pytest.raises(Killed):
        working.work(kept.pk)
    monkeypatch.setattr(Session, "save", real)
    assert not Event.objects.exists()
    kept.refresh_from_db()
    assert kept.state == Import.State.WRITING
    assert not working.work(kept.pk), "somebody may still be at it"
    assert working.work(kept.pk, kept.held_until + timedelta(seconds=1))
    kept.refresh_from_db()
    assert goods.exported(kept.event) == data


def test_a_task_that_comes_twice_imports_once():
    event = goods.make_whole_event()
    kept = goods.imported(goods.exported(event))
    number = Event.objects.count()
    assert not working.work(kept.pk)
    services.go_on(kept)
    assert not working.work(kept.pk)
    assert Event.objects.count() == number


def test_files_are_forgotten_after_30_days_and_who_brought_them_is_not():
    event = goods.make_whole_event()
    kept = goods.imported(goods.exported(event))
    path = kept.path
    assert working.forget_old() == 0
    assert working.forget_old(kept.created_at + timedelta(days=31)) >= 1
    kept.refresh_from_db()
    assert (kept.path, kept.undo) == ("", [])
    assert kept.user is not None
    assert not working.storage().exists(path)


def test_a_picture_that_was_replaced_is_kept_as_long_as_it_can_come_back():
    from symposium.kit.kept_pictures import _named

    event = goods.make_whole_event()
    data = goods.exported(event)
    wang = event.speakers.get()
    wang.portrait = goods.factories.make_picture(70, 70, "red")
    wang.save()
    new, kept = str(wang.portrait), goods.imported(data, event=event)
    wang.refresh_from_db()
    assert str(wang.portrait) != new
    assert new in _named()
    services.undo(kept, user=kept.user)
    goods.worked(kept)
    wang.refresh_from_db()
    assert str(wang.portrait) == new


def test_a_source_that_knows_no_parts_takes_none_away():
    event = make_event()
    session, (ada, bea) = make_session(event), (make_speaker(event, name=name) for name in ("Ada", "Bea"))
    for speaker, part in ((ada, "moderator"), (ada, "keynote"), (bea, "chair"), (None, "panellist")):
        make_appearance(session, speaker, part=part)
    had = parts.APPEARANCES.read(session)
    new = make_speaker(event, name="Cleo").pk
    wanted = [[ada.pk, UNSAID], [new, UNSAID]]
    assert parts.APPEARANCES.settled(session, wanted) == [*had[:2], [new, "speaker"], had[3]]
    assert parts.APPEARANCES.settled(None, wanted) == [[ada.pk, "speaker"], [new, "speaker"]]
    said = [[ada.pk, UNSAID], [ada.pk, "moderator"], [bea.pk, "speaker"]]
    assert parts.APPEARANCES.settled(session, said) == [had[1], had[0], [bea.pk, "speaker"]]
    assert parts.APPEARANCES.settled(session, []) == []
