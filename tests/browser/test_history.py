"""History in a browser: two editors at once, an earlier state restored, what is written kept, and the shortcuts."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from symposium.accounts.models import Role
from symposium.history.models import Draft
from symposium.programme.models import Session
from tests import factories


@pytest.fixture
def session(transactional_db) -> Session:
    # It has taken place: what is saved of its sessions shows at once.
    event = factories.make_event(starts_at=datetime.now(UTC) - timedelta(days=30))
    for name in ("ada", "grace"):
        factories.make_member(event, Role.EDITOR, email=f"{name}@example.org", name=name.capitalize())
    return factories.make_session(event, title="Two shores")


def sign_in(visitor, name, path):
    page = visitor.page()
    page.goto(f"/admin/login/?next={path}")
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password").fill("x" * 12)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{path}")
    return page


def test_two_editors_see_each_other_and_nobody_overwrites(visitor, session):
    path = f"/admin/programme/session/{session.pk}/change/"
    ada, grace = sign_in(visitor, "ada", path), sign_in(visitor, "grace", path)
    grace.get_by_text("Ada has had this page open for a minute.").wait_for()
    ada.locator("[name=title]").fill("Ada’s shores")
    ada.locator("[name=_continue]").click()
    ada.get_by_text("was changed successfully").wait_for()
    grace.locator("[name=title]").fill("Grace’s shores")
    grace.keyboard.press("Control+s")
    grace.get_by_role("heading", name=re.compile("Ada saved this page while you were writing")).wait_for()
    assert grace.locator("[name=title]").input_value() == "Grace’s shores"
    grace.get_by_label("Take theirs").check()
    grace.locator("[name=_continue]").click()
    grace.get_by_text("was changed successfully").wait_for()
    session.refresh_from_db()
    assert session.title == "Ada’s shores"
    assert visitor.complaints == []


def test_what_is_written_is_kept_and_an_earlier_state_restored(visitor, session):
    path = f"/admin/programme/session/{session.pk}/change/"
    page = sign_in(visitor, "ada", path)
    page.locator("[name=title]").fill("Spoilt")
    page.locator("[name=_continue]").click()
    page.get_by_text("was changed successfully").wait_for()
    page.locator("[name=title]").fill("Two shores, again")
    page.locator("[name=_continue]").click()
    page.get_by_text("was changed successfully").wait_for()
    page.locator(".field-abstract [contenteditable=true]").click()
    page.keyboard.type("An hour of words")
    page.get_by_text(re.compile("Kept at")).wait_for()
    assert "An+hour+of+words" in Draft.objects.get().content
    page.goto(path)
    page.get_by_role("button", name="Discard it").click()
    page.locator(".historylink").click()
    page.get_by_role("link", name=re.compile("Restore this state")).click()
    page.get_by_role("button", name="Restore").click()
    page.get_by_text("It is as it was then").wait_for()
    session.refresh_from_db()
    assert session.title == "Spoilt"
    assert visitor.complaints == []


def test_shortcuts_are_listed_work_and_can_be_turned_off(visitor, session):
    page = sign_in(visitor, "ada", "/admin/programme/session/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    dialog.wait_for()
    assert dialog.get_by_role("link", name="Sessions").is_visible()
    # What the editor may not see has no letter.
    assert not dialog.get_by_role("link", name="Registrations").count()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Two shores"
    page.keyboard.press("/")
    page.keyboard.type("gd?")
    assert page.locator("#searchbar").input_value() == "gd?"
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("e")
    page.wait_for_url("**/admin/events/event/")
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Single keys work in this browser").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.keyboard.press("?")
    assert not page.get_by_role("dialog").count()
    assert page.url.endswith("/admin/events/event/")
    assert visitor.complaints == []
