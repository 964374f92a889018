"""A figure of the dashboard: what it says in a sentence, drawn for wide and narrow pages, and all its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from symposium.events.dashboard import plots
from symposium.events.dashboard.registry import Panel

TEMPLATE = "admin/events/event/_figure.html"


@dataclass(frozen=True, slots=True)
class Figure:
    """``key`` is unique on the page; ``rows`` are the numbers, each with its name first, below the names ``head``."""

    key: str
    title: str
    sentence: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    wide: SafeString | None = None
    narrow: SafeString | None = None
    # Where more is to be seen: words and addresses.
    links: Sequence[tuple[str, str]] = ()

    def panel(self, order: int) -> Panel:
        """Where it stands on the dashboard."""
        return Panel(TEMPLATE, {"figure": self}, order)


def of_steps(
    key: str,
    title: str,
    sentence: str,
    series: Sequence[plots.Series],
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
) -> Figure:
    """Numbers that rise day by day."""
    wide, narrow = (
        plots.steps(series, width=width, title=f"{title}. {sentence}", key=f"{key}-{width}")
        for width in (plots.WIDE, plots.NARROW)
    )
    return Figure(key, title, sentence, head, rows, wide, narrow)


def of_bars(key: str, title: str, sentence: str, bars: Sequence[plots.Bar], names: Sequence[str], head: str) -> Figure:
    """Bars with their parts; the table repeats them, with ``head`` above the names of the bars."""
    wide, narrow = (
        plots.bars(bars, names, width=width, title=f"{title}. {sentence}", key=f"{key}-{width}")
        for width in (plots.WIDE, plots.NARROW)
    )
    rows = [(bar.name, *("–" if part is None else part for part in bar.parts)) for bar in bars]
    return Figure(key, title, sentence, (head, *names), rows, wide, narrow)
