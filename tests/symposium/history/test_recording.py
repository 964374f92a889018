"""What was changed is written down, whoever changed it and however."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from symposium.events.models import Event, Room
from symposium.history.acting import acting
from symposium.history.models import Change, Edit
from symposium.kit import noting
from symposium.kit.revisions import publishing
from symposium.programme.models import Appearance, Session
from tests import factories

from .conftest import delete, save

pytestmark = pytest.mark.django_db


def changes() -> list[tuple[str, str]]:
    return [(one.model, one.verb) for one in Change.objects.order_by("pk")]


def titled(session: Session, title: str = "Other") -> Session:
    session.title = title
    return session


def test_one_save_of_a_page_is_one_entry_with_all_its_rows(sign_in, scene):
    save(sign_in("editor"), scene.session, title="Another title", **{"appearances-0-part": "chair"})
    edit = Edit.objects.get()
    assert (edit.who, edit.event, edit.user) == ("The editor", scene.event, scene.cast["editor"])
    title = edit.changes.get(model="programme.session")
    assert (title.before, title.after) == ({"title": "Two shores"}, {"title": "Another title"})
    part = edit.changes.get(model="programme.appearance")
    assert (part.whole, part.whole_id) == ("programme.session", scene.session.pk)
    assert (part.before, part.after, edit.changes.count()) == ({"part": "speaker"}, {"part": "chair"}, 2)


def test_a_save_that_changes_nothing_is_no_entry(sign_in, scene):
    save(sign_in("editor"), scene.session)
    assert not Edit.objects.exists()


def test_what_is_made_at_the_desk_is_written_down_and_what_a_script_makes_is_not(sign_in, scene):
    factories.make_announcement(scene.event, title="By a script")
    words = {"event": scene.event.pk, "title": "By hand", "words": "", "slug": ""}
    sign_in("editor").post("/admin/events/announcement/add/", words)
    assert changes() == [("events.announcement", "made")]
    assert Change.objects.get().title == "By hand"


WAYS: dict[str, Any] = {
    "update": lambda one: Session.objects.filter(pk=one.pk).update(title="Other"),
    "bulk_update": lambda one: Session.objects.bulk_update([titled(one)], ["title"]),
    "save of some fields": lambda one: titled(one).save(update_fields=["title"]),
    "update_or_create": lambda one: Session.objects.update_or_create(pk=one.pk, defaults={"title": "Other"}),
    "related manager": lambda one: one.event.sessions.filter(pk=one.pk).update(title="Other"),
    "bulk_create over it": lambda one: Session.objects.bulk_create(
        [titled(one)], update_conflicts=True, unique_fields=["id"], update_fields=["title"]
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_the_orm_is_written_down_also_without_a_name(scene, way):
    WAYS[way](scene.session)
    one = Change.objects.get()
    assert (one.before, one.after, one.edit.who) == ({"title": "Two shores"}, {"title": "Other"}, "")


def test_counters_and_revisions_are_no_history(scene):
    Event.objects.filter(pk=scene.event.pk).update(seats_taken=2)
    with publishing() as touch:
        touch(Event, scene.event.pk)
    assert not Edit.objects.exists()


def test_a_deletion_holds_all_that_went_with_it_and_what_it_loosened(sign_in, scene):
    client = sign_in("editor")
    delete(client, scene.room)
    assert sorted(changes()) == [("events.room", "deleted"), ("programme.session", "changed")]
    delete(client, scene.session)
    gone = {one.model: one for one in Edit.objects.latest("pk").changes.all()}
    assert set(gone) == {"programme.session", "programme.appearance"}
    assert gone["programme.session"].before["title"] == "Two shores"
    # What went because something else did comes back with it alone.
    assert gone["programme.session"].gone_until
    assert gone["programme.appearance"].gone_until is None


def _save_and_fail(session: Session) -> None:
    with publishing():
        titled(session).save()
        raise ZeroDivisionError


def test_what_is_rolled_back_did_not_happen(scene):
    with pytest.raises(ZeroDivisionError):
        _save_and_fail(scene.session)
    with publishing():
        with pytest.raises(ZeroDivisionError):
            _save_and_fail(scene.session)
        factories.make_room(scene.event)
    assert not Edit.objects.exists()


def test_what_is_made_and_deleted_at_once_was_never_there(scene):
    with acting(name="Somebody"), publishing():
        factories.make_room(scene.event).delete()
    assert not Edit.objects.exists()


def test_each_event_has_an_entry_of_its_own(scene):
    elsewhere = factories.make_session(factories.make_event(), title="Two shores")
    with acting(name="Somebody"):
        Session.objects.filter(title="Two shores").update(title="Other")
    assert {edit.event for edit in Edit.objects.all()} == {scene.event, elsewhere.event}


def test_what_guests_do_is_not_in_it(scene):
    guest = factories.make_registration(scene.event)
    question = factories.make_bookable(scene.event)
    factories.make_booking(guest, question)
    guest.name = "Another Name"
    guest.save()
    assert not Edit.objects.exists()


def test_rooms_belong_to_their_venue_and_its_event(scene):
    Room.objects.filter(pk=scene.room.pk).update(capacity=12)
    one = Change.objects.get()
    assert (one.whole, one.whole_id, one.edit.event) == ("events.venue", scene.room.venue_id, scene.event)


def test_a_save_costs_four_queries_more_at_most(scene):
    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            titled(scene.session, scene.session.title + "!").save()
        return len(found)

    cost()
    keepers, with_history = list(noting._keepers), cost()
    noting._keepers.clear()
    try:
        assert with_history - cost() <= 4
    finally:
        noting._keepers.extend(keepers)


def test_a_hundred_rows_cost_as_many_queries_as_ten(scene):
    def cost(number: int) -> int:
        session = factories.make_session(scene.event)
        Appearance.objects.bulk_create([Appearance(session=session, rank=rank) for rank in range(number)])
        with CaptureQueriesContext(connection) as found:
            session.appearances.update(part="chair")
        return len(found)

    cost(1)
    assert cost(100) == cost(10)
