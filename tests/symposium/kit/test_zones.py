from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from symposium.kit import zones

LA = "America/Los_Angeles"


def test_a_span_is_said_as_a_person_says_it():
    span = zones.say_span(datetime(2026, 1, 20, 17, tzinfo=UTC), datetime(2026, 1, 21, 2, tzinfo=UTC), LA)
    assert span == "Tuesday 20 January 2026, 09:00–18:00 (Pacific Time)"


def test_a_span_past_midnight_names_both_days():
    span = zones.say_span(datetime(2026, 1, 21, 4, tzinfo=UTC), datetime(2026, 1, 21, 9, tzinfo=UTC), LA)
    assert span == "Tuesday 20 January 2026, 20:00 – Wednesday 21 January 2026, 01:00 (Pacific Time)"


def test_wall_times_are_right_on_both_sides_of_the_change_of_summer_time():
    before, after = datetime(2026, 3, 8, 9, 30, tzinfo=UTC), datetime(2026, 3, 8, 10, 30, tzinfo=UTC)
    assert (zones.say_time(before, LA), zones.say_time(after, LA)) == ("01:30", "03:30")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 1, 20), date(2026, 1, 20), "Tuesday 20 January 2026"),
        (date(2026, 1, 20), date(2026, 1, 22), "20–22 January 2026"),
        (date(2026, 1, 30), date(2026, 2, 1), "30 January – 1 February 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "31 December 2026 – 1 January 2027"),
    ],
)
def test_days_are_not_said_twice(first, last, words):
    assert zones.say_days(first, last) == words


def test_midnight_belongs_to_the_day_before():
    assert zones.last_day(datetime(2026, 1, 21, 8, tzinfo=UTC), LA) == date(2026, 1, 20)


@pytest.mark.parametrize("name", ["PST", "Pacific/Nowhere", "Etc/GMT+8", "", "x" * 500])
def test_a_wrong_zone_is_refused_with_an_example(name):
    with pytest.raises(ValidationError, match="for example Europe/London"):
        zones.validate_zone(name)


def test_zones_have_names_for_people():
    assert [zones.zone_label(name) for name in (LA, "Asia/Kolkata", "UTC")] == ["Pacific Time", "India Time", "UTC"]
