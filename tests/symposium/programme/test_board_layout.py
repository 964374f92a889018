"""How a day of the board is laid out: hours, lanes, midnight, days on which the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symposium.programme.board.layout import Day, Tile, days_of, lay_out, window_of
from symposium.programme.board.slots import Place, Seats, Slot, times

LONDON = "Europe/London"
DAY = date(2027, 1, 20)
HALL, ATTIC = 1, 2
ROOMS = {HALL: Seats("Hall", 100), ATTIC: Seats("Attic", 20)}
OPENS, CLOSES = datetime(2027, 1, 20, tzinfo=UTC), datetime(2027, 1, 22, tzinfo=UTC)
_keys = iter(range(1, 10**6))


def at(clock: str, day: int = 20) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2027, 1, day, hour, minute, tzinfo=UTC)


def slot(starts: str, ends: str, room: int | None = HALL, *, day: int = 20, last: int = 0, **more: object) -> Slot:
    return Slot(next(_keys), "Title", starts_at=at(starts, day), ends_at=at(ends, last or day), room=room, **more)


def laid(*slots: Slot, day: date = DAY, least: int = 0, zone: str = LONDON) -> Day:
    window = window_of(day, slots, OPENS, CLOSES, zone)
    return lay_out(day, slots, ROOMS, window, zone, least=least)


def tiles(found: Day, room: int | None = HALL) -> list[Tile]:
    return next(column.tiles for column in found.columns if column.key == room)


def lanes(*slots: Slot, least: int = 0) -> list[tuple[int, int]]:
    return [(tile.lane, tile.lanes) for tile in tiles(laid(*slots, least=least))]


def test_every_room_has_a_column_and_what_has_none_stands_last() -> None:
    found = laid(slot("10:00", "11:00", ATTIC), slot("10:00", "11:00", None))
    assert [column.key for column in found.columns] == [HALL, ATTIC, None]
    assert [len(column.tiles) for column in found.columns] == [0, 1, 1]


def test_what_is_at_the_same_time_in_one_room_stands_beside_each_other() -> None:
    assert lanes(slot("10:00", "11:00"), slot("11:00", "12:00")) == [(0, 1), (0, 1)]
    assert lanes(slot("10:00", "11:00"), slot("10:30", "12:00")) == [(0, 2), (1, 2)]
    # The third takes the lane that is free again, and all three are as narrow.
    three = (slot("10:00", "11:00"), slot("10:30", "12:00"), slot("11:00", "11:30"))
    assert lanes(*three) == [(0, 2), (1, 2), (0, 2)]


def test_a_short_session_takes_the_space_that_its_title_needs() -> None:
    assert lanes(slot("10:00", "10:05"), slot("10:05", "10:30"), least=12) == [(0, 2), (1, 2)]


def test_what_is_for_everyone_goes_across_the_rooms_until_something_runs_beside_it() -> None:
    coffee, talk = slot("10:00", "10:30", None, is_plenary=True), slot("10:30", "11:00")
    assert [tile.slot for tile in laid(coffee, talk).wide] == [coffee]
    beside = slot("10:15", "11:00", ATTIC)
    found = laid(coffee, beside)
    assert found.wide == []
    assert [tile.slot for tile in tiles(found, None)] == [coffee]


def test_the_usual_hours_are_shown_and_more_where_sessions_need_them() -> None:
    quiet = window_of(DAY, [], OPENS, CLOSES, LONDON)
    assert (quiet.starts_at, quiet.ends_at) == (at("08:00"), at("18:00"))
    early = window_of(DAY, [slot("06:40", "19:10")], OPENS, CLOSES, LONDON)
    assert (early.starts_at, early.ends_at) == (at("06:00"), at("21:00"))


def test_hours_outside_the_event_are_told_apart() -> None:
    opens, closes = at("09:20"), at("15:40")
    window = window_of(DAY, [], opens, closes, LONDON)
    assert (window.starts_at, window.ends_at) == (at("09:00"), at("16:00"))
    assert window.closed == [(0, 20), (400, 20)]


def test_a_session_past_midnight_stands_on_its_day_to_its_end() -> None:
    party = slot("22:00", "01:30", last=21)
    found = laid(party)
    assert found.window.ends_at == at("02:00", 21)
    assert found.window.hours(LONDON)[-3:] == ["23:00", "00:00", "01:00"]
    assert [(tile.minutes, tile.is_carried) for tile in tiles(found)] == [(210, False)]


def test_on_the_day_after_it_is_shown_where_the_day_begins_that_early() -> None:
    party, early = slot("22:00", "01:30", last=21), slot("01:00", "02:00", day=21)
    found = laid(party, early, day=date(2027, 1, 21))
    assert [(tile.slot, tile.begins, tile.is_carried, tile.lanes) for tile in tiles(found)] == [
        (party, 0, True, 2),
        (early, 0, False, 2),
    ]
    assert tiles(laid(party, day=date(2027, 1, 21))) == []


def test_a_session_that_ends_at_midnight_is_not_on_the_next_day() -> None:
    party = slot("22:00", "00:00", last=21)
    early = slot("00:00", "01:00", day=21)
    assert [tile.slot for tile in tiles(laid(party, early, day=date(2027, 1, 21)))] == [early]


@pytest.mark.parametrize(
    ("day", "hours", "said"),
    [
        (date(2027, 3, 28), 23, ["00:00", "02:00", "03:00"]),
        (date(2027, 10, 31), 25, ["00:00", "01:00 (BST)", "01:00 (GMT)"]),
    ],
    ids=["forward", "back"],
)
def test_days_on_which_the_clocks_change_have_their_hours(day: date, hours: int, said: list[str]) -> None:
    opens = datetime(2027, day.month, day.day - 1, tzinfo=UTC)
    window = window_of(day, [], opens, opens + timedelta(days=4), LONDON, whole=True)
    assert window.minutes == hours * 60
    assert window.hours(LONDON)[:3] == said


def test_the_days_are_those_of_the_events_zone() -> None:
    starts, ends = datetime(2027, 1, 20, 2, tzinfo=UTC), datetime(2027, 1, 21, 8, tzinfo=UTC)
    days = days_of([], starts, ends, "America/Los_Angeles")
    # From the evening of the 19th to midnight of the 20th there.
    assert days == [date(2027, 1, 19), date(2027, 1, 20)]


def test_an_evening_that_runs_into_the_last_day_shows_its_hour() -> None:
    window = window_of(date(2027, 1, 21), [], at("18:00"), at("00:30", 21), LONDON)
    assert (window.starts_at, window.ends_at) == (at("00:00", 21), at("01:00", 21))


@pytest.mark.parametrize("room", [None, 7])
def test_a_place_is_written_as_one_word_and_read_again(room: int | None) -> None:
    for place in (Place(room=room), Place(at("10:00"), at("11:00"), room)):
        assert Place.of_text(place.as_text()) == place


@pytest.mark.parametrize("text", ["", "~", "~~x", "2027-01-20T10:00~~", "x~y~1", "2027-01-20T10:00~2027-01-20T11:00~"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Place.of_text(text)


minutes = st.tuples(st.integers(480, 1000), st.integers(5, 120))


@settings(max_examples=60, deadline=None)
@given(st.lists(minutes, max_size=25))
def test_no_two_tiles_of_one_lane_touch_and_no_lane_is_without_need(pairs: list[tuple[int, int]]) -> None:
    begin = at("00:00")
    slots = [
        Slot(number, "", starts_at=begin + timedelta(minutes=m), ends_at=begin + timedelta(minutes=m + n), room=HALL)
        for number, (m, n) in enumerate(pairs)
    ]
    placed = tiles(laid(*slots))
    assert len(placed) == len(slots)
    for one in placed:
        assert 0 <= one.lane < one.lanes
        touching = [other for other in placed if other is not one and _touch(one, other)]
        assert all(other.lane != one.lane for other in touching)
        assert all(other.lanes == one.lanes for other in touching)
    most = max((sum(_runs(one, other.begins) for one in placed) for other in placed), default=0)
    assert max((one.lanes for one in placed), default=0) == most


def _touch(one: Tile, other: Tile) -> bool:
    (starts, ends), (other_starts, other_ends) = times(one.slot), times(other.slot)
    return starts < other_ends and other_starts < ends


def _runs(tile: Tile, minute: float) -> bool:
    return tile.begins <= minute < tile.begins + tile.minutes
