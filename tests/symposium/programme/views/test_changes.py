"""The public change log and its feed."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from speakers.models import Speaker
from symposium.events.models import Event
from symposium.programme.models import Appearance, Publication, Session
from symposium.programme.publications import publish_programme
from symposium.programme.services import edit
from tests import factories

pytestmark = pytest.mark.django_db
PAGE, FEED = "/events/night/changes/", "/events/night/changes.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def event() -> Event:
    return factories.make_event(slug="night", name="Night sky", timezone="America/Los_Angeles")


@pytest.fixture
def session(event: Event) -> Session:
    return factories.make_session(event, title="Comets", slug="comets")


def text(client: Client, url: str = PAGE) -> str:
    return client.get(url).content.decode()


def rename(session: Session, title: str, **how: Any) -> Publication:
    edit(session, by=None, title=title)
    return publish_programme(session.event, by=None, **how)


def test_an_empty_log_says_what_will_be_here(client: Client, event: Event) -> None:
    assert "Nothing has changed since the programme was published." in text(client)
    assert ET.fromstring(client.get(FEED).content).find(f"{ATOM}entry") is None


def test_what_was_published_is_told_in_words_with_the_way_to_the_session(client: Client, session: Session) -> None:
    rename(session, "Asteroids & comets", words="We sharpened a title.")
    page = text(client)
    assert "It was called “Comets” before." in page
    assert 'href="/events/night/programme/comets/">Asteroids &amp; comets</a>' in page
    assert "We sharpened a title." in page
    assert PAGE in text(client, "/events/night/programme/")
    assert FEED in text(client, "/events/night/programme/")


def test_days_are_those_of_the_event_the_newest_first(client: Client, session: Session) -> None:
    first, second = rename(session, "Asteroids"), rename(session, "Meteors")
    # Seven in the evening in California, on the day before.
    Publication.objects.filter(pk=first.pk).update(published_at=datetime(2026, 12, 2, 3, tzinfo=UTC))
    Publication.objects.filter(pk=second.pk).update(published_at=datetime(2026, 12, 2, 20, tzinfo=UTC))
    page = text(client)
    newer, older = page.index("Wednesday 2 December 2026"), page.index("Tuesday 1 December 2026")
    assert newer < page.index("It was called “Asteroids” before.") < older
    assert older < page.index("19:00")


def test_the_feed_is_one_that_readers_understand(client: Client, session: Session) -> None:
    publication = rename(session, "Asteroids & comets")
    response = client.get(FEED)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    said = {name: entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "summary")}
    assert said["id"] == f"urn:uuid:{publication.uid}"
    assert said["title"] == "Asteroids & comets"
    assert "It was called “Comets” before." in str(said["summary"])
    link = entry.find(f"{ATOM}link")
    assert link is not None
    address, _mark, anchor = str(link.get("href")).partition("#")
    assert address == f"http://testserver{PAGE}"
    assert f'id="{anchor}"' in text(client)
    assert client.get(FEED, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_small_corrections_are_in_neither(client: Client, session: Session) -> None:
    rename(session, "Comets of the night", silently=True)
    assert "Comets" not in text(client)
    assert "Comets" not in text(client, FEED)


def test_what_visitors_need_not_know_is_not_told(client: Client, session: Session) -> None:
    edit(session, by=None, slug="asteroids", record="<p>All agreed.</p>")
    publish_programme(session.event, by=None)
    assert "Comets" not in text(client)
    assert "Comets" not in text(client, FEED)


def test_nobody_is_named_who_is_not_announced_or_gone(client: Client, event: Event, session: Session) -> None:
    hidden = factories.make_speaker(event, name="Grace Hopper", state=Speaker.State.DRAFT)
    shown = factories.make_speaker(event, name="Ada Byron")
    copy = edit(session, by=None, title="Asteroids")
    for speaker in (hidden, shown):
        Appearance.every.create(session=copy, speaker=speaker)
    publish_programme(event, by=None)
    assert "With Ada Byron." in text(client)
    assert "Hopper" not in text(client) + text(client, FEED)
    shown.delete()
    assert "Ada Byron" not in text(client) + text(client, FEED)


def test_what_is_taken_out_is_named_without_a_way_to_its_page(client: Client, session: Session) -> None:
    edit(session, by=None, state=Session.State.DRAFT)
    publish_programme(session.event, by=None)
    assert "Taken out of the programme." in text(client)
    assert "programme/comets/" not in text(client)
    session.delete()
    assert "Comets" in text(client)


def test_it_is_there_for_cancelled_and_past_events_and_not_for_drafts(client: Client, session: Session) -> None:
    rename(session, "Asteroids")
    for state in (Event.State.CANCELLED, Event.State.OVER):
        Event.objects.update(state=state)
        assert "Asteroids" in text(client)
    Event.objects.update(state=Event.State.DRAFT)
    assert client.get(PAGE).status_code == client.get(FEED).status_code == 404


def test_it_speaks_the_readers_language(client: Client, session: Session) -> None:
    edit(session, by=None, **factories.later(session, hours=2))
    publish_programme(session.event, by=None)
    page = text(client, "/en-us/events/night/changes/")
    assert "AM" in page or "PM" in page


@pytest.mark.parametrize("count", [2, 30])
def test_queries_do_not_grow_with_the_log(
    client: Client, event: Event, count: int, django_assert_max_num_queries: Any
) -> None:
    for _number in factories.at_once(range(count)):
        people = [[factories.make_speaker(event).pk, "speaker"]]
        details = [{"what": "people", "old": [], "new": people}]
        factories.make_publication(event, factories.make_session(event), details=details)
    for url in (PAGE, FEED):
        with django_assert_max_num_queries(10):
            client.get(url)
