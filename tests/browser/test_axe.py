"""axe on every page that the public reads, loaded once and looked at in four ways of reading."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Route

from symposium.events.models import Event
from tests.browser.conftest import DESK, PHONE
from tests.factories import addresses, awkward

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# What it does not hold against a page is half of what it says, and is left there.
RUN = """options => axe.run(options).then(
    result => ({engine: result.testEngine.name, violations: result.violations}))"""
# What axe holds against a page that is as it should be, by the beginning of the line, and why.
ALLOWED = {
    "/events/full/display/hall/: meta-refresh": "a screen at a door shows what is next by itself; nobody types there",
}
# Where only colours are others. Forced colours are not among the modes: they are the reader's own, and axe would
# measure the page's (by -webkit-text-fill-color, which is not forced); test_modes.py looks at them.
COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# How the page is read, and what axe looks for. Nothing may move while colours are measured.
DAY = {"color_scheme": "light", "contrast": "no-preference", "reduced_motion": "reduce"}
MODES: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
    "desk": (DESK, DAY, OPTIONS),
    "dark": (DESK, DAY | {"color_scheme": "dark"}, OPTIONS),
    "phone": (PHONE, DAY, OPTIONS),
    "contrast": (PHONE, DAY | {"contrast": "more"}, COLOURS),
}


@pytest.mark.parametrize("of", [addresses.pages, addresses.guest_pages], ids=["event", "guest"])
def test_axe_finds_nothing_on_any_page(visitor, full, of):
    page = visitor.page()
    assert_nothing(line for path in of(full) for line in look(page, path))


def test_axe_finds_nothing_where_all_is_empty_stopped_or_mistaken(visitor, full):
    page = visitor.page()
    others = [awkward.make_empty_event(), *awkward.make_stopped_events()[:3]]
    found = [line for other in others for line in look(page, other.get_absolute_url())]
    found += [line for name, body in addresses.errors().items() for line in look_at(page, name, body)]
    assert_nothing([*found, *look_at_mistakes(page, full)])


def assert_nothing(found: Iterable[str]) -> None:
    lines = list(found)
    assert not lines, "\n".join(lines)


def look(page: Page, path: str) -> list[str]:
    """What axe holds against one address."""
    page.goto(path)
    return violations(page, path)


def look_at(page: Page, name: str, body: str) -> list[str]:
    """The same for a page that no address answers with 200."""

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route(f"**/looked-at/{name}", answer)
    return look(page, f"/looked-at/{name}")


def look_at_mistakes(page: Page, event: Event) -> list[str]:
    """The form of registration as it returns with every error that it knows."""
    page.goto(f"{event.get_absolute_url()}register/")
    page.get_by_label("E-mail address").fill("not an address")
    page.get_by_role("button", name="Register").click()
    page.get_by_role("alert").wait_for()
    return violations(page, "register with errors")


def violations(page: Page, name: str) -> list[str]:
    """What axe finds in each mode: mode, page, rule, element.

    axe is given to the page by the tools of the browser, which its Content-Security-Policy does not bind.
    """
    page.evaluate(AXE_SCRIPT)
    lines = []
    for mode, (viewport, reader, options) in MODES.items():
        page.set_viewport_size(viewport)
        page.emulate_media(**reader)
        result = page.evaluate(RUN, options)
        assert result["engine"] == "axe-core"
        lines += [
            f"{name}: {violation['id']} at {node['target']}: {node['failureSummary']} ({mode})"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
    return [line for line in lines if not line.startswith(tuple(ALLOWED))]


def test_axe_would_find_what_is_wrong_in_any_mode(visitor, full):
    page = visitor.page()
    page.goto(full.get_absolute_url())
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img>')")
    lines = violations(page, "broken")
    assert len(lines) == 3
    for line, mode in zip(lines, ("desk", "dark", "phone"), strict=True):
        assert line.startswith("broken: image-alt at ['#content > img']")
        assert line.endswith(f"({mode})")


@pytest.mark.parametrize(
    ("mode", "media"), [("dark", "(prefers-color-scheme: dark)"), ("contrast", "(prefers-contrast: more)")]
)
def test_axe_would_find_colours_that_are_wrong_in_one_mode(visitor, live_server, mode, media):
    page = visitor.page()
    style = f"p {{ color: black }} @media {media} {{ p {{ color: #eee }} }}"
    body = f"<!doctype html><html lang=en><title>T</title><style>{style}</style><main><h1>H</h1><p>Words</p></main>"
    (line,) = look_at(page, "pale", body)
    assert line.startswith("/looked-at/pale: color-contrast at ['p']")
    assert line.endswith(f"({mode})")


def test_every_exception_is_still_an_address():
    assert set(addresses.EXCEPTIONS) <= {address.name for address in addresses.configured()}


def test_every_address_has_a_name():
    assert all(urlsplit(address.name).path.replace("-", "").isalpha() for address in addresses.configured())
