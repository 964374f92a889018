"""A published session is edited, its change is published with a notice, and visitors see both page and change log."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from registrations import services
from symposium.accounts.models import Role
from symposium.notices.models import Notice
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.test_desk_guests import sign_in


@pytest.fixture
def event(transactional_db):
    return factories.make_event(name="Quiet Orbits", slug="orbits", policy="open", capacity=5)


def test_a_change_is_made_seen_published_and_told(visitor, event):
    session = factories.make_session(event, title="Comets", slug="comets")
    services.register(event, name="Ada First", email="ada@example.org")
    page = sign_in(visitor, factories.make_member(event, Role.ORGANISER), viewport=PHONE)
    page.goto(f"/admin/programme/session/{session.pk}/change/")
    page.get_by_text("waits as a draft change").wait_for()
    page.get_by_label("Title:", exact=True).fill("Comets and asteroids")
    page.get_by_role("button", name="Save and look at the publication").click()
    page.get_by_text("It was called “Comets” before.", exact=True).wait_for()
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    page.get_by_label("Everybody who has a place").check()
    page.get_by_text("Read and change the notice").click()
    page.get_by_label("Subject:").fill("A better title")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Publish 1 change").click()
    page.get_by_text("1 change is published. 1 notice is on its way.").wait_for()
    assert Notice.objects.get().subject == "A better title"
    page.goto("/events/orbits/programme/")
    page.get_by_role("link", name="Comets and asteroids").wait_for()
    page.get_by_role("link", name="What has changed in the programme").click()
    page.get_by_text("It was called “Comets” before.", exact=True).wait_for()
    assert visitor.complaints == []
