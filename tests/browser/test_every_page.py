"""What holds on every public page, as a browser sees it: each is loaded once and asked everything."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

from tests.browser import eyes

WIDTHS = (320, 390, 1280)
# Stricter than anywhere else: nothing on these pages scrolls within itself.
WIDE = """() => [...document.querySelectorAll('body *')]
    .filter(e => !e.closest('svg') && !e.matches('.sky'))
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.unseen'))
    .map(e => e.tagName + '.' + e.className).slice(0, 5)"""
NAMELESS = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), summary')]
    .filter(e => !(e.innerText.trim() || e.getAttribute('aria-label') || e.querySelector('img[alt]:not([alt=""])')
                   || (e.labels && e.labels.length)))
    .map(e => `without a name: ${e.outerHTML.slice(0, 120)}`)"""
UNFOLD = "() => document.querySelectorAll('details').forEach(fold => { fold.open = true })"
SMALL = """() => [...document.querySelectorAll('nav a, .button, input:not([type=hidden], .trap *), summary')]
    .filter(e => !e.closest('.trap') && !e.closest('.skip'))
    .map(e => [e.outerHTML.slice(0, 90), (e.closest('.choice') || e).getBoundingClientRect()])
    .filter(([_, box]) => box.width && box.height < 43.5).map(([html]) => `no room for a finger: ${html}`)"""
# Their room is kept before they are loaded, and said without them.
PICTURES = """() => [...document.querySelectorAll('img:not([width][height]), img:not([alt])')]
    .map(e => `a picture without its size or words: ${e.outerHTML.slice(0, 120)}`)"""


def test_every_page_is_as_pages_of_this_site_are(visitor, public_paths, live_server):
    page = visitor.page()
    hosts: set[str] = set()
    titles: dict[str, str] = {}
    found: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    # Whoever only reads is given no cookie: the form, which gives one, comes last.
    for path in sorted(public_paths, key=lambda path: path.endswith("/register/")):
        answer = page.goto(path, wait_until="networkidle")
        found += [f"{path}: {said}" for said in (*answered(page, answer), *stands(page), *laid_out(page))]
        if twin := titles.get(page.title()):
            found.append(f"{path}: its title is that of {twin}")
        titles[page.title()] = path
    assert found == []
    assert visitor.complaints == []
    assert hosts == {urlsplit(live_server.url).netloc}


def answered(page: Page, answer: Response) -> Iterator[str]:
    """What is wrong with the answer itself."""
    if answer.status != 200:
        yield f"answers {answer.status}"
    if "unsafe" in answer.headers["content-security-policy"]:
        yield "allows what is unsafe"
    if not page.url.endswith("/register/") and (cookies := page.context.cookies()):
        yield f"sets a cookie: {cookies}"


def stands(page: Page) -> Iterator[str]:
    """What is wrong with the document, whatever its width."""
    if (language := page.locator("html").get_attribute("lang")) != "en-GB":
        yield f"speaks {language}"
    for landmark in ("main", "banner", "contentinfo"):
        if (count := page.get_by_role(landmark).count()) != 1:
            yield f"{count} × {landmark}"
    yield from eyes.asked(page, eyes.HEADINGS, PICTURES)


def laid_out(page: Page) -> Iterator[str]:
    """What needs sideways scrolling at some width; what a finger cannot press, or has no name, with all unfolded."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if said := eyes.asked(page, WIDE, eyes.WIDE):
            yield f"too wide at {width} px: {said}"
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate(UNFOLD)
    yield from eyes.asked(page, NAMELESS, SMALL)


def test_the_style_that_the_policy_allows_is_applied(visitor, event):
    page = visitor.page()
    page.goto(event.get_absolute_url())
    assert page.evaluate("document.styleSheets.length") == 1
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"


def test_the_first_key_reaches_a_way_past_the_menus(visitor, event):
    page = visitor.page()
    page.goto(event.get_absolute_url())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_an_address_where_nothing_is_looks_like_the_site(visitor, event):
    page = visitor.page()
    answer = page.goto("/events/nowhere/")
    assert answer.status == 404
    assert page.locator(".brand").is_visible()
    assert page.get_by_role("heading", level=1).inner_text() == "There is nothing at this address"
