"""What Sessionize exports under 'All', and what strangers make of it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symposium.exchange.document import UNSAID, Appearance, Link, Material
from symposium.exchange.readers.sessionize import SESSIONIZE
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

ALL = sample("sessionize_all.json")
INES, TANE = "6f0e8b1a-0b9d-4f7c-8d55-0123456789ab", "7f0e8b1a-0b9d-4f7c-8d55-0123456789ab"


def changed(**said: Any) -> bytes:
    """The file with something else said of its first session."""
    content = json.loads(ALL)
    content["sessions"][0].update(said)
    return json.dumps(content).encode()


def test_its_file_is_known_by_what_is_in_it() -> None:
    assert known_as(ALL, "all.json") == known_as(ALL, "x") == "sessionize"


def test_everything_that_it_says_of_a_session_arrives() -> None:
    maps, repair, *_rest = document(SESSIONIZE, ALL).sessions
    # The wall of the event, in summer.
    assert (maps.starts_at, maps.ends_at) == (
        datetime(2027, 10, 9, 9, tzinfo=UTC),
        datetime(2027, 10, 9, 9, 45, tzinfo=UTC),
    )
    assert (maps.key, maps.kind, maps.track, maps.room, maps.is_plenary) == (
        "57078",
        "panel",
        "old maps",
        "id:901",
        False,
    )
    assert maps.appearances == (Appearance(speaker=INES), Appearance(speaker=TANE))
    assert maps.abstract == "<p>Drawing what is not there.</p><p>• why<br>• how</p>"
    assert (maps.stream_url, maps.materials, maps.state) == ("https://live.example.org/maps", (), UNSAID)
    assert (repair.kind, repair.state, repair.track, repair.stream_url) == ("workshop", "draft", None, "")
    assert repair.materials == (Material(kind="recording", url="https://video.example.org/compass"),)


def test_service_sessions_are_breaks_unless_their_titles_say_otherwise() -> None:
    kinds = {session.title: session.kind for session in document(SESSIONIZE, ALL).sessions}
    assert (kinds["Lunch"], kinds["Welcome and housekeeping"]) == ("break", "ceremony")


def test_people_come_with_their_links_and_are_sorted_under_their_family_names() -> None:
    ines, tane = document(SESSIONIZE, ALL).speakers
    assert (ines.name, ines.sort_name) == ("Inês Faria", "Faria, Inês")
    assert ines.biography == "<p><strong>Cartographer, Atlas &amp; Sons</strong></p><p>Draws.</p>"
    assert ines.links == (Link(label="X (Twitter)", url="https://social.example.org/@ines"),)
    assert (tane.biography, tane.links) == ("", ())


def test_what_was_declined_is_left_out_with_a_word() -> None:
    reading = read(SESSIONIZE, ALL)
    assert len(reading.document.sessions) == 4
    assert warnings(reading) == ["sessions[5] status: Sessions that were not accepted are left out."]


def test_hours_of_which_nobody_knows_where_are_told_once() -> None:
    told = mistakes(read(SESSIONIZE, ALL, zone=""))
    assert len(told) == 1
    assert "Create the event with its time zone first" in told[0]
    in_utc = ALL.replace(b':00:00"', b':00:00Z"').replace(b':45:00"', b':45:00Z"').replace(b':30:00"', b':30:00Z"')
    assert read(SESSIONIZE, in_utc, zone="").document.sessions[0].starts_at == datetime(2027, 10, 9, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": None}, "sessions[1] title: The title is missing"),
        ({"id": "57079"}, "sessions[2] id: The same id stands at sessions[1]"),
        ({"endsAt": None}, "sessions[1] endsAt: It has a beginning and no end"),
        ({"startsAt": "2027-03-28T01:30:00"}, "sessions[1] startsAt: 01:30 does not exist on that day"),
        ({"roomId": 77}, "sessions[1] roomId: There is no room with the id 77"),
        ({"speakers": ["zz"]}, "sessions[1].speakers[1] : There is nobody with the id zz"),
        ({"speakers": 5}, "sessions[1] speakers: A list must stand here"),
        ({"isPlenumSession": "perhaps"}, "sessions[1] isPlenumSession: true or false"),
        ({"roomId": "901"}, ""),
        ({"id": 57078}, ""),
    ],
)
def test_what_is_wrong_is_told_by_its_place(said: dict[str, Any], words: str) -> None:
    told = mistakes(read(SESSIONIZE, changed(**said)))
    assert any(words in line for line in told) if words else not told, told


@pytest.mark.parametrize("data", [b"[]", b'[{"groupId": 1, "sessions": []}]', b'{"rooms": []}', b'"isServiceSession"'])
def test_another_view_is_refused_with_the_name_of_the_right_one(data: bytes) -> None:
    assert "“All”" in refused(SESSIONIZE, data)


@fuzzing
@given(spoiled(ALL))
def test_accidents_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    survives(SESSIONIZE, data)


@fuzzing
@given(st.integers(0, 10**9))
def test_anything_may_stand_anywhere(seed: int) -> None:
    survives(SESSIONIZE, json.dumps(shuffled(json.loads(ALL), seed)).encode())
