"""The figures as tables: in the terminal and in docs/performance.md, from the same data."""

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.feeds import feed_targets, subscribers_target
from benchmarks.lists import list_targets
from benchmarks.measure import Figures, Line, Plan
from benchmarks.rush import HURRY, READ_RATIO, Seen
from benchmarks.targets import Target, at_most

PAGE_RATIO, UNCHANGED_RATIO, MOST_QUERIES, SPREAD, LOAD_SECONDS = 0.6, 0.8, 10, 0.1, 120
# The programme of the large event, rendered: queries, milliseconds of the processor; and how the huge one compares.
PROGRAMME_QUERIES, PROGRAMME_MILLISECONDS, PROGRAMME_GROWTH = 6, 40, 10
# The first view of the event's page, compressed, photographs and portraits apart.
FIRST_VIEW_KIB, FIRST_VIEW_REQUESTS, CSS_KIB, JS_KIB = 60, 6, 16, 12
# A page of guests among many against one among few: as long, but for what a measurement varies by.
PROGRAM_GROWTH = 1.2
DASHBOARD_GROWTH, DASHBOARD_QUERIES = 1.5, 15
KIB = 1024
# The answer to a form is a deed, which locks, counts and writes; a complete registration against bare views.
STEPS_THAT_ARE_PAGES = {"form", "guest"}
ANSWER_QUERIES, REGISTRATION_RATIO = 12, 0.3
INTRODUCTION = """# Performance

`make bench` writes this page. It makes a fresh database with a large event, starts the production server
(`deploy/gunicorn.conf.py`) on it and asks for every page with {clients} clients over connections that stay open, on the
same machine. Beside each page stands **the bare view**: a Django view without middleware that reads one small row by
primary key and returns the same bytes, in a second server with the same configuration on the same database. Each of the
two servers has one process here, because connections that stay open fall unevenly on several. The two are measured turn
by turn, {rounds} turns of {seconds:g} seconds each; rates are medians, and a ratio is the median of
the turns' own. Ratios carry over from one machine to another; rates do not.

A page is rendered once for each revision of its event and kept, so that the rates are those of pages that have been
asked for before; 'rendered in' is the processor's time for the first reader after a change, compression with Brotli
included, in one process without the server (a median of five).
'Queries' are those of that first reading and of all later ones. Bytes are those of the page alone, with its style sheet
in it. A registration is complete when the form was fetched and sent and the guest's own page was read; its mail is
queued, not sent. Beside registrations stand the same three requests, by the same clients, against bare views that
return the same bytes and of which one inserts one row; both servers have as many processes as they decide. Guests
come over the connections of a proxy: whoever asks is lent one that is free, and another is opened where none is. Each
form is sent some seconds after it was fetched, as by a person, and times are those from sending it to the guest's own
page.
`python -m benchmarks --only rush` lets 10,000 people in within two minutes.
"""


def targets(figures: Figures, plan: Plan) -> list[Target]:
    """Every promise that could be measured on one database."""
    rows = [_ratio(line) for line in figures.lines]
    rows += [*_programme(figures), *_feeds(figures, plan), *_first_view(figures)]
    queries = [(line.figures["cold"], line.name) for line in figures.lines if "cold" in line.figures]
    queries += [(step["cold"], step["name"]) for step in figures.steps if step["name"] in STEPS_THAT_ARE_PAGES]
    if queries:
        most, where = max(queries)
        rows += [
            Target("queries of any page, cold", f"at most {MOST_QUERIES}", f"{most} ({where})", most <= MOST_QUERIES)
        ]
    rows += [*_programs(figures, plan), *_dashboards(figures, plan), *list_targets(figures.lists)]
    if figures.few_rate:
        name = f"registrations beside {plan.many:,} guests against {plan.few:,}"
        ratio = figures.many_rate / figures.few_rate
        rows += [Target(name, f"1 ± {SPREAD}", f"{ratio:.2f}", abs(ratio - 1) <= SPREAD)]
        answers = [step["cold"] for step in figures.steps if step["name"] == "answer"]
        rows += [at_most("answer to a form: queries", ANSWER_QUERIES, most) for most in answers]
    if figures.registration_ratio and not figures.database.startswith("SQLite"):
        found, least = figures.registration_ratio, REGISTRATION_RATIO
        rows += [Target("registrations against bare views", f"at least {least}", f"{found:.2f}", found >= least)]
    rows += [target for seen in figures.rushes for target in rush_targets(seen)]
    name, seconds = f"loading {plan.many:,} registrations", figures.load_seconds
    return [*rows, Target(name, f"under {LOAD_SECONDS} s", f"{seconds:.0f} s", seconds < LOAD_SECONDS)]


def rush_targets(seen: Seen) -> list[Target]:
    """What was promised of a rush."""
    crowd = seen.crowd
    name = f"rush of {crowd.people:,} for {crowd.seats} seats"
    served, failed = seen.answers["the guest's page"], sum(seen.answers.values()) - seen.answers["the guest's page"]
    answered = served + failed == crowd.people and not any(key.startswith("status 5") for key in seen.answers)
    words = ", ".join(f"{number:,} {what}" for what, number in sorted(seen.answers.items()))
    return [
        Target(f"{name}: all are answered", f"{crowd.people:,}", words, answered),
        Target(f"{name}: places given", f"{crowd.seats}", f"{seen.confirmed}", seen.confirmed == crowd.seats),
        Target(f"{name}: 99 % of answers", f"within {HURRY:g} s", f"{seen.slow:.2f} s", seen.slow <= HURRY),
        Target(
            f"{name}: public pages meanwhile",
            f"at least {READ_RATIO} of their rate",
            f"{seen.read_ratio:.2f}",
            seen.read_ratio >= READ_RATIO,
        ),
    ]


def rush_table(rushes: Sequence[Seen]) -> str:
    """Rushes beside each other, with the web processes that took them."""
    rows = [
        (
            f"{seen.crowd.people:,} in {seen.crowd.seconds:g} s for {seen.crowd.seats}",
            str(seen.processes or "as configured"),
            f"{seen.seconds:.0f}",
            f"{seen.confirmed:,} / {seen.waiting:,}",
            f"{seen.middle * 1000:.0f}",
            f"{seen.slow * 1000:.0f}",
            f"{seen.read_ratio:.2f}",
        )
        for seen in rushes
    ]
    heads = (
        *("rush", "web processes", "seconds in all", "placed / waiting", "median ms", "99 % ms"),
        "pages against undisturbed",
    )
    return table(heads, rows)


def _ratio(line: Line) -> Target:
    least = UNCHANGED_RATIO if line.name.startswith("304") else PAGE_RATIO
    return Target(f"{line.name} against the bare view", f"at least {least}", f"{line.ratio:.2f}", line.ratio >= least)


def _programme(figures: Figures) -> list[Target]:
    """What rendering the programme costs."""
    lines = [line.figures for line in figures.lines if line.name == "programme" and "cold" in line.figures]
    if not lines or not figures.huge:
        return []
    cold, most = lines[0], PROGRAMME_MILLISECONDS
    growth = figures.huge["milliseconds"] / cold["milliseconds"]
    return [
        at_most("programme, cold: queries", PROGRAMME_QUERIES, cold["cold"]),
        at_most("programme, cold: time of the processor", most, cold["milliseconds"], " ms"),
        at_most("programme, cold: with ten times the sessions", PROGRAMME_GROWTH, growth, " times", 1),
    ]


def _feeds(figures: Figures, plan: Plan) -> list[Target]:
    """What feeds cost."""
    lines = {line.name: line for line in figures.lines}
    feed, unchanged = lines.get("programme-feed"), lines.get("304 of programme-feed")
    if not feed or not unchanged or not figures.long_feed:
        return []
    sums = feed_targets(feed.figures, figures.long_feed, plan.long_sessions)
    return [*sums, subscribers_target(unchanged.rate, feed.rate)]


def _programs(figures: Figures, plan: Plan) -> list[Target]:
    """A page of guests for a program costs the same wherever it is, and however many there are."""
    found = figures.programs
    if not found:
        return []
    name = f"page of guests for a program, {{}} {plan.many:,} against the first of {plan.few:,}"
    return [
        at_most(name.format(where), PROGRAM_GROWTH, found[key] / found["few"], " times", 2)
        for where, key in (("first of", "many"), ("in the middle of", "middle"))
    ]


def _dashboards(figures: Figures, plan: Plan) -> list[Target]:
    """The dashboard of an event costs about the same, however many guests there are."""
    found = figures.dashboards
    if not found:
        return []
    name = f"dashboard of {plan.many:,} guests against {plan.few:,}"
    return [
        at_most(name, DASHBOARD_GROWTH, found["many"] / found["few"], " times", 2),
        at_most("dashboard: queries", DASHBOARD_QUERIES, found["queries"]),
    ]


def _first_view(figures: Figures) -> list[Target]:
    """What a reader's first view of an event weighs."""
    if not figures.first_view:
        return []
    view, code = figures.first_view, figures.code
    return [
        at_most("first view of the event, compressed", FIRST_VIEW_KIB, view["weight"] / KIB, " KiB", 1),
        at_most("first view of the event: requests", FIRST_VIEW_REQUESTS, view["requests"]),
        at_most("CSS, compressed", CSS_KIB, code["css"] / KIB, " KiB", 1),
        at_most("JavaScript, compressed", JS_KIB, code["js"] / KIB, " KiB", 1),
    ]


def document(measured: Sequence[Figures], plan: Plan) -> str:
    """docs/performance.md."""
    parts = [INTRODUCTION.format(clients=plan.clients, rounds=plan.rounds, seconds=plan.seconds), _machine(plan)]
    for figures in measured:
        parts += [f"## {figures.database}\n", *tables(figures, plan)]
    return "\n".join(parts)


def tables(figures: Figures, plan: Plan) -> list[str]:
    """Targets, pages, registrations."""
    pages = [
        (
            line.name,
            f"{line.rate:,.0f}",
            f"{line.bare:,.0f}",
            f"{line.ratio:.2f}",
            f"{line.middle:.1f}",
            f"{line.slow:.1f}",
            f"{line.figures['cold']} / {line.figures['warm']}" if "cold" in line.figures else str(line.figures["warm"]),
            f"{line.figures['milliseconds']:.0f}" if "milliseconds" in line.figures else "",
            f"{line.figures['plain']:,}",
            f"{line.figures['zipped']:,}",
        )
        for line in figures.lines
    ]
    heads = (
        "page",
        "a second",
        "bare view",
        "ratio",
        "median ms",
        "95 % ms",
        "queries",
        "rendered in ms",
        "bytes",
        "gzip",
    )
    return [
        target_table(targets(figures, plan)),
        table(heads, pages),
        *_registrations(figures, plan),
    ]


def _registrations(figures: Figures, plan: Plan) -> list[str]:
    if not figures.few_rate:
        return []
    rows = [
        (f"{count:,}", f"{rate:.1f}", f"{times.middle:.0f}", f"{times.slow:.0f}")
        for count, rate, times in (
            (plan.few, figures.few_rate, figures.with_few),
            (plan.many, figures.many_rate, figures.with_many),
        )
    ]
    steps = [(step["name"], str(step["cold"]), f"{step['plain']:,}") for step in figures.steps]
    if figures.bare_rate:
        rows += [("bare views", f"{figures.bare_rate:.1f}", "", "")]
    return [
        table(("guests before", "complete registrations a second", "median ms", "95 % ms"), rows),
        *([rush_table(figures.rushes)] if figures.rushes else []),
        table(("step of a registration", "queries", "bytes"), steps),
    ]


def target_table(promised: Iterable[Target]) -> str:
    """What was promised, line by line."""
    rows = [(row.name, row.wanted, row.found, "held" if row.held else "**not held**") for row in promised]
    return table(("target", "wanted", "found", ""), rows)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns also line up in a terminal; all but the first are set to the right."""
    grid = [list(heads), *[list(row) for row in rows]]
    widths = [max(len(row[column]) for row in grid) for column in range(len(heads))]
    rule = ["-" * widths[0], *["-" * (width - 1) + ":" for width in widths[1:]]]
    lines = [
        "| "
        + " | ".join([row[0].ljust(widths[0]), *[c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True)]])
        + " |"
        for row in (grid[0], rule, *grid[1:])
    ]
    return "\n".join(lines) + "\n"


def _machine(plan: Plan) -> str:
    sizes = ", ".join(f"{number} {name}" for name, number in plan.sizes.items())
    versions = ", ".join(f"{name} {version(name.lower())}" for name in ("Django", "Gunicorn"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Measured on {datetime.now(UTC):%-d %B %Y}: {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB; "
        f"Python {platform.python_version()}, {versions}. The event has {sizes}.\n"
    )


def _processor() -> str:
    """The model as the kernel names it, or the architecture where it does not."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
