"""What is deleted is kept for 30 days, with its parts and pictures, and can be brought back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from speakers.models import Affiliation, Link, Speaker
from symposium.accounts.models import Membership
from symposium.events.models import Event, Photograph, Room
from symposium.history.forgetting import forget
from symposium.history.models import Change, Edit, KeptImage
from symposium.kit.kept_pictures import look_after_pictures
from symposium.programme.models import Appearance, Session
from tests import factories

from .conftest import delete
from .test_pages import text

pytestmark = pytest.mark.django_db
DELETED = "/admin/history/edit/deleted/"


def gone() -> Change:
    return Change.objects.recoverable().latest("pk")


def back(client: Any, change: Change, **data: str) -> Any:
    return client.post(f"{DELETED}{change.pk}/", data)


def test_a_session_comes_back_with_its_parts_under_its_key_and_address(sign_in, scene, client):
    editor, pk, where = sign_in("editor"), scene.session.pk, scene.session.get_absolute_url()
    delete(editor, scene.session)
    assert client.get(where).status_code == 404
    listed = text(editor.get(f"{DELETED}?event={scene.event.pk}"))
    for words in ("Session: <bdi>Two shores", "The editor", "Bring back"):
        assert words in listed
    assert "Ada Lovelace (speaker)" in text(editor.get(f"{DELETED}{gone().pk}/"))
    assert back(editor, gone()).status_code == 302
    session = Session.objects.get(pk=pk)
    assert (session.title, session.room) == ("Two shores", scene.room)
    assert session.appearances.get().speaker == scene.speaker
    assert client.get(where).status_code == 200
    edit = Edit.objects.latest("pk")
    assert (edit.deed, edit.changes.count()) == ("back", 2)
    assert not Change.objects.recoverable().exists()
    assert "Nothing was deleted" in text(editor.get(f"{DELETED}?event={scene.event.pk}"))


def test_it_comes_back_once(sign_in, scene):
    editor = sign_in("editor")
    delete(editor, scene.session)
    change = gone()
    back(editor, change)
    assert back(editor, change).status_code == 404
    assert Session.objects.count() == 1


def test_what_pointed_to_it_does_so_again_unless_something_else_was_chosen(sign_in, scene):
    editor = sign_in("editor")
    moved = factories.make_session(scene.event, room=scene.room)
    delete(editor, scene.room)
    Session.objects.filter(pk=moved.pk).update(room=factories.make_room(scene.event, name="Attic"))
    back(editor, gone())
    assert Session.objects.get(pk=scene.session.pk).room == scene.room
    assert Session.objects.get(pk=moved.pk).room == Room.objects.get(name="Attic")


def test_a_speaker_comes_back_with_affiliations_links_and_portrait(sign_in, scene):
    speaker = scene.speaker
    speaker.portrait, speaker.portrait_alternative_text = factories.make_picture(), "A face"
    speaker.save()
    factories.make_affiliation(speaker, organisation=factories.make_organisation())
    Link.objects.create(speaker=speaker, label="ORCID", url="https://orcid.org/1")
    master = speaker.portrait.name
    look_after_pictures()
    delete(sign_in("editor"), speaker)
    for days in (1, 3, 29):
        look_after_pictures(timezone.now() + timedelta(days=days))
    assert default_storage.exists(master)
    back(sign_in("editor"), gone())
    speaker = Speaker.objects.get(pk=speaker.pk)
    assert speaker.portrait.name == master
    assert (Affiliation.objects.count(), Link.objects.count(), Appearance.objects.count()) == (1, 1, 1)


def test_after_thirty_days_it_is_forgotten_with_its_pictures(sign_in, scene):
    photograph = factories.make_photograph(scene.event, caption="A secret dish")
    master = photograph.image.name
    look_after_pictures()
    delete(sign_in("editor"), photograph)
    later = timezone.now() + timedelta(days=31)
    assert forget(later) > 0
    assert forget(later) == 0
    look_after_pictures(later)
    look_after_pictures(later + timedelta(days=2))
    assert not default_storage.exists(master)
    assert not KeptImage.objects.exists()
    one = Change.objects.get(model="events.photograph")
    # That it was deleted, and by whom, stays.
    assert (one.title, one.before, one.edit.who) == ("", {}, "The editor")
    assert "A secret dish" not in text(sign_in("editor").get(f"{DELETED}?event={scene.event.pk}"))


def test_it_can_be_forgotten_at_once(sign_in, scene):
    editor = sign_in("editor")
    Speaker.objects.filter(pk=scene.speaker.pk).update(biography="<p>Private.</p>")
    delete(editor, scene.speaker)
    assert back(editor, gone(), forget="yes").status_code == 302
    assert not Change.objects.recoverable().exists()
    assert not [one for one in Change.objects.all() if "Private" in f"{one.before}{one.after}" or "Ada" in one.title]


def test_what_hangs_on_something_that_is_gone_says_so(sign_in, scene):
    editor = sign_in("editor")
    delete(editor, scene.session)
    change = gone()
    delete(editor, scene.speaker)
    refused = back(editor, change)
    assert "Bring that back first" in text(refused)
    assert not Session.objects.exists()
    back(editor, gone())
    assert back(editor, change).status_code == 302
    assert Appearance.objects.get().speaker == scene.speaker


def test_an_address_that_was_taken_meanwhile_is_said(sign_in, scene):
    editor = sign_in("editor")
    delete(editor, scene.session)
    factories.make_session(scene.event, slug=scene.session.slug)
    refused = back(editor, gone())
    assert "Another session has this address already" in text(refused)
    assert Session.objects.count() == 1


def test_a_deleted_event_comes_back_with_all_that_was_its_own_and_its_team(sign_in, scene):
    Event.objects.filter(pk=scene.event.pk).update(state="draft")
    photograph = factories.make_photograph(scene.event)
    factories.make_milestone(scene.event, photograph=photograph)
    team = set(Membership.objects.filter(event=scene.event).values_list("user", "role"))
    delete(sign_in("owner"), scene.event)
    assert not Event.objects.filter(pk=scene.event.pk).exists()
    superuser = sign_in("superuser")
    assert "Our symposium" in text(superuser.get(DELETED))
    assert "Our symposium" not in text(sign_in("rival").get(DELETED))
    assert back(sign_in("rival"), gone()).status_code in {403, 404}
    assert back(superuser, gone()).status_code == 302
    event = Event.objects.get(pk=scene.event.pk)
    assert (event.venue.rooms.count(), event.sessions.count(), event.milestones.get().photograph) == (1, 1, photograph)
    assert set(Membership.objects.filter(event=event).values_list("user", "role")) == team
    assert Photograph.objects.get().image


@pytest.mark.parametrize("actor", ["rival", "door"])
def test_nobody_else_sees_or_brings_back(sign_in, scene, actor):
    delete(sign_in("editor"), scene.session)
    client = sign_in(actor)
    assert "Two shores" not in text(client.get(f"{DELETED}?event={scene.event.pk}"))
    assert client.get(f"{DELETED}{gone().pk}/").status_code in {403, 404}
    assert back(client, gone()).status_code in {403, 404}
    assert not Session.objects.exists()
