import logging
import threading

import pytest
from django.core.management import call_command

from symposium.kit import sweeps
from symposium.kit.management.commands.worker import Command

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_sweeps(monkeypatch):
    monkeypatch.setattr(sweeps, "_sweeps", {})
    monkeypatch.setattr(sweeps, "close_old_connections", lambda: None)


def test_each_app_has_added_what_the_clock_makes_necessary():
    assert {"mails sent", "announcements released", "events closed", "shadows forgotten"} <= set(sweeps._sweeps)


def test_a_sweep_that_fails_is_logged_and_does_not_hold_up_the_others(own_sweeps, caplog):
    def fail():
        raise RuntimeError

    sweeps.add_sweep("bad", fail)
    sweeps.add_sweep("good", lambda: 7)
    with caplog.at_level(logging.ERROR):
        assert sweeps.sweep_all() == {"good": 7}
    assert "the sweep 'bad' failed" in caplog.text


def test_one_round_by_hand_says_what_was_done(own_sweeps, capsys):
    sweeps.add_sweep("stars counted", lambda: 3)
    call_command("sweep")
    assert capsys.readouterr().out == "stars counted: 3\n"


def test_the_worker_sweeps_at_once_and_stops_when_told(own_sweeps):
    rounds = []
    stop = threading.Event()
    sweeps.add_sweep("round", lambda: (rounds.append(1), stop.set()))
    Command.sweep_until(stop)
    assert rounds == [1]
