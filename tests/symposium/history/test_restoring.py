"""An earlier state, looked at and put back; what stands against it is said, and nothing is half done."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from symposium.events.models import Event, Room
from symposium.history.acting import acting
from symposium.history.models import Change, Edit
from symposium.kit.revisions import publishing
from symposium.programme.models import Session
from tests import factories

from .conftest import delete, page_of, save
from .test_pages import text

pytestmark = pytest.mark.django_db


def then(edit: Edit, thing: Any) -> str:
    return page_of(thing, "restore", edit.pk)


def all_steps(client: Any, address: str) -> list[str]:
    found = client.get(address).context["steps"]
    return [step.name for step in found if step.row or step.verb == "deleted"]


def restore(client: Any, address: str) -> Any:
    return client.post(address, {"step": all_steps(client, address)})


@pytest.fixture
def first(sign_in, scene) -> Edit:
    """The session as the editor left it at first."""
    save(sign_in("editor"), scene.session, title="As it was", abstract="<p>Old words.</p>")
    return Edit.objects.get()


def test_an_earlier_state_comes_back_with_its_parts_as_one_thing_that_happened(sign_in, scene, first, client):
    editor = sign_in("editor")
    revision = Event.objects.get(pk=scene.event.pk).revision
    save(editor, scene.session, title="Spoilt", abstract="<p>New words.</p>", **{"appearances-0-part": "chair"})
    scene.session.appearances.all().delete()
    factories.make_appearance(scene.session, None, part="moderator")
    page = text(editor.get(then(first, scene.session)))
    for words in ("As it was", "Spoilt", "<ins>Old</ins>", "comes back", "Ada Lovelace"):
        assert words in page
    answer = restore(editor, then(first, scene.session))
    assert answer.status_code == 302
    scene.session.refresh_from_db()
    assert (scene.session.title, scene.session.abstract) == ("As it was", "<p>Old words.</p>")
    back = scene.session.appearances.get(speaker=scene.speaker)
    assert back.part == "speaker"
    edit = Edit.objects.latest("pk")
    assert (edit.deed, edit.who, edit.changes.count()) == ("restored", "The editor", 2)
    # No page is stale.
    assert Event.objects.get(pk=scene.event.pk).revision > revision
    assert "As it was" in client.get(scene.session.get_absolute_url()).content.decode()


def test_a_restoring_can_be_restored(sign_in, scene, first):
    editor = sign_in("editor")
    save(editor, scene.session, title="Later")
    later = Edit.objects.latest("pk")
    restore(editor, then(first, scene.session))
    restore(editor, then(later, scene.session))
    assert Session.objects.get(pk=scene.session.pk).title == "Later"


def test_what_was_not_there_then_is_taken_away(sign_in, scene, first):
    editor, second = sign_in("editor"), factories.make_speaker(scene.event, name="Second")
    rows = {"appearances-TOTAL_FORMS": "2", "appearances-1-speaker": second.pk, "appearances-1-part": "chair"}
    save(editor, scene.session, **rows, **{"appearances-1-rank": "2", "appearances-1-session": scene.session.pk})
    assert scene.session.appearances.count() == 2
    restore(editor, then(first, scene.session))
    assert scene.session.appearances.get().speaker == scene.speaker


def test_what_is_left_out_stays(sign_in, scene, first):
    editor = sign_in("editor")
    save(editor, scene.session, title="Later", **{"appearances-0-part": "chair"})
    address = then(first, scene.session)
    names = [name for name in all_steps(editor, address) if "appearance" in name]
    editor.post(address, {"step": names})
    scene.session.refresh_from_db()
    assert (scene.session.title, scene.session.appearances.get().part) == ("Later", "speaker")
    assert "Choose at least one thing" in text(editor.post(address, {}))


def test_a_room_that_is_gone_is_said_and_left(sign_in, scene, first):
    editor = sign_in("editor")
    other = factories.make_room(scene.event, name="Attic")
    save(editor, scene.session, title="Later", room=other.pk)
    Room.objects.filter(pk=scene.room.pk).delete()
    page = text(editor.get(then(first, scene.session)))
    assert "“Hall” is not there any more" in page
    restore(editor, then(first, scene.session))
    scene.session.refresh_from_db()
    assert (scene.session.title, scene.session.room) == ("As it was", other)


def test_a_speaker_who_is_gone_does_not_come_back_with_the_session(sign_in, scene, first):
    editor = sign_in("editor")
    delete(editor, scene.speaker)
    page = text(editor.get(then(first, scene.session)))
    assert "“Ada Lovelace” is not there any more" in page


def test_a_slug_that_is_taken_and_a_time_outside_are_refused_whole(sign_in, scene, first):
    editor = sign_in("editor")
    slug = scene.session.slug
    save(editor, scene.session, slug="moved", title="Later")
    factories.make_session(scene.event, slug=slug)
    refused = restore(editor, then(first, scene.session))
    assert "Another session has this address already" in text(refused)
    Session.objects.filter(pk=scene.session.pk).update(starts_at=None, ends_at=None, slug=f"{slug}-2")
    Session.objects.exclude(pk=scene.session.pk).delete()
    Event.objects.filter(pk=scene.event.pk).update(starts_at=scene.event.starts_at + timedelta(hours=4))
    refused = restore(editor, then(first, scene.session))
    assert "The event begins later" in text(refused)
    scene.session.refresh_from_db()
    assert (scene.session.title, scene.session.starts_at) == ("Later", None)
    assert not Edit.objects.filter(deed="restored").exists()


def test_what_only_organisers_change_editors_do_not_restore(sign_in, scene):
    editor, organiser = sign_in("editor"), sign_in("organiser")
    save(organiser, scene.event, summary="Old", capacity="20")
    first = Edit.objects.get()
    save(organiser, scene.event, summary="New", capacity="30")
    page = text(editor.get(then(first, scene.event)))
    assert "it is not yours to change" in page
    restore(editor, then(first, scene.event))
    scene.event.refresh_from_db()
    assert (scene.event.summary, scene.event.capacity) == ("Old", 30)
    restore(organiser, then(first, scene.event))
    scene.event.refresh_from_db()
    assert scene.event.capacity == 20


@pytest.mark.parametrize("actor", ["rival", "door"])
def test_nobody_else_restores(sign_in, scene, first, actor):
    client = sign_in(actor)
    for method in (client.get, client.post):
        assert method(then(first, scene.session)).status_code in {403, 404}


def test_an_entry_of_something_else_restores_nothing(sign_in, scene, first):
    assert sign_in("editor").get(then(first, scene.speaker)).status_code == 404
    assert sign_in("editor").get(page_of(scene.session, "restore", 999)).status_code == 404


def test_a_picture_that_was_replaced_comes_back_within_its_days(sign_in, scene):
    photograph = factories.make_photograph(scene.event)
    was = photograph.image.name
    Change.objects.all().delete()
    save(sign_in("editor"), photograph, caption="First")
    first = Edit.objects.latest("pk")
    photograph.refresh_from_db()
    photograph.image = factories.make_picture(colour="red")
    photograph.save()
    assert Change.objects.latest("pk").images.get().image.name == was
    restore(sign_in("editor"), then(first, photograph))
    photograph.refresh_from_db()
    assert photograph.image.name == was


def test_an_earlier_state_of_what_visitors_know_waits_for_a_publication(sign_in, scene, client):
    editor, session = sign_in("editor"), scene.session
    begins = datetime.now(UTC) + timedelta(days=90)
    Event.objects.filter(pk=scene.event.pk).update(ends_at=begins + timedelta(hours=9))
    Session.objects.filter(pk=session.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=1))
    Event.objects.filter(pk=scene.event.pk).update(starts_at=begins)
    for title in ("As it was", "As it is"):
        with acting(user=scene.cast["editor"]), publishing():
            session.refresh_from_db()
            session.title = title
            session.save()
    earlier = Change.objects.of("programme.session", session.pk).order_by("-pk")[1].edit
    assert restore(editor, then(earlier, session)).status_code == 302
    session.refresh_from_db()
    assert session.title == "As it is"
    assert Session.every.get(revises=session).title == "As it was"
    assert "As it is" in client.get(session.get_absolute_url()).content.decode()
