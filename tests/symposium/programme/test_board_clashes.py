"""What clashes: each kind by a table, all of them against a model that compares every two sessions."""

import time
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symposium.programme.board.clashes import MOST, WALK, Booked, Clash, Facts, Kind, find_clashes
from symposium.programme.board.saying import Speaker
from symposium.programme.board.slots import Seats, Slot, Who, times

START = datetime(2027, 1, 20, 9, tzinfo=UTC)
HALL, ATTIC, YARD = 1, 2, 3
ROOMS = {HALL: Seats("Hall", 100), ATTIC: Seats("Attic", 20), YARD: Seats("Yard", None)}
ANA, BO = Who(1, "Dr Ana"), Who(2, "Bo")


def slot(key: int, begins: int, ends: int, room: int | None = HALL, *people: Who, **more: Any) -> Slot:
    """``begins`` and ``ends`` in minutes after nine."""
    starts, until = START + timedelta(minutes=begins), START + timedelta(minutes=ends)
    return Slot(key, f"Title {key}", starts_at=starts, ends_at=until, room=room, people=people, **more)


def kinds(*slots: Slot, **facts: Any) -> list[Kind]:
    return [clash.kind for clash in find_clashes(slots, Facts(ROOMS, **facts))]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (slot(2, 30, 90), [Kind.ROOM]),
        (slot(2, 0, 60), [Kind.ROOM]),
        (slot(2, 59, 60), [Kind.ROOM]),
        (slot(2, 60, 90), []),
        (slot(2, 30, 90, ATTIC), []),
        (slot(2, 30, 90, None), []),
        (slot(2, 30, 90, state="cancelled"), []),
        (slot(2, 30, 90, state="draft"), [Kind.ROOM]),
        (slot(2, 30, 90, state="draft", is_changed=True), []),
        (Slot(2, "In the tray", room=HALL), []),
    ],
    ids=["in part", "wholly", "a minute", "after", "elsewhere", "nowhere", "off", "a draft", "taken out", "tray"],
)
def test_one_room_twice(other: Slot, expected: list[Kind]) -> None:
    assert kinds(slot(1, 0, 60), other) == expected
    assert kinds(other, slot(1, 0, 60)) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (slot(2, 30, 90, ATTIC, ANA), [Kind.PERSON]),
        (slot(2, 30, 90, ATTIC, BO), []),
        (slot(2, 60, 90, ATTIC, ANA), [Kind.WALK]),
        (slot(2, 64, 90, ATTIC, ANA), [Kind.WALK]),
        (slot(2, 65, 90, ATTIC, ANA), []),
        (slot(2, 60, 90, HALL, ANA), []),
        (slot(2, 60, 90, None, ANA), []),
        (slot(2, 30, 90, ATTIC, ANA, ANA), [Kind.PERSON]),
    ],
    ids=["at once", "another", "no minute", "four", "five", "same room", "no room", "in two parts"],
)
def test_one_person_in_two_sessions(other: Slot, expected: list[Kind]) -> None:
    assert kinds(slot(1, 0, 60, HALL, ANA), other) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (slot(2, 30, 90, ATTIC), [Kind.PLENARY]),
        (slot(2, 30, 90, ATTIC, is_plenary=True), [Kind.PLENARY]),
        (slot(2, 60, 90, ATTIC), []),
        (slot(2, 30, 90, ATTIC, state="cancelled"), []),
    ],
    ids=["beside", "two of them", "after", "off"],
)
def test_something_beside_what_is_for_everyone(other: Slot, expected: list[Kind]) -> None:
    assert kinds(slot(1, 0, 60, None, is_plenary=True), other) == expected


@pytest.mark.parametrize(
    ("offered", "taken", "room", "expected"),
    [
        (20, 20, ATTIC, []),
        (30, 10, ATTIC, [Kind.OFFERED]),
        (30, 21, ATTIC, [Kind.BOOKED]),
        (30, 21, HALL, []),
        (30, 21, YARD, []),
        (30, 21, None, []),
    ],
)
def test_a_room_with_too_few_seats(offered: int, taken: int, room: int | None, expected: list[Kind]) -> None:
    booked = Booked({1: offered}, {1: taken})
    assert kinds(slot(1, 0, 60, room), booked=booked) == expected


def test_everyone_in_a_room_that_is_too_small() -> None:
    assert kinds(slot(1, 0, 60, ATTIC, is_plenary=True), guests=21) == [Kind.CROWD]
    assert kinds(slot(1, 0, 60, ATTIC, is_plenary=True), guests=20) == []
    assert kinds(slot(1, 0, 60, ATTIC), guests=21) == []


def test_guests_who_booked_two_sessions_that_are_at_once_now() -> None:
    booked = Booked(shared={(1, 2): 3})
    assert kinds(slot(1, 0, 60), slot(2, 30, 90, ATTIC), booked=booked) == [Kind.GUESTS]
    assert kinds(slot(1, 0, 60), slot(2, 60, 90, ATTIC), booked=booked) == []
    assert kinds(slot(1, 0, 60), booked=booked) == []


def test_the_worst_stands_first_and_a_hint_is_no_clash() -> None:
    found = kinds(slot(1, 0, 60, HALL, ANA), slot(2, 60, 90, ATTIC, ANA), slot(3, 70, 80, ATTIC))
    assert found == [Kind.ROOM, Kind.WALK]
    assert [kind.is_hint for kind in found] == [False, True]


def said(*slots: Slot, **facts: Any) -> str:
    known = Facts(ROOMS, **facts)
    return " ".join(Speaker("Europe/London", known).clash(clash) for clash in find_clashes(slots, known))


def test_each_is_told_with_both_names_and_what_to_do() -> None:
    words = said(slot(1, 0, 60, HALL, ANA), slot(2, 30, 90, HALL, ANA)).replace("\u2068", "").replace("\u2069", "")
    assert "“Title 1” (09:00–10:00) and “Title 2” (09:30–10:30) are both in Hall. Move one of them." in words
    assert "Dr Ana is in “Title 1” (09:00–10:00, Hall) and in “Title 2” (09:30–10:30, Hall) at once." in words


def test_numbers_of_guests_are_for_those_who_may_know_them() -> None:
    slots = slot(1, 0, 60, ATTIC, is_plenary=True), slot(2, 60, 90, ATTIC), slot(3, 60, 90, HALL)
    counted = Booked({2: 77}, {2: 77}, {(2, 3): 66})
    told = said(*slots, guests=88, booked=counted)
    assert all(number in told for number in ("66", "77", "88"))
    silent = Booked({2: 77}, {2: 77}, {(2, 3): 66}, tells_numbers=False)
    told = said(*slots, guests=88, booked=silent)
    assert told.count("Attic") >= 2
    assert not any(number in told for number in ("66", "77", "88", "None"))


people = st.lists(st.sampled_from([ANA, BO]), max_size=2)
sessions = st.builds(
    lambda begins, long, room, who, *rest: (begins, begins + long, room, who, rest),
    st.integers(0, 40).map(lambda n: n * 3),
    st.integers(1, 20).map(lambda n: n * 3),
    st.sampled_from([HALL, ATTIC, None]),
    people,
    st.sampled_from(["published", "draft", "cancelled"]),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(sessions, max_size=14))
def test_the_sweeps_find_what_comparing_every_two_finds(drawn: list[Any]) -> None:
    slots = [
        slot(key, begins, ends, room, *who, state=state, is_plenary=plenary, is_changed=changed)
        for key, (begins, ends, room, who, (state, plenary, changed)) in enumerate(drawn)
    ]
    found = find_clashes(slots, Facts(ROOMS), most=10**6)
    assert sorted(map(_shape, found)) == sorted(_every_two(slots))


def _shape(clash: Clash) -> tuple[Any, ...]:
    return (clash.kind, *sorted(clash.keys), clash.who.pk if clash.who else 0)


def _every_two(slots: list[Slot]) -> list[tuple[Any, ...]]:
    real = [one for one in slots if one.state != "cancelled" and not (one.is_changed and one.state == "draft")]
    found: list[tuple[Any, ...]] = []
    for one, other in combinations(real, 2):
        keys = tuple(sorted((one.key, other.key)))
        (starts, ends), (other_starts, other_ends) = times(one), times(other)
        gap = max(starts, other_starts) - min(ends, other_ends)
        both = set(one.people) & set(other.people)
        if gap < timedelta(0):
            found += [(Kind.ROOM, *keys, 0)] if one.room and one.room == other.room else []
            found += [(Kind.PERSON, *keys, who.pk) for who in both]
            found += [(Kind.PLENARY, *keys, 0)] if one.is_plenary or other.is_plenary else []
        elif gap < WALK and one.room and other.room and one.room != other.room:
            found += [(Kind.WALK, *keys, who.pk) for who in both]
    return found


def test_a_thousand_sessions_take_less_than_a_tenth_of_a_second() -> None:
    crowd = [Who(number, "") for number in range(1000)]
    in_order = [slot(n, 60 * (n // 20), 60 * (n // 20) + 45, n % 20 + 1, crowd[n], crowd[n - 1]) for n in range(1000)]
    at_once = [slot(n, 0, 600, HALL, ANA, is_plenary=True) for n in range(1000)]
    for many, most, number in ((in_order, 10**6, 950), (at_once, MOST, MOST)):
        began = time.process_time()
        assert len(find_clashes(many, Facts(ROOMS), most=most)) == number
        assert time.process_time() - began < 0.1
