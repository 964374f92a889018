"""What is hard to set: nothing, everything, five hundred sessions, scripts of the world, clocks that change."""

from datetime import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from symposium.events.models import Event
from tests import factories
from tests.browser import eyes
from tests.browser.conftest import DESK, FOURFOLD, PHONE, Visitor
from tests.browser.eyes import Reading
from tests.factories import addresses, awkward

LOOKED_AT = Reading("as it is", (FOURFOLD, PHONE, DESK), eyes.LOOKS_RIGHT)


def test_nothing_one_thing_and_what_is_stopped_look_right_on_every_page(visitor, transactional_db):
    events = [awkward.make_empty_event(), awkward.make_single_event(), awkward.make_clock_event()]
    events += awkward.make_stopped_events()[:3]
    paths = [path for event in events for path in addresses.pages_of(event)]
    assert eyes.trouble(visitor.page(), paths, LOOKED_AT) == {}


def test_five_hundred_sessions_look_right(visitor, transactional_db):
    event = awkward.make_great_event()
    programme = reverse("programme", args=[event.slug])
    page = visitor.page()
    paths = [programme, f"{programme}?view=grid", reverse("speakers", args=[event.slug])]
    assert eyes.trouble(page, paths, LOOKED_AT) == {}
    page.goto(programme)
    assert page.locator(".timetable > li").count() == 500


def test_from_right_to_left_the_side_column_is_on_the_left(visitor, full):
    page = visitor.page()
    page.goto(full.get_absolute_url())
    page.evaluate(eyes.MIRROR)
    facts, body = (page.locator(name).bounding_box() for name in (".facts", ".body"))
    assert facts
    assert body
    assert facts["x"] + facts["width"] <= body["x"]


@pytest.mark.parametrize("state", ["cancelled", "postponed", "over"])
def test_every_page_of_an_event_that_is_stopped_says_so_first(visitor, transactional_db, state):
    event = {event.slug: event for event in awkward.make_stopped_events()}[state]
    page = visitor.page(PHONE)
    said = "This event has taken place." if state == "over" else awkward.REASON
    for path in (*addresses.pages_of(event), *its_own(event)):
        page.goto(path)
        words, heading = page.get_by_text(said).first.bounding_box(), page.locator("h1").bounding_box()
        assert words, path
        assert heading, path
        assert words["y"] + words["height"] < min(heading["y"], PHONE["height"]), path


def its_own(event: Event) -> list[str]:
    """Its one session and its one speaker."""
    return [reverse("session", args=[event.slug, "talk"]), reverse("speaker", args=[event.slug, "plato"])]


@pytest.fixture
def previewed(visitor: Visitor, transactional_db: None) -> tuple[Page, Event]:
    """A draft, and its organiser signed in on a phone."""
    draft = awkward.make_stopped_events()[3]
    user = factories.make_member(draft, "organiser")
    page = visitor.page(PHONE)
    page.goto("/admin/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill("x" * 12)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
    return page, draft


def test_a_draft_looks_right_to_its_team_and_is_nothing_to_others(visitor, previewed):
    page, draft = previewed
    stranger = visitor.page()
    names = ("event", "programme", "speakers", "hosts", "venue", "story", "photographs", "news")
    looked_at = Reading("as it is", (PHONE,), eyes.LOOKS_RIGHT)
    for path in (*(reverse(name, args=[draft.slug]) for name in names), *its_own(draft)):
        assert stranger.goto(path).status == 404
        assert eyes.trouble(page, [f"/preview{path}"], looked_at) == {}
        assert page.get_by_text("Preview.").is_visible(), path


def test_one_day_has_no_choice_of_days_and_three_have_one(visitor, full):
    single = awkward.make_single_event()
    page = visitor.page()
    for event, count in ((full, 1), (single, 0)):
        page.goto(reverse("programme", args=[event.slug]))
        assert page.get_by_role("list", name="Day").count() == count


def test_the_night_in_which_clocks_go_back_keeps_order_days_and_offsets(visitor, transactional_db):
    event = awkward.make_clock_event()
    page = visitor.page(PHONE)
    page.goto(reverse("programme", args=[event.slug]))
    titles = page.locator(".timetable h3").all_inner_texts()
    assert titles == ["Before midnight", "Through the change", "The first half past one", "The second half past one"]
    assert page.locator(".day > h2").all_inner_texts() == ["Saturday 30 October 2027", "Sunday 31 October 2027"]
    row = page.locator(".timetable > li")
    begins = [row.filter(has_text=f"The {which} half").locator("time").first for which in ("first", "second")]
    moments = [datetime.fromisoformat(time.get_attribute("datetime") or "") for time in begins]
    assert [(str(moment.time()), str(moment.utcoffset())) for moment in moments] == [
        ("01:30:00", "1:00:00"),
        ("01:30:00", "0:00:00"),
    ]


def test_a_title_of_the_other_direction_begins_where_its_neighbours_do(visitor, full):
    page = visitor.page()
    page.goto(reverse("programme", args=[full.slug]))

    def side(title: str, edge: str) -> int:
        link = page.locator(".timetable h3 a", has_text=title)
        return round(link.evaluate(f"e => e.getBoundingClientRect().{edge}"))

    assert side(awkward.ARABIC_TITLE, "left") == side("Lunch", "left")
    page.evaluate(eyes.MIRROR)
    assert side(awkward.ARABIC_TITLE, "right") == side("Lunch", "right")


def test_a_session_past_midnight_stands_under_the_day_on_which_it_begins(visitor, full):
    page = visitor.page()
    page.goto(reverse("programme", args=[full.slug]))
    day = page.locator(".day").filter(has=page.get_by_role("heading", name="Past midnight"))
    assert day.locator("h2").inner_text() == page.locator(".day > h2").first.inner_text()
