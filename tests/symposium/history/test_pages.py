"""The pages of history: one object's, an event's, and one thing that happened."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from symposium.history.models import Edit
from symposium.kit.revisions import publishing
from symposium.organisations.models import Organisation
from symposium.programme.models import Session
from tests import factories

from .conftest import page_of, save

pytestmark = pytest.mark.django_db
LIST = "/admin/history/edit/"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_object_says_who_changed_it_from_what_to_what(sign_in, scene):
    client = sign_in("editor")
    abstract = "<p>" + "word " * 60 + "sunset at the far end.</p>"
    Session.objects.filter(pk=scene.session.pk).update(abstract=abstract)
    save(
        client, scene.session, title="Three shores", state="draft", room="", abstract=abstract.replace("sunset", "dawn")
    )
    page = text(client.get(page_of(scene.session, "history")))
    for words in ("The editor", "Two shores", "Three shores", "published", "draft", "Hall", "empty", "by itself"):
        assert words in page
    assert "<del>sunset</del><ins>dawn</ins>" in page
    # What is the same is left out.
    assert page.count("word") < 100


def test_parts_stand_in_the_history_of_what_they_are_parts_of(sign_in, scene):
    client = sign_in("editor")
    save(client, scene.session, **{"appearances-0-part": "chair"})
    page = text(client.get(page_of(scene.session, "history")))
    assert "Appearance changed" in page
    assert "Ada Lovelace (speaker)" in page


def test_what_happened_is_told_newest_first_and_narrowed(sign_in, scene):
    save(sign_in("editor"), scene.session, title="By the editor")
    save(sign_in("organiser"), scene.speaker, name="Augusta Ada King")
    client, where = sign_in("owner"), f"{LIST}?event={scene.event.pk}"
    page = text(client.get(where))
    assert page.index("Augusta Ada King") < page.index("By the editor")
    people = {edit.who: edit.user_id for edit in Edit.objects.all()}
    mine = text(client.get(f"{where}&who={people['The editor']}"))
    assert "By the editor" in mine
    assert "Augusta Ada King" not in mine
    kinds = text(client.get(f"{where}&kind=speakers.speaker"))
    assert "Augusta Ada King" in kinds
    assert "By the editor" not in kinds
    assert "Nothing of this kind happened" in text(client.get(f"{where}&day=2001-01-01"))
    assert client.get(f"{where}&day=never&who=x&kind=%00&before=-1").status_code == 200


def test_it_is_read_page_by_page(sign_in, scene):
    for number in range(32):
        Session.objects.filter(pk=scene.session.pk).update(title=f"Title {number:02}")
    client = sign_in("editor")
    first = client.get(f"{LIST}?event={scene.event.pk}")
    assert "Title 31" in text(first)
    assert "Title 00" not in text(first)
    older = text(client.get(f"{LIST}?event={scene.event.pk}&before={Edit.objects.order_by('-pk')[29].pk}"))
    assert "Title 00" in older
    assert "Title 31" not in older


def test_nothing_of_another_event_and_nothing_for_the_door(sign_in, scene):
    save(sign_in("editor"), scene.session, title="Ours alone")
    edit = Edit.objects.get()
    rival, door = sign_in("rival"), sign_in("door")
    for client in (rival, door):
        for page in (f"{LIST}?event={scene.event.pk}", f"{LIST}{edit.pk}/change/", page_of(scene.session, "history")):
            assert "Ours alone" not in text(client.get(page, follow=True))
        for page in (f"{LIST}{edit.pk}/change/", page_of(scene.session, "restore", edit.pk)):
            assert client.get(page).status_code in {403, 404}


def test_what_only_organisers_see_is_not_told_to_editors(sign_in, scene):
    from registrations.models import Question

    question = Question.objects.create(event=scene.event, label="Which boat?")
    save(sign_in("organiser"), question, label="Which ship?")
    edit = Edit.objects.get()
    for actor, sees in (("organiser", True), ("editor", False)):
        client = sign_in(actor)
        for page in (f"{LIST}?event={scene.event.pk}", f"{LIST}{edit.pk}/change/"):
            assert ("Which ship?" in text(client.get(page))) == sees


def test_who_of_another_event_changed_an_institution_is_not_named(sign_in, scene):
    host = factories.make_organisation(name="Shared Skies")
    factories.make_hosting(scene.event, host)
    with publishing():
        edit = Edit.objects.create(event=None, user=scene.cast["rival"], who="The rival")
        edit.changes.create(verb="changed", model="organisations.organisation", object_id=host.pk, title="Shared Skies")
    page = text(sign_in("organiser").get(page_of(host, "history")))
    assert "The rival" not in page
    assert "somebody of another event" in page
    assert "The rival" in text(sign_in("superuser").get(page_of(host, "history")))
    assert isinstance(host, Organisation)


def test_thirty_entries_cost_as_many_queries_as_three(sign_in, scene):
    client = sign_in("editor")

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(f"{LIST}?event={scene.event.pk}")
            client.get(page_of(scene.session, "history"))
        return len(found)

    def change(times: int) -> None:
        for number in range(times):
            Session.objects.filter(pk=scene.session.pk).update(title=f"Title {number}", room=None)
            Session.objects.filter(pk=scene.session.pk).update(room=factories.make_room(scene.event))

    change(2)
    few = cost()
    change(10)
    assert cost() == few
