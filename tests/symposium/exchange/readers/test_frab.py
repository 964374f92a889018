"""frab's schedule.xml and schedule.json, of today and of ten years ago, and what strangers make of them."""

import io
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symposium.exchange.document import UNSAID, Appearance, Material
from symposium.exchange.readers import Options, xml_tree
from symposium.exchange.readers.frab import FRAB
from tests.symposium.exchange.readers.reading import (
    document,
    fuzzing,
    known_as,
    mistakes,
    read,
    refused,
    sample,
    shuffled,
    spoiled,
    survives,
    warnings,
)

OLD, XML, JSON = sample("frab_old.xml"), sample("pretalx.xml"), sample("pretalx_schedule.json")


def changed(path: list[Any], value: Any, *, gone: bool = False) -> bytes:
    """pretalx's schedule with one thing in its conference changed."""
    content = json.loads(JSON)
    held = content["schedule"]["conference"]
    for name in path[:-1]:
        held = held[name]
    if gone:
        del held[path[-1]]
    else:
        held[path[-1]] = value
    return json.dumps(content).encode()


TWIN = "aa0f1f0e-5f0d-5d3a-8a58-000000000001"
FIRST = ["days", 0, "rooms", "Quay One", 0]


@pytest.mark.parametrize(("data", "name"), [(OLD, "old.xml"), (XML, "schedule.xml"), (JSON, "schedule.json")])
def test_its_files_are_known_by_what_is_in_them(data: bytes, name: str) -> None:
    assert known_as(data, name) == known_as(data, "download") == "frab"


def test_xml_and_json_of_pretalx_say_the_same() -> None:
    xml, plain = document(FRAB, XML), document(FRAB, JSON)
    assert [(one.key, one.title, one.starts_at, one.ends_at, one.abstract) for one in xml.sessions] == [
        (one.key, one.title, one.starts_at, one.ends_at, one.abstract) for one in plain.sessions
    ]
    assert [room.key for room in xml.rooms] == [room.key for room in plain.rooms]
    assert (xml.event and xml.event.name, xml.tracks) == (plain.event and plain.event.name, plain.tracks)
    # Whatever is imported after the other is recognised.
    assert [one.materials for one in xml.sessions] == [one.materials for one in plain.sessions]


def test_everything_that_pretalx_says_of_a_session_arrives() -> None:
    found = document(FRAB, JSON)
    first, second = found.sessions
    assert (first.kind, first.track, first.room) == ("keynote", "ships", "6d0f1f0e-5f0d-5d3a-8a58-111111111111")
    assert first.starts_at == datetime(2027, 3, 27, 10, tzinfo=UTC)
    assert "<strong>bright</strong>" in str(first.abstract)
    assert 'href="https://lights.example.org"' in str(first.abstract)
    assert first.appearances == (Appearance(speaker="bb0f1f0e-5f0d-5d3a-8a58-000000000021"),)
    assert first.materials == (
        Material(kind="other", title="The list", url="https://lights.example.org/list"),
        Material(kind="slides", title="Slides", url="https://talks.example.org/media/harbour/slides.pdf"),
    )
    assert (second.abstract, second.track, second.materials, second.state) == ("", None, (), UNSAID)
    assert (found.rooms[0].capacity, found.rooms[1].capacity) == (120, None)
    assert found.speakers[0].biography == "<p>Keeps lights.<br>And <em>logs</em>.</p>"
    assert found.speakers[1].biography is UNSAID


def test_an_event_of_days_lasts_from_midnight_to_midnight_and_has_no_hours() -> None:
    event = document(FRAB, JSON).event
    assert event
    assert (event.timezone, event.hours_announced) == ("Europe/London", False)
    assert event.starts_at == datetime(2027, 3, 27, tzinfo=UTC)
    # The clocks went forward that night.
    assert event.ends_at == datetime(2027, 3, 28, 23, tzinfo=UTC)


def test_an_event_without_dates_has_those_of_its_days() -> None:
    bare = OLD.replace(b"<start>2014-05-09</start>", b"").replace(b"<end>2014-05-10</end>", b"")
    event = document(FRAB, bare).event
    assert event
    assert (event.starts_at, event.ends_at) == (
        datetime(2014, 5, 8, 23, tzinfo=UTC), datetime(2014, 5, 10, 23, tzinfo=UTC),
    )  # fmt: skip


def test_old_files_have_hours_under_days_in_the_zone_of_the_event() -> None:
    found = document(FRAB, OLD)
    opening, swim, stars = found.sessions
    assert opening.starts_at == datetime(2014, 5, 9, 8, tzinfo=UTC)
    assert swim.ends_at == datetime(2014, 5, 9, 23, 30, tzinfo=UTC)
    # After midnight still belongs to the night of the day before.
    assert stars.starts_at == datetime(2014, 5, 10, 0, 15, tzinfo=UTC)
    assert [speaker.name for speaker in found.speakers] == ["Jürgen Weißhaupt", "Siobhán O'Dea"]
    assert [room.name for room in found.rooms] == ["Großer Saal", "Boathouse"]
    assert (opening.kind, swim.kind, stars.kind) == ("talk", "reception", UNSAID)
    assert str(opening.abstract).startswith("<p><strong>Why tides?</strong></p><p>Fair winds.</p>")
    assert warnings(read(FRAB, OLD)) == [
        "event 103 type: “stargazing” is no kind of session here: new ones become talks. Change them afterwards."
    ]


def test_without_any_zone_hours_are_refused_and_moments_are_not() -> None:
    told = mistakes(read(FRAB, OLD, zone=""))
    assert len(told) == 1
    assert "time zone first" in told[0]
    assert mistakes(read(FRAB, XML, zone="")) == []


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["time_zone_name"], "Mars/Phobos", "conference time_zone_name: “Mars/Phobos” is no time zone"),
        ([*FIRST, "date"], "soon", "event 4711 date: “soon” is no day") ,
        ([*FIRST, "date"], "0027-03-27T10:00:00+00:00", "The year 27 is a mistake"),
        ([*FIRST, "date"], {"a": 1}, "event 4711 date: A text must stand here"),
        ([*FIRST, "title"], None, "event 4711 title: The title is missing"),
        ([*FIRST, "title"], ["x"], "event 4711 title: A text must stand here"),
        ([*FIRST, "abstract"], "x" * 100_001, "event 4711 abstract: This is longer than 100000 characters"),
        ([*FIRST, "persons"], "Ama", "event 4711 persons: A list must stand here"),
        ([*FIRST, "persons"], ["Ama"], "event 4711.persons[1] : An object must stand here"),
        ([*FIRST, "persons"], [{"id": 7}], "event 4711.persons[1] name: The name of this person is missing"),
        (["rooms", 0, "capacity"], "many", "conference.rooms[1] capacity: A whole number"),
        (["days"], {"1": []}, "conference days: A list must stand here"),
        (["days", 0, "rooms"], ["Quay One"], "conference.days[1] rooms: Rooms must stand here by their names"),
        (["days", 0, "rooms", "Quay Two", 0, "guid"], TWIN, "same id stands at event 4711"),
        (["days", 0, "rooms", "Quay Two", 0, "duration"], "long", "event 4712 duration: “long” is no length of time"),
        (["days", 0, "rooms", "Quay Two", 0, "duration"], None, "a beginning and no end"),
        (["days", 0, "rooms", "Quay Two", 0, "duration"], "00:00", "no length that a session has"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_place(path: list[Any], value: Any, words: str) -> None:
    told = mistakes(read(FRAB, changed(path, value), zone=""))
    assert len([line for line in told if words in line]) == 1, told


def test_two_people_with_one_id_are_told() -> None:
    path = ["days", 0, "rooms", "Quay Two", 0, "persons", 1]
    told = mistakes(read(FRAB, changed(path, {"guid": "bb0f1f0e-5f0d-5d3a-8a58-000000000021", "name": "Kofi"})))
    assert "belongs to “Ama Boateng” already" in told[0]


def test_numbers_in_quotes_and_texts_as_numbers_are_understood() -> None:
    assert document(FRAB, changed(["rooms", 0, "capacity"], "120")).rooms[0].capacity == 120
    assert document(FRAB, changed([*FIRST, "title"], 1984)).sessions[0].title == "1984"
    assert document(FRAB, changed([*FIRST, "title"], {"de": "Licht", "en": "Light"})).sessions[0].title == "Light"


def test_what_is_not_said_is_left_alone() -> None:
    gone = changed([*FIRST, "persons"], None, gone=True)
    assert document(FRAB, gone).sessions[0].appearances is UNSAID


def test_addresses_that_are_none_are_left_out_with_a_warning() -> None:
    reading = read(FRAB, changed([*FIRST, "links"], [{"url": "javascript:alert(1)"}, {"url": "http://[bad"}]))
    assert "javascript:" not in repr(reading.document)
    assert any("no address of a page" in line for line in warnings(reading))


def test_markup_of_strangers_is_reduced_to_ours() -> None:
    found = document(FRAB, changed([*FIRST, "abstract"], "<div onclick=x>Hi <b>you</b><script>alert(1)</script></div>"))
    assert str(found.sessions[0].abstract).startswith("<p>Hi <strong>you</strong></p>")
    assert "<script" not in repr(found)


BOMB = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><schedule><a>&b;</a></schedule>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (BOMB, "<!DOCTYPE"),
        (BOMB.decode().encode("utf-16"), "<!DOCTYPE"),
        (b"<schedule>" + b"<a>" * 50 + b"</a>" * 50 + b"</schedule>", "nested deeper"),
        (XML[:900], "broken at line"),
        (b"<html><body><schedule/></body></html>", "no schedule: it begins with <html>"),
        (b"", "empty"),
        (b" \n\0", "empty"),
        (b"{}", "no schedule"),
        (b'{"schedule": {"conference": []}}', "no schedule"),
        (b'{"schedule": {"conference": {}', "cannot be read"),
        (b'{"schedule": ' + b"[" * 300_000 + b"]" * 300_000, "nested too deeply"),
        (b'{"schedule": {"conference": {"title": NaN}}}', "NaN is no number"),
        (b'{"schedule": {"conference": {"title": "a", "title": "b"}}}', "“title” stands twice"),
        (b"PK\x03\x04" + bytes(30), "ZIP"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"[" + b"[]," * 400_000, "more than any event"),
    ],
)
def test_what_is_no_schedule_is_refused_with_a_reason(data: bytes, words: str) -> None:
    assert words in refused(FRAB, data)


def test_of_xml_with_more_elements_than_a_programme_has_none_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tree, "MOST_ELEMENTS", 40)
    assert "larger" in refused(FRAB, XML)


def test_of_a_file_that_is_too_large_no_more_is_read_than_may_be() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def seek(self, *_place: Any) -> int:
            return 0

        def read(self, size: int = -1) -> bytes:
            self.taken += size
            return b"<" * size

    endless: Any = Endless()
    with pytest.raises(Exception, match="larger than 20 MB"):
        FRAB.read(endless, Options())
    assert endless.taken == 20 * 1024 * 1024 + 1


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-16", "utf-16"),
        ("utf-8-sig", "utf-8"),
        ("latin-1", "iso-8859-1"),
        ("utf-16-le", "utf-8"),
        ("utf-32", "utf-8"),
    ],
)
def test_xml_is_read_in_whatever_it_is_written(encoding: str, said: str) -> None:
    text = OLD.decode("latin-1").replace("ISO-8859-1", said)
    reading = read(FRAB, text.encode(encoding))
    assert reading.document.speakers[0].name == "Jürgen Weißhaupt"


def test_letters_that_the_file_lies_about_are_guessed_and_told() -> None:
    reading = read(FRAB, OLD.replace(b"ISO-8859-1", b"utf-8"))
    assert reading.document.speakers[0].name == "Jürgen Weißhaupt"
    assert any("how its letters are written" in line for line in warnings(reading))
    assert read(FRAB, JSON.decode().encode("utf-16")).document == read(FRAB, JSON).document


def test_one_mistake_in_every_line_is_not_told_a_thousand_times() -> None:
    content = json.loads(JSON)
    content["schedule"]["conference"]["days"][0]["rooms"]["Quay One"] = [{"id": number} for number in range(1000)]
    told = mistakes(read(FRAB, json.dumps(content).encode()))
    assert len(told) == 201
    assert told[-1].endswith("800 more mistakes.")


@fuzzing
@given(st.one_of(spoiled(XML), spoiled(OLD), spoiled(JSON)))
def test_accidents_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    survives(FRAB, data)


@fuzzing
@given(st.integers(0, 10**9))
def test_anything_may_stand_anywhere(seed: int) -> None:
    survives(FRAB, json.dumps(shuffled(json.loads(JSON), seed)).encode())


def test_no_word_of_the_file_is_run_as_a_pattern() -> None:
    data = re.sub(rb"Quay One", rb"%s %(x)d {0}", JSON)
    assert read(FRAB, data).document.rooms[0].name == "%s %(x)d {0}"
