"""``deploy/venv.sh`` makes .venv, repairs a half-made one, and says what is missing."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "deploy/venv.sh"
# Stands for Python: fits, makes environments that hold a copy of itself, has pip where "pip" lies beside it.
PYTHON = """#!/bin/sh
here=$(dirname "$0")
case "$*" in
-c*) exit 0 ;;
"-m venv .venv")
    mkdir -p .venv/bin && cp "$0" .venv/bin/python
    [ ! -e "$here/no-ensurepip" ] || exit 1
    touch .venv/bin/pip .venv/fresh ;;
"-m pip"*) [ -e "$here/pip" ] ;;
esac
"""


@pytest.fixture
def python(tmp_path):
    path = tmp_path / "a folder" / "python"
    path.parent.mkdir()
    path.write_text(PYTHON)
    path.chmod(0o755)
    return path


def make(python, folder):
    command = ["/bin/sh", SCRIPT, "some.lock"]
    environment = os.environ | {"PYTHON": str(python)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_a_python_whose_path_has_a_space_is_taken(python, tmp_path):
    done = make(python, tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / ".venv/fresh").exists()


def test_an_environment_without_pip_is_made_anew(python, tmp_path):
    half = tmp_path / ".venv/bin/python"
    half.parent.mkdir(parents=True)
    half.write_text(PYTHON)
    half.chmod(0o755)
    assert make(python, tmp_path).returncode == 0
    assert (tmp_path / ".venv/fresh").exists()


def test_an_environment_that_works_is_kept(python, tmp_path):
    make(python, tmp_path)
    (tmp_path / ".venv/fresh").unlink()
    assert make(python, tmp_path).returncode == 0
    assert not (tmp_path / ".venv/fresh").exists()


def test_a_python_without_venv_is_said_and_leaves_nothing_behind(python, tmp_path):
    (python.parent / "no-ensurepip").touch()
    done = make(python, tmp_path)
    assert done.returncode == 1
    assert "python3-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()
