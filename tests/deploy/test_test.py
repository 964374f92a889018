"""``make test`` runs on a PostgreSQL that lets it in, and says in one line when none does."""

import importlib.util
import socket
import threading
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "deploy/test.py"
WANTS_PASSWORD = b"R" + (8).to_bytes(4) + (3).to_bytes(4)


@pytest.fixture
def script():
    spec = importlib.util.spec_from_file_location("deploy_test", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def asks_for_a_password(monkeypatch, tmp_path):
    """The URL of a server that speaks as much PostgreSQL as it takes to ask for a password."""
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def answer():
            connection, _ = server.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(WANTS_PASSWORD)
                connection.recv(1024)

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"postgres://postgres@127.0.0.1:{server.getsockname()[1]}/symposium?sslmode=disable&gssencmode=disable"
        thread.join()


def test_a_server_that_wants_a_password_is_not_tested_and_said_in_one_line(script, asks_for_a_password, monkeypatch):
    monkeypatch.setattr(script, "POSTGRES", asks_for_a_password)
    script.on_postgres("")
    (line,) = script.missing
    assert line.startswith("tests on PostgreSQL not run: ")
    assert "password" in line
    assert "\n" not in line
    assert not script.failed


@pytest.mark.parametrize(("ci", "status"), [(False, 0), (True, 1)])
def test_what_is_missing_is_a_failure_in_ci_alone(script, monkeypatch, ci, status):
    monkeypatch.setattr(script, "CI", ci)
    script.missing.append("tests on PostgreSQL not run: nobody there")
    assert script.report() == status


def test_a_server_that_was_named_must_let_us_in(script):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        script.on_postgres(f"postgres://postgres@127.0.0.1:{closed.getsockname()[1]}/symposium")
    assert script.failed
    assert not script.missing


@pytest.mark.parametrize(
    ("there", "line"),
    [
        ({"chromium", "java"}, []),
        ({"chromium"}, ["HTML not checked: no Java"]),
        ({"java"}, ["browser tests not run: no Chromium"]),
    ],
)
def test_what_the_browser_tests_need_is_said_in_one_line_where_it_is_missing(script, monkeypatch, there, line):
    ran: list[str] = []
    monkeypatch.delenv("SYMPOSIUM_CHROMIUM", raising=False)
    monkeypatch.setattr(script.shutil, "which", lambda name: f"/usr/bin/{name}" if name in there else None)
    monkeypatch.setattr(script, "tests", lambda name, *_arguments: ran.append(name))
    script.in_browser()
    assert script.missing == line
    assert ran == (["browser tests"] if "chromium" in there else [])


def test_the_files_that_took_longest_are_named(script, tmp_path):
    told = tmp_path / "told.xml"
    cases = {
        "tests.a.test_quick": ["0.1"],
        "tests.a.test_slow.DeskTest": ["1.5", "2.4"],
        "tests.b.test_middling": ["2"],
    }
    lines = [f'<testcase classname="{name}" time="{time}"/>' for name, times in cases.items() for time in times]
    told.write_text(f"<testsuites>{''.join(lines)}</testsuites>")
    assert script.slowest(told) == "4 s tests/a/test_slow, 2 s tests/b/test_middling, 0 s tests/a/test_quick"


def test_a_redis_that_does_not_answer_is_said_in_one_line(script):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        script.look_for_redis(f"redis://127.0.0.1:{closed.getsockname()[1]}/0")
    (line,) = script.missing
    assert line.startswith("tests with Redis not run: 127.0.0.1:")
    assert "\n" not in line


def test_a_redis_that_answers_is_not_worth_a_line(script):
    with socket.create_server(("127.0.0.1", 0)) as server:
        script.look_for_redis(f"redis://127.0.0.1:{server.getsockname()[1]}/0")
    assert not script.missing
