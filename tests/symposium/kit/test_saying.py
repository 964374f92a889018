from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from symposium.accounts.admin_lists import on_the_wall
from symposium.kit import saying, zones
from symposium.kit.dates import When

LA = "America/Los_Angeles"
NINE, SIX = datetime(2026, 1, 20, 17, tzinfo=UTC), datetime(2026, 1, 21, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _american():
    with translation.override("en-us"):
        yield


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 1, 20), date(2026, 1, 20), "Tuesday, January 20, 2026"),
        (date(2026, 1, 20), date(2026, 1, 22), "January 20–22, 2026"),
        (date(2026, 1, 30), date(2026, 2, 1), "January 30 – February 1, 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "December 31, 2026 – January 1, 2027"),
    ],
)
def test_days_are_said_as_americans_say_them(first, last, words):
    assert saying.say_days(first, last) == words


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(0, 0, "12:00\u00a0AM"), (9, 5, "9:05\u00a0AM"), (12, 0, "12:00\u00a0PM"), (23, 59, "11:59\u00a0PM")],
)
def test_times_are_said_by_the_clock_of_twelve_hours_and_do_not_break(hour, minute, words):
    assert saying.say_clock(datetime(2026, 1, 20, hour, minute, tzinfo=UTC)) == words


def test_a_time_is_said_again_in_another_language():
    assert zones.say_time(NINE, LA) == "9:00\u00a0AM"
    with translation.override("en-gb"):
        assert zones.say_time(NINE, LA) == "09:00"


def test_spans_and_moments_name_the_zone_in_the_same_language():
    assert zones.say_span(NINE, SIX, LA) == "Tuesday, January 20, 2026, 9:00\u00a0AM – 6:00\u00a0PM (Pacific Time)"
    assert zones.say_moment(NINE, LA) == "Tuesday, January 20, 2026, 9:00\u00a0AM (Pacific Time)"
    assert zones.say_moment(NINE, LA, with_zone=False) == "Tuesday, January 20, 2026, 9:00\u00a0AM"
    assert on_the_wall(NINE, LA) == "Jan 20, 2026, 9:00\u00a0AM"


def test_a_zone_is_named_again_in_another_language():
    assert zones.zone_label("Europe/London") == "United Kingdom Time"
    with translation.override("es"):
        assert zones.zone_label("Europe/London") == "hora de Reino Unido"


def test_a_language_that_babel_does_not_know_by_its_region_is_asked_without():
    with translation.override("de-tlh"):
        assert zones.zone_label("Europe/London") == "Vereinigtes Königreich (Ortszeit)"


def test_the_hour_that_comes_twice_says_which():
    first, second = datetime(2026, 11, 1, 8, 30, tzinfo=UTC), datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    assert [zones.say_time(moment, LA) for moment in (first, second)] == ["1:30\u00a0AM (PDT)", "1:30\u00a0AM (PST)"]


def test_a_short_day_leaves_out_the_year():
    assert saying.say_short_day(date(2026, 1, 20)) == "Tue, Jan 20"
    with translation.override("en-gb"):
        assert saying.say_short_day(date(2026, 1, 20)) == "Tue 20 Jan"
        assert saying.say_weekday(date(2026, 1, 20)) == "Tue 20"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1962-04-26", "April 26, 1962"),
        ("2025-12", "December 2025"),
        ("2020", "2020"),
        ("1997/2017", "1997–2017"),
        ("2025-09-04/2025-09-12", "September 4–12, 2025"),
        ("2025-09-28/2025-10-02", "September 28, 2025 to October 2, 2025"),
    ],
)
def test_dates_of_every_precision_are_said(text, words):
    assert str(When.parse(text)) == words


def test_what_machines_read_is_the_same_in_every_language():
    assert When.parse("1962-04-26").first.iso() == "1962-04-26"
