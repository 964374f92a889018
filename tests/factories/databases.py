"""Databases of their own for tests with processes of their own: migrated once, then copied."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

BASE = Path(__file__).resolve().parents[2]
KEY = "only-for-the-tests-0123456789-abcdefghijklmnopqrstuvwxyz"


def clean_environment(**more: str) -> dict[str, str]:
    """What a process of a site gets: production's settings, and what a test says."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    said = {"SYMPOSIUM_SECRET_KEY": KEY, "SYMPOSIUM_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "symposium.settings"}
    return ours | said | more


def manage(environment: Mapping[str, str], *arguments: str) -> None:
    """Run a command of the site."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _migrate(url: str) -> None:
    manage(clean_environment(SYMPOSIUM_DATABASE_URL=url), "migrate", "--verbosity", "0")


@cache
def _migrated_file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="symposium-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "migrated.sqlite3"
    _migrate(f"sqlite:///{path}")
    assert [entry.name for entry in folder.iterdir()] == [path.name], "nothing of it is still in a journal"
    return path


def sqlite_copy(path: Path) -> str:
    """The address of a migrated database in a new file."""
    shutil.copyfile(_migrated_file(), path)
    return f"sqlite:///{path}"


@cache
def _migrated_template(url: str) -> str:
    name = f"symposium_migrated_{os.getpid()}"
    _execute(url, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    atexit.register(_execute, url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _migrate(_within(url, name))
    return name


def _within(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _execute(url: str, *statements: str) -> None:
    with psycopg.connect(url, dbname="postgres", autocommit=True) as server:
        for statement in statements:
            server.execute(statement.encode())


@contextmanager
def postgres_copy(url: str, name: str) -> Iterator[str]:
    """The address of a migrated database of that name on the server of ``url``; dropped at the end."""
    template = _migrated_template(url)
    _execute(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield _within(url, name)
    finally:
        _execute(url, f"DROP DATABASE {name} WITH (FORCE)")
