"""The programme board with a pointer, with keys, on a phone, and without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.programme.models import Session
from tests import factories
from tests.browser.conftest import DESK, PHONE


@pytest.fixture
def draft(event: Event) -> Event:
    """Not public, so that what is moved is moved at once."""
    Event.objects.filter(pk=event.pk).update(state=Event.State.DRAFT)
    event.refresh_from_db()
    return event


def open_board(visitor, event: Event, viewport=DESK, **options) -> Page:
    member = factories.make_member(event, Role.EDITOR, password="x" * 12)
    page: Page = visitor.page(viewport, **options)
    page.goto(f"/admin/login/?next=/admin/programme/session/board/?event={event.pk}")
    page.fill("[name=username]", member.email)
    page.fill("[name=password]", "x" * 12)
    page.click("[type=submit]")
    return page


def tile(page: Page, title: str):
    return page.locator(".tile", has=page.get_by_role("link", name=title))


def at(event: Event, title: str) -> tuple[float, float, str] | None:
    """Hours after the event begins, and the room."""
    session = Session.objects.select_related("room").get(event=event, title=title)
    if not session.starts_at or not session.ends_at:
        return None
    begins, ends = (moment - event.starts_at for moment in (session.starts_at, session.ends_at))
    return begins / timedelta(hours=1), ends / timedelta(hours=1), str(session.room or "")


def drag(page: Page, from_x: float, from_y: float, to_x: float, to_y: float) -> None:
    page.mouse.move(from_x, from_y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=5)
    with page.expect_response("**/board/*/*"):
        page.mouse.up()


def test_a_session_is_dragged_made_longer_and_put_back(visitor, draft):
    page = open_board(visitor, draft)
    said = page.locator(".board-said")
    box, attic = tile(page, "Two shores").bounding_box(), page.locator("[data-name=Attic]").bounding_box()
    # Half an hour down and one room on.
    drag(page, box["x"] + 60, box["y"] + 60, attic["x"] + 60, box["y"] + 120)
    expect(said).to_contain_text("Attic")
    assert at(draft, "Two shores") == (0.5, 1.5, "Attic")
    expect(page.get_by_text("1 clash in the programme")).to_be_visible()
    box = tile(page, "Two shores").bounding_box()
    drag(page, box["x"] + 60, box["y"] + box["height"] - 3, box["x"] + 60, box["y"] + box["height"] + 57)
    expect(said).to_contain_text(":30")
    assert at(draft, "Two shores") == (0.5, 2.0, "Attic")
    # The second is pressed before the server has answered the first.
    for _ in range(2):
        page.keyboard.press("Control+z")
    expect(page.get_by_text("Nothing clashes.")).to_be_visible()
    assert at(draft, "Two shores") == (0.0, 1.0, "Hall")
    assert visitor.complaints == []


def test_what_is_on_its_way_is_not_dropped_twice_and_an_undo_waits_for_it(visitor, draft):
    page = open_board(visitor, draft)
    answers = []

    def keep(route):
        answers.append(route)

    page.route("**/board/*/*", keep)
    page.get_by_role("button", name="Pick up: Two shores").focus()
    for key in ("Enter", "PageDown", "Enter", "Enter", "ArrowDown", "Escape", "Control+z"):
        page.keyboard.press(key)
    assert len(answers) == 1
    answers[0].continue_()
    expect(page.locator(".board-said")).to_contain_text("is now")
    page.wait_for_function("document.querySelector('.board').ariaBusy === 'true'")
    answers[1].continue_()
    expect(page.locator(".board")).not_to_have_attribute("aria-busy", "true")
    assert at(draft, "Two shores") == (0.0, 1.0, "Hall")
    assert len(answers) == 2
    assert visitor.complaints == []


def test_a_session_is_moved_by_keys_alone_and_each_step_is_said(visitor, draft):
    page = open_board(visitor, draft)
    said = page.locator(".board-said")
    grip = page.get_by_role("button", name="Pick up: Two shores")
    grip.focus()
    page.keyboard.press("Enter")
    expect(said).to_contain_text("is picked up")
    for key in ("ArrowDown", "ArrowLeft", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(said).to_contain_text("Attic")
    page.keyboard.press("Escape")
    expect(said).to_contain_text("stays where it was")
    assert at(draft, "Two shores") == (0.0, 1.0, "Hall")
    expect(grip).to_be_focused()
    for key in ("Space", "PageDown", "Shift+ArrowUp"):
        page.keyboard.press(key)
    with page.expect_response("**/board/*/*"):
        page.keyboard.press("Enter")
    expect(said).to_contain_text("is now")
    expect(grip).to_be_focused()
    hours, until, _ = at(draft, "Two shores")
    assert (hours, round((until - hours) * 60)) == (1.0, 55)
    for key in ("Enter", "Delete"):
        page.keyboard.press(key)
    with page.expect_response("**/board/*/*"):
        page.keyboard.press("Enter")
    assert at(draft, "Two shores") is None
    expect(page.locator(".board-tray")).to_contain_text("Two shores")
    assert visitor.complaints == []


def test_on_a_phone_and_without_scripts_the_form_moves_it(visitor, draft):
    page = open_board(visitor, draft, PHONE, java_script_enabled=False)
    tile(page, "Two shores").get_by_role("link").click()
    page.get_by_label("Room").select_option("Attic")
    page.get_by_role("button", name="Move it").click()
    expect(page.locator(".board-undo")).to_contain_text("Attic")
    assert at(draft, "Two shores") == (0.0, 1.0, "Attic")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Nothing clashes.")).to_be_visible()
    assert at(draft, "Two shores") == (0.0, 1.0, "Hall")
