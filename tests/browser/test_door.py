"""Whoever stands at the door, with a phone: they find a guest in seconds, and learn nothing that they need not know."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from registrations import services
from registrations.models import Registration
from symposium.accounts.models import Role
from symposium.events.models import Event
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.test_desk_guests import STAFF, sign_in
from tests.factories.awkward import ARABIC, CHINESE, LONG_NAME
from tests.factories.guests import make_desk

GUESTS = "/admin/registrations/registration/"
GATE = "Quiet Orbits"


@pytest.fixture
def event(transactional_db: None) -> Event:
    return make_desk(name=GATE, capacity=20)


@pytest.fixture
def elsewhere(transactional_db: None) -> Event:
    """Another event, with a guest who is none of the door's business."""
    there = factories.make_event(name="Loud Comets")
    come(there, "Edwin Elsewhere", "Royal Observatory")
    return there


def come(event: Event, name: str, institution: str = "", *companions: str, email: str = "") -> Registration:
    """Somebody is entered, with those who come with them."""
    event.refresh_from_db()
    brought = [services.Person(one, "") for one in companions]
    email = email or f"secret-{factories.next_number()}@example.org"
    given: dict[str, Any] = {"name": name, "email": email, "affiliation": institution, "companions": brought}
    return services.register(event, by=STAFF, **given)


def at_the_door(visitor: Any, event: Event) -> Page:
    """Signed in on a phone, at the guest list, by the way that the desk shows."""
    page = sign_in(visitor, factories.make_member(event, Role.DOOR), viewport=PHONE)
    page.get_by_role("navigation", name=GATE).get_by_role("link", name="Registrations").click()
    page.wait_for_url(f"**{GUESTS}?event={event.pk}")
    return page


def look_for(page: Page, words: str) -> None:
    """Search as one does with a queue before one: type, and press Enter."""
    field = page.get_by_role("searchbox", name="Search registrations")
    field.fill(words)
    with page.expect_navigation():
        field.press("Enter")
    expect(page.get_by_role("status")).to_have_text("1 found")


def card(page: Page) -> str:
    """What stands on the one card that was found."""
    rows = page.locator("#result_list tbody tr")
    assert rows.count() == 1
    return " ".join(rows.inner_text().split())


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_the_door_finds_guests_on_a_phone(visitor: Any, event: Event) -> None:
    ada = come(event, "Ada Núñez-Ångström", "Institute of Slow Orbits", "Grace Companion")
    come(event, ARABIC, "جامعة الخرطوم")
    come(event, CHINESE, "紫金山天文台")
    come(event, LONG_NAME, f"Institute of {LONG_NAME}")
    gone = come(event, "Gone Away")
    services.cancel(gone, by=STAFF)
    page = at_the_door(visitor, event)
    assert fits(page)
    assert page.locator("#result_list tbody tr").count() == 6
    # --- by name, by institution, by what stands on the ticket
    look_for(page, "ada nunez")
    assert "confirmed" in card(page)
    assert "2 people" in card(page)
    assert ada.reference in card(page)
    look_for(page, "companion")
    assert "with Ada Núñez-Ångström" in card(page)
    look_for(page, "紫金山")
    assert CHINESE in card(page)
    look_for(page, "خلدون")
    assert ARABIC in card(page)
    look_for(page, ada.reference.lower())
    assert "Ada" in card(page)
    look_for(page, "gone")
    assert "cancelled" in card(page)
    look_for(page, "donau")
    assert fits(page)
    # --- the guest's own page says no more than the list
    page.get_by_role("link", name=LONG_NAME).click()
    expect(page.get_by_text("confirmed", exact=True)).to_be_visible()
    content = page.locator("#content")
    assert content.get_by_role("textbox").count() == 0
    assert content.get_by_role("button").all_inner_texts() == ["Close"]
    assert fits(page)
    assert visitor.complaints == []


def test_the_search_is_worked_by_the_keyboard(visitor: Any, event: Event) -> None:
    come(event, "Ada First")
    come(event, "Bo Second")
    page = at_the_door(visitor, event)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("bo")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Search")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("1 found")
    page.get_by_role("button", name="Search").focus()
    # What was found is the next thing that is met.
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Bo Second")).to_be_focused()
    assert visitor.complaints == []


def test_the_door_learns_and_does_nothing_else(visitor: Any, event: Event, elsewhere: Event) -> None:
    guest = come(event, "Ada First", email="ada.secret@example.org")
    stranger = Registration.objects.get(event=elsewhere)
    page = at_the_door(visitor, event)
    for path in (GUESTS, f"{GUESTS}{guest.pk}/change/"):
        page.goto(path)
        words = page.locator("body").inner_text()
        assert "Ada First" in words
        assert "ada.secret" not in words
        for other in ("Edwin", "Loud Comets", "Export", "Change …", "Enter a guest", "History"):
            assert other not in words, other
    for words in ("ada.secret", "edwin"):
        page.goto(f"{GUESTS}?q={words}")
        expect(page.get_by_role("status")).to_have_text("0 found")
        expect(page.get_by_text("Search for less of a word")).to_be_visible()
    page.goto(f"{GUESTS}?event={elsewhere.pk}")
    assert page.locator("#result_list tbody tr").count() == 0
    # --- what is typed by hand
    assert visitor.complaints == []
    page.goto(f"{GUESTS}{stranger.pk}/change/")
    assert "Edwin" not in page.locator("body").inner_text()
    for path in (
        f"{GUESTS}add/",
        f"{GUESTS}requests/?event={event.pk}",
        f"/admin/events/event/{event.pk}/dashboard/",
        f"/admin/events/event/{elsewhere.pk}/change/",
        "/admin/mail/outgoingmail/",
    ):
        page.goto(path)
        expect(page.get_by_role("heading", name="This page is not open to you")).to_be_visible()
        assert fits(page)
    page.get_by_role("link", name="Your desk").click()
    page.wait_for_url("**/admin/")
    expect(page.get_by_role("heading", name=GATE)).to_be_visible()
