"""Plots: numbers in, SVG out, readable without colour."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from symposium.events.dashboard.plots import NARROW, WIDE, Bar, Series, bars, day_ticks, steps, ticks


@pytest.mark.parametrize(
    ("most", "expected"),
    [(0, [0, 1]), (3, [0, 1, 2, 3]), (7, [0, 2, 4, 6, 8]), (99, [0, 50, 100]), (100_000, [0, 50_000, 100_000])],
)
def test_scales_have_few_round_numbers(most: int, expected: list[int]) -> None:
    assert ticks(most) == expected


def test_days_are_marked_at_weeks_from_the_event_which_is_always_among_them() -> None:
    assert day_ticks(-60, 0, 5) == [-56, -42, -28, -14, 0]
    assert day_ticks(-3, 1, 5) == [-3, -2, -1, 0, 1]
    assert 0 in day_ticks(-5000, 3, 3)


def test_lines_rise_by_steps_and_are_named_where_they_end() -> None:
    drawn = steps([Series("2027", [(-3, 1), (-1, 4)]), Series("2026", [(-2, 2)])], width=WIDE, title="T", key="k")
    root = ET.fromstring(drawn)
    lines = [one.attrib for one in root.iter("path") if "plot-line" in one.attrib["class"]]
    assert [line["class"] for line in lines] == ["plot-line plot-line-1", "plot-line plot-line-2"]
    assert re.fullmatch(r"M[\d.]+ [\d.]+H[\d.]+V[\d.]+", lines[0]["d"])
    names = [one.text for one in root.iter("text") if "plot-name" in one.attrib["class"]]
    assert sorted(filter(None, names)) == ["2026", "2027"]


def test_names_that_end_at_one_place_do_not_stand_on_one_another() -> None:
    series = [Series(name, [(-2, 1), (0, 50)]) for name in ("One", "Two", "Three")]
    root = ET.fromstring(steps(series, width=NARROW, title="T", key="k"))
    places = sorted(float(one.attrib["y"]) for one in root.iter("text") if "plot-name" in one.attrib["class"])
    assert all(lower - upper >= 16 for upper, lower in pairwise(places))


def test_parts_of_a_bar_have_patterns_of_their_own_and_their_numbers() -> None:
    drawn = bars([Bar("Room", (65, 1, None, 34))], ("taken", "offered", "held", "free"), width=WIDE, title="T", key="k")
    root = ET.fromstring(drawn)
    assert [one.attrib["fill"] for one in root.iter("rect") if "fill" in one.attrib][:3] == [
        "url(#k-1)",
        "url(#k-2)",
        "url(#k-4)",
    ]
    said = [one.text for one in root.iter("text") if one.text]
    # The one without room for its number is said above the bar.
    assert said == ["Room", "1 offered", "65", "34", "taken", "offered", "held", "free"]


def test_nothing_to_draw_is_drawn_as_nothing() -> None:
    for drawn in (steps([], width=WIDE, title="T", key="k"), bars([], ("a",), width=WIDE, title="T", key="k")):
        ET.fromstring(drawn)
    ET.fromstring(bars([Bar("None", (0, None))], ("a", "b"), width=WIDE, title="T", key="k"))


def test_what_people_wrote_is_no_markup() -> None:
    evil = '<script>"&'
    for drawn in (
        steps([Series(evil, [(-1, 1)])], width=WIDE, title=evil, key="k"),
        bars([Bar(evil, (1,))], (evil,), width=WIDE, title=evil, key="k"),
    ):
        assert "<script" not in drawn
        assert evil in "".join(ET.fromstring(drawn).itertext())


def test_no_plot_needs_a_style_of_its_own() -> None:
    drawn = steps([Series("A", [(-1, 1)])], width=WIDE, title="T", key="k")
    assert "style" not in drawn
    assert 'role="img"' in drawn
    assert "<title" in drawn


def test_a_line_of_one_day_at_the_left_is_seen_and_named_whole():
    svg = steps([Series("2027 edition", [(-168, 12)])], width=WIDE, title="t", key="k")
    assert "h4" in svg
    assert 'text-anchor="start">2027 edition<' in svg
