"""Real processes on a real database: never one place too many, and nothing lost whatever is killed."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import psycopg
import pytest

from tests.factories.databases import BASE, clean_environment, postgres_copy, sqlite_copy

COUNTS = "SELECT state, count(*) FROM registrations_registration WHERE shadow_of_id IS NULL GROUP BY state"
SEATS = "SELECT seats_taken, guests_waiting FROM events_event"


class Site:
    """A fresh site on a database of its own."""

    def __init__(self, folder, url, query):
        self.query = query
        self.folder = folder
        self.environment = clean_environment(SYMPOSIUM_DATABASE_URL=url, SYMPOSIUM_EMAIL_URL=f"file:///{folder}/mail")

    def run(self, command):
        done = subprocess.run(command, cwd=BASE, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, *job):
        command = [sys.executable, "-m", "tests.registrations.crowd", *map(str, job)]
        return subprocess.Popen(
            command, cwd=BASE, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def job(self, *job):
        return self.run([sys.executable, "-m", "tests.registrations.crowd", *map(str, job)])

    def together(self, *jobs):
        """All at once, each in a process of its own; none may fail."""
        processes = [self.start(*job) for job in jobs]
        for process in processes:
            _out, errors = process.communicate(timeout=120)
            assert process.returncode == 0, errors

    def throng(self, *job):
        """Sixteen processes, two thousand attempts where nothing else is said; what came of it."""
        command = [sys.executable, "-m", "tests.registrations.throng", *job]
        done = subprocess.run(command, cwd=BASE, env=self.environment, capture_output=True, text=True, check=False)
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    def states(self):
        return dict(self.query(COUNTS))

    def mails(self):
        return sorted(path.read_text() for path in (self.folder / "mail").glob("*"))


@pytest.fixture(
    params=[pytest.param("sqlite", marks=pytest.mark.sqlite), pytest.param("postgres", marks=pytest.mark.postgres)]
)
def site(request, tmp_path):
    if request.param == "sqlite":
        path = tmp_path / "crowd.sqlite3"

        def query(sql):
            with closing(sqlite3.connect(path)) as connection:
                return connection.execute(sql).fetchall()

        yield Site(tmp_path, sqlite_copy(path), query)
        return
    url = os.environ.get("TEST_DATABASE_URL", "")
    if not url.startswith("postgres"):
        pytest.skip("TEST_DATABASE_URL names no PostgreSQL")
    name = f"crowd_{os.getpid()}"
    with postgres_copy(url, name) as made:

        def query(sql):
            with psycopg.connect(url, dbname=name) as connection:
                return connection.execute(sql).fetchall()

        yield Site(tmp_path, made, query)


def test_sixteen_processes_fight_for_fifty_seats_in_two_thousand_attempts(site):
    result = site.throng("seats")
    assert result["came"] == {"seated": 50, "full": 1950}
    assert (result["states"], result["mails"]) == ({"confirmed": 50}, 50)
    assert (result["errors"], result["wrong"]) == ([], [])


def test_sixteen_processes_do_whatever_guests_staff_and_clock_do(site):
    result = site.throng("mixed", "--attempts", "800")
    assert (result["errors"], result["wrong"]) == ([], [])
    for deed in ("accept", "approve", "assign", "cancel", "enter", "erase", "release", "set block"):
        assert result["came"][deed] > 0, deed


def test_who_finds_no_seat_stands_in_line_once(site):
    event = site.job("make", 5)
    site.together(*[("rush", event, number * 5, 5) for number in range(6)])
    assert site.states() == {"confirmed": 5, "waiting": 25}
    assert site.query(SEATS) == [(5, 25)]


def test_one_address_from_four_processes_gets_one_place(site):
    event = site.job("make", 50)
    site.together(*[("same", event, 5)] * 4)
    assert site.states() == {"confirmed": 1}
    assert site.query(SEATS) == [(1, 0)]


def test_seats_stay_exact_while_people_come_and_go(site):
    event = site.job("make", 10)
    site.job("rush", event, 0, 30)
    site.together(*[("leave", event, number * 10, 10) for number in range(3)], ("rush", event, 100, 10))
    states = site.states()
    assert states["confirmed"] == 10
    assert site.query(SEATS) == [(10, states["waiting"])]


def test_killed_before_the_commit_nothing_is_half_done(site):
    event = site.job("make", 5)
    process = site.start("stand_still", event)
    assert process.stdout.readline() == "registered\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert site.states() == {}
    assert site.query(SEATS) == [(0, 0)]
    assert site.query("SELECT count(*) FROM mail_outgoingmail") == [(0,)]
    site.job("rush", event, 0, 1)
    assert site.states() == {"confirmed": 1}


def test_killed_between_commit_and_mail_the_mail_still_goes(site):
    event = site.job("make", 5)
    site.job("rush", event, 0, 1)
    assert site.mails() == []
    site.run([sys.executable, "manage.py", "sweep"])
    assert ["g0@example.org" in text for text in site.mails()] == [True]


def test_killed_between_mail_and_note_the_mail_goes_again_under_the_same_message_id(site):
    event = site.job("make", 5)
    site.job("rush", event, 0, 1)
    process = site.start("send_slowly", event)
    assert process.stdout.readline() == "sent\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert site.query("SELECT state FROM mail_outgoingmail") == [("queued",)]
    site.run([sys.executable, "manage.py", "sweep"])
    assert site.query("SELECT state FROM mail_outgoingmail") == [("queued",)], "the lease has not run out yet"
    expire = (
        "from symposium.mail.models import OutgoingMail; from django.utils import timezone; "
        "OutgoingMail.objects.update(due_at=timezone.now())"
    )
    site.run([sys.executable, "manage.py", "shell", "--no-imports", "--command", expire])
    site.run([sys.executable, "manage.py", "sweep"])
    assert site.query("SELECT state FROM mail_outgoingmail") == [("sent",)]
    identifiers = {line for text in site.mails() for line in text.splitlines() if line.startswith("Message-ID")}
    assert len(identifiers) == 1
