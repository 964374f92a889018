from datetime import UTC, datetime

import pytest

from symposium.kit import clocks, zones

LA, LONDON = "America/Los_Angeles", "Europe/London"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_times_carry_their_offset():
    words = clocks.hours(at("2026-01-20T17:00"), at("2026-01-20T18:30"), LA)
    assert '<time datetime="2026-01-20T09:00-08:00">09:00</time>' in words
    assert '<time datetime="2026-01-20T10:30-08:00">10:30</time>' in words
    assert "yours" not in words


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "venue", "reader", "said"),
    [
        ("2026-01-20T17:00", "2026-01-20T18:00", LA, LONDON, "17:00–18:00"),
        ("2026-01-21T00:30", "2026-01-21T01:30", LA, LONDON, "Wed 21, 00:30–01:30"),
        ("2026-01-20T17:00", "2026-01-20T18:00", LONDON, "Pacific/Auckland", "Wed 21, 06:00–07:00"),
        ("2026-01-20T17:00", "2026-01-20T18:00", LONDON, "Asia/Kolkata", "22:30–23:30"),
        # Clocks in Britain go on at 01:00 on 28 March 2027 and back at 02:00 on 31 October; California's later.
        ("2027-03-28T00:30", "2027-03-28T01:30", LA, LONDON, "Sun 28, 00:30–02:30"),
        ("2027-10-31T00:30", "2027-10-31T01:30", LA, LONDON, "Sun 31, 01:30 (BST)–01:30 (GMT)"),
    ],
)
def test_the_readers_own_stand_beside_with_the_day_where_it_is_another(starts_at, ends_at, venue, reader, said):
    words = clocks.hours(at(starts_at), at(ends_at), venue, reader)
    assert words.endswith(f": </span>{said}</span>")


def test_nothing_stands_beside_where_the_clocks_agree():
    assert "yours" not in clocks.hours(at("2026-07-20T17:00"), at("2026-07-20T18:00"), LONDON, "Europe/Isle_of_Man")


def test_the_hour_that_comes_twice_says_which_one_it_is():
    first, second = at("2027-10-31T00:30"), at("2027-10-31T01:30")
    assert [zones.say_time(moment, LONDON) for moment in (first, second)] == ["01:30 (BST)", "01:30 (GMT)"]
    assert zones.say_time(at("2027-10-31T02:30"), LONDON) == "02:30"


def test_a_span_marks_both_ends_and_names_both_days_past_midnight():
    one = clocks.span(at("2026-01-20T17:00"), at("2026-01-20T18:00"), LA)
    assert one.startswith('Tuesday 20 January 2026, <time datetime="2026-01-20T09:00-08:00">09:00</time>–<time')
    two = clocks.span(at("2026-01-21T06:00"), at("2026-01-21T09:00"), LA)
    assert "Wednesday 21 January 2026" in two
    assert two.count("<time") == 2
