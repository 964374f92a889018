"""Without a network, pages that were read are still there and say of when they are; others lead on."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories

READY = "navigator.serviceWorker.ready.then(() => true)"
KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
    return found.sort();
}"""


def wait_until_kept(page: Page, path: str) -> None:
    """The worker keeps a page after it has answered with it."""
    page.wait_for_function(f"async path => (await ({KEPT})()).includes(path)", arg=path)


@pytest.fixture
def reader(visitor, event):
    """Somebody whose browser has the worker, on the event's first page."""
    page = visitor.page()
    page.goto(event.get_absolute_url(), wait_until="networkidle")
    assert page.evaluate(READY)
    wait_until_kept(page, event.get_absolute_url())
    return page


def test_the_very_first_page_is_kept_and_says_of_when_it_is(reader, event):
    reader.context.set_offline(True)
    reader.reload()
    assert reader.get_by_role("heading", level=1, name=event.name).is_visible()
    bar = reader.locator(".strip", has_text="You are offline.")
    assert bar.is_visible()
    assert str(event.starts_at.year - 1)[:2] in bar.locator("time").inner_text()
    assert reader.locator("template.kept").count() == 0


def test_with_a_network_a_page_is_never_of_yesterday(reader, event):
    event.name = "Another name"
    event.save()
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Another name")
    assert not reader.get_by_text("You are offline.").is_visible()


def test_a_page_that_was_never_read_leads_to_those_that_were(reader, event):
    programme = f"{event.get_absolute_url()}programme/"
    reader.goto(programme)
    wait_until_kept(reader, programme)
    reader.context.set_offline(True)
    reader.goto(f"{event.get_absolute_url()}story/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("You are offline")
    kept = reader.locator(".kept-pages")
    expect(kept.get_by_role("link")).to_have_count(2)
    kept.locator(f"a[href='{programme}']").click()
    reader.wait_for_url(f"**{programme}")
    assert reader.get_by_text("You are offline.").is_visible()
    reader.goto(f"{event.get_absolute_url()}story/")
    reader.context.set_offline(False)
    reader.get_by_role("link", name="Try again").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Story")


def test_nothing_that_is_for_one_person_is_kept(reader, event):
    guest = factories.make_registration(event)
    for path in (f"{event.get_absolute_url()}register/", guest.get_absolute_url(), "/admin/"):
        reader.goto(path, wait_until="networkidle")
    reader.goto(f"{event.get_absolute_url()}news/")
    wait_until_kept(reader, f"{event.get_absolute_url()}news/")
    pages = [path for path in reader.evaluate(KEPT) if path.endswith("/")]
    assert pages == ["/events/space/", "/events/space/news/", "/offline/"]


def test_what_is_withdrawn_goes_from_the_device_too(reader, event):
    event.state = "draft"
    event.save()
    assert reader.reload().status == 404
    reader.wait_for_function(f"async path => !(await ({KEPT})()).includes(path)", arg=event.get_absolute_url())


def test_no_more_than_sixty_pages_are_kept(reader, event):
    reader.evaluate(
        """async () => {
            const cache = await caches.open((await caches.keys())[0]);
            for (let number = 0; number < 70; number++)
                await cache.put(`/events/old-${number}/`, new Response("<title>Old</title>"));
        }"""
    )
    reader.goto(f"{event.get_absolute_url()}venue/")
    wait_until_kept(reader, f"{event.get_absolute_url()}venue/")
    reader.wait_for_function(f"async () => (await ({KEPT})()).filter(path => path.endsWith('/')).length === 61")
    assert "/events/space/venue/" in reader.evaluate(KEPT)
    assert "/events/old-0/" not in reader.evaluate(KEPT)


def test_copies_of_an_older_release_are_deleted(visitor, event):
    page = visitor.page()
    page.goto("/robots.txt")
    page.evaluate("caches.open('symposium-000000000000').then(cache => cache.put('/events/x/', new Response('x')))")
    page.goto(event.get_absolute_url())
    page.evaluate(READY)
    page.wait_for_function("async () => !(await caches.keys()).includes('symposium-000000000000')")


def test_the_first_view_of_an_event_is_at_most_six_requests(visitor, event):
    page = visitor.page()
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(event.get_absolute_url(), wait_until="networkidle")
    assert page.evaluate(READY)
    pictures = [url for url in asked if "/media/" in url]
    assert len(asked) - len(pictures) <= 6, asked
