import io
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from tests.factories import (
    at_once,
    make_announcement,
    make_event,
    make_hosting,
    make_milestone,
    make_organisation,
    make_photograph,
    make_picture,
    make_venue,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def move(event, days):
    event.starts_at += days * DAY
    event.ends_at += days * DAY
    event.save()
    return event


def test_home_names_what_comes_soonest_first_and_what_was(client):
    late = move(make_event(name="Late"), 30)
    soon = make_event(name="Soon")
    past = move(make_event(name="Past"), -400)
    page = text(client.get("/"))
    assert [page.index(event.name) for event in (soon, late, past)] == sorted(
        page.index(event.name) for event in (soon, late, past)
    )


@pytest.mark.parametrize("address", ["/", "/events/"])
def test_a_site_without_events_says_what_will_be_there(client, address):
    assert "<main" in text(client.get(address))


def test_the_archive_keeps_every_past_event_by_its_year(client):
    for number in range(1, 6):
        move(make_event(name=f"Edition {number}"), -400 * number)
    page = text(client.get("/events/"))
    assert all(f"Edition {number}" in page for number in range(1, 6))


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
@pytest.mark.parametrize(
    "page", ["", "programme/", "speakers/", "hosts/", "venue/", "story/", "news/", "calendar/", "register/"]
)
def test_what_does_not_take_place_says_so_first_on_every_page(client, state, page):
    make_event(slug="night", state=state, state_reason="The dome is being repaired.")
    body = text(client.get(f"/events/night/{page}"))
    assert state in body.lower()
    assert body.index("The dome is being repaired.") < body.index("<h1")


def test_hosts_stand_in_the_agreed_order_and_only_with_their_consent(client):
    event = make_event(slug="night")
    names = ["Zenith House", "Alpha House", "Mid House"]
    for rank, name in enumerate(names, 1):
        make_hosting(event, make_organisation(name=name), rank=rank)
    make_hosting(event, make_organisation(name="Shy House"), consented=False)
    for page in ("", "hosts/"):
        body = text(client.get(f"/events/night/{page}"))
        places = [body.index(name) for name in names]
        assert places == sorted(places)
        assert "Shy House" not in body


def test_a_renamed_organisation_is_renamed_on_every_page_at_once(client):
    event = make_event(slug="night")
    organisation = make_organisation(name="Old name")
    make_hosting(event, organisation)
    etag = client.get("/events/night/hosts/").headers["ETag"]
    organisation.name = "New name"
    organisation.save()
    assert "New name" in text(client.get("/events/night/hosts/", headers={"If-None-Match": etag}))


def test_markup_in_every_text_is_shown_and_not_run(client):
    evil = "<script>alert(1)</script>"
    event = make_event(slug="night", name=f"Night {evil}", summary=evil, description=f"<p>x</p>{evil}")
    make_venue(event, name=evil, street=evil)
    make_hosting(event, make_organisation(name=evil))
    make_milestone(event, title=evil, when_in_words=evil)
    make_photograph(event, caption=evil, credit=evil, alternative_text='"><script>alert(1)</script>')
    make_announcement(event, title=evil)
    event.full_clean()
    event.save()
    for page in ("", "hosts/", "venue/", "story/", "photographs/", "news/", "calendar/", "register/"):
        assert "<script>alert" not in text(client.get(f"/events/night/{page}"))
    assert "<script>alert" not in text(client.get("/"))


def test_a_photograph_stands_with_all_that_belongs_beside_it(client):
    event = make_event(slug="night")
    make_photograph(event, licence="CC BY-SA 2.0", licence_url="https://creativecommons.org/licenses/by-sa/2.0")
    page = text(client.get("/events/night/photographs/"))
    image = re.search(r"<img[^>]*>", page)[0]
    assert 'alt="A dome under stars"' in image
    assert 'width="60"' in image
    assert 'height="40"' in image
    assert "Somebody" in page
    assert 'href="https://creativecommons.org/licenses/by-sa/2.0"' in page


def test_every_picture_that_a_page_shows_is_served_and_none_is_larger_than_it_says(client):
    make_photograph(make_event(slug="night"), image=make_picture(1200, 800))
    page = text(client.get("/events/night/photographs/"))
    addresses = re.findall(r"(/media/\S+) (\d+)w", page)
    assert [int(width) for _address, width in addresses] == [480, 960, 1200] * 2
    for address, width in addresses:
        with Image.open(io.BytesIO(b"".join(client.get(address).streaming_content))) as picture:
            assert picture.size == (int(width), int(width) * 2 // 3)


def test_news_is_an_atom_feed_that_readers_understand(client):
    event = make_event(slug="night")
    news = make_announcement(event, title="Doors & tea", words="<p>At <em>nine</em>.</p>")
    response = client.get("/events/night/news.atom")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    atom = "{http://www.w3.org/2005/Atom}"
    entry = ET.fromstring(response.content).find(f"{atom}entry")
    assert entry.find(f"{atom}title").text == "Doors & tea"
    assert entry.find(f"{atom}id").text == f"urn:uuid:{news.uid}"
    assert entry.find(f"{atom}link").get("href") == f"http://testserver/events/night/news/#{news.slug}"
    again = client.get("/events/night/news.atom", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("count", [2, 40])
@pytest.mark.parametrize("page", ["", "hosts/", "story/", "photographs/", "news/"])
def test_queries_do_not_grow_with_what_is_shown(client, page, count, django_assert_max_num_queries):
    event = make_event(slug="night")
    for _number in at_once(range(count)):
        make_hosting(event)
        make_milestone(event)
        make_announcement(event)
    make_photograph(event)
    with django_assert_max_num_queries(8):
        text(client.get(f"/events/night/{page}"))


@pytest.mark.parametrize("count", [2, 40])
def test_queries_of_the_home_page_do_not_grow_with_events(client, count, django_assert_max_num_queries):
    for number in at_once(range(count)):
        event = make_event()
        make_hosting(event)
        make_venue(event)
        if number % 2:
            move(event, -400)
    with django_assert_max_num_queries(4):
        text(client.get("/"))


def test_the_sitemap_lists_public_pages_under_the_sites_own_address(client, settings):
    make_event(slug="night")
    make_event(slug="secret", state="draft")
    body = text(client.get("/sitemap.xml"))
    assert "<loc>http://testserver/events/night/programme/</loc>" in body
    assert "secret" not in body


def test_robots_may_read_feeds_and_pages_but_not_guests_pages(client):
    rules = text(client.get("/robots.txt"))
    assert "Disallow: /registrations/" in rules
    assert "Sitemap: http://testserver/sitemap.xml" in rules
    assert ".ics" not in rules


def test_unknown_addresses_look_like_the_site_and_lead_on(client):
    for address in ("/nowhere", "/events/nothing/", "/events/nothing/programme/", "/organisations/nobody/"):
        response = client.get(address)
        assert response.status_code == 404
        assert b"<main" in response.content
        assert b'href="/"' in response.content


def test_a_failure_shows_the_sites_own_page_without_a_database(client, monkeypatch):
    from symposium.events.views import HomePage

    def fail(_self):
        raise RuntimeError

    monkeypatch.setattr(HomePage, "context", fail)
    make_event()
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert b"<main" in response.content


def test_signs_of_life(client):
    assert [client.get(address).content for address in ("/healthz", "/readyz")] == [b"ok\n", b"ok\n"]


def test_what_came_of_an_event_is_told_once_it_is_over_and_before_what_was_planned(client):
    words = {"description": "<p>We shall look up.</p>", "record": "<p>We looked up.</p>"}
    event = make_event(slug="night", **words)
    assert "We looked up" not in text(client.get("/events/night/"))
    move(event, -400)
    page = text(client.get("/events/night/"))
    assert page.index("We looked up") < page.index("We shall look up")


def test_an_event_in_an_exact_colour_shows_it_and_still_allows_its_own_style(client):
    make_event(slug="night", accent="#1a3a8a")
    response = client.get("/events/night/")
    assert "--day-accent:#1a3a8a" in text(response)
    assert response.headers["Content-Security-Policy"] != client.get("/").headers["Content-Security-Policy"]


def test_a_new_colour_is_seen_by_the_next_reader(client):
    event = make_event(slug="night")
    before = client.get("/events/night/").headers["ETag"]
    event.accent = "#1a3a8a"
    event.save()
    assert client.get("/events/night/", headers={"If-None-Match": before}).status_code == 200
