"""Calendars: of an office with zones of its own, of this program, and of strangers who mean harm."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given

from symposium.calendars import ical
from symposium.exchange.document import UNSAID, Material
from symposium.exchange.readers.ical import CALENDAR
from tests.symposium.exchange.readers.reading import (
    document,
    fuzzing,
    known_as,
    mistakes,
    read,
    refused,
    sample,
    spoiled,
    survives,
    warnings,
)

OFFICE = sample("outlook.ics")


def calendar(*lines: str, event: bool = True) -> bytes:
    """A calendar with one entry of those lines."""
    inner = ["BEGIN:VEVENT", *lines, "END:VEVENT"] if event else lines
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *inner, "END:VCALENDAR", ""]).encode()


TIME = ("DTSTART:20270511T090000Z", "DTEND:20270511T100000Z")


def test_its_files_are_known_by_how_they_begin() -> None:
    assert known_as(OFFICE, "Garden.ics") == known_as(b"\xef\xbb\xbf" + OFFICE, "x") == "calendar"


def test_everything_that_an_entry_says_arrives() -> None:
    found = document(CALENDAR, OFFICE)
    keynote, grafting, seeds = found.sessions
    assert keynote.title == "Opening keynote: roots, shoots"
    # By the rules of the file's own zone, which has no name that anybody else knows.
    assert keynote.starts_at == datetime(2027, 5, 11, 7, tzinfo=UTC)
    assert keynote.abstract == (
        "<p>Who grows what.</p><ul><li>peas</li><li>beans, which are long enough that this line is folded</li></ul>"
    )
    assert (keynote.kind, keynote.stream_url) == ("keynote", "https://live.example.org/roots")
    assert keynote.materials == (Material(kind="other", url="https://files.example.org/roots.pdf"),)
    assert (grafting.title, grafting.state, grafting.abstract) == (
        "Grafting", "cancelled", "<p>Bring a <strong>knife</strong>.</p>",
    )  # fmt: skip
    # A name that Windows has for zones, and a length in place of an end.
    assert (grafting.starts_at, grafting.ends_at) == (
        datetime(2027, 5, 11, 9, tzinfo=UTC), datetime(2027, 5, 11, 10, 30, tzinfo=UTC),
    )  # fmt: skip
    assert (seeds.state, seeds.room, seeds.materials, seeds.abstract) == ("draft", UNSAID, UNSAID, UNSAID)


def test_what_all_places_have_in_common_is_no_part_of_a_room() -> None:
    assert [room.name for room in document(CALENDAR, OFFICE).rooms] == ["Palm House", "Shed"]


def test_floating_hours_are_on_the_wall_of_the_calendar_else_of_the_event_else_nowhere() -> None:
    def seeds(data: bytes, zone: str) -> object:
        return read(CALENDAR, data, zone=zone).document.sessions[2].starts_at

    assert seeds(OFFICE, "Asia/Tokyo") == datetime(2027, 5, 11, 12, tzinfo=UTC)
    homeless = OFFICE.replace(b"X-WR-TIMEZONE:Europe/Paris\r\n", b"")
    assert seeds(homeless, "Asia/Tokyo") == datetime(2027, 5, 11, 5, tzinfo=UTC)
    assert "time zone first" in mistakes(read(CALENDAR, homeless, zone=""))[0]


def test_whole_days_are_no_session_and_are_left_out_with_a_word() -> None:
    told = warnings(read(CALENDAR, OFFICE))
    assert len(told) == 1
    assert told[0].startswith(
        "entry 4 (Garden Week) DTSTART: It lasts whole days, which no session does. It is left out"
    )


def test_the_calendar_itself_is_the_event() -> None:
    event = document(CALENDAR, OFFICE).event
    assert event
    assert (event.name, event.timezone) == ("Garden Week", "Europe/Paris")
    assert (event.starts_at, event.ends_at) == (
        datetime(2027, 5, 11, 7, tzinfo=UTC),
        datetime(2027, 5, 11, 13, tzinfo=UTC),
    )


def test_a_feed_of_this_program_is_read() -> None:
    start, end = datetime(2027, 5, 11, 9, tzinfo=UTC), datetime(2027, 5, 11, 10, tzinfo=UTC)
    rooms = ("Hall A", "Hall B")
    items = [
        ical.Item(
            uid=f"u{number}", sequence=0, created_at=start, revised_at=start, title=f"One; two, {number}\\n",
            starts_at=start, ends_at=end, zone="America/Los_Angeles", organiser=ical.Person("Desk", "desk@example.org"),
            place=f"{room}, Institute, Street 1, Pasadena", categories=("workshop",), description="Ä <b>x</b>\n\ny",
        )
        for number, room in enumerate(rooms)
    ]  # fmt: skip
    found = document(CALENDAR, ical.to_bytes(ical.Calendar(items=items, name="Lights")))
    assert [(one.key, one.title, one.starts_at, one.kind) for one in found.sessions] == [
        ("u0", "One; two, 0\\n", start, "workshop"),
        ("u1", "One; two, 1\\n", start, "workshop"),
    ]
    assert [room.name for room in found.rooms] == list(rooms)
    assert found.event
    assert found.event.timezone == "America/Los_Angeles"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("UID:1", *TIME, "RRULE:FREQ=DAILY", "SUMMARY:A"), "entry 1 (A) RRULE: Repeats are not understood"),
        (("UID:1", *TIME, "RECURRENCE-ID:20270511T090000Z", "SUMMARY:A"), "Repeats are not understood"),
        (("UID:1", *TIME), "entry 1 (…) SUMMARY: The title is missing"),
        (("UID:1", "SUMMARY:A"), "DTSTART: It does not say when it takes place"),
        (("UID:1", TIME[0], "SUMMARY:A"), "DTEND: It has a beginning and no end"),
        (("UID:1", TIME[0], "DURATION:-PT1H", "SUMMARY:A"), "DURATION: This is no length"),
        (("UID:1", TIME[0], "DURATION:long", "SUMMARY:A"), "DURATION: This is no length"),
        (("UID:1", "DTSTART:soon", "SUMMARY:A"), "DTSTART: This is no moment"),
        (("UID:1", "DTSTART;TZID=Mars/Phobos:20270511T090000", "SUMMARY:A"), "“Mars/Phobos” is no time zone"),
        (("UID:1", "DTSTART:00010101T000000", TIME[1], "SUMMARY:A"), "The year 1 is a mistake"),
    ],
)
def test_what_is_wrong_is_told_by_its_entry(lines: tuple[str, ...], words: str) -> None:
    told = mistakes(read(CALENDAR, calendar(*lines)))
    assert any(words in line for line in told), told


def test_the_same_uid_twice_is_told_and_none_at_all_is_made_up_for() -> None:
    twice = calendar("UID:1", *TIME, "SUMMARY:A", "END:VEVENT", "BEGIN:VEVENT", "UID:1", *TIME, "SUMMARY:B")
    assert "The same id stands at entry 1 (A)" in mistakes(read(CALENDAR, twice))[0]
    nameless = read(CALENDAR, calendar(*TIME, "SUMMARY:A b"))
    assert nameless.document.sessions[0].key == "a b 2027-05-11T09:00"
    assert "It has no UID" in warnings(nameless)[0]


WILD = calendar(
    "BEGIN:VTIMEZONE", "TZID:Z", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000",
    "RRULE:FREQ=SECONDLY;UNTIL=20380101T000000Z", "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT", "UID:1", "SUMMARY:A",
    "DTSTART;TZID=Z:20270511T090000", "DTEND;TZID=Z:20270511T100000", "END:VEVENT", event=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hello", "no calendar"),
        (b"", "empty"),
        (OFFICE[:400], "cannot be read"),
        (WILD, "time zones that do not exist"),
        (WILD.replace(b"FREQ=SECONDLY", b"FR\r\n EQ=HOURLY"), "time zones that do not exist"),
        (WILD.replace(b"FREQ=SECONDLY", b"FREQ=YEARLY;BYSECOND=1,2"), "time zones that do not exist"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 20_001 + b"END:VCALENDAR", "more than any event"),
        (b"PK\x03\x04" + bytes(40), "ZIP"),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_reason(data: bytes, words: str) -> None:
    before = time.process_time()
    assert words in refused(CALENDAR, data)
    assert time.process_time() - before < 2


@fuzzing
@given(spoiled(OFFICE))
def test_accidents_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    survives(CALENDAR, data)
