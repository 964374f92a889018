"""Pieces for other sites: plain, whole, of nothing but what is public; the script; the lines to paste; oEmbed."""

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.utils import timezone

from symposium.api.views.embed import embed_script
from symposium.events.models import Event
from tests import factories
from tests.factories.forms import sign_in

pytestmark = pytest.mark.django_db
PROGRAMME, REGISTRATION = "/events/night/embed/programme.html", "/events/night/embed/registration.html"
EVIL = '<script>alert(1)</script>"&\u202eevil'


@pytest.fixture
def event():
    event = factories.make_event(slug="night", name="Night of stars")
    hall = factories.make_room(event, name="Great Hall")
    session = factories.make_session(event, slug="talk", title="On comets", room=hall)
    factories.make_session(event, slug="other", title="Off comets", state="cancelled", state_reason="Clouds")
    factories.make_session(event, slug="tba", title="To come", at=None)
    factories.make_session(event, title="Hidden", state="draft")
    factories.make_appearance(session, factories.make_speaker(event, name="Ada"))
    factories.make_appearance(session, factories.make_speaker(event, name="Hidden", state="draft"))
    factories.make_appearance(session, None)
    return event


class Links(HTMLParser):
    """Where a piece leads, and what must not be in it."""

    def __init__(self, markup):
        super().__init__()
        self.links, self.tags, self.attributes = [], set(), set()
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links += [value for name, value in attrs if name in {"href", "src"}]


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("path", [PROGRAMME, REGISTRATION, f"/en-us{PROGRAMME}"])
def test_a_piece_is_plain_open_to_other_sites_and_kept_by_revision(client, event, path, django_assert_num_queries):
    answer = client.get(path)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert not answer.cookies
    found = Links(answer.content.decode())
    assert found.links
    assert all(link.startswith("http://testserver/") for link in found.links)
    assert not found.tags & {"script", "style", "html", "body", "iframe", "form", "img", "main", "h1", "h2"}
    assert not {name for name in found.attributes if name.startswith("on") or name in {"style", "id"}}
    with django_assert_num_queries(1):
        assert client.get(path).content == answer.content
    with django_assert_num_queries(1):
        assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_programme_says_what_the_page_says(client, event):
    said = text(client, PROGRAMME)
    for words in (
        "Night of stars",
        "On comets",
        "Great Hall",
        "Ada",
        "to be announced",
        "Clouds",
        "To come",
        "Pacific Time",
    ):
        assert words in said
    assert "<s>Off comets</s>" in said
    assert "Hidden" not in said


def test_an_empty_programme_says_so(client):
    factories.make_event(slug="night")
    assert "The programme is being made" in text(client, PROGRAMME)


@pytest.mark.parametrize(
    ("fields", "words", "leads"),
    [
        ({}, "Register", True),
        ({"capacity": 0}, "Join the waiting list", True),
        ({"capacity": 0, "has_waiting_list": False}, "Every place is taken", False),
        ({"policy": "approval"}, "Ask for a place", True),
        ({"policy": "invitation"}, "By invitation", False),
        ({"policy": "closed"}, "Night", False),
        ({"state": "cancelled", "state_reason": "Storm"}, "Storm", False),
        ({"state": "postponed"}, "A new date is to be announced", False),
        ({"state": "over"}, "This event has taken place", False),
        ({"is_sample": True}, "Sample data", True),
    ],
)
def test_registration_leads_to_a_place_where_there_is_one(client, fields, words, leads):
    factories.make_event(slug="night", name="Night", **fields)
    said = text(client, REGISTRATION)
    assert words in said
    assert ("/events/night/register/" in said) == leads


def test_a_language_in_the_address_is_kept_by_every_link_and_a_browsers_wish_is_not_asked(client, event):
    said = text(client, f"/en-us{PROGRAMME}")
    assert 'lang="en-US"' in said
    assert "http://testserver/en-us/events/night/programme/talk/" in said
    plain = client.get(PROGRAMME, headers={"Accept-Language": "en-US"}).content.decode()
    assert 'lang="en-GB"' in plain


def test_what_people_wrote_is_written_out_and_turns_nothing_around(client):
    event = factories.make_event(slug="night", name=EVIL)
    factories.make_session(event, title=EVIL, room=factories.make_room(event, name=EVIL))
    for path in (PROGRAMME, REGISTRATION):
        said = text(client, path)
        assert "<script>" not in said
        assert "\u202e" not in said


@pytest.mark.parametrize("part", ["programme", "registration"])
def test_drafts_are_nowhere_but_in_their_teams_preview(client, part):
    draft = factories.make_event(slug="secret", state="draft")
    hidden, never = (client.get(f"/events/{slug}/embed/{part}.html") for slug in ("secret", "never"))
    assert (hidden.status_code, hidden.content) == (404, never.content)
    editor = sign_in(factories.make_member(draft, "editor"))
    seen = editor.get(f"/preview/events/secret/embed/{part}.html")
    assert seen.status_code == 200
    assert seen.headers["Cache-Control"].startswith("private, no-store")
    assert "Access-Control-Allow-Origin" not in seen.headers


@pytest.mark.parametrize("count", [3, 60])
def test_queries_do_not_grow(client, event, count, django_assert_max_num_queries):
    for _number in factories.at_once(range(count)):
        factories.make_appearance(factories.make_session(event), factories.make_speaker(event))
    cache.clear()
    with django_assert_max_num_queries(6):
        client.get(PROGRAMME)


# --- the script -----------------------------------------------------------------------------------------------------


def test_the_script_is_small_kept_for_an_hour_and_open(client):
    answer = client.get("/embed/v1.js")
    assert len(answer.content) <= 4096
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=3600, stale-while-revalidate=86400"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/embed/v1.js", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_script_evaluates_nothing_and_keeps_nothing():
    for word in ("eval", "Function(", "document.cookie", "localStorage", "document.write", ".style=", "cssText"):
        assert word not in embed_script()


# --- the desk -------------------------------------------------------------------------------------------------------


def page(user, event, query=""):
    return sign_in(user).get(f"/admin/api/webhook/embedding/?event={event.pk}{query}")


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("editor", 200), ("door", 404), ("care", 404)])
def test_the_lines_to_paste_are_for_whoever_works_on_what_is_shown(event, role, status):
    user = factories.make_member(event, role)
    assert page(user, event).status_code == status
    assert page(user, factories.make_event()).status_code == 404
    on_the_event = sign_in(user).get(f"/admin/events/event/{event.pk}/change/")
    assert (b"/admin/api/webhook/embedding/" in on_the_event.content) == (status == 200)


def test_the_lines_hold_what_was_chosen_and_a_link_that_stays(event):
    event.name = 'Stars & "bars" <b>'
    event.save()
    answer = page(factories.make_member(event, "editor"), event, "&part=registration&accent=%231F6FEB&ink=red&ground=")
    (lines,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", answer.content.decode(), re.DOTALL)
    assert unescape(lines).strip() == (
        '<script async src="http://testserver/embed/v1.js"></script>\n'
        '<symposium-embed event="night" part="registration" accent="#1f6feb">\n'
        '  <a href="http://testserver/events/night/">Registration for Stars &amp; &quot;bars&quot; &lt;b&gt;</a>\n'
        "</symposium-embed>"
    )
    assert "Write the colour as # and six digits" in answer.content.decode()
    assert 'ink="red"' not in unescape(answer.content.decode())


@pytest.mark.parametrize("query", ["&part=nothing", "&part=programme&accent=%00", f"&part=&ink={'a' * 3000}"])
def test_junk_in_the_address_is_no_error(event, query):
    assert page(factories.make_member(event, "editor"), event, query).status_code == 200


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "-1", "%00"])
def test_no_event_is_no_page(admin_client, number):
    assert admin_client.get(f"/admin/api/webhook/embedding/?event={number}").status_code == 404


def test_a_draft_is_said_to_show_nothing_yet(event):
    Event.objects.filter(pk=event.pk).update(state="draft")
    assert "Publish it first" in page(factories.make_member(event, "editor"), event).content.decode()


# --- oEmbed ---------------------------------------------------------------------------------------------------------


def oembed(client, path, query=""):
    return client.get(f"/oembed?url={quote(f'http://testserver{path}', safe='')}{query}")


def test_pages_say_where_their_oembed_is_and_it_is_about_them(client, event):
    for path, title in (("/events/night/", "Night of stars"), ("/events/night/programme/talk/", "On comets")):
        for language in ("", "/en-us"):
            head = client.get(language + path).content.decode()
            (found,) = re.findall(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', head)
            said = client.get(found.replace("&amp;", "&").removeprefix("http://testserver")).json()
            assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", title)
            assert f'href="http://testserver{path}"' in said["html"]
            assert not Links(said["html"]).tags & {"script", "iframe", "style"}
    assert "oembed" not in client.get("/events/night/venue/").content.decode()


def test_it_keeps_within_the_room_that_was_asked_for(client, event):
    whole = oembed(client, "/events/night/").json()
    assert (whole["width"], whole["thumbnail_width"], whole["thumbnail_height"]) == (600, 1200, 630)
    small = oembed(client, "/events/night/", "&maxwidth=320&maxheight=90").json()
    assert (small["width"], small["height"]) == (320, 90)
    assert "thumbnail_url" not in small
    assert "thumbnail_url" not in oembed(client, "/events/night/", "&maxheight=629").json()
    assert client.get(whole["thumbnail_url"].removeprefix("http://testserver")).status_code == 200


def test_other_pages_of_an_event_stand_for_it_and_former_addresses_are_known(client, event):
    assert oembed(client, "/events/night/programme/").json()["title"] == "Night of stars"
    session = event.sessions.get(slug="talk")
    session.slug = "new-talk"
    session.save()
    event.slug = "day"
    event.save()
    said = oembed(client, "/events/night/programme/talk/").json()
    assert "http://testserver/events/day/programme/new-talk/" in said["html"]


def test_what_is_off_says_so(client, event):
    assert oembed(client, "/events/night/programme/other/").json()["title"] == "Cancelled: Off comets"
    Event.objects.filter(pk=event.pk).update(state="postponed")
    assert oembed(client, "/events/night/").json()["title"] == "Postponed: Night of stars"


def test_only_json_is_spoken(client, event):
    assert oembed(client, "/events/night/", "&format=json").status_code == 200
    answer = oembed(client, "/events/night/", "&format=xml")
    assert (answer.status_code, answer.headers["Content-Type"]) == (501, "application/problem+json")


@pytest.mark.parametrize(
    "query", ["&maxwidth=0", "&maxwidth=x", "&maxheight=-1", "&maxwidth=99999999", "&maxheight=%D9%A3"]
)
def test_a_width_that_is_none_is_named(client, event, query):
    assert oembed(client, "/events/night/", query).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/events/never/",
            "/events/secret/",
            "/events/night/programme/hidden/",
            "/",
            "/search/",
            "/admin/",
            "/oembed",
        ),
        *(
            "/events/night/news.atom",
            "/registrations/token/",
            "/events/night",
            "/events/%00/",
            "//evil.example/events/night/",
        ),
    ],
)
def test_whatever_else_is_asked_about_is_answered_alike(client, event, path):
    factories.make_event(slug="secret", state="draft")
    event.sessions.filter(title="Hidden").update(slug="hidden")
    never = oembed(client, "/events/nothing/")
    answer = oembed(client, path)
    assert (answer.status_code, answer.content) == (404, never.content)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "night",
        "https://evil.example/events/night/",
        "http://testserver:1/events/night/",
        "http://[",
        "javascript:x",
    ],
)
def test_addresses_of_others_are_not_ours(client, event, url):
    assert client.get("/oembed", {"url": url}).status_code == 404


def test_a_hostile_title_is_written_out(client):
    event = factories.make_event(slug="night", name=EVIL, starts_at=timezone.now() + timedelta(days=9))
    assert "<script>" not in oembed(client, event.get_absolute_url()).json()["html"]
