"""What is measured: a database with the large sample, and the servers on it. All of it is taken away again."""

import contextlib
import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from benchmarks.bare_names import BODIES
from benchmarks.clients import HOST

BASE = Path(__file__).resolve().parent.parent
OWN_DATABASE = "symposium_bench"
# PostgreSQL's own autovacuum_naptime, in seconds.
NAP = 60.0
LARGE, SMALL, HUGE, LONG = "benchmark", "benchmark-small", "benchmark-huge", "benchmark-long"


@dataclass(frozen=True, slots=True)
class Stage:
    """A prepared database and the environment in which the site runs on it."""

    database: str
    environment: dict[str, str]
    folder: Path

    def run(self, *arguments: str) -> str:
        """What a Python command prints; raises CalledProcessError when it fails."""
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, check=True, text=True, stdout=subprocess.PIPE, env=self.environment, cwd=BASE
        ).stdout

    def probe(self) -> dict[str, Any]:
        """Queries and bytes of every page, which also lays their bytes down for the bare view."""
        return json.loads(self.run("-m", "benchmarks.probe", LARGE, HUGE))  # type: ignore[no-any-return]

    def feeds(self) -> dict[str, Any]:
        """What rendering the feed of the large event costs, and of the long one, with its memory."""
        return json.loads(self.run("-m", "benchmarks.probe", "--feeds", LARGE, LONG))  # type: ignore[no-any-return]

    def programs(self) -> dict[str, float]:
        """Milliseconds for a page of guests that a program reads: among few, among many, and in the middle of many."""
        return json.loads(self.run("-m", "benchmarks.programs", SMALL, LARGE))  # type: ignore[no-any-return]

    def dashboards(self) -> dict[str, float]:
        """Milliseconds for the dashboard of an event with few guests, and with many; and the queries of that."""
        return json.loads(self.run("-m", "benchmarks.dashboards", SMALL, LARGE))  # type: ignore[no-any-return]

    def lists(self) -> dict[str, Any]:
        """What the desk's lists, their search and exports cost beside few guests and beside many."""
        return json.loads(self.run("-m", "benchmarks.lists", SMALL, LARGE))  # type: ignore[no-any-return]

    def load(self, slug: str, registrations: int, sizes: dict[str, int]) -> float:
        """Make a large event; the seconds that it took."""
        start = time.perf_counter()
        options = [f"--{name}={number}" for name, number in {**sizes, "registrations": registrations}.items()]
        self.run("manage.py", "load_sample", "--slug", slug, *options)
        return time.perf_counter() - start

    @contextlib.contextmanager
    def server(self, application: str, ready: str, settings: str, processes: int = 0) -> Iterator[int]:
        """The production server with one application, in so many processes (0: as it decides); yields its port."""
        port = _free_port()
        environment = self.environment | {"PORT": str(port), "HOST": HOST, "DJANGO_SETTINGS_MODULE": settings}
        if processes:
            environment["WEB_CONCURRENCY"] = str(processes)
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", application]
        with _running(command, environment) as process:
            _wait_for(process, port, ready)
            yield port

    @contextlib.contextmanager
    def worker(self) -> Iterator[None]:
        """What sends mails and does the rest that nobody waits for."""
        with _running([sys.executable, "manage.py", "worker", "--verbosity=0", "--no-reload"], self.environment):
            yield

    @contextlib.contextmanager
    def tidied(self) -> Iterator[None]:
        """Once a minute PostgreSQL looks at what has grown, as it does by itself where nobody turned that off."""
        url, stop = self.environment["SYMPOSIUM_DATABASE_URL"], threading.Event()

        def tidy() -> None:
            while not stop.wait(NAP):
                with psycopg.connect(url, autocommit=True) as connection:
                    connection.execute("VACUUM (ANALYZE) registrations_registration, mail_outgoingmail, events_event")

        thread = threading.Thread(target=tidy)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """What an SQL statement on PostgreSQL returns, if anything."""
        with psycopg.connect(self.environment["SYMPOSIUM_DATABASE_URL"], autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended with the block."""
    process = subprocess.Popen(command, env=environment, cwd=BASE)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def stage(url: str) -> Iterator[Stage]:
    """A fresh database (``url`` empty: SQLite in a temporary folder; else one of its own on that PostgreSQL server)."""
    with tempfile.TemporaryDirectory(prefix="symposium-bench-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        bodies = folder / "bodies"
        bodies.mkdir()
        database = stack.enter_context(_postgres(url)) if url else f"sqlite:///{folder / 'bench.sqlite3'}"
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SYMPOSIUM_")} | {
            "SYMPOSIUM_DATABASE_URL": database,
            "SYMPOSIUM_SECRET_KEY": secrets.token_urlsafe(64),
            "SYMPOSIUM_SITE_URL": f"http://{HOST}",
            "SYMPOSIUM_VAR_DIR": str(folder),
            # Thousands are told that the last place has gone: no news.
            "SYMPOSIUM_LOG_LEVEL": "ERROR",
            # Each of the clients says that it comes from an address of its own.
            "SYMPOSIUM_BEHIND_PROXY": "yes",
            "DJANGO_SETTINGS_MODULE": "symposium.settings",
            BODIES: str(bodies),
        }
        made = Stage(_version(url), environment, folder)
        made.run("manage.py", "migrate", "--verbosity=0")
        made.run("manage.py", "collectstatic", "--verbosity=0", "--noinput")
        yield made


def settle(url: str) -> None:
    """Tell PostgreSQL how large its tables are now, as it would find out by itself within a minute."""
    if url:
        with psycopg.connect(_own(url), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


@contextlib.contextmanager
def _postgres(url: str) -> Iterator[str]:
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(OWN_DATABASE))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(OWN_DATABASE)))
    try:
        yield _own(url)
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(drop)


def _own(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{OWN_DATABASE}"))


def _version(url: str) -> str:
    if not url:
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    with psycopg.connect(url) as connection:
        number = connection.info.server_version
    return f"PostgreSQL {number // 10000}.{number % 10000}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    """Raises RuntimeError when the server ends or does not answer within a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", path)
            status = connection.getresponse().status
        except OSError:
            time.sleep(0.1)
            continue
        finally:
            connection.close()
        if status < 500:
            return
        raise RuntimeError(f"The server answers {path} with {status}.")
    raise RuntimeError("The server did not start.")
