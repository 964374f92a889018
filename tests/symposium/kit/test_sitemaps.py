"""The sitemap: every public page with its languages and its pictures; no draft."""

from xml.etree import ElementTree as ET

import pytest

from tests import factories

pytestmark = pytest.mark.django_db
SPACE = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}


def listed(client) -> dict[str, ET.Element]:
    root = ET.fromstring(client.get("/sitemap.xml").content)
    return {url.findtext("s:loc", namespaces=SPACE): url for url in root.findall("s:url", SPACE)}


@pytest.fixture
def event(db):
    event = factories.make_event(slug="night")
    speaker = factories.make_speaker(event, slug="plato")
    factories.make_affiliation(speaker, organisation=factories.make_organisation(name="Academy", slug="academy"))
    factories.make_session(event, slug="cave")
    factories.make_photograph(event)
    factories.make_photograph(event, is_published=False)
    return event


def test_pages_of_site_event_programme_people_and_institutions_are_listed(client, event):
    paths = {url.removeprefix("http://testserver") for url in listed(client)}
    wanted = {"/", "/events/", "/events/night/", "/events/night/programme/cave/", "/events/night/speakers/plato/"}
    assert paths >= wanted | {"/organisations/academy/", "/events/night/photographs/"}
    assert not [path for path in paths if path.endswith(("/now/", "/register/"))]


def test_drafts_are_not(client, event):
    draft = factories.make_event(slug="secret", state="draft")
    factories.make_session(draft, slug="hidden")
    factories.make_session(event, slug="unready", state="draft")
    text = client.get("/sitemap.xml").content.decode()
    assert not [word for word in ("secret", "hidden", "unready") if word in text]


def test_each_says_when_it_changed_and_where_it_is_in_each_language(client, event):
    for url in listed(client).values():
        assert url.findtext("s:lastmod", namespaces=SPACE)
    links = listed(client)["http://testserver/events/night/"].findall("xhtml:link", SPACE)
    assert {link.get("hreflang"): link.get("href") for link in links} == {
        "en-GB": "http://testserver/en-gb/events/night/",
        "en-US": "http://testserver/en-us/events/night/",
        "x-default": "http://testserver/events/night/",
    }


def test_published_photographs_stand_beside_their_page(client, event):
    found = listed(client)["http://testserver/events/night/photographs/"].findall("image:image", SPACE)
    assert len(found) == 1
    assert found[0].findtext("image:loc", namespaces=SPACE).startswith("http://testserver/media/photographs/")


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow(client, count, django_assert_max_num_queries):
    for number in range(count):
        event = factories.make_event(slug=f"event-{number}")
        factories.make_session(event)
        factories.make_speaker(event)
        factories.make_photograph(event)
    with django_assert_max_num_queries(12):
        client.get("/sitemap.xml")
