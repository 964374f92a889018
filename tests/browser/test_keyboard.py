"""With keys alone, also enlarged to 400 % (WCAG 2.2: 2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11)."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from registrations.models import Registration
from tests.browser import eyes
from tests.browser.conftest import DESK, FOURFOLD
from tests.factories import addresses

# Twice as many as any page of the full event has.
MOST = 250
# So many keys are pressed before the page is asked what they met.
STRIDE = 10
RING_PIXELS = 2


def walk(page: Page, key: str = "Tab") -> list[dict[str, Any]]:
    """Every stop of the key, from the start of the page until the focus leaves it."""
    page.evaluate(eyes.WATCH_FOCUS)
    for _ in range(0, MOST, STRIDE):
        for _ in range(STRIDE):
            page.keyboard.press(key)
        if (stops := whole(page.evaluate(eyes.FOCUS_SEEN))) is not None:
            return stops
    return pytest.fail(f"{page.url}: the keyboard does not come out")


def whole(met: list[dict[str, Any] | None]) -> list[dict[str, Any]] | None:
    """What was met until the focus left the page or came round; None while it has done neither."""
    stops: list[dict[str, Any]] = []
    for stop in met:
        if stop is None or (stops[1:] and stop["order"] == stops[0]["order"]):
            return stops
        # The day, the month and the year of one date are one stop.
        if not stops or stop["order"] != stops[-1]["order"]:
            stops.append(stop)
    return None


def tab_to(page: Page, target: Locator, key: str = "Tab") -> Locator:
    """Walk until the target has the focus."""
    for _ in range(MOST):
        page.keyboard.press(key)
        if target.evaluate("e => e === document.activeElement"):
            return target
    return pytest.fail(f"the keyboard does not reach {target}")


def has_focus(target: Locator) -> bool:
    return bool(target.evaluate("e => e === document.activeElement"))


@pytest.mark.parametrize("viewport", [DESK, FOURFOLD], ids=["desk", "fourfold"])
def test_every_stop_is_seen_has_a_ring_and_follows_the_one_before(visitor, full, viewport):
    page = visitor.page(viewport, reduced_motion="reduce")
    for path in (*addresses.pages(full), *addresses.guest_pages(full)):
        page.goto(path)
        stops = walk(page)
        assert len(stops) == page.evaluate(eyes.REACHABLE), path
        assert [stop["html"] for stop in stops if stop["ring"] < RING_PIXELS] == [], path
        assert [stop["html"] for stop in stops if not (stop["seen"] and stop["within"])] == [], path
        assert [stop["order"] for stop in stops] == sorted(stop["order"] for stop in stops), path
        assert viewport == DESK or "view=grid" in path or upwards(stops) == [], path


def upwards(stops: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """In one column the focus goes down the page: the steps that go up (not from the way past the menus, above all)."""
    pairs = pairwise(stops[1:])
    return [(a["html"], b["html"]) for a, b in pairs if b["top"] + b["height"] <= a["top"]]


def test_the_way_back_is_the_way_in_reverse(visitor, full):
    page = visitor.page(reduced_motion="reduce")
    page.goto(full.get_absolute_url())
    forth = [stop["order"] for stop in walk(page)]
    page.reload()
    assert [stop["order"] for stop in reversed(walk(page, "Shift+Tab"))] == forth


def test_keys_lead_past_the_menus_through_the_filters_to_a_session_and_back(visitor, full):
    page = visitor.page()
    page.goto(full.get_absolute_url())
    page.keyboard.press("Tab")
    assert has_focus(page.locator(".skip"))
    page.keyboard.press("Enter")
    assert has_focus(page.locator("#content"))
    tab_to(page, page.get_by_role("navigation", name="This event").get_by_role("link", name="Programme"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/programme/")
    filters = page.get_by_role("navigation", name="Narrow the programme")
    tab_to(page, filters.get_by_role("link", name="Science and its instruments"))
    page.keyboard.press("Enter")
    page.wait_for_url("**track=science**")
    assert page.get_by_role("heading", name="夜空之下").is_visible()
    tab_to(page, page.get_by_role("main").get_by_role("link", name="Two shores"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/programme/keynote/")
    assert "Two shores" in page.get_by_role("heading", level=1).inner_text()
    page.go_back()
    assert page.url.endswith("track=science")


def test_a_mistake_takes_the_focus_leads_to_its_field_and_is_put_right(visitor, event):
    page = visitor.page()
    page.goto(f"{event.get_absolute_url()}register/")
    name, email = page.get_by_label("Name"), page.get_by_label("E-mail address")
    tab_to(page, name)
    page.keyboard.type("Zoë")
    page.keyboard.press("Tab")
    page.keyboard.type("not an address")
    tab_to(page, page.get_by_role("button", name="Register"))
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    summary.wait_for()
    assert has_focus(summary), "whoever sent the form hears first what is wrong with it"
    tab_to(page, summary.get_by_role("link", name="does not look like"))
    page.keyboard.press("Enter")
    assert has_focus(email)
    page.keyboard.press("Control+a")
    page.keyboard.type("zoe@example.org")
    tab_to(page, page.get_by_role("checkbox"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Register"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/registrations/**")
    cancel_by_keys(page)
    assert Registration.objects.get(email="zoe@example.org").is_cancelled


def cancel_by_keys(page: Page) -> None:
    """From a guest's own page through the question to the deed."""
    tab_to(page, page.get_by_role("link", name="Cancel my place"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/cancel/")
    tab_to(page, page.get_by_role("button", name="Cancel my place"))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/cancel/"))
    assert page.get_by_role("heading", level=1).inner_text() == "This registration is cancelled"
