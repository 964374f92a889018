"""What holds on every public page, as a browser sees it."""

from itertools import pairwise
from urllib.parse import urlsplit

import pytest

OUTLINE = """() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"""
# The sky is meant to reach from edge to edge; the page clips it.
WIDE = """() => [...document.querySelectorAll('body *')]
    .filter(e => !e.closest('svg') && !e.matches('.sky'))
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.unseen'))
    .map(e => e.tagName + '.' + e.className).slice(0, 5)"""
NAMELESS = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), summary')]
    .filter(e => !(e.innerText.trim() || e.getAttribute('aria-label') || e.querySelector('img[alt]:not([alt=""])')
                   || (e.labels && e.labels.length)))
    .map(e => e.outerHTML.slice(0, 120))"""
UNFOLD = "() => document.querySelectorAll('details').forEach(fold => { fold.open = true })"
SMALL = """() => [...document.querySelectorAll('nav a, .button, input:not([type=hidden], .trap *), summary')]
    .filter(e => !e.closest('.trap') && !e.closest('.skip'))
    .map(e => [e.outerHTML.slice(0, 90), (e.closest('.choice') || e).getBoundingClientRect()])
    .filter(([_, box]) => box.width && box.height < 43.5).map(([html]) => html)"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_needs_sideways_scrolling(visitor, public_paths, width):
    page = visitor.page({"width": width, "height": 800})
    for path in public_paths:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(WIDE) == [], path


def test_the_browser_complains_of_nothing_and_asks_nobody_else(visitor, public_paths, live_server):
    page = visitor.page()
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for path in public_paths:
        answer = page.goto(path, wait_until="networkidle")
        assert answer.status == 200, path
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
    assert visitor.complaints == []
    assert hosts == {urlsplit(live_server.url).netloc}


def test_reading_sets_no_cookie(visitor, public_paths):
    page = visitor.page()
    for path in public_paths:
        if not path.endswith("/register/"):
            page.goto(path)
    assert page.context.cookies() == []


def test_the_style_that_the_policy_allows_is_applied(visitor, event):
    page = visitor.page()
    page.goto(event.get_absolute_url())
    assert page.evaluate("document.styleSheets.length") == 1
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"


def test_each_page_has_one_first_heading_and_skips_no_level(visitor, public_paths):
    page = visitor.page()
    for path in public_paths:
        page.goto(path)
        levels = page.evaluate(OUTLINE)
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)


def test_titles_tell_pages_apart_and_landmarks_are_there(visitor, public_paths):
    page = visitor.page()
    titles = {}
    for path in public_paths:
        page.goto(path)
        titles[path] = page.title()
        assert page.locator("html").get_attribute("lang") == "en-GB"
        for landmark in ("main", "banner", "contentinfo"):
            assert page.get_by_role(landmark).count() == 1, (path, landmark)
    assert len(set(titles.values())) == len(titles), titles


def test_whatever_can_be_pressed_has_a_name_and_room_for_a_finger(visitor, public_paths):
    page = visitor.page({"width": 390, "height": 844})
    for path in public_paths:
        page.goto(path)
        page.evaluate(UNFOLD)
        assert page.evaluate(NAMELESS) == [], path
        assert page.evaluate(SMALL) == [], path


def test_the_first_key_reaches_a_way_past_the_menus(visitor, event):
    page = visitor.page()
    page.goto(event.get_absolute_url())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_pictures_keep_their_room_before_they_are_loaded(visitor, public_paths):
    page = visitor.page()
    for path in public_paths:
        page.goto(path)
        assert page.locator("img:not([width][height])").count() == 0, path
        assert page.locator("img:not([alt])").count() == 0, path


def test_an_address_where_nothing_is_looks_like_the_site(visitor, event):
    page = visitor.page()
    answer = page.goto("/events/nowhere/")
    assert answer.status == 404
    assert page.locator(".brand").is_visible()
    assert page.get_by_role("heading", level=1).inner_text() == "There is nothing at this address"
