"""The grid, what is now, and finding a speaker."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from symposium.events.models import Event
from tests import factories

BOX = "e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] }"
PHONE = {"width": 390, "height": 844}


def soon(page, condition: str) -> None:
    """Come back when the condition holds; the page's policy forbids what Playwright's own waiting does."""
    look = f"({condition}) ? done() : requestAnimationFrame(look)"
    page.evaluate(f"() => new Promise(done => {{ const look = () => {look}; look(); }})")


@pytest.fixture
def large(transactional_db) -> Event:
    """Twenty rooms, ten hours."""
    event = factories.make_event(slug="large", name="A large one")
    for number in factories.at_once(range(20)):
        room = factories.make_room(event, name=f"Room {number:02}", position=number)
        for hour in range(10):
            factories.make_session(event, title=f"Talk {number} at {hour}", room=room, at=hour)
    return event


def test_a_phone_shows_the_first_session_on_its_first_screen_and_folds_what_narrows(visitor, full):
    page = visitor.page(PHONE)
    page.goto(reverse("programme", args=[full.slug]))
    assert page.locator(".timetable h3").first.evaluate(BOX)[3] < PHONE["height"]
    track = page.locator(".filters").get_by_role("link", name="Science and its instruments")
    assert not track.is_visible()
    page.locator(".filters summary").click()
    assert track.is_visible()


def test_a_wide_screen_shows_tracks_and_rooms_at_once(visitor, full):
    page = visitor.page()
    page.goto(reverse("programme", args=[full.slug]))
    assert page.locator(".filters").get_by_role("link", name="Science and its instruments").is_visible()
    assert not page.locator(".filters summary").is_visible()


def test_an_hour_of_the_grid_stays_in_one_piece_on_a_phone(visitor, large):
    page = visitor.page(PHONE)
    page.goto(f"{reverse('programme', args=['large'])}?view=grid")
    lines = page.locator("tbody th time").first.evaluate("e => e.getClientRects().length")
    assert lines == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_a_large_grid_scrolls_within_itself_and_its_heads_stay(visitor, large, width):
    page = visitor.page({"width": width, "height": 800})
    page.goto(f"{reverse('programme', args=['large'])}?view=grid")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    scroller = page.get_by_role("region", name="Rooms and times on")
    room, hour = page.locator("thead th").nth(1), page.locator("tbody th").first
    room_before, hour_before = room.evaluate(BOX), hour.evaluate(BOX)
    scroller.evaluate("e => e.scrollTo(700, 100)")
    room_after, hour_after = room.evaluate(BOX), hour.evaluate(BOX)
    assert room_after[1] == pytest.approx(room_before[1], abs=1)
    assert room_after[0] == pytest.approx(room_before[0] - 700, abs=1)
    assert hour_after[0] == pytest.approx(hour_before[0], abs=1)
    assert hour_after[1] == pytest.approx(hour_before[1] - 100, abs=1)


def test_the_grid_is_scrolled_by_the_keyboard(visitor, large):
    page = visitor.page()
    page.goto(f"{reverse('programme', args=['large'])}?view=grid")
    scroller = page.get_by_role("region", name="Rooms and times on")
    scroller.focus()
    page.keyboard.press("ArrowRight")
    soon(page, "document.querySelector('.scroller').scrollLeft > 0")


def test_few_rooms_stand_open_and_their_heads_stay_at_the_top_of_the_window(visitor, transactional_db):
    event = factories.make_event(slug="few")
    for number in factories.at_once(range(3)):
        room = factories.make_room(event, name=f"Room {number}", position=number)
        for slot in range(18):
            factories.make_session(event, room=room, at=slot / 2, hours=0.5)
    page = visitor.page()
    page.goto(f"{reverse('programme', args=['few'])}?view=grid")
    assert page.locator(".scroller").evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    page.locator("tbody tr").nth(14).scroll_into_view_if_needed()
    page.mouse.wheel(0, 400)
    soon(page, "document.querySelector('thead th').getBoundingClientRect().top === 0")


def test_a_screen_reader_finds_the_heads_of_every_session(visitor, large):
    page = visitor.page()
    page.goto(f"{reverse('programme', args=['large'])}?view=grid")
    table = page.get_by_role("table", name="Rooms and times on")
    assert table.get_by_role("columnheader").count() == 21
    assert table.get_by_role("rowheader").count() == 10
    assert table.get_by_role("cell").count() == 200


def test_while_the_event_runs_the_link_leads_to_the_rule_without_javascript(visitor, transactional_db):
    begins = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=4, minutes=30)
    event = factories.make_event(slug="running", starts_at=begins)
    for hour in factories.at_once(range(9)):
        factories.make_session(event, title=f"Session at {hour}", at=hour)
    page = visitor.page({"width": 390, "height": 600}, java_script_enabled=False)
    page.goto(reverse("programme", args=["running"]))
    page.get_by_role("link", name="Now", exact=True).click()
    rule = page.locator("#now")
    assert rule.is_visible()
    assert page.evaluate("document.querySelector('#now').getBoundingClientRect().top < innerHeight")
    assert page.locator("li.on").inner_text().count("Session at 4") == 1
    assert page.locator("li.on .is-on").inner_text() == "now"


def test_a_display_fills_a_screen_and_asks_for_itself(visitor, transactional_db):
    begins = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=30)
    event = factories.make_event(slug="running", starts_at=begins)
    room = factories.make_room(event, name="Hall", slug="hall")
    factories.make_session(event, title="What runs at this very moment", room=room, at=0)
    page = visitor.page({"width": 1920, "height": 1080})
    page.goto(reverse("display", args=["running", "hall"]))
    heading = page.get_by_role("heading", name="What runs at this very moment")
    assert heading.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 60
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
    assert page.locator("a, button").count() == 0
    assert visitor.complaints == []


@pytest.fixture
def speakers(transactional_db) -> str:
    event = factories.make_event(slug="many")
    for name in ("Siobhán Núñez-Ångström", "Søren Ødegård", "月島 環", "نجمة السماوي", "Straßmann"):
        factories.make_speaker(event, name=name)
    for number in factories.at_once(range(20)):
        factories.make_affiliation(factories.make_speaker(event, name=f"Person {number}"), name="Bureau")
    return reverse("speakers", args=["many"])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nunez", ["Siobhán Núñez-Ångström"]),
        ("odegard", ["Søren Ødegård"]),
        ("月", ["月島 環"]),
        ("السماوي", ["نجمة السماوي"]),
        ("STRASS", ["Straßmann"]),
        ("person 17 bureau", ["Person 17"]),
        ("nobody", []),
    ],
)
def test_a_speaker_is_found_as_one_types_and_the_server_finds_the_same(visitor, speakers, typed, found):
    page = visitor.page()
    page.goto(speakers)
    page.get_by_label("Find by name or institution").press_sequentially(typed)
    assert page.locator(".person:visible h2").all_inner_texts() == found
    assert ("Nobody of that name speaks here." in page.get_by_role("status").inner_text()) == (not found)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert page.locator(".person h2").all_inner_texts() == found
