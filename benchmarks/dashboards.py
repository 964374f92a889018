"""``python -m benchmarks.dashboards SMALL-EVENT LARGE-EVENT``: milliseconds and queries of an event's dashboard.

Run in the site's own environment, after the worker's sweep has counted the days of both.
"""

import json
import sys
import time
from statistics import median

import django
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.clients import HOST

TIMES = 15


def main(few: str, many: str) -> None:
    """Print the milliseconds of a dashboard of few guests and of many, by turns, and the queries of the second."""
    django.setup()
    from registrations.services.figures import count_days

    count_days()
    client, paths = _client(), [_path(slug) for slug in (few, many)]
    times = [[_milliseconds(client, path) for path in paths] for _ in range(TIMES + 1)][1:]
    found = {"few": median(pair[0] for pair in times), "many": median(pair[1] for pair in times)}
    sys.stdout.write(json.dumps({**found, "queries": _queries(client, paths[1])}))


def _client() -> Client:
    """A browser of whoever runs the server, who sees all that anybody sees."""
    from symposium.accounts.models import User

    client = Client(SERVER_NAME=HOST)
    user, _made = User.objects.get_or_create(email="programs@example.org", defaults={"is_superuser": True})
    client.force_login(user)
    return client


def _path(slug: str) -> str:
    from symposium.events.models import Event

    return reverse("admin:events_event_dashboard", args=[Event.objects.values_list("pk", flat=True).get(slug=slug)])


def _milliseconds(client: Client, path: str) -> float:
    """On the clock: most of what grows is done by the database."""
    start = time.perf_counter()
    answer = client.get(path)
    taken = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}, {answer.content[:200]!r}")
    return taken


def _queries(client: Client, path: str) -> int:
    from django.db import connection

    with CaptureQueriesContext(connection) as caught:
        client.get(path)
    return len(caught)


if __name__ == "__main__":
    main(*sys.argv[1:])
