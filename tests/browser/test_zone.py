"""The reader's own time beside the venue's, in the zone of the reader's device."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from symposium.kit import clocks
from tests import factories

YOURS = "() => [...document.querySelectorAll('.timetable .yours')].map(e => e.textContent.split(': ').pop())"


@pytest.fixture
def programme(transactional_db):
    """A programme of sessions that begin at the moments given (UTC) and take an hour, and its address."""

    def make(zone, *moments):
        begins = [datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in moments]
        event = factories.make_event(slug="clocks", timezone=zone, starts_at=begins[0])
        for moment in begins:
            factories.make_session(event, starts_at=moment, ends_at=moment.replace(hour=moment.hour + 1))
        return reverse("programme", args=["clocks"])

    return make


def switched(visitor, path, zone):
    page = visitor.page(timezone_id=zone)
    page.goto(path)
    page.get_by_role("checkbox", name="Show times in").check()
    return page


@pytest.mark.parametrize(
    ("venue", "reader", "moment", "said"),
    [
        ("America/Los_Angeles", "Europe/London", "2027-01-20T17:00", "17:00–18:00"),
        ("America/Los_Angeles", "Europe/London", "2027-01-21T00:30", "Thu 21, 00:30–01:30"),
        ("Europe/London", "America/Los_Angeles", "2027-01-20T03:00", "Tue 19, 19:00–20:00"),
        ("Europe/London", "Asia/Kolkata", "2027-01-20T17:00", "22:30–23:30"),
        ("Europe/London", "Pacific/Auckland", "2027-01-20T17:00", "Thu 21, 06:00–07:00"),
        # The clocks go on at 01:00 UTC, and back at 01:00 UTC: one hour is short, one comes twice.
        ("America/Los_Angeles", "Europe/London", "2027-03-28T00:30", "Sun 28, 00:30–02:30"),
        ("America/Los_Angeles", "Europe/London", "2027-10-31T00:30", "Sun 31, 01:30 (BST)–01:30 (GMT)"),
        ("America/Los_Angeles", "Europe/London", "2027-10-31T02:00", "Sun 31, 02:00–03:00"),
    ],
)
def test_the_readers_time_stands_beside_and_says_what_the_server_would(visitor, programme, venue, reader, moment, said):
    path = programme(venue, moment)
    page = switched(visitor, path, reader)
    assert page.evaluate(YOURS) == [said]
    page.goto(f"{path}?zone={reader}")
    assert page.evaluate(YOURS) == [said]
    begins = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert clocks.hours(begins, begins.replace(hour=begins.hour + 1), venue, reader).endswith(f"{said}</span>")
    assert visitor.complaints == []


@pytest.mark.parametrize("reader", ["Europe/London", "Europe/Lisbon", "UTC"])
def test_where_the_clocks_agree_there_is_no_switch(visitor, programme, reader):
    page = visitor.page(timezone_id=reader)
    page.goto(programme("Europe/London", "2027-01-20T17:00"))
    assert page.locator(".switch").count() == 0


def test_where_they_agree_but_for_one_day_there_is(visitor, programme):
    page = switched(visitor, programme("Europe/London", "2027-03-27T17:00", "2027-03-28T02:00"), "UTC")
    assert page.evaluate(YOURS) == ["02:00–03:00"]
    assert page.locator(".switch").inner_text().strip() == "Show times in UTC too"


def test_nothing_is_shown_before_the_reader_asks_and_the_choice_is_remembered(visitor, programme):
    path = programme("Europe/London", "2027-01-20T17:00")
    page = visitor.page(timezone_id="America/Los_Angeles")
    page.goto(path)
    assert page.locator(".yours").count() == 0
    box = page.get_by_role("checkbox", name="Show times in Pacific Time too")
    box.focus()
    page.keyboard.press("Space")
    assert page.locator(".yours").count() == 1
    page.reload()
    assert page.locator(".yours").count() == 1
    page.get_by_role("checkbox").uncheck()
    page.reload()
    assert page.locator(".yours").count() == 0


def test_without_javascript_the_reader_chooses_from_the_list(visitor, programme):
    page = visitor.page(timezone_id="America/Los_Angeles", java_script_enabled=False)
    page.goto(programme("Europe/London", "2027-01-20T17:00"))
    assert page.locator(".switch").count() == 0
    page.get_by_role("link", name="Add another time zone").click()
    page.get_by_label("Your time zone").select_option("America/Los_Angeles")
    page.get_by_role("button", name="Show its times too").click()
    assert page.locator(".timetable .yours").inner_text().endswith("09:00–10:00")


def test_the_grid_and_the_page_of_a_session_have_the_switch_too(visitor, programme):
    path = programme("Europe/London", "2027-01-20T17:00")
    page = switched(visitor, f"{path}?view=grid", "Asia/Kolkata")
    assert page.locator("th .yours").inner_text().endswith("22:30")
    page.locator("td a").click()
    assert page.locator("dd .yours").inner_text().endswith("22:30–23:30")
