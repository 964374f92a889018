"""``python -m benchmarks.lists SMALL-EVENT LARGE-EVENT``: what the desk's lists, their search and exports cost.

Run in the site's own environment, as an organiser. Figures are of the processor: a list of a hundred thousand may cost
hardly more than one of a hundred.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.clients import HOST
from benchmarks.stage import LARGE, SMALL, settle, stage
from benchmarks.targets import Target, at_most

TIMES = 7
LISTS = (
    *("registrations_registration", "registrations_invitation", "registrations_deed", "registrations_booking"),
    *("mail_outgoingmail", "programme_session", "speakers_speaker"),
)
# A page of these is full beside few guests too.
FULL_PAGES = LISTS[:3]
# Of guests: by name, by what all begin with, by address and by the code of a ticket.
SEARCHES = {"name": "guest 777", "beginning": "gu", "address": "guest-77@example.org", "code": ""}
LIST_QUERIES, LIST_MILLISECONDS, SEARCH_MILLISECONDS, LIST_GROWTH = 12, 150, 200, 1.5
# Of the process; and of its processor, for a guest.
EXPORT_MIB, EXPORT_MICROSECONDS = 200, {"csv": 100, "xlsx": 500}


def main(few: str, many: str) -> None:
    """Print what was found."""
    django.setup()
    from benchmarks.crowded import crowd, take_bookings
    from symposium.accounts.models import Membership, User
    from symposium.events.models import Event

    events = {slug: Event.objects.get(slug=slug) for slug in (few, many)}
    organiser, _made = User.objects.get_or_create(email="lists@example.org")
    for event in events.values():
        Membership.objects.get_or_create(user=organiser, event=event, role="organiser")
        crowd(event)
    _settle()
    client = Client(SERVER_NAME=HOST)
    client.force_login(organiser)
    found = {name: [_cost(client, name, {"event": event.pk}) for event in events.values()] for name in LISTS}
    searches = {name: _search(client, events[many], words) for name, words in SEARCHES.items()}
    export = {kind: _export(client, events[many], kind) for kind in ("csv", "xlsx")}
    for event in events.values():
        take_bookings(event)
    _settle()
    sys.stdout.write(json.dumps({"lists": found, "searches": searches, "export": export}))


def _settle() -> None:
    """What a database finds out by itself within a minute."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _cost(client: Client, name: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Queries, milliseconds of the processor, and of the clock, for a list: the best, to which others only add."""
    address = reverse(f"admin:{name}_changelist")
    used, taken, queries = [], [], 0
    for number in range(TIMES + 1):
        with CaptureQueriesContext(connection) as asked_for:
            start, clock = time.process_time(), time.perf_counter()
            answer = client.get(address, asked)
            used.append((time.process_time() - start) * 1000)
            taken.append((time.perf_counter() - clock) * 1000)
        queries = len(asked_for) if number else 0
        if answer.status_code != 200:
            raise RuntimeError(f"{address} {asked}: {answer.status_code}")
    return {"queries": queries, "used": min(used[1:]), "taken": min(taken[1:])}


def _search(client: Client, event: Any, words: str) -> dict[str, Any]:
    from registrations.models import Registration

    words = words or Registration.objects.filter(event=event).order_by("pk")[500].reference
    return _cost(client, LISTS[0], {"event": event.pk, "q": words})


def _export(client: Client, event: Any, kind: str) -> dict[str, float]:
    """Seconds of the processor, and MiB of memory beyond what the process had, for the whole list."""
    from registrations.models import Registration

    address = f"{reverse('admin:registrations_registration_changelist')}?event={event.pk}"
    one = Registration.objects.filter(event=event).values_list("pk", flat=True)[0]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    answer: Any = client.post(address, {"action": f"export_{kind}", "_selected_action": one, "select_across": "1"})
    size = sum(len(chunk) for chunk in answer.streaming_content)
    seconds = time.process_time() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    guests = Registration.objects.filter(event=event).count()
    grown, whole = (most - before) / 1024, most / 1024
    return {"seconds": seconds, "guests": guests, "grown": grown, "whole": whole, "bytes": size}


def list_targets(found: dict[str, Any]) -> list[Target]:
    """What was promised of lists."""
    if not found:
        return []
    rows = []
    for name, (few, many) in found["lists"].items():
        words = f"list of {name.partition('_')[2]}"
        rows += [
            at_most(f"{words}: queries", LIST_QUERIES, many["queries"]),
            at_most(f"{words}: time of the processor", LIST_MILLISECONDS, many["used"], " ms"),
        ]
        if name in FULL_PAGES:
            growth = many["used"] / few["used"]
            rows += [at_most(f"{words}: many against few", LIST_GROWTH, growth, " times", 2)]
    for name, cost in found["searches"].items():
        rows += [at_most(f"search for a guest by {name}", SEARCH_MILLISECONDS, cost["taken"], " ms")]
    for kind, cost in found["export"].items():
        each = cost["seconds"] / cost["guests"] * 1_000_000
        rows += [
            at_most(f"guest list as {kind}: memory of the process", EXPORT_MIB, cost["whole"], " MiB"),
            at_most(f"guest list as {kind}: a guest", EXPORT_MICROSECONDS[kind], each, " µs"),
        ]
    return rows


def measure(url: str, few: int, many: int, say: Callable[[str], None]) -> list[Target]:
    """This part alone, on a fresh database (``url`` empty: SQLite)."""
    with stage(url) as made:
        say(f"{made.database}: lists of {few:,} and {many:,} guests")
        made.load(SMALL, few, {"sessions": 40})
        made.load(LARGE, many, {"sessions": 200})
        settle(url)
        return list_targets(made.lists())


if __name__ == "__main__":
    main(*sys.argv[1:])
