"""Style sheets say start and end, not left and right, so that a page written from right to left is a mirror image.

What must not be mirrored says so: ``/* physical: why */`` on the same line or on the one before.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEETS = sorted(path for path in Path(settings.BASE_DIR, "static", "css").rglob("*.css") if path.name != "admin.css")
SIDE = r"(?:left|right)\b"
PHYSICAL = re.compile(
    rf"""
    (?:^|[\s;{{]){SIDE}\s*:                                        # left: 0
    | (?:margin|padding|border|scroll-margin|scroll-padding|top|bottom)-{SIDE}
    | (?:text-align|text-align-last|float|clear|caption-side)\s*:\s*{SIDE}
    | (?:transform-origin|perspective-origin|(?:background|object|mask)-position)\s*:[^;]*(?:{SIDE}|(?<![\w-])\d+%)
    | \bto\s+{SIDE}                                               # gradients
    | \bat\s+(?!50%)[\d.]+%
    | translate(?:X|3d)?\(\s*(?!0\s*[,)])[^)] | scaleX\(          # along the line
    | (?<![\w-])translate\s*:\s*(?!0\s|none)
    """,
    re.VERBOSE,
)
FOUR = re.compile(r"(?:^|[\s;{])(?:margin|padding|inset|border-width|scroll-margin|scroll-padding)\s*:\s*([^;{}]+)")
# Edges of paper have no start, and a rule for one direction knows its sides.
SIDED = re.compile(r"@page[^{]*\{[^}]*\}|[^{};]*(?::dir\(|\[dir=)[^{};]*\{[^}]*\}")


def sides_differ(line):
    """Four values of which the second (right) is not the fourth (left)."""
    for values in FOUR.findall(line):
        parts = re.findall(r"(?:[^\s(]|\([^)]*\))+", values)
        if len(parts) == 4 and parts[1] != parts[3]:
            return True
    return False


def physical(sheet):
    """The lines that name a side and give no reason."""
    lines = SIDED.sub(lambda rule: "\n" * rule[0].count("\n"), sheet).splitlines()
    return [
        line.strip()
        for before, line in zip(["", *lines], lines, strict=False)
        if (PHYSICAL.search(line) or sides_differ(line)) and "/* physical:" not in before + line
    ]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_style_sheets_name_no_side(path):
    assert not physical(path.read_text())


@pytest.mark.parametrize(
    "line",
    [
        "margin-left: 4px;",
        ".a { left: 0; }",
        "border-top-left-radius: 2px;",
        "text-align: right;",
        "float: left;",
        "margin: 0 4px 0 8px;",
        "inset: 0 auto 0 0;",
        "background: linear-gradient(to right, red, blue);",
        "transform: translateX(-4px);",
        "transform: translate(-50%, 0);",
        "transform-origin: left center;",
        "translate: 4px;",
        "mask-image: radial-gradient(circle at 60% 50%, black, transparent);",
    ],
)
def test_a_side_is_found(line):
    assert physical(line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "margin-inline-start: 4px;",
        "inset-inline: 0 4px;",
        "text-align: end;",
        "margin: 0 4px 0 4px;",
        "padding-inline: max(1rem, env(safe-area-inset-left), env(safe-area-inset-right));",
        "transform: translateY(-120%);",
        "transform: translate(0, 4px);",
        "left: 0; /* physical: the map's west */",
        "/* physical: a picture's own focus */\nobject-position: 20% 30%;",
        "@page {\n  margin: 1cm 2cm 1cm 3cm;\n}",
        ".a:dir(rtl) {\n  object-position: 100% 0;\n}",
    ],
)
def test_what_follows_the_writing_or_gives_a_reason_is_left_alone(line):
    assert not physical(line)
