"""Plots as SVG, from numbers alone: steps over days, and stacked bars. No script, no style: classes name what is what.

Colour is never the only key: lines differ in their dashes and are named where they end, parts of bars differ in their
pattern and carry their numbers. A plot is drawn for a width in pixels, so that its words keep their size.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDE, NARROW = 680, 340
# Rows of text: how high one is, and how wide a letter, in pixels at the size of the style sheet.
LINE, LETTER = 16, 7.2
HEIGHT, BAR, ROW = 240, 22, 54
MOST_SERIES, MOST_PARTS = 3, 4

type Place = Callable[[int], float]


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name, and (day, number) from left to right; days count up to 0, the day of the event."""

    name: str
    points: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, and its parts in the order of the key; None is a part that the bar has not."""

    name: str
    parts: Sequence[int | None]


def ticks(most: int, wanted: int = 4) -> list[int]:
    """Round numbers from 0 up to ``most`` or a little more."""
    rough = max(most, 1) / wanted
    power = 10 ** math.floor(math.log10(rough)) if rough >= 1 else 1
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return [int(step) * number for number in range(math.ceil(max(most, 1) / step) + 1)]


# --- steps over days -----------------------------------------------------------------------------------------------


def steps(series: Sequence[Series], *, width: int, title: str, key: str) -> SafeString:
    """Lines that rise by steps, each named at its end; ``key`` makes the ids of the plot unique on its page."""
    shown = [one for one in series if one.points][:MOST_SERIES]
    days = [day for one in shown for day, _number in one.points] or [0]
    first, last = min(*days, -1), max(*days, 0)
    scale = ticks(max((number for one in shown for _day, number in one.points), default=1))
    left, right, top, bottom = LETTER * len(f"{scale[-1]}") + 10, 8, LINE, 40

    def x(day: int) -> float:
        return round(left + (width - left - right) * (day - first) / (last - first), 1)

    def y(number: int) -> float:
        return round(HEIGHT - bottom - (HEIGHT - top - bottom) * number / scale[-1], 1)

    rules = format_html_join(
        "",
        '<path class="plot-rule" d="M{} {}H{}"/><text class="plot-tick" x="{}" y="{}" text-anchor="end">{}</text>',
        ((left, y(number), width - right, left - 6, y(number) + 5, number) for number in scale),
    )
    marks = format_html_join(
        "",
        '<path class="plot-rule" d="M{} {}v5"/><text class="plot-tick" x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (x(day), HEIGHT - bottom, x(day), HEIGHT - bottom + 20, "end" if day == last else "middle", say_days(day))
            for day in day_ticks(first, last, 5 if width >= WIDE else 3)
        ),
    )
    lines = format_html_join(
        "",
        '<path class="plot-line plot-line-{}" d="{}"/>',
        ((number, _path(one.points, x, y)) for number, one in enumerate(shown, 1)),
    )
    return _drawn(width, HEIGHT, title, key, format_html("{}{}{}{}", rules, marks, lines, _names(shown, x, y, width)))


def day_ticks(first: int, last: int, wanted: int) -> list[int]:
    """Days at round distances from the day of the event, which is always among them where it is in sight."""
    span = max(last - first, 1)
    step = next((size for size in (1, 2, 7, 14, 28, 56, 91, 182, 364) if span / size <= wanted), 728)
    return [day for day in range(-(-first // step) * step, last + 1, step) if first <= day <= last]


def say_days(day: int) -> str:
    """'−28', and 'the day' for that of the event."""
    return f"{'−' if day < 0 else '+'}{abs(day)}" if day else _("the day")


def _path(points: Sequence[tuple[int, int]], x: Place, y: Place) -> str:
    (day, number), *rest = points
    # A day alone is a short line, to be seen at all.
    return f"M{x(day)} {y(number)}" + ("".join(f"H{x(day)}V{y(number)}" for day, number in rest) or "h4")


def _names(shown: Sequence[Series], x: Place, y: Place, width: int) -> SafeString:
    """Where each line ends, without standing on one another; a line that ends at the left is named beside its end."""
    taken: list[float] = []
    found = []
    for number, one in sorted(enumerate(shown, 1), key=lambda pair: -pair[1].points[-1][1]):
        day, most = one.points[-1]
        line = y(most) - 6
        while any(abs(line - other) < LINE for other in taken):
            line += LINE
        taken.append(line)
        before, behind = x(day), width - x(day)
        side, room = ("end", before) if before >= min(behind, len(one.name) * LETTER) else ("start", behind)
        found.append((number, x(day), line, side, _cut(one.name, room)))
    return format_html_join("", '<text class="plot-name plot-name-{}" x="{}" y="{}" text-anchor="{}">{}</text>', found)


# --- stacked bars --------------------------------------------------------------------------------------------------


def bars(rows: Sequence[Bar], names: Sequence[str], *, width: int, title: str, key: str) -> SafeString:
    """A bar for each row, as long as the sum of its parts; below them the key, by patterns and words."""
    longest = max((sum(part or 0 for part in row.parts) for row in rows), default=0) or 1
    drawn = ((_bar(row, names, number * ROW, width, longest, key),) for number, row in enumerate(rows))
    # Where there is one kind of part, there is nothing to tell apart.
    legend, height = _legend(names, len(rows) * ROW + 8, width, key) if len(names) > 1 else ("", len(rows) * ROW)
    body = format_html("{}{}{}", _patterns(key), format_html_join("", "{}", drawn), legend)
    return _drawn(width, height, title, key, body)


def _bar(row: Bar, names: Sequence[str], top: int, width: int, longest: int, key: str) -> SafeString:
    """Each part with its number in it; one that has no room there is said above the bar, as far as that has room."""
    line, parts, aside, at = top + LINE + 6, [], [], 1.0
    for number, (name, part) in enumerate(zip(names, row.parts, strict=True), 1):
        length = round((width - 2) * (part or 0) / longest, 1)
        shows = length > LETTER * len(f"{part}") + 12
        if length:
            said = part if shows else ""
            parts.append((number, key, round(at, 1), line, length, BAR, round(at + 6, 1), line + BAR - 6, said))
        if part and not shows:
            aside.append(f"{part}" if len(names) == 1 else f"{part} {name}")
        at += length
    words = ", ".join(aside)
    fits = LETTER * (len(row.name) + len(words) + 2) < width
    return format_html(
        '<text class="plot-row" x="0" y="{0}">{2}</text><text class="plot-tick" x="{1}" y="{0}" text-anchor="end">{3}'
        "</text>{4}",
        *(top + LINE, width, _cut(row.name, width), words if fits else "", format_html_join("", _PART, parts)),
    )


# A part in its colour, its pattern above that, and its number where there is room for one.
_PART = (
    '<rect class="plot-part plot-part-{0}" x="{2}" y="{3}" width="{4}" height="{5}"/>'
    '<rect class="plot-pattern" fill="url(#{1}-{0})" x="{2}" y="{3}" width="{4}" height="{5}"/>'
    '<text class="plot-number plot-number-{0}" x="{6}" y="{7}">{8}</text>'
)


def _cut(name: str, width: float) -> str:
    """As much of a name as has room."""
    room = max(int(width / LETTER), 2)
    return name if len(name) <= room else name[: room - 1] + "…"


def _legend(names: Sequence[str], top: int, width: int, key: str) -> tuple[SafeString, int]:
    """The key below the bars, and how far down it reaches."""
    found, at, line = [], 1.0, top
    for number, name in enumerate(names, 1):
        length = LETTER * len(name) + 40
        if at > 1 and at + length > width:
            at, line = 1.0, line + LINE + 8
        found.append((number, key, at, line, 16, 16, at + 22, line + 13, name))
        at = round(at + length, 1)
    drawn = format_html_join("", _PART.replace("plot-number plot-number-{0}", "plot-tick"), found)
    return drawn, line + LINE + 8


def _patterns(key: str) -> SafeString:
    """Solid, hatched, dotted, empty: told apart without any colour."""
    return format_html(
        '<defs><pattern id="{0}-1" width="6" height="6" patternUnits="userSpaceOnUse"/>'
        '<pattern id="{0}-2" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="plot-hatch" d="M0 0v6"/></pattern>'
        '<pattern id="{0}-3" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<circle class="plot-dot" cx="3" cy="3" r="1.25"/></pattern>'
        '<pattern id="{0}-4" width="6" height="6" patternUnits="userSpaceOnUse"/></defs>',
        key,
    )


def _drawn(width: int, height: int, title: str, key: str, body: SafeString) -> SafeString:
    return format_html(
        '<svg class="plot" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-labelledby="{2}-title">'
        '<title id="{2}-title">{3}</title>{4}</svg>',
        *(width, height, key, title, body),
    )
