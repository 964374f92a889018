"""A real Chromium before a real server. Skipped in one line where there is none; with CI=true that fails instead."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from deploy.test import chromium as find_chromium
from symposium.events.models import Event, Photograph
from symposium.kit.images import encode
from symposium.kit.revisions import publishing
from tests import factories
from tests.factories import awkward

# Playwright's synchronous calls run an event loop in this thread, which Django would take for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# 1280 × 1024 enlarged to 400 %.
FOURFOLD = {"width": 320, "height": 256}
HERE = Path(__file__).parent
PAGES = (
    *("event", "programme", "now", "speakers", "hosts", "venue"),
    *("story", "photographs", "photograph-credits", "news", "event-calendar", "register"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = find_chromium()
    if executable is None:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("browser tests not run: no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite in a file of this worker's: the threads of a server share the one connection to what is in memory, and
    two requests at once then misuse it."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """As pytest-django's, but made after the database."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@dataclass
class Visitor:
    """Opens pages in contexts of their own, and notes what the browser complained about."""

    browser: Browser
    base: str
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(self, viewport: Any = DESK, **options: Any) -> Page:
        """A tab of a browser that was never here before."""
        # The language of the source, which is what the tests look for.
        options = {"locale": "en-GB"} | options
        context = self.browser.new_context(base_url=self.base, viewport=viewport, **options)
        context.set_default_timeout(10_000)
        context.on("console", lambda message: self.note(message.page, message.text))
        context.on("weberror", lambda error: self.note(error.page, error.error))
        context.on("requestfailed", self.note_failure)
        self.contexts.append(context)
        return context.new_page()

    def note(self, page: Page | None, what: Any) -> None:
        self.complaints.append(f"{page.url if page else self.base}: {what}")

    def note_failure(self, request: Request) -> None:
        """Not of what the browser gave up itself because the page was left before its icon had come."""
        if request.failure != "net::ERR_ABORTED":
            self.note(None, f"{request.url} failed: {request.failure}")


@pytest.fixture
def visitor(chromium: Browser, live_server) -> Iterator[Visitor]:
    visitor = Visitor(chromium, live_server.url)
    yield visitor
    for context in visitor.contexts:
        context.close()


@pytest.fixture
@publishing()
def event(transactional_db) -> Event:
    """An event with something on every page, among it what is long, cancelled, or not known yet."""
    event = factories.make_event(
        name="Collaboration in Space: a Symposium",
        slug="space",
        summary="Two days for everybody who builds, flies and uses spacecraft together.",
        description="<p>Talks, panels and a workshop.</p><h3>For whom</h3><p>For you.</p>",
        hue=200,
    )
    Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at + timedelta(hours=34))
    event.refresh_from_db()
    factories.make_venue(event, directions="<p>By train.</p>", latitude="34.137700", longitude="-118.125300")
    hall, attic = factories.make_room(event, name="Hall"), factories.make_room(event, name="Attic")
    track = factories.make_track(event, name="Science")
    factories.make_track(event, name="Policy")
    host = factories.make_organisation(name="Institute of Slow Orbits", words="<p>It watches.</p>")
    for organisation in (host, factories.make_organisation(name="Bureau of Shared Skies"), None):
        factories.make_hosting(event, organisation)
    speaker = factories.make_speaker(event, name="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauer", slug="d")
    factories.make_affiliation(speaker, organisation=host, position="Director")
    keynote = factories.make_session(event, title="Two shores", slug="two-shores", room=hall, track=track, at=0)
    factories.make_appearance(keynote, speaker, part="keynote")
    factories.make_appearance(factories.make_session(event, title="A panel", room=attic, at=0))
    factories.make_session(event, title="Sails of light", state="cancelled", state_reason="The wind fell.", at=25)
    factories.make_session(event, title="Some time", at=None)
    factories.make_milestone(event, title="Ariel 1", words="<p>It flew.</p>", photograph=make_photograph(event))
    factories.make_announcement(event, title="Registration is open", words="<p>Come.</p>")
    factories.make_event(name="A past one", slug="past", starts_at=event.starts_at - timedelta(days=400))
    return event


def make_photograph(event: Event) -> Photograph:
    from PIL import Image

    picture = encode(Image.new("RGB", (1200, 800), (20, 30, 60)))
    words = {"alternative_text": "A dark blue field", "caption": "Night", "credit": "Nobody", "licence": "CC0 1.0"}
    return Photograph.objects.create(event=event, image=picture, focal_x=20, is_published=True, **words)


@pytest.fixture
def full(transactional_db: None) -> Event:
    """The event with every name that is hard to set."""
    return awkward.make_full_event()


@pytest.fixture
def public_paths(event: Event) -> list[str]:
    """Every public page that there is of it."""
    return [
        reverse("home"),
        reverse("archive"),
        reverse("search"),
        f"{reverse('search')}?q=orbits",
        *(reverse(name, args=["space"]) for name in PAGES),
        reverse("session", args=["space", "two-shores"]),
        reverse("speaker", args=["space", "d"]),
        reverse("organisation", args=["institute-of-slow-orbits"]),
        reverse("event", args=["past"]),
        reverse("speakers", args=["past"]),
    ]
