"""What the benchmark says of its figures."""

from collections import Counter

import pytest

from benchmarks.clients import Round
from benchmarks.feeds import subscribers_target
from benchmarks.measure import QUICK, Figures, Line
from benchmarks.report import document, targets
from benchmarks.rush import Crowd, Seen

RUSH = "rush of 100 for 5 seats"


def line(name: str, rate: float, cold: int = 3) -> Line:
    figures = {"cold": cold, "warm": 1, "milliseconds": 9.6, "plain": 48_610, "zipped": 8_431}
    return Line(name, rate, 1000.0, 4.0, 9.0, rate / 1000, figures)


def rushed(**changes) -> Seen:
    made = Seen(Crowd(100, 2.0, 5), 2, Counter({"the guest's page": 100}), [0.1] * 400, 4.0, 5, 95, 200.0, 150.0)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def figures(**changes) -> Figures:
    made = Figures("PostgreSQL 17.1", 12.0, [line("programme", 700), line("programme-feed", 610)])
    made.lines.append(Line("304 of programme", 900, 1000, 1, 2, 0.9, {"warm": 1, "plain": 0, "zipped": 0}))
    made.steps = [{"name": "form", "cold": 2, "plain": 100}, {"name": "answer", "cold": 12, "plain": 0}]
    made.with_few = made.with_many = Round(2.0, [0.1, 0.2, 0.3])
    made.huge = {"cold": 4, "milliseconds": 90.0}
    made.first_view = {"requests": 4, "weight": 50 * 1024}
    made.code = {"css": 15 * 1024, "js": 11 * 1024}
    made.programs = {"few": 8.0, "many": 8.2, "middle": 8.1}
    made.dashboards = {"few": 50.0, "many": 60.0, "queries": 12}
    made.few_rate = made.many_rate = 60.0
    made.bare_rate, made.registration_ratio = 180.0, 0.33
    made.rushes = [rushed()]
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def held(found: Figures) -> dict[str, bool]:
    return {target.name: target.held for target in targets(found, QUICK)}


def test_all_targets_hold_when_they_do():
    assert len(held(figures())) == 23
    assert all(held(figures()).values())


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"lines": [line("programme", 599)]}, "programme against the bare view"),
        ({"lines": [line("venue", 599)]}, "venue against the bare view"),
        ({"lines": [line("304 of programme", 799)]}, "304 of programme against the bare view"),
        ({"lines": [line("venue", 900, cold=11)]}, "queries of any page, cold"),
        ({"lines": [line("programme", 900, cold=7)]}, "programme, cold: queries"),
        (
            {"programs": {"few": 8.0, "many": 8.0, "middle": 9.7}},
            "page of guests for a program, in the middle of 1,000 against the first of 100",
        ),
        (
            {"dashboards": {"few": 50.0, "many": 76.0, "queries": 12}},
            "dashboard of 1,000 guests against 100",
        ),
        ({"dashboards": {"few": 50.0, "many": 50.0, "queries": 16}}, "dashboard: queries"),
        ({"huge": {"milliseconds": 97.0}}, "programme, cold: with ten times the sessions"),
        ({"first_view": {"requests": 7, "weight": 1}}, "first view of the event: requests"),
        ({"first_view": {"requests": 1, "weight": 61 * 1024}}, "first view of the event, compressed"),
        ({"code": {"css": 17 * 1024, "js": 0}}, "CSS, compressed"),
        ({"code": {"css": 0, "js": 13 * 1024}}, "JavaScript, compressed"),
        ({"many_rate": 53.0}, "registrations beside 1,000 guests against 100"),
        ({"steps": [{"name": "answer", "cold": 13, "plain": 0}]}, "answer to a form: queries"),
        ({"registration_ratio": 0.29}, "registrations against bare views"),
        ({"rushes": [rushed(answers=Counter({"the guest's page": 99}))]}, f"{RUSH}: all are answered"),
        (
            {"rushes": [rushed(answers=Counter({"the guest's page": 99, "status 500": 1}))]},
            f"{RUSH}: all are answered",
        ),
        ({"rushes": [rushed(confirmed=6)]}, f"{RUSH}: places given"),
        ({"rushes": [rushed(latencies=[2.1] * 400)]}, f"{RUSH}: 99 % of answers"),
        ({"rushes": [rushed(meanwhile=99.0)]}, f"{RUSH}: public pages meanwhile"),
        ({"load_seconds": 121.0}, "loading 1,000 registrations"),
    ],
)
def test_a_target_that_is_missed_is_said_to_be_missed(changes, name):
    found = figures(**changes)
    assert [target for target, good in held(found).items() if not good] == [name]
    assert "**not held**" in document([found], QUICK)


def test_the_page_shows_every_figure_and_what_it_was_measured_on():
    page = document([figures()], QUICK)
    assert "## PostgreSQL 17.1" in page
    assert "| programme        |      700 |     1,000 |  0.70 |" in page
    assert "Django" in page
    assert "| answer                 |      12 |" in page


def test_feeds_are_held_to_what_was_promised_of_them():
    found = figures(long_feed={"cold": 3, "milliseconds": 900.0, "most": 40.0, "left": 0.1})
    found.lines.append(Line("304 of programme-feed", 900, 1000, 1, 2, 0.9, {"warm": 1, "plain": 0, "zipped": 0}))
    assert all(held(found).values())
    found.long_feed |= {"milliseconds": 3100.0, "left": 2.5, "cold": 7}
    broken = {name for name, holds in held(found).items() if not holds}
    assert broken == {
        "feed of 200 sessions, cold: queries",
        "feed of 200 sessions, cold: time of the processor",
        "feed of 200 sessions: memory left after 4 renderings",
    }


@pytest.mark.parametrize(("rate", "share", "holds"), [(1000.0, "0.28%", True), (250.0, "1.11%", False)])
def test_ten_thousand_subscribers_cost_what_a_process_at_its_limit_spends_on_them(rate, share, holds):
    target = subscribers_target(rate, rate)
    assert (target.found, target.held) == (share, holds)
