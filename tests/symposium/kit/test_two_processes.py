"""Two processes, each with a cache of its own: what one changes, the other shows at once."""

import json
import os
import subprocess
import sys

import pytest

from tests.factories.databases import BASE, clean_environment, manage, postgres_copy, sqlite_copy

MAKE = "from tests.factories import *; e = make_event(slug='night'); make_session(e, slug='talk', title='Early title')"
SESSION = "from symposium.programme.models import Session; talk = Session.objects.get(slug='talk'); "
PAGE = "/events/night/programme/"


class Server:
    """A process that answers requests."""

    def __init__(self, environment):
        command = [sys.executable, "-m", "tests.symposium.kit.reader"]
        self.process = subprocess.Popen(
            command, cwd=BASE, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def get(self, path, etag=""):
        self.process.stdin.write(f"{path} {etag}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=30)


@pytest.fixture(
    params=[pytest.param("sqlite", marks=pytest.mark.sqlite), pytest.param("postgres", marks=pytest.mark.postgres)]
)
def environment(request, tmp_path):
    made = clean_environment(
        SYMPOSIUM_VAR_DIR=str(tmp_path),
        SYMPOSIUM_ALLOWED_HOSTS="testserver",
        # Static files have their plain names.
        SYMPOSIUM_DEBUG="yes",
    )
    if request.param == "sqlite":
        yield made | {"SYMPOSIUM_DATABASE_URL": sqlite_copy(tmp_path / "two.sqlite3")}
        return
    url = os.environ.get("TEST_DATABASE_URL", "")
    if not url.startswith("postgres"):
        pytest.skip("TEST_DATABASE_URL names no PostgreSQL")
    with postgres_copy(url, f"two_processes_{os.getpid()}") as database:
        yield made | {"SYMPOSIUM_DATABASE_URL": database}


@pytest.fixture
def server(environment):
    manage(environment, "shell", "--no-imports", "-c", MAKE)
    started = Server(environment)
    yield started
    started.stop()


def test_what_another_process_changes_is_shown_at_once(environment, server):
    before = server.get(PAGE)
    assert "Early title" in before["text"]
    assert server.get(PAGE, before["etag"])["status"] == 304
    manage(environment, "shell", "--no-imports", "-c", f"{SESSION} talk.title = 'Later title'; talk.save()")
    after = server.get(PAGE, before["etag"])
    assert (after["status"], "Later title" in after["text"]) == (200, True)
    update = f"{SESSION} Session.objects.filter(pk=talk.pk).update(title='Last title')"
    manage(environment, "shell", "--no-imports", "-c", update)
    last = server.get(PAGE, after["etag"])
    assert (last["status"], "Last title" in last["text"]) == (200, True)


def test_the_sample_that_another_process_loads_is_on_the_lists_at_once(environment, server):
    before = server.get("/")
    numbers = ("--sessions", "4", "--speakers", "2", "--rooms", "1", "--days", "1")
    manage(environment, "load_sample", "--slug", "benchmark", *numbers)
    after = server.get("/", before["etag"])
    assert (after["status"], "/events/benchmark/" in after["text"]) == (200, True)
