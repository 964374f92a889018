"""One database measured: every page against the bare view, turn by turn, and complete registrations."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.clients import Round, etag_of, hammer, message
from benchmarks.feeds import long_sizes
from benchmarks.guests import Desk
from benchmarks.rush import BRIEF, TINY, Crowd, Seen, rush
from benchmarks.stage import HUGE, LARGE, LONG, SMALL, Stage, settle, stage

# Pages whose 304 is measured too.
UNCHANGED = {"home", "event", "programme", "programme-feed", "api-sessions"}
# How many times the sessions of the large event the huge one has.
TIMES = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured; seconds are those of one round."""

    sizes: dict[str, int]
    few: int
    many: int
    clients: int
    rounds: int
    seconds: float
    registration_seconds: float
    # Who registers at once, and the forms that they have open meanwhile.
    guests: int
    open_forms: int
    crowd: Crowd
    # Of the event whose feed is as long as any.
    long_sessions: int


FULL = Plan(
    {"sessions": 200, "speakers": 150, "rooms": 10, "days": 3}, 100, 100_000, 8, 5, 1.0, 3.0, 16, 1_200, BRIEF, 5_000
)
QUICK = Plan({"sessions": 40, "speakers": 30, "rooms": 4, "days": 2}, 100, 1_000, 8, 1, 0.3, 1.0, 4, 40, TINY, 200)


@dataclass(frozen=True, slots=True)
class Line:
    """One page beside the bare view; rates are answers a second, times milliseconds."""

    name: str
    rate: float
    bare: float
    middle: float
    slow: float
    # The page's rate in bare views: the median of the turns' own.
    ratio: float
    figures: dict[str, Any]


@dataclass(slots=True)
class Figures:
    """All that was measured on one database."""

    database: str
    load_seconds: float = 0.0
    lines: list[Line] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    # The programme of the huge event, rendered; the first view of the event's page; style sheet and script.
    huge: dict[str, Any] = field(default_factory=dict)
    first_view: dict[str, Any] = field(default_factory=dict)
    code: dict[str, int] = field(default_factory=dict)
    # The feed of the long event, rendered, and the memory that it takes.
    long_feed: dict[str, Any] = field(default_factory=dict)
    programs: dict[str, float] = field(default_factory=dict)
    dashboards: dict[str, float] = field(default_factory=dict)
    lists: dict[str, Any] = field(default_factory=dict)
    with_few: Round = field(default_factory=Round)
    with_many: Round = field(default_factory=Round)
    few_rate: float = 0.0
    many_rate: float = 0.0
    # The same three requests against bare views, one of which inserts a row; and the median of the turns' ratios.
    bare_rate: float = 0.0
    registration_ratio: float = 0.0
    rushes: list[Seen] = field(default_factory=list)


def measure(url: str, plan: Plan, say: Callable[[str], None]) -> Figures:
    """Measure on a fresh database (``url`` empty: SQLite, else a PostgreSQL server)."""
    with stage(url) as made:
        figures = Figures(made.database)
        say(f"{made.database}: loading {plan.sizes['sessions']} sessions and {plan.many:,} registrations")
        figures.load_seconds = made.load(LARGE, plan.many, plan.sizes)
        made.load(SMALL, plan.few, plan.sizes)
        made.load(HUGE, 0, plan.sizes | {"sessions": TIMES * plan.sizes["sessions"]})
        made.load(LONG, 0, long_sizes(plan.long_sessions))
        settle(url)
        figures.long_feed = made.feeds()["long"]
        found = made.probe()
        pages, figures.steps = found["pages"], found["steps"]
        figures.huge, figures.first_view, figures.code = found["huge"], found["first_view"], found["code"]
        # What programs read of guests: milliseconds of the processor for a page of them.
        figures.programs = made.programs()
        figures.dashboards = made.dashboards()
        say("  lists of the desk")
        figures.lists = made.lists()
        _measure_pages(made, plan, figures, pages, say)
        if figures.steps:
            _measure_registrations(made, plan, figures, say)
        if figures.steps and url:
            figures.rushes = [rush(made, plan.crowd, say)]
        return figures


def measure_rush(url: str, crowd: Crowd, scale: Crowd, say: Callable[[str], None]) -> list[Seen]:
    """The whole rush, and a smaller one with one, two and four web processes, on a fresh PostgreSQL database."""
    with stage(url) as made:
        settle(url)
        whole = rush(made, crowd, say)
        return [whole, *(rush(made, scale, say, processes=processes) for processes in (1, 2, 4))]


def _measure_pages(
    made: Stage, plan: Plan, figures: Figures, pages: list[dict[str, Any]], say: Callable[[str], None]
) -> None:
    # One process on each side: connections that stay open fall unevenly on several.
    site = made.server("symposium.wsgi", "/healthz", "symposium.settings", processes=1)
    bare = made.server("django.core.wsgi:get_wsgi_application()", "/unchanged", "benchmarks.bare_settings", processes=1)
    with site as site_port, bare as bare_port:
        for page in pages:
            ask = message(page["path"])
            figures.lines += [
                _compare(plan, (site_port, ask), (bare_port, message(f"/bare/{page['name']}")), 200, page)
            ]
            say(_line_in_words(figures.lines[-1]))
        for page in pages:
            if page["name"] in UNCHANGED:
                ask = message(page["path"], {"If-None-Match": etag_of(site_port, page["path"])})
                empty = {"name": f"304 of {page['name']}", "warm": page["unchanged"], "plain": 0, "zipped": 0}
                figures.lines += [_compare(plan, (site_port, ask), (bare_port, message("/unchanged")), 304, empty)]
                say(_line_in_words(figures.lines[-1]))


def _compare(
    plan: Plan, site: tuple[int, bytes], bare: tuple[int, bytes], status: int, figures: dict[str, Any]
) -> Line:
    """Turn by turn, so that what else the machine does falls on both; the first turn only warms up."""
    turns: list[tuple[Round, Round]] = []
    for number in range(plan.rounds + 1):
        seconds = plan.seconds if number else plan.seconds / 3
        both = [hammer(*side, status=status, clients=plan.clients, seconds=seconds) for side in (site, bare)]
        if number:
            turns.append((both[0], both[1]))
    own, others = [turn[0] for turn in turns], [turn[1] for turn in turns]
    return Line(
        figures["name"],
        median(one.rate for one in own),
        median(one.rate for one in others),
        median(one.middle for one in own),
        median(one.slow for one in own),
        median(one.rate / other.rate for one, other in turns),
        figures,
    )


def _line_in_words(line: Line) -> str:
    return f"  {line.name:<24}{line.rate:>8.0f}/s   bare view {line.bare:>6.0f}/s   ratio {line.ratio:.2f}"


def _measure_registrations(made: Stage, plan: Plan, figures: Figures, say: Callable[[str], None]) -> None:
    """Turn by turn beside few guests, beside many, and against bare views; the first turn only warms up."""
    site = made.server("symposium.wsgi", "/healthz", "symposium.settings")
    bare = made.server("django.core.wsgi:get_wsgi_application()", "/unchanged", "benchmarks.bare_settings")
    with site as site_port, bare as bare_port:
        few, many = (Desk(site_port, f"/events/{slug}/register/") for slug in (SMALL, LARGE))
        plain = Desk(bare_port, "/register", is_bare=True)
        desks = (few, plain, many)
        for desk in desks:
            desk.open_many(plan.open_forms, plan.guests)
        rounds: dict[int, list[Round]] = {id(desk): [] for desk in desks}
        for number in range(plan.rounds + 1):
            for desk in desks if number % 2 else reversed(desks):
                seconds = plan.registration_seconds if number else 1.0
                result = desk.register_many(clients=plan.guests, seconds=seconds)
                if number:
                    rounds[id(desk)].append(result)
    _sum_up(figures, *(rounds[id(desk)] for desk in desks))
    rates = f"{figures.few_rate:.1f}/s beside {plan.few:,}, {figures.many_rate:.1f}/s beside {plan.many:,} guests"
    say(f"  registrations           {rates}; bare {figures.bare_rate:.1f}/s, ratio {figures.registration_ratio:.2f}")


def _sum_up(figures: Figures, few: list[Round], bare: list[Round], many: list[Round]) -> None:
    figures.few_rate, figures.bare_rate, figures.many_rate = (
        median(one.rate for one in rounds) for rounds in (few, bare, many)
    )
    figures.registration_ratio = median(one.rate / other.rate for one, other in zip(few, bare, strict=True))
    figures.with_few, figures.with_many = (
        Round(sum(one.seconds for one in rounds), [time for one in rounds for time in one.latencies])
        for rounds in (few, many)
    )
