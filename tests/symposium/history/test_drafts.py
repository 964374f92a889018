"""What is written and not saved is kept for whoever wrote it; and who else has the page open."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from symposium.accounts.models import Membership
from symposium.history.drafts import sign_page
from symposium.history.forgetting import forget
from symposium.history.models import Draft, Presence
from symposium.programme.models import Session
from tests import factories
from tests.factories.forms import filled

from .conftest import page_of
from .test_pages import text

pytestmark = pytest.mark.django_db
KEEP, HERE = "/admin/programme/session/kept/", "/admin/programme/session/here/"


@pytest.fixture
def page(sign_in, scene):
    client, address = sign_in("editor"), page_of(scene.session)
    return client, address, filled(client.get(address))


def test_a_draft_is_offered_taken_up_and_gone_once_it_is_saved(scene, page):
    client, address, data = page
    written = data | {"title": "Two shores, one sky", "abstract": "<p>Long words.</p>", "appearances-0-part": "chair"}
    assert client.post(KEEP, written).json()["said"].startswith("Kept at ")
    offered = text(client.get(address))
    for words in ("You have written here and not saved it", "<ins>Long words.</ins>", "Take it up again"):
        assert words in offered
    taken = client.post(address, {"_draft": "take"})
    assert "It is not saved yet" in text(taken)
    again = filled(taken)
    assert (again["title"], again["appearances-0-part"]) == ("Two shores, one sky", "chair")
    assert Session.objects.get().title == "Two shores"
    assert client.post(address, again).status_code == 302
    assert Session.objects.get().title == "Two shores, one sky"
    assert not Draft.objects.exists()


def test_a_draft_can_be_discarded(scene, page):
    client, address, data = page
    client.post(KEEP, data | {"title": "Mine"})
    assert client.post(address, {"_draft": "discard"}).status_code == 302
    assert not Draft.objects.exists()
    # Pressed again in another tab.
    assert client.post(address, {"_draft": "take"}).status_code == 302


def test_a_draft_of_a_new_one_is_kept_too(sign_in, scene):
    client, address = sign_in("editor"), f"/admin/programme/session/add/?event={scene.event.pk}"
    data = filled(client.get(address))
    client.post(KEEP, data | {"title": "A new one"})
    taken = filled(client.post(address, {"_draft": "take"}))
    assert taken["title"] == "A new one"
    assert client.post(address, taken).status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_is_its_writers_alone(sign_in, scene, page):
    client, address, data = page
    client.post(KEEP, data | {"title": "Mine alone"})
    other = sign_in("organiser")
    assert "You have written here" not in text(other.get(address))
    assert other.post(KEEP, data | {"title": "Not mine"}).status_code == 403
    assert "Mine+alone" in Draft.objects.get().content


def test_it_is_bounded_and_forgotten(scene, page):
    client, _address, data = page
    assert client.post(KEEP, data | {"abstract": "x" * 200_001}).status_code == 413
    assert not Draft.objects.exists()
    client.post(KEEP, data | {"title": "Mine"})
    forget(timezone.now() + timedelta(days=15))
    assert not Draft.objects.exists()


@pytest.mark.parametrize("word", ["", "nonsense", "a:b:c"])
def test_a_word_that_is_not_ours_keeps_nothing(page, word):
    client, _address, data = page
    assert client.post(KEEP, data | {"_page": word}).status_code == 403
    assert client.post(HERE, {"_here": word}).status_code == 403


def test_a_save_after_the_session_ended_is_kept_and_offered_after_signing_in(scene, page):
    client, address, data = page
    client.logout()
    answer = client.post(address, data | {"title": "Written for an hour"}, follow=True)
    assert "You were signed out. What you wrote is kept" in text(answer)
    assert Session.objects.get().title == "Two shores"
    where = answer.redirect_chain[-1][0]
    back = client.post(where, {"username": "editor@example.org", "password": "x" * 12, "next": address}, follow=True)
    assert "You have written here and not saved it" in text(back)
    assert filled(client.post(address, {"_draft": "take"}))["title"] == "Written for an hour"


def test_who_else_signs_in_at_that_browser_is_not_shown_it(sign_in, scene, page):
    client, address, data = page
    client.logout()
    client.post(address, data | {"title": "Written for an hour"})
    client.force_login(scene.cast["organiser"])
    assert "Written for an hour" not in text(client.get(address))


def test_a_save_after_rights_were_taken_is_explained_and_kept(scene, page):
    client, address, data = page
    Membership.objects.filter(user=scene.cast["editor"]).update(event=factories.make_event())
    answer = client.post(address, data | {"title": "Written for an hour"}, follow=True)
    assert Session.objects.get().title == "Two shores"
    assert Draft.objects.exists() or "Written" not in text(answer)


def test_a_role_that_was_taken_is_explained(scene, page):
    client, address, data = page
    Membership.objects.filter(user=scene.cast["editor"]).update(role="door")
    answer = client.post(address, data | {"title": "Written for an hour"})
    assert answer.status_code == 403
    assert "This was not saved" in text(answer)
    assert Draft.objects.get().user == scene.cast["editor"]


def test_a_form_without_its_cookie_is_kept_and_explained(scene, page):
    _client, address, data = page
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scene.cast["editor"])
    answer = strict.post(address, data | {"title": "Written for an hour"})
    assert answer.status_code == 403
    assert "This was not saved" in text(answer)
    assert "Written for an hour" not in text(strict.get(page_of(scene.speaker)))
    assert "Take it up again" in text(strict.get(address))


def test_forms_about_guests_are_not_kept(sign_in, scene):
    client = sign_in("organiser")
    guest = factories.make_registration(scene.event)
    address = page_of(guest)
    assert 'name="_page"' not in text(client.get(address))
    word = sign_page(scene.cast["organiser"], f"registrations.registration/{guest.pk}")
    assert client.post("/admin/registrations/registration/kept/", {"_page": word, "name": "A"}).status_code == 403
    assert not Draft.objects.exists()


def here(client: Any, data: dict[str, str]) -> list[str]:
    said: list[str] = client.post(HERE, {"_here": data["_page"]}).json()["said"]
    return said


def test_who_else_has_the_page_open_is_said(sign_in, scene, page):
    client, address, data = page
    other = sign_in("organiser")
    theirs = filled(other.get(address))
    assert here(client, data) == []
    assert here(other, theirs) == ["The editor has had this page open for a minute."]
    Presence.objects.filter(user=scene.cast["editor"]).update(since=timezone.now() - timedelta(minutes=3))
    assert here(other, theirs) == ["The editor has had this page open for 3 minutes."]
    Presence.objects.filter(user=scene.cast["editor"]).update(seen_at=timezone.now() - timedelta(minutes=2))
    assert here(other, theirs) == []
    here(client, data)
    with CaptureQueriesContext(connection) as found:
        here(client, data)
    # Beside session, account and memberships, which every page of the desk asks for.
    assert len(found) <= 3 + 2
