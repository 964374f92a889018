"""What feeds cost: a very long one, its memory, and ten thousand subscribers who look again every hour.

``python -m benchmarks --only feeds`` measures this part alone.
"""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.test import Client

from benchmarks.clients import etag_of, hammer, message
from benchmarks.stage import LARGE, LONG, Stage, stage
from benchmarks.targets import Target, at_most

# The programme of the large event as a feed: queries, milliseconds of the processor. A long one: seconds.
FEED_QUERIES, FEED_MILLISECONDS, LONG_SECONDS = 6, 120, 3
# What a long feed may leave behind, once it was rendered often: nothing grows with readers or revisions.
LEFT_MIB = 2
SUBSCRIBERS, MOST_OF_A_CORE = 10_000, 0.01
AN_HOUR = 3600
RENDERINGS = 4
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured; seconds are those of one round."""

    sessions: int
    long_sessions: int
    clients: int
    seconds: float


FULL, QUICK = Plan(200, 5_000, 8, 3.0), Plan(40, 200, 8, 0.3)


def long_sizes(sessions: int) -> dict[str, int]:
    """Rooms and days in which so many sessions fit."""
    return {"sessions": sessions, "rooms": 40, "days": 10}


def memory(client: Client, path: str) -> dict[str, float]:
    """MiB that one rendering of a feed needs at most, and what several of them leave behind."""
    _render(client, path)
    gc.collect()
    tracemalloc.start()
    before, _most = tracemalloc.get_traced_memory()
    for _ in range(RENDERINGS):
        _render(client, path)
    gc.collect()
    after, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"most": (most - before) / MIB, "left": (after - before) / MIB}


def _render(client: Client, path: str) -> None:
    client.get(path)
    cache.clear()


def measure(url: str, plan: Plan, say: Callable[[str], None]) -> list[Target]:
    """This part alone, on a fresh database (``url`` empty: SQLite)."""
    with stage(url) as made:
        say(f"{made.database}: feeds of {plan.sessions} and {plan.long_sessions:,} sessions")
        made.load(LARGE, 0, {"sessions": plan.sessions})
        made.load(LONG, 0, long_sizes(plan.long_sessions))
        found = made.feeds()
        return [*feed_targets(found["feed"], found["long"], plan.long_sessions), *_subscribers(made, plan)]


def feed_targets(feed: dict[str, Any], long: dict[str, Any], sessions: int) -> list[Target]:
    """What was promised of rendering feeds."""
    if not feed or not long:
        return []
    name = f"feed of {sessions:,} sessions"
    return [
        at_most("feed of the programme, cold: queries", FEED_QUERIES, feed["cold"]),
        at_most("feed of the programme, cold: time of the processor", FEED_MILLISECONDS, feed["milliseconds"], " ms"),
        at_most(f"{name}, cold: queries", FEED_QUERIES, long["cold"]),
        at_most(f"{name}, cold: time of the processor", LONG_SECONDS, long["milliseconds"] / 1000, " s", 2),
        at_most(f"{name}: memory left after {RENDERINGS} renderings", LEFT_MIB, long["left"], " MiB", 1),
    ]


def _subscribers(made: Stage, plan: Plan) -> Iterator[Target]:
    path = f"/events/{LARGE}/programme.ics"
    with made.server("symposium.wsgi", "/healthz", "symposium.settings", processes=1) as port:
        known = message(path, {"If-None-Match": etag_of(port, path)})
        rates = [
            hammer(port, asked, status=status, clients=plan.clients, seconds=plan.seconds).rate
            for asked, status in ((known, 304), (message(path), 200))
        ]
    yield subscribers_target(*rates)


def subscribers_target(unchanged: float, changed: float) -> Target:
    """The share of one process: all look once an hour, and once a day, after a change, all are sent the feed.

    At its limit a process answers so many a second, of which it spends the whole of one core at the most.
    """
    share = SUBSCRIBERS / AN_HOUR * ((23 / unchanged + 1 / changed) / 24)
    name = f"{SUBSCRIBERS:,} subscribers who look every hour: share of one core"
    return Target(name, f"under {MOST_OF_A_CORE:.0%}", f"{share:.2%}", share < MOST_OF_A_CORE)
