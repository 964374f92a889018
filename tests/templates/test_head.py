"""The head of every page: what browsers, search engines and messengers read."""

import re
from html.parser import HTMLParser

import pytest

from tests import factories

pytestmark = pytest.mark.django_db
BELOW = (
    *("", "programme/", "speakers/", "hosts/", "venue/", "story/", "photographs/", "photographs/credits/"),
    *("news/", "calendar/", "register/", "now/"),
)


class Head(HTMLParser):
    """Collects title, metas and links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: list[dict[str, str | None]] = []
        self.title = ""
        self._in_title = False
        self.feed(html.partition("</head>")[0])

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        name = found.get("name") or found.get("property")
        if tag == "meta" and name:
            self.meta.setdefault(name, found["content"])
        elif tag == "link":
            self.links.append(found)
        self._in_title = tag == "title"

    def handle_data(self, data):
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag):
        self._in_title = False

    def link(self, kind):
        return next((link["href"] for link in self.links if link["rel"] == kind), None)


def head(client, path):
    return Head(client.get(path).content.decode())


@pytest.fixture
def event(db):
    event = factories.make_event(slug="night", name='Night & "Day"', summary="Look up.")
    session = factories.make_session(
        event, slug="cave", title="The cave", abstract="<p>Shadows &amp; <b>light</b>.</p>"
    )
    factories.make_appearance(session, factories.make_speaker(event, slug="plato", name="Plato"))
    return event


@pytest.fixture
def paths(event):
    organisation = factories.make_organisation()
    factories.make_hosting(event, organisation)
    below = [f"/events/night/{path}" for path in (*BELOW, "programme/cave/", "speakers/plato/")]
    return ["/", "/events/", organisation.get_absolute_url(), *below]


def test_every_page_describes_itself_once_and_apart_from_others(client, paths):
    descriptions = {}
    for path in paths:
        found = head(client, path)
        assert found.meta["description"] == found.meta["og:description"]
        assert found.meta["og:title"] == found.title
        assert found.link("canonical") == found.meta["og:url"] == f"http://testserver{path}"
        descriptions[path] = found.meta["description"]
    assert all(descriptions.values()), descriptions
    assert len(set(descriptions.values())) == len(paths), descriptions


def test_every_page_has_picture_icons_manifest_and_colours_that_are_there(client, paths):
    for path in paths:
        found = head(client, path)
        picture = found.meta["og:image"].removeprefix("http://testserver")
        for asked in (picture, found.link("icon"), found.link("apple-touch-icon"), found.link("manifest")):
            assert client.get(asked).status_code == 200, (path, asked)
        assert re.fullmatch("#[0-9a-f]{6}", found.meta["theme-color"])
        assert found.meta["twitter:card"] == "summary_large_image"
        assert found.meta["og:locale"] == "en_GB"
        assert found.meta["og:image:alt"] == found.title


def test_each_page_shows_its_own_picture(client, event):
    assert head(client, "/events/night/story/").meta["og:image"].endswith("/events/night/card.png")
    assert head(client, "/events/night/programme/cave/").meta["og:image"].endswith("/programme/cave/card.png")
    speaker = head(client, "/events/night/speakers/plato/").meta
    assert speaker["og:image"].endswith("/speakers/plato/card.png")
    assert speaker["og:type"] == "profile"
    assert head(client, "/events/").meta["og:image"] == "http://testserver/card.png"


def test_rich_text_is_described_in_plain_words(client, event):
    assert head(client, "/events/night/programme/cave/").meta["description"] == "Shadows & light."


@pytest.mark.parametrize(("state", "word"), [("cancelled", "Cancelled: "), ("postponed", "Postponed: ")])
def test_that_an_event_does_not_take_place_stands_first_in_every_title(client, event, state, word):
    event.state = state
    event.save()
    for path in (*BELOW, "programme/cave/", "speakers/plato/"):
        found = head(client, f"/events/night/{path}")
        assert found.title.startswith(word), path
        assert found.meta["og:title"].startswith(word), path
    assert str(event.first_day.year) in head(client, "/events/night/").title or state == "postponed"


def test_a_cancelled_session_says_so_first_and_no_other_page_does(client, event):
    event.sessions.update(state="cancelled")
    assert head(client, "/events/night/programme/cave/").title.startswith("Cancelled: The cave")
    assert not head(client, "/events/night/").title.startswith("Cancelled")


def test_a_preview_is_for_no_robot_and_leads_none_to_itself(client, event):
    client.force_login(factories.make_member(event, "owner"))
    found = head(client, "/preview/events/night/")
    assert found.meta["robots"] == "noindex"
    assert "og:title" not in found.meta
    assert found.link("canonical") is None


def test_a_guests_page_tells_nobody_its_address(client, event):
    guest = factories.make_registration(event)
    page = client.get(guest.get_absolute_url()).content.decode()
    found = Head(page)
    assert found.meta["robots"] == "noindex"
    assert not [name for name in found.meta if name.startswith("og:")]
    assert found.link("canonical") is None
    assert 'class="kept"' not in page


def test_an_error_is_for_no_robot(client, event):
    found = head(client, "/events/nowhere/")
    assert found.meta["robots"] == "noindex"
    assert "og:title" not in found.meta


def test_the_event_page_costs_ten_queries_with_all_that_it_tells_machines(client, event, django_assert_max_num_queries):
    for number in factories.at_once(range(60)):
        session = factories.make_session(event, at=number / 10)
        factories.make_appearance(session, factories.make_speaker(event))
    with django_assert_max_num_queries(10):
        client.get("/events/night/")


def test_a_page_names_itself_in_every_language_and_shares_one_address(client, event):
    for path in ("/events/night/", "/en-us/events/night/"):
        found = head(client, path)
        others = {
            link["hreflang"]: link["href"] for link in found.links if link["rel"] == "alternate" and "hreflang" in link
        }
        assert others == {
            "en-GB": "http://testserver/en-gb/events/night/",
            "en-US": "http://testserver/en-us/events/night/",
            "x-default": "http://testserver/events/night/",
        }
        assert found.link("canonical") == f"http://testserver{path}"
        assert found.meta["og:url"] == "http://testserver/events/night/"
    assert (found.meta["og:locale"], found.meta["og:locale:alternate"]) == ("en_US", "en_GB")
    assert client.get(found.link("manifest")).json()["lang"] == "en-US"


def test_the_readers_choices_stay_in_the_switch_of_languages_and_out_of_what_robots_are_told(client, event):
    path = "/events/night/programme/"
    found = head(client, f"{path}?view=grid&zone=Asia/Tokyo")
    others = [link["href"] for link in found.links if "hreflang" in link]
    assert others == [f"http://testserver{before}{path}" for before in ("/en-gb", "/en-us", "")]
    page = client.get(f"{path}?view=grid&zone=Asia/Tokyo").content.decode()
    assert f'href="/en-us{path}?view=grid&amp;zone=Asia%2FTokyo"' in page
