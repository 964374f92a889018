"""Times in templates stand on the wall of the event's zone, whatever the server's."""

from datetime import UTC, date, datetime

from symposium.kit.templatetags import times

MORNING = datetime(2026, 1, 20, 17, 0, tzinfo=UTC)
LATE = datetime(2026, 7, 2, 4, 30, tzinfo=UTC)
ZONE = "America/Los_Angeles"


def test_machines_read_the_offset_of_the_season():
    assert times.iso(MORNING, ZONE) == "2026-01-20T09:00-08:00"
    assert times.iso(LATE, ZONE) == "2026-07-01T21:30-07:00"


def test_people_read_the_hour_and_the_day_of_the_place():
    assert times.wall(LATE, ZONE) == "21:30"
    assert times.day(LATE, ZONE) == "Wednesday 1 July 2026"


def test_a_moment_is_said_with_its_zone():
    assert times.moment(MORNING, ZONE) == "Tuesday 20 January 2026, 09:00 (Pacific Time)"


def test_a_day_is_said_in_full_or_short():
    assert times.long_day(date(2026, 1, 20)) == "Tuesday 20 January 2026"
    assert times.short_day(date(2026, 1, 20)) == "Tue 20 Jan"


def test_times_in_sentences_are_marked_with_their_offset():
    at = datetime(2026, 1, 20, 17, tzinfo=UTC)
    assert times.marked_moment(at, "America/Los_Angeles") == (
        '<time datetime="2026-01-20T09:00-08:00">Tuesday 20 January 2026, 09:00 (Pacific Time)</time>'
    )
    assert times.marked_day(at, "UTC") == '<time datetime="2026-01-20T17:00+00:00">Tuesday 20 January 2026</time>'
