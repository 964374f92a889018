"""A day of the programme as a table, read back cell by cell."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from symposium.programme.grid import Beside, lay_out
from symposium.programme.timetable import Part, Row

LONDON = ZoneInfo("Europe/London")
HALL, ATTIC = Part(1, "Hall", "hall"), Part(2, "Attic", "attic")
NINE = datetime(2027, 5, 18, 8, tzinfo=UTC)


def row(title, begins, ends, room=None, *, plenary=False, kind="talk", start=NINE):
    starts_at, ends_at = start + timedelta(hours=begins), start + timedelta(hours=ends)
    walls = (starts_at.astimezone(LONDON), ends_at.astimezone(LONDON))
    return Row(title, title.lower(), kind, "published", "", plenary, starts_at, ends_at, *walls, room, None, False)


def table(*rows, now=None):
    """What a reader sees: every cell that is not empty, as (titles, from line, column, lines, columns)."""
    grid = lay_out(sorted(rows, key=lambda row: (row.starts_at, row.ends_at)), now)
    taken, seen = set(), []
    for number, line in enumerate(grid.lines):
        column = 0
        for cell in line.cells:
            while (number, column) in taken:
                column += 1
            area = {(number + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)}
            assert not area & taken
            taken |= area
            if cell.rows:
                seen.append(([row.title for row in cell.rows], number, column, cell.rowspan, cell.colspan))
    assert taken == {(line, column) for line in range(len(grid.lines)) for column in range(len(grid.columns))}
    return grid, seen


def test_rows_span_from_beginning_to_end_and_lines_are_where_something_changes():
    grid, seen = table(row("A", 0, 2, HALL), row("B", 0, 1, ATTIC), row("C", 1, 2, ATTIC))
    assert [line.starts_at for line in grid.lines] == [NINE, NINE + timedelta(hours=1)]
    assert grid.columns == [HALL, ATTIC]
    assert seen == [(["A"], 0, 0, 2, 1), (["B"], 0, 1, 1, 1), (["C"], 1, 1, 1, 1)]


def test_what_is_for_everyone_goes_across_all_rooms():
    _grid, seen = table(row("Lunch", 1, 2, plenary=True), row("A", 0, 1, HALL), row("B", 2, 3, ATTIC))
    assert (["Lunch"], 1, 0, 1, 2) in seen


def test_what_overlaps_in_one_room_stands_in_one_cell():
    _, seen = table(row("A", 0, 2, HALL), row("B", 1, 3, HALL), row("C", 0, 3, ATTIC))
    assert (["A", "B"], 0, 0, 1, 1) in seen or (["A", "B"], 0, 0, 2, 1) in seen
    assert [titles for titles, *_ in seen] == [["A", "B"], ["C"]]


def test_what_is_for_everyone_steps_aside_where_something_runs_beside_it():
    desk = row("Desk", 0, 4, plenary=True)
    lunch = row("Lunch", 1, 2, plenary=True)
    grid, seen = table(desk, lunch, row("A", 0, 1, HALL), row("B", 2, 4, ATTIC))
    assert grid.columns == [Beside.EVERYONE, HALL, ATTIC]
    assert (["Desk"], 0, 0, 3, 1) in seen
    assert (["Lunch"], 1, 1, 1, 2) in seen


def test_a_plenary_in_a_room_stands_in_that_room_while_another_session_runs():
    _grid, seen = table(row("All", 0, 1, HALL, plenary=True), row("B", 0, 1, ATTIC))
    assert seen == [(["All"], 0, 0, 1, 1), (["B"], 0, 1, 1, 1)]


def test_what_has_no_room_has_a_column_of_its_own_unless_nothing_has_one():
    grid, _ = table(row("A", 0, 1, HALL), row("B", 0, 1))
    assert grid.columns == [HALL, Beside.NOWHERE]
    grid, _ = table(row("A", 0, 1), row("Lunch", 1, 2, plenary=True))
    assert grid.columns == [Beside.PROGRAMME]


def test_hours_in_which_nothing_takes_place_have_no_line():
    grid, _ = table(row("A", 0, 1, HALL), row("Evening", 10, 15.5, HALL))
    assert [line.starts_at for line in grid.lines] == [NINE, NINE + timedelta(hours=10)]


def test_the_hour_that_comes_twice_has_two_lines():
    change = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    grid, seen = table(row("First", 0, 1, HALL, start=change), row("Second", 1, 2, HALL, start=change))
    assert len(grid.lines) == 2
    assert [titles for titles, *_ in seen] == [["First"], ["Second"]]


def test_the_line_of_now_is_the_last_that_has_begun_until_the_days_last_end():
    def marked(hours):
        grid, _ = table(row("A", 0, 1, HALL), row("B", 1, 2, HALL), now=NINE + timedelta(hours=hours))
        return [line.is_now for line in grid.lines]

    assert marked(-1) == [False, False]
    assert marked(0.5) == [True, False]
    assert marked(1.5) == [False, True]
    assert marked(2) == [False, False]


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 8), st.sampled_from([HALL, ATTIC, None]), st.booleans()),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_the_day_every_session_is_there_once_and_the_table_has_no_holes(described):
    rows = [row(f"S{n}", start / 2, (start + length) / 2, room, plenary=plenary)
            for n, (start, length, room, plenary) in enumerate(described)]  # fmt: skip
    _, seen = table(*rows)
    titles = sorted(title for titles, *_ in seen for title in titles)
    assert titles == sorted(row.title for row in rows)
