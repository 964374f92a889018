"""jCal (RFC 7265): the same calendar as JSON."""

import json
from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from symposium.calendars.jcal import to_jcal
from symposium.calendars.reading import UnreadableError, read
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 1, 20, 17, tzinfo=UTC)


@pytest.fixture
def event():
    event = make.make_event(name="Space; time, all", slug="space", starts_at=DAY, ends_at=DAY + timedelta(hours=9))
    make.make_venue(event, latitude="34.137700", longitude="-118.125300")
    make.make_session(event, title="Ice, dust;\\n", slug="ice", track=make.make_track(event, name="Sails, masts"))
    return event


def find(component: list, name: str) -> list[list]:
    return [one for one in component[1] if one[0] == name]


def test_it_is_json_of_its_own_type_with_an_etag_of_its_own(client, event):
    plain, answer = (client.get(f"/events/space/programme.ics{query}") for query in ("", "?format=jcal"))
    assert answer.headers["Content-Type"] == "application/calendar+json; charset=utf-8"
    assert answer.headers["ETag"] != plain.headers["ETag"]
    assert client.get("/events/space/programme.ics?format=xml").headers["ETag"] == plain.headers["ETag"]
    again = client.get("/events/space/programme.ics?format=jcal", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_values_have_their_types(client, event):
    calendar = json.loads(client.get("/events/space/programme.ics?format=jcal").content)
    assert calendar[0] == "vcalendar"
    assert find(calendar, "method") == [["method", {}, "text", "PUBLISH"]]
    assert find(calendar, "name") == [["name", {}, "text", "Space; time, all: programme"]]
    assert find(calendar, "refresh-interval") == [["refresh-interval", {}, "duration", "PT1H"]]
    assert find(calendar, "source")[0][2] == "uri"
    zone, session = calendar[2]
    assert (zone[0], session[0]) == ("vtimezone", "vevent")
    assert find(session, "dtstart") == [
        ["dtstart", {"tzid": "America/Los_Angeles"}, "date-time", "2026-01-20T10:00:00"]
    ]
    assert find(session, "sequence")[0][2] == "integer"
    assert find(session, "summary") == [["summary", {}, "text", "Ice, dust;\\n"]]
    assert find(session, "categories") == [["categories", {}, "text", "talk", "Sails, masts"]]
    assert find(session, "geo") == [["geo", {}, "float", [34.1377, -118.1253]]]
    assert find(session, "organizer")[0][2:] == ["cal-address", "mailto:organisers@example.org"]
    standard = zone[2][0]
    assert find(standard, "tzoffsetto") == [["tzoffsetto", {}, "utc-offset", "-08:00"]]
    assert find(standard, "rrule") == [["rrule", {}, "recur", {"freq": "YEARLY", "bymonth": 11, "byday": "1SU"}]]
    assert find(standard, "dtstart") == [["dtstart", {}, "date-time", "2025-11-02T02:00:00"]]


def test_another_library_reads_the_same_calendar_from_both(client, event):
    plain = icalendar.Calendar.from_ical(client.get("/events/space/programme.ics?extended=1").content)
    other = icalendar.Calendar.from_jcal(
        client.get("/events/space/programme.ics?extended=1&format=jcal").content.decode()
    )
    for one, two in zip(plain.walk("VEVENT"), other.walk("VEVENT"), strict=True):
        for name in ("UID", "SUMMARY", "DTSTART", "DTEND", "SEQUENCE", "LOCATION", "DESCRIPTION", "GEO", "DTSTAMP"):
            assert one[name] == two[name], name


def test_days_are_dates(client, event):
    event.hours_announced = False
    event.save()
    calendar = json.loads(client.get("/events/space/calendar.ics?format=jcal").content)
    assert find(calendar[2][-1], "dtstart") == [["dtstart", {}, "date", "2026-01-20"]]


def test_a_rule_of_many_days_is_an_array():
    body = "BEGIN:VCALENDAR\r\nRRULE:FREQ=YEARLY;BYMONTHDAY=23,24;BYDAY=FR\r\nEND:VCALENDAR\r\n"
    rule = json.loads(to_jcal(body.encode()))[1][0][3]
    assert rule == {"freq": "YEARLY", "bymonthday": [23, 24], "byday": "FR"}


# --- content lines read again -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"hello",
        b"BEGIN:VCALENDAR",
        b"END:VCALENDAR",
        b"BEGIN:VCALENDAR\nEND:VEVENT",
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR",
        b"X:1\nBEGIN:VCALENDAR\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\nNO COLON\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\nX;=1:1\nEND:VCALENDAR",
        b'BEGIN:VCALENDAR\nX;A="1:1\nEND:VCALENDAR',
        b"BEGIN:X\n" * 9,
        b"\x00" * 100,
    ],
)
def test_what_is_no_calendar_is_refused_with_words(raw):
    with pytest.raises(UnreadableError, match=r"\w"):
        read(raw)


def test_lines_are_read_as_others_write_them():
    raw = (
        b'\xef\xbb\xbfbegin:vcalendar\nATTENDEE;CN="Star, Ada";X=a,"b;c",^^^n^\':MAILTO:a@b.org\n'
        b"SUMMARY:Fold\n ed \\N\\, \\;\n\nend:vcalendar"
    )
    found = read(raw)
    attendee, summary = found.properties
    assert attendee.parameters == {"CN": ["Star, Ada"], "X": ["a", "b;c", '^\n"']}
    assert attendee.value == "MAILTO:a@b.org"
    assert summary.text == "Folded \n, ;"


def test_what_is_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr("symposium.calendars.reading.MOST_BYTES", 10)
    with pytest.raises(UnreadableError, match="too large"):
        read(b"BEGIN:VCALENDAR\nEND:VCALENDAR")
