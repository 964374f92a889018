"""Many sessions are changed on a phone, looked at first, and taken back; a list is readable there."""

import pytest

from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.programme.models import Session
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.test_desk_guests import sign_in


@pytest.fixture
def event(transactional_db) -> Event:
    name = "A symposium with a name that goes on and on: Collaboration in Space, and what it is good for"
    return factories.make_event(name=name, state=Event.State.DRAFT)


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_sessions_are_changed_together_on_a_phone_and_back(visitor, event):
    for hour, title in enumerate(("Ariel", "Blue Streak", "Cassini")):
        factories.make_session(event, at=hour, title=title, kind="talk", state="draft")
    page = sign_in(visitor, factories.make_member(event, Role.EDITOR), viewport=PHONE)
    page.goto(f"/admin/programme/session/?event={event.pk}")
    assert fits(page)
    for title in ("Ariel", "Cassini"):
        page.get_by_label(f"Choose {title}").check()
    page.get_by_label("Action:").select_option(label="Change …")
    page.get_by_role("button", name="Run").click()
    page.wait_for_load_state()
    # What is filled in is ticked by itself.
    page.get_by_label("Kind", exact=True).select_option("panel")
    page.get_by_role("button", name="Look at what changes").click()
    page.get_by_role("rowheader", name="Cassini").wait_for()
    assert fits(page)
    assert set(Session.objects.values_list("kind", flat=True)) == {"talk"}
    page.get_by_role("button", name="Change all 2").click()
    page.get_by_role("link", name="Take it back").click()
    kinds = dict(Session.objects.values_list("title", "kind"))
    assert kinds == {"Ariel": "panel", "Blue Streak": "talk", "Cassini": "panel"}
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("2 are as they were before.").wait_for()
    assert set(Session.objects.values_list("kind", flat=True)) == {"talk"}
    assert visitor.complaints == []
