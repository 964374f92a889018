"""A piece of an event on a co-host's page, which has a style, a policy and a direction of its own."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Faculty of Things</title>
<meta name="color-scheme" content="light dark"><style>
body {{ font: 20px/1.5 monospace; color: rgb(10, 20, 30); background: rgb(255, 255, 255) }}
a {{ color: rgb(255, 0, 0) !important; display: none }} h3 {{ font-size: 99px }}
symposium-embed a {{ display: inline }}
@media (prefers-color-scheme: dark) {{ body {{ color: rgb(240, 240, 240); background: rgb(0, 0, 0) }} }}
</style></head><body {body}><main><h1>Our faculty</h1><h2>Our symposium</h2>
<script async src="{site}/embed/v1.js"></script>
<symposium-embed id="programme" event="space" {attributes}><a href="{site}/there">The programme</a></symposium-embed>
<symposium-embed id="places" event="space" part="registration"><a href="{site}/there">Registration</a></symposium-embed>
<symposium-embed id="lost" event="nothing"><a href="{site}/there">The link that stays</a></symposium-embed>
</main></body></html>"""


@pytest.fixture
def cohost(live_server) -> Iterator[object]:
    """Another site: its address, for a page with such attributes on the body and on the first piece."""
    shown = {"body": "", "attributes": ""}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = PAGE.format(site=live_server.url, **shown).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            # As strict as ours: no style of anybody's but the page's own.
            policy = f"script-src {live_server.url}; connect-src {live_server.url}; style-src 'unsafe-inline'"
            self.send_header("Content-Security-Policy", f"default-src 'none'; img-src data:; {policy}")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = HTTPServer(("localhost", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def address(**changes: str) -> str:
        shown.update(changes)
        return f"http://localhost:{server.server_port}/"

    yield address
    server.shutdown()
    thread.join()
    server.server_close()


def open_page(visitor, cohost, *, scheme="light", width=1280, **changes):
    page = visitor.page({"width": width, "height": 900}, color_scheme=scheme)
    page.goto(cohost(**changes))
    page.locator("#programme").get_by_text("Two shores").wait_for()
    page.locator("#places").get_by_text("Register").wait_for()
    return page


def test_the_piece_stands_in_the_page_in_its_letters_and_colours(visitor, event, cohost):
    page = open_page(visitor, cohost, attributes='accent="#0a7d4b"')
    first = page.locator("#programme h4 a").first
    look = "e => { const s = getComputedStyle(e); return [s.color, s.fontFamily, s.display] }"
    assert first.evaluate(look) == ["rgb(10, 125, 75)", "monospace", "inline"]
    assert page.locator("#programme h3").first.evaluate("e => getComputedStyle(e).fontSize") == "23px"
    # Without a colour, the page's own.
    plain = page.locator("#places .symposium-button").evaluate("e => getComputedStyle(e).color")
    assert plain == "rgb(10, 20, 30)"
    assert page.context.cookies() == []
    expected = "the server responded with a status of 404"
    assert [words for words in visitor.complaints if expected not in words] == []


def test_what_there_is_not_leaves_the_link_that_was_there(visitor, event, cohost):
    page = open_page(visitor, cohost)
    assert page.get_by_text("The link that stays").is_visible()
    assert page.locator("#programme > a").is_hidden()
    assert page.locator("#lost").get_attribute("aria-busy") is None


def test_without_the_script_the_links_are_there(visitor, event, cohost):
    page = visitor.page(java_script_enabled=False)
    page.goto(cohost())
    for words in ("The programme", "Registration", "The link that stays"):
        assert page.get_by_text(words).is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_read_and_reach_it(visitor, event, cohost, scheme, width):
    page = open_page(visitor, cohost, scheme=scheme, width=width)
    found = Axe().run(page).response["violations"]
    # The faults of the page around are its own.
    assert [fault["id"] for fault in found if "symposium-embed" in str(fault["nodes"])] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#places .symposium-button").focus()
    box = page.locator("#places .symposium-button").bounding_box()
    assert box["height"] >= 44


def test_another_direction_of_the_page_does_not_turn_what_is_english(visitor, event, cohost):
    page = open_page(visitor, cohost, body='dir="rtl" lang="ar"')
    piece = page.locator("#programme .symposium")
    assert (piece.get_attribute("lang"), piece.evaluate("e => getComputedStyle(e).direction")) == ("en-GB", "ltr")


def test_another_choice_shows_something_else_at_once(visitor, event, cohost):
    page = open_page(visitor, cohost)
    page.locator("#programme").evaluate("e => e.setAttribute('part', 'registration')")
    page.locator("#programme").get_by_text("Register").wait_for()
    page.locator("#programme").evaluate("e => e.setAttribute('language', 'en-us')")
    page.locator("#programme .symposium[lang=en-US]").wait_for()
    page.locator("#programme").evaluate("e => e.setAttribute('accent', 'url(evil)')")
    assert page.locator("#programme").evaluate("e => e.style.getPropertyValue('--symposium-accent')") == ""
    page.locator("#programme").evaluate("e => e.setAttribute('event', '../../admin')")
    page.locator("#programme").get_by_text("The programme").wait_for()
