"""Two editors at once: nobody overwrites another without seeing it, and nothing that was typed is lost."""

import pytest

from symposium.events.models import Event
from symposium.history.models import Edit
from symposium.programme.models import Session
from tests import factories
from tests.factories.forms import filled

from .conftest import page_of, save
from .test_pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(sign_in, scene):
    """The session's page as the editor opened it before somebody else saved it."""
    address = page_of(scene.session)
    client = sign_in("editor")
    data = filled(client.get(address))
    return client, address, data


def test_a_save_over_another_is_refused_with_both_values_and_the_form_kept(sign_in, scene, page):
    client, address, data = page
    save(sign_in("organiser"), scene.session, title="Theirs")
    answer = client.post(address, data | {"title": "Mine"})
    said = text(answer)
    assert answer.status_code == 200
    assert "The organiser saved this page while you were writing" in said
    assert "Keep mine" in said
    assert "Theirs" in said
    assert filled(answer)["title"] == "Mine"
    assert Session.objects.get(pk=scene.session.pk).title == "Theirs"
    assert Edit.objects.count() == 1


@pytest.mark.parametrize(("stands", "title"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_the_second_save_does_what_was_chosen(sign_in, scene, page, stands, title):
    client, address, data = page
    save(sign_in("organiser"), scene.session, title="Theirs")
    again = filled(client.post(address, data | {"title": "Mine", "state_reason": "Wind"}))
    assert client.post(address, again | {"_stands-title": stands}).status_code == 302
    scene.session.refresh_from_db()
    assert (scene.session.title, scene.session.state_reason) == (title, "Wind")


def test_what_one_did_not_touch_is_offered_as_theirs(sign_in, scene, page):
    client, address, data = page
    later = scene.event.starts_at.replace(minute=30)
    Session.objects.filter(pk=scene.session.pk).update(title="Theirs", starts_at=later, room=None, is_plenary=True)
    answer = client.post(address, data | {"abstract": "<p>Mine</p>"})
    # A browser sends the choice that is marked.
    again = filled(answer)
    assert {again[name] for name in again if name.startswith("_stands-")} == {"theirs"}
    assert client.post(address, again).status_code == 302
    scene.session.refresh_from_db()
    found = scene.session
    assert (found.title, found.starts_at, found.room, found.is_plenary) == ("Theirs", later, None, True)
    assert found.abstract == "<p>Mine</p>"


def test_what_others_changed_beside_it_is_no_conflict(sign_in, scene, page):
    client, address, data = page
    factories.make_appearance(scene.session, factories.make_speaker(scene.event, name="Second"))
    Event.objects.filter(pk=scene.event.pk).update(seats_taken=3)
    assert client.post(address, data | {"title": "Mine"}).status_code == 302
    assert scene.session.appearances.count() == 2


def test_the_same_change_twice_is_no_conflict(sign_in, scene, page):
    client, address, data = page
    save(sign_in("organiser"), scene.session, title="Same")
    assert client.post(address, data | {"title": "Same"}).status_code == 302


def test_counters_that_guests_move_are_no_conflict(sign_in, scene):
    client = sign_in("organiser")
    data = filled(client.get(page_of(scene.event)))
    Event.objects.filter(pk=scene.event.pk).update(seats_taken=3, revision=99)
    assert client.post(page_of(scene.event), data | {"summary": "Mine"}).status_code == 302


def test_parts_are_locked_field_by_field(sign_in, scene, page):
    client, address, data = page
    scene.session.appearances.update(part="chair")
    answer = client.post(address, data | {"appearances-0-part": "moderator"})
    assert "Ada Lovelace" in text(answer)
    choice = "_stands-appearances-0-part"
    assert filled(answer)[choice] == "mine"
    assert client.post(address, filled(answer) | {choice: "theirs"}).status_code == 302
    assert scene.session.appearances.get().part == "chair"


def test_a_part_that_was_removed_is_left_out_and_said(sign_in, scene, page):
    client, address, data = page
    scene.session.appearances.all().delete()
    answer = client.post(address, data | {"title": "Mine"})
    assert "was removed meanwhile" in text(answer)
    assert "Ada Lovelace" in text(answer)
    assert client.post(address, filled(answer) | {"appearances-0-DELETE": "on"}).status_code == 302
    scene.session.refresh_from_db()
    assert (scene.session.title, scene.session.appearances.count()) == ("Mine", 0)


def test_a_part_that_was_changed_is_not_deleted_unseen(sign_in, scene, page):
    client, address, data = page
    scene.session.appearances.update(part="chair")
    answer = client.post(address, data | {"appearances-0-DELETE": "on"})
    assert "marked to be deleted here" in text(answer)
    assert client.post(address, filled(answer) | {"appearances-0-DELETE": "on"}).status_code == 302
    assert not scene.session.appearances.exists()


def test_another_mistake_keeps_the_lock(sign_in, scene, page):
    client, address, data = page
    wrong = filled(client.post(address, data | {"title": ""}))
    save(sign_in("organiser"), scene.session, title="Theirs")
    assert "Keep mine" in text(client.post(address, wrong | {"title": "Mine"}))


def test_a_page_of_an_older_release_saves_as_it_did(sign_in, scene, page):
    client, address, data = page
    data.pop("_version")
    for version in ({}, {"_version": "nonsense"}, {"_version": "[1]"}, {"_version": '{"a": 1}'}):
        assert client.post(address, data | version | {"title": f"Mine {version}"}).status_code == 302


def test_what_changed_meanwhile_is_not_deleted_before_it_was_seen(sign_in, scene):
    client, address = sign_in("editor"), page_of(scene.session, "delete")
    page = client.get(address).content.decode()
    version = page.split('name="_version" value="')[1].split('"')[0]
    assert "30 days" in page
    save(sign_in("organiser"), scene.session, title="Theirs")
    answer = client.post(address, {"post": "yes", "_version": version}, follow=True)
    assert "Look again before you delete it" in text(answer)
    version = answer.content.decode().split('name="_version" value="')[1].split('"')[0]
    client.post(address, {"post": "yes", "_version": version})
    assert not Session.objects.filter(pk=scene.session.pk).exists()


def test_a_page_costs_two_queries_more_at_most(sign_in, scene, monkeypatch):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from symposium.accounts.admin_kept import KeptForms

    client, address = sign_in("editor"), page_of(scene.session)

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    cost()
    with_all = cost()
    monkeypatch.setattr(
        KeptForms, "render_change_form", lambda self, *a, **k: super(KeptForms, self).render_change_form(*a, **k)
    )
    assert with_all - cost() <= 2
