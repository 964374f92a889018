"""What a browser says: Lighthouse's four scores of the pages that matter most, and the weight of the first view.

Lighthouse comes from the npm registry and needs Node; the first view needs Chromium alone. Where either is missing, one
line says so and the rest is measured.
"""

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.clients import HOST
from benchmarks.report import table
from benchmarks.stage import stage
from benchmarks.targets import Target

# The newest that runs on Node 18 and 20.
VERSION = "12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
COMING, PAST = "/events/uk-us-space-2027/", "/events/uk-us-space-2026/"
PAGES = {
    "event": COMING,
    "programme": f"{COMING}programme/",
    "speakers": f"{COMING}speakers/",
    "story": f"{PAST}story/",
}
PRESETS: dict[str, list[str]] = {"phone": [], "desktop": ["--preset=desktop"]}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE_SECONDS = 180
# A page that is not fast enough is looked at so often in all: the machine may have been busy.
TURNS = 3
BEST = 100
MOST_REQUESTS, MOST_BYTES, MOST_STYLE, MOST_SCRIPT = 6, 60 * 1024, 16 * 1024, 12 * 1024
INTRODUCTION = """
## In a browser

The sample's pages on the production server, as Lighthouse {version} sees them: on a phone with a slow network and a
slow processor, and on a desktop. The first view is that of the event's page on a phone in an empty Chromium, with
everything that it asks for; bytes are those that went over the wire, without photographs. Style and script are in the
page itself, compressed here by themselves.
"""


@dataclass(frozen=True, slots=True)
class FirstView:
    """What the first view costs: requests, and compressed bytes of all but photographs, of style and of script."""

    requests: int
    bytes: int
    style: int
    script: int


@dataclass(slots=True)
class Seen:
    """Scores from 0 to 100 by (page, preset), in the order of CATEGORIES; the first view where there is Chromium."""

    scores: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    first: FirstView | None = None


def look(say: Callable[[str], None], *, quick: bool = False) -> Seen:
    """Measure what this machine can; a quick run looks at one page once."""
    chromium = os.environ.get("SYMPOSIUM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    seen = Seen()
    if chromium is None:
        say("No browser is asked: no Chromium.")
        return seen
    with stage("") as site:
        site.run("manage.py", "load_sample")
        with site.server("symposium.wsgi", "/healthz", "symposium.settings") as port:
            say(f"first view of {COMING}")
            seen.first = _first_view(chromium, f"http://{HOST}:{port}{COMING}")
            if missing := _missing():
                say(f"Lighthouse is not run: {missing}")
                return seen
            pages = list(PAGES)[:1] if quick else list(PAGES)
            for page in pages:
                for preset in PRESETS:
                    say(f"Lighthouse: {page}, {preset}")
                    url = f"http://{HOST}:{port}{PAGES[page]}"
                    seen.scores[page, preset] = _scores(chromium, url, preset, 1 if quick else TURNS)
    return seen


class LighthouseError(RuntimeError):
    """Lighthouse did not come to its end."""


def _missing() -> str:
    """Why Lighthouse cannot be run, in one line; empty when it can."""
    if shutil.which("npx") is None:
        return "no Node."
    done = _lighthouse(["--version"], {})
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["npx failed."])[-1]


def _scores(chromium: str, url: str, preset: str, turns: int) -> list[int]:
    """Of each category, the score; the middle one of several turns when the first was not the fastest there is."""
    found = [_sure_turn(chromium, url, preset)]
    while found[0][0] < BEST and len(found) < turns:
        found.append(_sure_turn(chromium, url, preset))
    return [round(median(column)) for column in zip(*found, strict=True)]


def _sure_turn(chromium: str, url: str, preset: str) -> list[int]:
    """One run that came to its end: now and then the browser gives Lighthouse no trace, and it asks to be run again."""
    for _ in range(TURNS - 1):
        with suppress(LighthouseError):
            return _turn(chromium, url, preset)
    return _turn(chromium, url, preset)


def _turn(chromium: str, url: str, preset: str) -> list[int]:
    """One run; raises LighthouseError when it does not come to its end."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        flags = f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}"
        what = ["--quiet", "--output=json", f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}"]
        done = _lighthouse([url, *PRESETS[preset], *what, flags], {"CHROME_PATH": chromium})
        if done.returncode or not report.exists():
            raise LighthouseError(f"Lighthouse fails on {url}: {done.stderr.strip()}")
        return scores_in(json.loads(report.read_text()))


def _lighthouse(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = ["npx", "--yes", f"lighthouse@{VERSION}", *arguments]
    return subprocess.run(
        command, check=False, text=True, capture_output=True, timeout=PATIENCE_SECONDS, env=os.environ | environment
    )


def scores_in(report: dict[str, Any]) -> list[int]:
    """The four scores of Lighthouse's own report; raises RuntimeError where it could not tell one."""
    found = [report["categories"][name]["score"] for name in CATEGORIES]
    if None in found:
        raise RuntimeError(f"Lighthouse cannot tell every score: {report.get('runtimeError', found)}")
    return [round(100 * score) for score in found]


def _first_view(chromium: str, url: str) -> FirstView:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 390, "height": 844})
        asked = _listen(page)
        page.goto(url, wait_until="networkidle")
        style, script = (_zipped(page, selector) for selector in ("style", "script[type=module]"))
        browser.close()
    weight = sum(size for path, size in asked if "/media/" not in path)
    return FirstView(len(asked), weight, style, script)


def _listen(page: Page) -> list[tuple[str, int]]:
    """Every request's address and the bytes of its answer as they came over the wire, filled while the page loads."""
    asked: list[tuple[str, int]] = []
    urls: dict[str, str] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda said: urls.update({said["requestId"]: said["request"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda said: asked.append((urls[said["requestId"]], int(said["encodedDataLength"]))),
    )
    return asked


def _zipped(page: Page, selector: str) -> int:
    texts = page.locator(selector).all_text_contents()
    return len(gzip.compress("".join(texts).encode())) if texts else 0


def seen_targets(seen: Seen) -> list[Target]:
    """Every promise that could be measured in a browser."""
    rows = []
    for number, category in enumerate(CATEGORIES):
        if found := [(scores[number], page, preset) for (page, preset), scores in seen.scores.items()]:
            least, page, preset = min(found)
            where = "everywhere" if least == BEST else f"{page}, {preset}"
            rows.append(Target(f"Lighthouse, {category}", str(BEST), f"{least} ({where})", least == BEST))
    if first := seen.first:
        rows += [
            _at_most("requests of the first view", first.requests, MOST_REQUESTS),
            _at_most("bytes of the first view", first.bytes, MOST_BYTES),
            _at_most("bytes of its style", first.style, MOST_STYLE),
            _at_most("bytes of its script", first.script, MOST_SCRIPT),
        ]
    return rows


def _at_most(name: str, found: int, most: int) -> Target:
    return Target(name, f"at most {most:,}", f"{found:,}", found <= most)


def seen_tables(seen: Seen) -> list[str]:
    """Targets, and scores by page; empty where nothing could be asked."""
    promised = [(row.name, row.wanted, row.found, "held" if row.held else "**not held**") for row in seen_targets(seen)]
    tables = [table(("target", "wanted", "found", ""), promised)] if promised else []
    if seen.scores:
        rows: list[Sequence[str]] = [
            (f"{page}, {preset}", *map(str, scores)) for (page, preset), scores in seen.scores.items()
        ]
        tables.append(table(("page", "performance", "accessibility", "best practices", "SEO"), rows))
    return tables


def section(seen: Seen) -> str:
    """Its part of docs/performance.md."""
    tables = seen_tables(seen)
    return "\n".join([INTRODUCTION.format(version=VERSION), *tables]) if tables else ""
