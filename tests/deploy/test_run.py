"""``make run`` says what is wrong before it does anything."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]


def run(port, folder):
    environment = os.environ | {"PORT": str(port), "SYMPOSIUM_VAR_DIR": str(folder)}
    command = [sys.executable, "deploy/run.py"]
    return subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_named(port, tmp_path):
    done = run(port, tmp_path)
    assert done.returncode == 2
    assert "PORT is" in done.stdout
    assert not any(tmp_path.iterdir())


def test_a_port_that_is_taken_is_named_with_another_to_take(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run(port, tmp_path)
    assert done.returncode == 2
    assert f"make run PORT={port + 1}" in done.stdout
    assert not any(tmp_path.iterdir())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_stops_it_while_it_prepares_sees_no_traceback(number, tmp_path):
    environment = os.environ | {"PORT": str(free_port()), "SYMPOSIUM_VAR_DIR": str(tmp_path / "var")}
    environment["SYMPOSIUM_DATABASE_URL"] = f"sqlite:///{tmp_path}/var/symposium.sqlite3"
    # As in a terminal: Ctrl-C reaches the whole group.
    process = subprocess.Popen(
        [sys.executable, "deploy/run.py"],
        cwd=BASE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
    while not (tmp_path / "var/secret-key").exists():
        assert process.poll() is None
    os.killpg(process.pid, number)
    words, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert not words
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0


def test_processes_that_are_asked_to_end_may_finish():
    spec = importlib.util.spec_from_file_location("deploy_run", BASE / "deploy/run.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    web_server = (BASE / "deploy/gunicorn.conf.py").read_text()
    assert f"graceful_timeout = {script.PATIENCE_SECONDS - 5}" in web_server
