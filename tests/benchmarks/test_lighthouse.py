"""What is promised of a browser's view, and what is said where none can be asked."""

import pytest

from benchmarks import lighthouse
from benchmarks.lighthouse import FirstView, Seen, look, scores_in, section, seen_targets


def report(**scores):
    found = {"performance": 1, "accessibility": 1, "best-practices": 0.96, "seo": 1} | scores
    return {"categories": {name: {"score": score} for name, score in found.items()}}


def seen(scores=(100, 100, 100, 100), first=FirstView(3, 61_440, 16_384, 12_288)):  # noqa: B008 (it is frozen)
    return Seen({("event", "phone"): [100] * 4, ("story", "desktop"): list(scores)}, first)


def missed(found: Seen) -> list[str]:
    return [target.name for target in seen_targets(found) if not target.held]


def test_scores_are_read_from_the_report_in_their_order():
    assert scores_in(report(performance=0.994)) == [99, 100, 96, 100]


def test_a_score_that_could_not_be_told_is_no_score():
    with pytest.raises(RuntimeError, match="cannot tell"):
        scores_in(report(seo=None))


def test_all_targets_hold_when_they_do():
    assert len(seen_targets(seen())) == 8
    assert missed(seen()) == []


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (seen(scores=(100, 100, 100, 99)), "Lighthouse, seo"),
        (seen(first=FirstView(7, 1, 1, 1)), "requests of the first view"),
        (seen(first=FirstView(1, 61_441, 1, 1)), "bytes of the first view"),
        (seen(first=FirstView(1, 1, 16_385, 1)), "bytes of its style"),
        (seen(first=FirstView(1, 1, 1, 12_289)), "bytes of its script"),
    ],
)
def test_a_target_that_is_missed_is_said_to_be_missed(found, name):
    assert missed(found) == [name]
    assert "**not held**" in section(found)


def test_only_a_slow_page_is_looked_at_again_and_the_middle_turn_stands(monkeypatch):
    turns = iter([[98, 100, 100, 92], [100, 100, 100, 92], [99, 100, 100, 92], [100, 100, 100, 92]])
    monkeypatch.setattr(lighthouse, "_turn", lambda *_: next(turns))
    assert lighthouse._scores("chromium", "/", "phone", 3) == [99, 100, 100, 92]
    assert lighthouse._scores("chromium", "/", "phone", 3) == [100, 100, 100, 92]


def test_without_a_browser_one_line_says_so_and_the_page_has_no_such_part(monkeypatch):
    monkeypatch.delenv("SYMPOSIUM_CHROMIUM", raising=False)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    said: list[str] = []
    assert section(look(said.append)) == ""
    assert said == ["No browser is asked: no Chromium."]


def test_a_run_that_gives_no_trace_is_made_again_and_one_that_never_does_fails(monkeypatch):
    def no_trace(*_):
        calls.append(1)
        if len(calls) in comes_to_its_end:
            return [100, 100, 100, 100]
        raise lighthouse.LighthouseError("NO_NAVSTART")

    calls, comes_to_its_end = [], {2}
    monkeypatch.setattr(lighthouse, "_turn", no_trace)
    assert lighthouse._scores("chromium", "/", "phone", 3) == [100, 100, 100, 100]
    calls, comes_to_its_end = [], set()
    with pytest.raises(lighthouse.LighthouseError):
        lighthouse._scores("chromium", "/", "phone", 3)
    assert len(calls) == lighthouse.TURNS
