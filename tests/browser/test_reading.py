"""Every public page with names that are hard to set, loaded once and read in every way.

WCAG 2.2: 1.4.4, 1.4.10, 1.4.12, 2.5.8.
"""

import pytest
from playwright.sync_api import Page, Route

from tests.browser import eyes
from tests.browser.conftest import DESK, FOURFOLD, PHONE
from tests.browser.eyes import Reading
from tests.factories import addresses

TWOFOLD = {"width": 640, "height": 512}
DEEDS = ".button, form.form input, form.form select"
WHOLE = (eyes.WIDE, eyes.CLIPPED)
READINGS = (
    Reading("as it is", (FOURFOLD, PHONE, DESK), eyes.LOOKS_RIGHT),
    Reading("with a finger", (PHONE,), (eyes.small(24), eyes.small(44, DEEDS))),
    Reading("at 200 per cent", (TWOFOLD,), WHOLE),
    Reading("with room between letters", (DESK, PHONE), WHOLE, change=eyes.SPACED, back=eyes.UNSPACED),
    Reading("in letters twice as large", (DESK, PHONE), WHOLE, change=eyes.LARGE, back=eyes.USUAL),
    Reading("from right to left", (PHONE, DESK), (*WHOLE, eyes.OVERLAPS), change=eyes.MIRROR, back=eyes.UNMIRROR),
)


@pytest.mark.parametrize("of", [addresses.pages, addresses.guest_pages], ids=["event", "guest"])
def test_every_page_is_whole_in_every_reading(visitor, full, of):
    assert eyes.trouble(visitor.page(), of(full), *READINGS) == {}


WIDTH = "<meta name=viewport content='width=device-width'>"
# What is wrong in one reading alone: in the one before, and in the one after, the page is whole again.
BROKEN = {
    "as it is": "<h4>It leaps</h4>",
    "with a finger": "<button class=button>.</button>",
    "at 200 per cent": "<style>@media (width: 640px) { p { width: 700px } }</style><p>Wide</p>",
    "with room between letters": "<p style='font-size: 16px; width: 120px; overflow: hidden;"
    " white-space: nowrap'>Letters in a row</p>",
    "in letters twice as large": "<p style='width: 180px; overflow: hidden; white-space: nowrap'>Letters in a row</p>",
    "from right to left": "<style>[dir=rtl] p { position: relative; left: -60px; width: 100% }</style><p>Out</p>",
}


def test_each_reading_finds_what_is_wrong_in_it_alone(visitor, live_server):
    page = visitor.page()
    for name, broken in BROKEN.items():
        serve(page, f"<!doctype html><html dir=ltr>{WIDTH}<h1>One</h1>{broken}")
        found = eyes.trouble(page, ["/broken/"], *READINGS)
        assert found, name
        assert all(line.startswith(f"/broken/ {name}, ") for line in found), (name, found)


def serve(page: Page, body: str) -> None:
    """What is at /broken/ from now on."""

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="text/html")

    page.route("**/broken/", answer)
