"""What pretalx's API answers, of 2022 and of 2025, in pages, joined, and in a ZIP; and what strangers make of it."""

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symposium.exchange.codec import to_json
from symposium.exchange.document import UNSAID, Appearance, Document, Material, Session
from symposium.exchange.readers.pretalx import PRETALX
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

PAGE, JOINED = sample("pretalx_submissions_2022.json"), sample("pretalx_joined_2025.json")


def packed(**members: Any) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(f"dump/{name}.json", json.dumps(content))
    return held.getvalue()


def by_title(found: Document) -> dict[str, Session]:
    return {session.title: session for session in found.sessions}


def changed(**said: Any) -> bytes:
    """The page with something else said of its first proposal."""
    page = json.loads(PAGE)
    page["results"][0].update(said)
    return json.dumps(page).encode()


def test_its_files_are_known_by_what_is_in_them() -> None:
    assert known_as(PAGE, "submissions.json") == known_as(JOINED, "x") == "pretalx"
    assert known_as(packed(submissions=json.loads(PAGE)), "dump.zip") == "pretalx"
    assert known_as(packed(event={"format": "symposium-event"}), "dump.zip") == "symposium"


def test_a_page_of_2022_says_everything_of_its_sessions() -> None:
    found = document(PRETALX, PAGE)
    first = by_title(found)["Lighthouses, then and now"]
    assert (first.key, first.kind, first.state, first.track, first.room) == (
        "KEYN01", "keynote", "published", "ships", "quay one",
    )  # fmt: skip
    assert (first.starts_at, first.ends_at) == (
        datetime(2027, 3, 27, 10, tzinfo=UTC),
        datetime(2027, 3, 27, 11, tzinfo=UTC),
    )
    assert first.abstract == "<p>A <em>bright</em> history.</p>"
    assert first.materials == (Material(kind="other", title="The list", url="https://lights.example.org/list"),)
    assert first.appearances == (Appearance(speaker="AMABOA"),)
    assert found.speakers[0].email == "ama@example.org"
    assert found.speakers[0].biography == "<p>Keeps <strong>lights</strong>.</p>"


def test_proposals_become_what_their_states_say_and_those_refused_are_left_out_with_their_people() -> None:
    reading = read(PRETALX, PAGE)
    states = {session.key: session.state for session in reading.document.sessions}
    assert states == {"KEYN01": "published", "NIGHT2": "draft", "DROWND": "cancelled"}
    assert "Nobody Knows" not in repr(reading.document)
    assert any("not accepted are left out. (2 times)" in line for line in warnings(reading))
    assert any("“/media/s.pdf” is no address" in line for line in warnings(reading))


def test_what_has_no_slot_yet_is_to_be_announced() -> None:
    waiting = by_title(document(PRETALX, PAGE))["Foghorns at midnight"]
    assert (waiting.starts_at, waiting.ends_at, waiting.room) == (None, None, None)


def test_numbers_of_2025_are_looked_up_in_what_was_joined() -> None:
    found = document(PRETALX, JOINED)
    assert found.event
    assert (found.event.name, found.event.timezone, found.event.contact_email) == (
        "Harbour Lights", "Europe/London", "desk@example.org",
    )  # fmt: skip
    assert found.event.ends_at == datetime(2027, 3, 28, 23, tzinfo=UTC)
    first = by_title(found)["Lighthouses, then and now"]
    assert (first.kind, first.track, first.room) == ("keynote", "ships", "6d0f1f0e-5f0d-5d3a-8a58-111111111111")
    assert first.materials is UNSAID
    assert [(room.capacity, room.position) for room in found.rooms] == [(120, 1), (None, 2)]


def test_what_takes_place_twice_becomes_two_sessions_in_their_order() -> None:
    found = document(PRETALX, JOINED)
    twice = [one for one in found.sessions if one.title == "Foghorns at midnight"]
    assert [(one.key, one.starts_at) for one in twice] == [
        ("NIGHT2", datetime(2027, 3, 27, 12, tzinfo=UTC)),
        ("NIGHT2-2", datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),
    ]
    assert twice[0].ends_at == datetime(2027, 3, 27, 13, 30, tzinfo=UTC)


def test_breaks_are_sessions_too() -> None:
    coffee = by_title(document(PRETALX, JOINED))["Coffee"]
    assert (coffee.key, coffee.kind, coffee.room) == ("slot:804", "break", "6d0f1f0e-5f0d-5d3a-8a58-111111111111")


def test_people_of_no_session_are_left_out_where_sessions_are_known_and_told_of_where_not() -> None:
    reading = read(PRETALX, JOINED)
    assert [speaker.name for speaker in reading.document.speakers] == ["Ama Boateng", "王小明"]
    assert any("They appear in no session" in line for line in warnings(reading))
    alone = read(PRETALX, json.dumps(json.loads(JOINED)["speakers"]).encode())
    assert len(alone.document.speakers) == 3
    assert any("whose proposals were accepted" in line for line in warnings(alone))


def test_pages_may_come_in_a_zip_or_one_after_another() -> None:
    content = json.loads(JOINED)
    parts = {"about": content.pop("event"), "rooms": content.pop("rooms")["results"], **content}
    lines = "\n".join(map(json.dumps, parts.values())).encode()
    joined = to_json(read(PRETALX, JOINED).document)
    assert to_json(read(PRETALX, packed(**parts)).document) == to_json(read(PRETALX, lines).document) == joined


def test_numbers_that_nothing_explains_leave_the_field_alone_and_are_told_once() -> None:
    reading = read(PRETALX, json.dumps({"submissions": json.loads(JOINED)["submissions"]}).encode())
    first = reading.document.sessions[0]
    assert (first.kind, first.track, first.starts_at, first.appearances) == (UNSAID,) * 4
    told = warnings(reading)
    assert len(told) == 3
    assert any("?expand=speakers" in line and "(2 times)" in line for line in told)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": ""}, "title: The title is missing"),
        ({"code": "NIGHT2"}, "code: The code “NIGHT2” stands twice"),
        ({"slot": {"start": "noon", "end": None, "room": "A"}}, "start: “noon” is no moment"),
        ({"slot": {"start": "2027-03-27T10:00:00Z"}, "duration": None}, "a beginning and no end"),
        ({"slot": []}, ""),
        ({"speakers": {"a": 1}}, "speakers: A list must stand here"),
        ({"speakers": [{"code": "X", "name": None}]}, "name: The name of this person is missing"),
        ({"resources": "x"}, "resources: A list must stand here"),
        ({"state": 5}, ""),
    ],
)
def test_what_is_wrong_is_told_by_its_place(said: dict[str, Any], words: str) -> None:
    told = mistakes(read(PRETALX, changed(**said)))
    assert all(line.startswith("[") for line in told)
    assert any(words in line for line in told) if words else not told, told


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{}", "nothing of a programme"),
        (b"[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", "nothing of a programme"),
        (b"[" * 900 + b"]" * 900, "nothing of a programme"),
        (PAGE[:300], "cannot be read"),
        (packed(submissions=json.loads(PAGE))[:200], "broken"),
        (packed(), "nothing of a programme"),
        (packed(a=[0] * 2_000_000), "broken"),
        (b"PK", "broken"),
    ],
)
def test_what_is_no_answer_of_pretalx_is_refused_with_a_reason(data: bytes, words: str) -> None:
    assert words in refused(PRETALX, data)


def test_what_lies_beside_the_answers_in_a_zip_is_passed_over() -> None:
    held = io.BytesIO(packed(submissions=json.loads(PAGE), empty=[]))
    with zipfile.ZipFile(held, "a") as package:
        package.writestr("__MACOSX/dump/._submissions.json", b"\0\1")
        package.writestr("dump/../../etc/passwd", b"x")
        package.writestr("dump/photo.png", b"x")
        package.writestr("dump/nothing.json", b"")
    assert len(read(PRETALX, held.getvalue()).document.sessions) == 3


ZIPPED = packed(submissions=json.loads(PAGE), more=json.loads(JOINED))


@fuzzing
@given(st.one_of(spoiled(PAGE), spoiled(JOINED), spoiled(ZIPPED)))
def test_accidents_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    survives(PRETALX, data)


@fuzzing
@given(st.integers(0, 10**9), st.sampled_from([PAGE, JOINED]))
def test_anything_may_stand_anywhere(seed: int, good: bytes) -> None:
    survives(PRETALX, json.dumps(shuffled(json.loads(good), seed)).encode())
