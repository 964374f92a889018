"""axe on every page that the public reads, in four ways of reading."""

from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Route

from symposium.events.models import Event
from tests.browser.conftest import DESK, PHONE
from tests.factories import addresses, awkward

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# What axe holds against a page that is as it should be, by the beginning of the line, and why.
ALLOWED = {
    "/events/full/display/hall/: meta-refresh": "a screen at a door shows what is next by itself; nobody types there",
}
# Where only colours are others. Forced colours are not among the modes: they are the reader's own, and axe would
# measure the page's (by -webkit-text-fill-color, which is not forced); test_modes.py looks at them.
COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# How the page is read, and what axe looks for. Nothing may move while colours are measured.
STILL = {"reduced_motion": "reduce"}
MODES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "desk": ({"viewport": DESK} | STILL, OPTIONS),
    "phone": ({"viewport": PHONE} | STILL, OPTIONS),
    "dark": ({"viewport": DESK, "color_scheme": "dark"} | STILL, OPTIONS),
    "contrast": ({"viewport": PHONE, "contrast": "more"} | STILL, COLOURS),
}


def test_axe_finds_nothing_on_any_page(visitor, full):
    others = [awkward.make_empty_event(), *awkward.make_stopped_events()[:3]]
    paths = [*addresses.pages(full), *addresses.guest_pages(full), *(event.get_absolute_url() for event in others)]
    errors = addresses.errors()
    found: list[str] = []
    for mode, (reader, options) in MODES.items():
        page = visitor.page(**reader)
        said = [line for path in paths for line in look(page, path, options)]
        said += [line for name, body in errors.items() for line in look_at(page, name, body, options)]
        said += look_at_mistakes(page, full, options)
        found += [f"{mode}: {line}" for line in said]
    assert not found, "\n".join(found)


def look(page: Page, path: str, options: Any) -> list[str]:
    """What axe holds against one address: rule, element, page."""
    page.goto(path)
    return violations(page, path, options)


def look_at(page: Page, name: str, body: str, options: Any) -> list[str]:
    """The same for a page that no address answers with 200."""

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route(f"**/looked-at/{name}", answer)
    return look(page, f"/looked-at/{name}", options)


def look_at_mistakes(page: Page, event: Event, options: Any) -> list[str]:
    """The form of registration as it returns with every error that it knows."""
    page.goto(f"{event.get_absolute_url()}register/")
    page.get_by_label("E-mail address").fill("not an address")
    page.get_by_role("button", name="Register").click()
    page.get_by_role("alert").wait_for()
    return violations(page, "register with errors", options)


def violations(page: Page, name: str, options: Any) -> list[str]:
    """axe is given to the page by the tools of the browser, which its Content-Security-Policy does not bind."""
    page.evaluate(AXE_SCRIPT)
    result = page.evaluate("options => axe.run(options)", options)
    assert result["testEngine"]["name"] == "axe-core"
    lines = [
        f"{name}: {violation['id']} at {node['target']}: {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
    return [line for line in lines if not line.startswith(tuple(ALLOWED))]


def test_axe_would_find_what_is_wrong(visitor, full):
    page = visitor.page()
    page.goto(full.get_absolute_url())
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img>')")
    (line,) = violations(page, "broken", OPTIONS)
    assert line.startswith("broken: image-alt at ['#content > img']")


def test_every_exception_is_still_an_address():
    assert set(addresses.EXCEPTIONS) <= {address.name for address in addresses.configured()}


def test_every_address_has_a_name():
    assert all(urlsplit(address.name).path.replace("-", "").isalpha() for address in addresses.configured())
