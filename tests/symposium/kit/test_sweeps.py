import logging
import threading

import pytest
from django.core.management import call_command

from symposium.kit import sweeps

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_sweeps(monkeypatch):
    monkeypatch.setattr(sweeps, "_sweeps", {})
    monkeypatch.setattr(sweeps, "_watches", {})
    monkeypatch.setattr(sweeps, "close_old_connections", lambda: None)


def test_each_app_has_added_what_the_clock_makes_necessary():
    assert {"announcements released", "events closed", "shadows forgotten"} <= set(sweeps._sweeps)
    assert "mails sent" in sweeps._watches


def test_a_sweep_that_fails_is_logged_and_does_not_hold_up_the_others(own_sweeps, caplog):
    def fail():
        raise RuntimeError

    sweeps.add_sweep("bad", fail)
    sweeps.add_sweep("good", lambda: 7)
    with caplog.at_level(logging.ERROR):
        assert sweeps.sweep_all() == {"good": 7}
    assert "'bad' failed" in caplog.text


def test_one_round_by_hand_says_what_was_done(own_sweeps, capsys):
    sweeps.add_sweep("stars counted", lambda: 3)
    call_command("sweep")
    assert capsys.readouterr().out == "stars counted: 3\n"


def test_by_hand_a_watch_is_kept_until_it_finds_nothing_more(own_sweeps):
    helpings = iter([20, 20, 3, 0])
    sweeps.add_watch("mails", lambda: next(helpings))
    assert sweeps.sweep_all() == {"mails": 43}


def test_the_worker_sweeps_at_once_and_stops_when_told(own_sweeps):
    rounds = []
    stop = threading.Event()
    sweeps.add_sweep("round", lambda: (rounds.append(1), stop.set()))
    for thread in sweeps.keep_watching(stop):
        thread.join(timeout=10)
        assert not thread.is_alive()
    assert rounds == [1]


def test_a_watch_looks_again_at_once_while_it_finds_something_and_after_a_failure(own_sweeps, monkeypatch, caplog):
    monkeypatch.setattr(sweeps, "SECONDS_BETWEEN_LOOKS", 0)
    stop, seen = threading.Event(), []

    def look():
        seen.append(len(seen))
        if seen[-1] == 1:
            raise RuntimeError
        if seen[-1] == 3:
            stop.set()
        return 0 if seen[-1] == 2 else 1

    sweeps.add_watch("mails", look)
    for thread in sweeps.keep_watching(stop):
        thread.join(timeout=10)
    assert seen == [0, 1, 2, 3]
    assert "'mails' failed" in caplog.text
