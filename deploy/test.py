"""What ``make test`` does: every check, then every test on each database and in a real browser.

What the machine lacks is said at the end in one line each; with ``CI=true`` it is a failure instead.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import psycopg

BASE = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
POSTGRES = "postgres://postgres@127.0.0.1:5432/symposium"
REDIS = "redis://127.0.0.1:6379/15"
SOURCES = ["symposium", "speakers", "registrations", "tests", "benchmarks", "deploy", "manage.py"]
PYTEST = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "auto", "--dist", "worksteal"]
BROWSER = "tests/browser"
# The shell is the same engine without a window to draw, which costs most of a test's time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
# So many files of tests are named as the slowest of their kind.
SLOWEST = 6
SAFE = {
    "SYMPOSIUM_SECRET_KEY": "only-for-the-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
    "SYMPOSIUM_SITE_URL": "https://symposium.example.org",
    "SYMPOSIUM_EMAIL_URL": "smtp+tls://user:secret@mail.example.org",
}
# What takes longest comes first.
CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    "types": (["-m", "mypy", "symposium", "speakers", "registrations", "benchmarks", "deploy"], SAFE),
    "templates": (["-m", "djlint", "--lint", "--quiet", "templates"], {}),
    "imports": (["-c", "from importlinter.cli import lint_imports_command as c; c()"], {}),
    "migrations": (["manage.py", "makemigrations", "--check", "--dry-run"], SAFE),
    "deployment": (["manage.py", "check", "--deploy", "--fail-level", "WARNING"], SAFE),
    "lint": (["-m", "ruff", "check", "--quiet", *SOURCES], {}),
    "format": (["-m", "ruff", "format", "--check", "--quiet", *SOURCES], {}),
}

missing: list[str] = []
failed: list[str] = []


def main() -> int:
    """Run all; 0 when everything that could run is green."""
    os.chdir(BASE)
    (BASE / "var").mkdir(mode=0o700, exist_ok=True)
    os.environ.pop("SYMPOSIUM_DATABASE_URL", None)
    # Each worker would compile the tests anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    url = os.environ.pop("TEST_DATABASE_URL", "")
    with ThreadPoolExecutor(os.cpu_count()) as side_by_side:
        steps = [side_by_side.submit(check, name, words, **more) for name, (words, more) in CHECKS.items()]
    for step in steps:
        step.result()
    tests("tests on SQLite", "tests", f"--ignore={BROWSER}", "-m", "not postgres")
    on_postgres(url)
    look_for_redis(os.environ.get("TEST_CACHE_URL", REDIS))
    in_browser()
    return report()


def tests(name: str, *arguments: str, **environment: str) -> None:
    """One run of tests; which files took longest is said, so that growth is seen."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "told.xml")
        check(name, [*PYTEST, *arguments, f"--junitxml={told}"], **environment)
        if told.exists():
            print(f"         {slowest(told)}", flush=True)


def slowest(told: Path) -> str:
    """The files that took longest, with the seconds of all their tests together, in a line."""
    seconds: Counter[str] = Counter()
    for case in ET.parse(told).iter("testcase"):
        module = re.match(r"[a-z_.]*test_[a-z_]*", case.get("classname", ""))
        seconds[module[0] if module else "?"] += round(float(case.get("time", "0")) * 1000)
    named = [
        f"{thousandths / 1000:.0f} s {module.replace('.', '/')}" for module, thousandths in seconds.most_common(SLOWEST)
    ]
    return ", ".join(named)


def check(name: str, arguments: list[str], **environment: str) -> None:
    """One step; what it printed is shown when it fails, the last line of tests always."""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, *arguments], check=False, text=True, capture_output=True, env=os.environ | environment
    )
    good = done.returncode == 0
    words = done.stdout.strip().splitlines()
    tail = f"  {words[-1]}" if words and "pytest" in arguments else ""
    print(f"{'ok    ' if good else 'FAILED'} {name} ({time.monotonic() - start:.0f} s){tail}", flush=True)
    if not good:
        print(done.stdout, done.stderr, sep="\n", flush=True)
        failed.append(name)


def on_postgres(named: str) -> None:
    """The tests on the server that was named, else on this machine's; one that was named must let us in."""
    url = named or POSTGRES
    reason = refusal(url)
    if not reason:
        tests("tests on PostgreSQL", "tests", f"--ignore={BROWSER}", "-m", "not sqlite", TEST_DATABASE_URL=url)
        return
    where = "TEST_DATABASE_URL" if named else "TEST_DATABASE_URL is not set, and 127.0.0.1:5432"
    line = f"tests on PostgreSQL not run: {where} lets nobody in ({reason})"
    (failed if named else missing).append(line)


def refusal(url: str) -> str:
    """Why a login there fails, in one line; empty when it succeeds. A port that listens may still want a password."""
    try:
        # The database that every server has: the tests make theirs.
        psycopg.connect(url, dbname="postgres", connect_timeout=3).close()
    except psycopg.Error as error:
        return str(error).strip().splitlines()[-1].strip() or type(error).__name__
    return ""


def look_for_redis(url: str) -> None:
    """Say in one line when nobody answers there: the tests that need it have been left out."""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 6379), timeout=1).close()
    except OSError as error:
        missing.append(f"tests with Redis not run: {parts.hostname}:{parts.port or 6379} does not answer ({error})")


def in_browser() -> None:
    """The tests in Chromium; the one that has HTML checked is skipped, and said here, where there is no Java."""
    if not chromium():
        missing.append("browser tests not run: no Chromium")
        return
    if not shutil.which("java"):
        missing.append("HTML not checked: no Java")
    tests("browser tests", BROWSER)


def chromium() -> str | None:
    """Where Chromium is, if anywhere."""
    named = os.environ.get("SYMPOSIUM_CHROMIUM")
    return named or next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def report() -> int:
    """What was missing, what failed."""
    for line in missing:
        print(line)
    if CI:
        failed.extend(missing)
    print(f"failed: {', '.join(failed)}" if failed else "all green")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
