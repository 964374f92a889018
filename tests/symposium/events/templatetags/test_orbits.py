"""The motif comes from the event's own data, and is always the same for the same event."""

import math

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from symposium.events.templatetags.orbits import MOST_ARCS, SIZE, orbits


def drawing(*args, **kwargs):
    return render_to_string("components/orbits.html", orbits(*args, **kwargs))


def test_the_same_event_gives_the_same_drawing_and_another_event_another():
    assert drawing("uk-us-space-2026", 5, 8) == drawing("uk-us-space-2026", 5, 8)
    assert drawing("uk-us-space-2026", 5, 8) != drawing("uk-us-space-2027", 5, 8)


def test_there_is_an_arc_for_each_host_and_a_point_for_each_milestone():
    drawn = orbits("uk-us-space-2026", 5, 8)
    assert len(drawn["arcs"]) == 5
    assert len(drawn["points"]) == 8


def test_a_further_milestone_moves_none_of_the_points_that_are_there():
    assert orbits("event", 4, 9)["points"][:8] == orbits("event", 4, 8)["points"]


def test_an_event_with_very_many_hosts_is_still_a_drawing():
    assert len(orbits("event", 300, 2000)["arcs"]) == MOST_ARCS


@given(st.text(), st.integers(0, 40), st.integers(0, 40))
def test_every_arc_has_the_sun_in_a_focus_and_stays_in_the_drawing(seed, hosts, milestones):
    drawn = orbits(seed, hosts, milestones)
    for arc in drawn["arcs"]:
        distance = math.sqrt(arc.rx**2 - arc.ry**2)
        assert abs(SIZE / 2 - arc.x) == pytest.approx(distance, abs=6)
        farthest = arc.rx + distance
        assert farthest <= SIZE / 2
    for point in drawn["points"]:
        assert math.hypot(point.x - SIZE / 2, point.y - SIZE / 2) <= SIZE / 2


def test_the_drawing_is_hidden_from_screen_readers_and_styles_nothing_inline():
    svg = drawing("event", 3, 3)
    assert 'aria-hidden="true"' in svg
    assert "style=" not in svg
