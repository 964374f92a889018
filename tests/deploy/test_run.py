"""``make run`` says what is wrong before it does anything."""

import os
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
