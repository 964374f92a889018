"""The desk in a browser, under its Content-Security-Policy: every complaint of the browser fails."""

from itertools import batched

import pytest

from symposium.events.models import Event
from symposium.programme.models import Session
from tests.factories.desk import World, make_world


@pytest.fixture
def world(transactional_db) -> World:
    return make_world()


@pytest.fixture
def desk(visitor, world):
    """The organiser, signed in by hand."""
    page = visitor.page()
    page.goto("/admin/")
    page.get_by_label("E-mail address").fill("Organiser@Example.org")
    page.get_by_label("Password").fill("x" * 12)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
    return page


def test_the_editor_works_and_saves_without_breaking_the_policy(desk, visitor, world):
    desk.goto(f"/admin/events/event/{world.event.pk}/change/")
    editor = desk.locator(".field-description [contenteditable=true]")
    editor.click()
    desk.keyboard.type("Look  up, ")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("stars")
    desk.locator("[name=_continue]").click()
    desk.get_by_text("was changed successfully").wait_for()
    assert Event.objects.get(pk=world.event.pk).description == "<p>Look  up, <strong>stars</strong></p>"
    assert visitor.complaints == []


def test_every_page_of_the_desk_keeps_the_policy(desk, visitor, world):
    tabs = [desk, *(desk.context.new_page() for _ in range(5))]
    lists = [(f"/admin/{label.replace('.', '/')}/", thing.pk) for label, thing in world.ours.items()]
    paths = [f"{path}{rest}" for path, pk in lists for rest in ("", f"{pk}/change/", f"{pk}/history/")]
    for some in batched(paths, len(tabs), strict=False):
        # Each is given its half second without a request while the others load.
        for tab, path in zip(tabs, some, strict=False):
            tab.goto(path)
        for tab in tabs:
            tab.wait_for_load_state("networkidle")
    assert [said for said in visitor.complaints if "Content Security" in said or "Error" in said] == []


def test_an_autocomplete_offers_what_is_of_the_event(desk, visitor, world):
    desk.goto(f"/admin/programme/session/{world.ours['programme.session'].pk}/change/")
    desk.locator(".field-room .select2-selection").click()
    option = desk.locator(".select2-results__option", has_text="Room")
    option.wait_for()
    assert desk.locator(".select2-results__option").count() == 1
    option.click()
    desk.locator("[name=_continue]").click()
    desk.get_by_text("Saved as a draft change").wait_for()
    copy = Session.every.get(revises=world.ours["programme.session"])
    assert copy.room == world.ours["events.room"]
    assert visitor.complaints == []


def test_a_mail_is_seen_in_its_frame(desk, visitor, world):
    desk.goto(f"/admin/mail/outgoingmail/{world.ours['mail.outgoingmail'].pk}/change/")
    assert desk.frame_locator("iframe").locator("p").inner_text() == "Hello"
    assert visitor.complaints == []


def test_a_row_that_is_added_is_complete(desk, visitor, world):
    desk.goto(f"/admin/programme/session/{world.ours['programme.session'].pk}/change/")
    desk.get_by_text("Add another Appearance").click()
    desk.locator("#appearances-1 .select2-selection").click()
    desk.locator(".select2-results__option", has_text="Speaker").click()
    desk.locator("[name=appearances-1-part]").select_option("chair")
    desk.locator("[name=_continue]").click()
    desk.get_by_text("Saved as a draft change").wait_for()
    copy = Session.every.get(revises=world.ours["programme.session"])
    assert copy.appearances.filter(part="chair").count() == 1
    assert visitor.complaints == []
