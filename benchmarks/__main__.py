"""``make bench``: measure, print, and write docs/performance.md."""

import argparse
import os
import socket
import sys
from pathlib import Path

from benchmarks import feeds, lists, rush
from benchmarks.lighthouse import Seen, look, section, seen_tables, seen_targets
from benchmarks.measure import FULL, QUICK, measure, measure_rush
from benchmarks.report import document, rush_table, rush_targets, tables, target_table, targets

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def main() -> int:
    """0 when every target holds. A quick run says whether the benchmark itself works: its figures mean nothing."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a small event for a moment: writes no page, holds no target"
    )
    parser.add_argument(
        "--only",
        choices=("sqlite", "postgres", "browser", "rush", "feeds", "lists"),
        help="measure on one database alone, or in a browser, or the rush of 10,000 people, or feeds, or lists",
    )
    parser.add_argument("--output", type=Path, help=f"where the page is written ({PAGE.name})")
    given = parser.parse_args()
    plan = QUICK if given.quick else FULL
    if given.only == "rush":
        return _rush(quick=given.quick)
    if given.only == "feeds":
        return _feeds(quick=given.quick)
    if given.only == "lists":
        return _lists(quick=given.quick)
    measured = [measure(url, plan, _say) for url in _databases(given.only)]
    for figures in measured:
        print(f"\n{figures.database}\n")
        print("\n".join(tables(figures, plan)))
    output = given.output or (None if given.quick or given.only else PAGE)
    if output:
        # What was measured is not lost when the browser fails.
        output.write_text(document(measured, plan))
    seen = look(_say, quick=given.quick) if given.only in {None, "browser"} else Seen()
    print("\n".join(seen_tables(seen)))
    if output:
        output.write_text(document(measured, plan) + section(seen))
        print(f"Written to {output}")
    promised = [target for figures in measured for target in targets(figures, plan)] + seen_targets(seen)
    held = all(target.held for target in promised)
    return 0 if held or given.quick else 1


def _rush(*, quick: bool) -> int:
    """The rush alone, whole; 2 where there is no PostgreSQL to let the crowd into."""
    (url,) = _databases("postgres") or ("",)
    if not url:
        return 2
    whole, *others = measure_rush(url, rush.TINY if quick else rush.FULL, rush.TINY if quick else rush.BRIEF, _say)
    promised = rush_targets(whole)
    print(f"\n{target_table(promised)}\n{rush_table([whole, *others])}")
    return 0 if quick or all(row.held for row in promised) else 1


def _feeds(*, quick: bool) -> int:
    """Feeds alone, on each database."""
    plan, held = feeds.QUICK if quick else feeds.FULL, True
    for url in _databases(None):
        promised = feeds.measure(url, plan, _say)
        print(f"\n{target_table(promised)}")
        held &= all(row.held for row in promised)
    return 0 if quick or held else 1


def _lists(*, quick: bool) -> int:
    """Lists of the desk alone, on each database."""
    plan, held = QUICK if quick else FULL, True
    for url in _databases(None):
        promised = lists.measure(url, plan.few, plan.many, _say)
        print(f"\n{target_table(promised)}")
        held &= all(row.held for row in promised)
    return 0 if quick or held else 1


def _say(words: str) -> None:
    print(words, flush=True)


def _databases(only: str | None) -> list[str]:
    """SQLite, and PostgreSQL where BENCH_DATABASE_URL names a server or one answers on the standard port."""
    url = os.environ.get("BENCH_DATABASE_URL", "")
    if not url and _answers("127.0.0.1", 5432):
        url = POSTGRES
    if not url and only != "sqlite":
        print("PostgreSQL is not measured: BENCH_DATABASE_URL is not set and no server answers on port 5432.")
    databases = {"sqlite": "", "postgres": url} if url else {"sqlite": ""}
    return [database for name, database in databases.items() if only in {None, name}]


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
