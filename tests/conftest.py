"""What every test starts with."""

import gc
import logging
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase

# What a test asks for that has the tests' database, or makes one of its own.
ASKS_DATABASE = {"db", "transactional_db", "client", "admin_client"}


# What each database says alike, though the tests' own is asked: words, mails, what is written for machines.
SAID_ALIKE = (
    *("tests/locale/", "tests/templates/", "tests/symposium/programme/test_structured.py"),
    "tests/symposium/api/test_openapi.py",
)
# Roles are told apart before the database is asked: with PostgreSQL the desk is walked as these alone.
WALKERS = {"superuser", "organiser", "coordinator"}
# Of a test with many cases PostgreSQL is asked so many: the others ask it the same with other words. Not where words
# are what it is asked by.
CASES = 3
ALL_CASES = ("tests/symposium/search/", "tests/symposium/kit/")
# What is about files, forms and words, and asks the database as pages everywhere do: one case of each.
ONE_CASE = (
    *("tests/speakers/", "tests/symposium/accounts/", "tests/symposium/api/", "tests/symposium/calendars/"),
    *("tests/symposium/events/", "tests/symposium/exchange/", "tests/symposium/programme/"),
    *("tests/registrations/test_admin", "tests/registrations/test_form", "tests/registrations/test_guest"),
    *("tests/registrations/test_invitations", "tests/symposium/history/", "tests/symposium/notices/"),
)


# What is changed and how are told apart in Python: with PostgreSQL every model of what pages show is changed in the
# first way of each kind, and these models in every way.
CHANGED = {"Event", "Session", "Speaker"}
FIRST_WAYS = {"by_save", "by_delete", "create"}


def pytest_collection_finish() -> None:
    """The tests themselves are no garbage, and little else is: one twentieth of the time went into looking for some."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def without_a_traceback(record: logging.LogRecord) -> bool:
    """Who is refused, as most of the tests of access are, is told so; nobody reads where in the code."""
    if record.levelno < logging.ERROR:
        record.exc_info = None
    return True


logging.getLogger("django.request").addFilter(without_a_traceback)


def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    """What is the same on each database runs once, with SQLite, and is left out with PostgreSQL."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    asked: Counter[str] = Counter()
    again = []
    for item in items:
        function = item.nodeid.partition("[")[0]
        most = 1 if function.startswith(ONE_CASE) else CASES
        if differs(item) and (asked[function] < most or function.startswith(ALL_CASES)):
            asked[function] += 1
            again.append(item)
    chosen = set(again)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = again


def differs(item: Any) -> bool:
    """Whether PostgreSQL may say something else than SQLite."""
    chosen = item.callspec.params if hasattr(item, "callspec") else {}
    if "accounts/test_scope" in item.nodeid and chosen.get("actor", "superuser") not in WALKERS:
        return False
    if "kit/test_no_stale_page" in item.nodeid and {"model", "way"} <= set(chosen):
        way = chosen["way"]
        return chosen["model"].__name__ in CHANGED or getattr(way, "__name__", way) in FIRST_WAYS
    return asks_database(item) and not item.nodeid.startswith(SAID_ALIKE)


def asks_database(item: Any) -> bool:
    """Whether a test depends on the kind of database; one that drives a browser or processes of its own may always."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres", "sqlite", "browser"))
    cases = getattr(item, "cls", None)
    return (
        marked
        or bool(ASKS_DATABASE.intersection(item.fixturenames))
        or (cases is not None and issubclass(cases, TransactionTestCase))
    )


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """No page is left from the test before."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _all_are_people(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests send forms faster than anybody types: nobody is taken for a robot but in tests that say so."""
    from registrations import robots
    from symposium.kit.kept import Kept

    Kept.forget_all()
    if "robots" not in request.keywords:
        monkeypatch.setattr(robots, "must_verify", lambda *_args, **_kwargs: False)


@pytest.fixture
def outbox(db: Any) -> Any:
    """What the worker would send now, sent: a callable that returns the messages."""
    from django.core import mail

    from symposium.mail.sending import deliver_due

    def send() -> list[Any]:
        deliver_due()
        return mail.outbox

    return send
