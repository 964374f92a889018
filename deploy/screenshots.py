"""``make screenshots``: pictures of the sample's pages, for docs/screenshots and its README.md.

The site runs on a fresh database as in production, and a real Chromium with a fixed clock looks at it, at two widths by
day and by night. A second run gives the same pictures as long as the pages are the same; what the server's own clock
decides (whether registration is open) follows the day, and every run has tickets and links of its own.
"""

import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from benchmarks.clients import HOST
from benchmarks.stage import stage

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
COMING, PAST = "/events/uk-us-space-2027/", "/events/uk-us-space-2026/"
PAGES = {
    "event": COMING,
    "programme": f"{COMING}programme/",
    "programme-grid": f"{COMING}programme/?view=grid",
    "speakers": f"{COMING}speakers/",
    "story": f"{PAST}story/",
    "photographs": f"{PAST}photographs/",
    "register": f"{COMING}register/",
}
# Whose addresses deploy/people_of_pictures.py says: a guest's own, and those of the desk.
PERSONAL = (
    *("guest", "ticket", "invitation", "desk-guests", "desk-requests", "desk-invitations"),
    *("speaking", "desk", "desk-dashboard", "desk-board", "desk-publish", "desk-notice", "desk-suggestion"),
)
# Width, and the height at which a longer page is cut, in CSS pixels.
SIZES = {390: 1500, 1280: 1600}
SCHEMES = ("light", "dark")
MOST_BYTES = 150_000
NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]
README = """# Screenshots

`make screenshots` makes them anew from the sample events: at 390 and 1,280 pixels, by day and by night.
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page at one width in one scheme."""

    page: str
    width: int
    scheme: str

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.page}-{self.width}-{self.scheme}.webp"


def pictures() -> list[Picture]:
    """All of them, in the order of the README."""
    return [Picture(page, width, scheme) for page in (*PAGES, *PERSONAL) for width in SIZES for scheme in SCHEMES]


def main() -> int:
    """Make all pictures; 2 where there is no Chromium."""
    chromium = os.environ.get("SYMPOSIUM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("No screenshots: no Chromium. Install it, or name it in SYMPOSIUM_CHROMIUM.")
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with stage("") as site:
        site.run("manage.py", "load_sample")
        people = json.loads(site.run("-m", "deploy.people_of_pictures"))
        with site.server("symposium.wsgi", "/readyz", "symposium.settings") as port, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for picture, body in take(browser, f"http://{HOST}:{port}", people):
                (FOLDER / picture.name).write_bytes(body)
                print(f"{len(body):>8,} bytes  {picture.name}", flush=True)
            browser.close()
    (FOLDER / "README.md").write_text(readme())
    return 0


def take(browser: Browser, base: str, people: dict[str, Any]) -> Iterator[tuple[Picture, bytes]]:
    """Every picture with its bytes; raises RuntimeError for a page that does not answer with 200.

    ``people`` is what deploy/people_of_pictures.py says. Only the desk is seen by somebody who is signed in.
    """
    paths = PAGES | people["paths"]
    for picture in pictures():
        height = SIZES[picture.width]
        context = browser.new_context(
            base_url=base,
            viewport={"width": picture.width, "height": height},
            color_scheme="dark" if picture.scheme == "dark" else "light",
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/London",
        )
        if picture.page.startswith("desk"):
            context.add_cookies([{"name": people["cookie"], "value": people["session"], "url": base}])
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        answer = page.goto(paths[picture.page], wait_until="networkidle")
        if answer is None or answer.status != 200:
            raise RuntimeError(f"{picture.page} does not answer with 200")
        yield picture, shrunk(page.screenshot(animations="disabled"))
        context.close()


def shrunk(drawn: bytes) -> bytes:
    """A drawn page as WebP, as good as fits into ``MOST_BYTES``; raises RuntimeError when nothing does."""
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    for quality in range(90, 20, -10):
        written = io.BytesIO()
        image.save(written, "WEBP", quality=quality, method=6)
        if written.tell() < MOST_BYTES:
            return written.getvalue()
    raise RuntimeError("A page does not fit into its bytes: cut it sooner.")


def readme() -> str:
    """The page that shows them in a table."""
    heads = [f"{width} px, {scheme}" for width in SIZES for scheme in SCHEMES]
    rows = [["page", *heads], ["---"] * (len(heads) + 1)]
    for page in (*PAGES, *PERSONAL):
        shown = [picture for picture in pictures() if picture.page == page]
        words = page.replace("-", ", ")
        cells = [f'<img src="{one.name}" width="220" alt="{words}, {one.width} px, {one.scheme}">' for one in shown]
        rows.append([words, *cells])
    return f"{README}\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


if __name__ == "__main__":
    sys.exit(main())
