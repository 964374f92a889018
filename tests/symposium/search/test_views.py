"""The page of results."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from symposium.kit.revisions import publishing
from symposium.search import views
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(client, **query):
    return client.get("/search/", query).content.decode()


def test_without_a_question_the_page_asks_for_one(client):
    html = page(client)
    assert 'role="search"' in html
    assert "<h2" not in html
    assert page(client, q=" \u200b ").count("<h2") == 0


def test_a_result_says_what_it_is_where_and_when(client):
    event = make.make_event(name="Zodiac <Day>")
    session = make.make_session(event, title="Mars & moons", kind="keynote", state="cancelled")
    make.make_appearance(session, make.make_speaker(event, name="Zoë"))
    html = page(client, q="mars")
    assert '<h2 id="found">1 result</h2>' in html
    assert "Keynote&nbsp;· <bdi>Zodiac &lt;Day&gt;</bdi>" in html
    assert f"{event.days_in_words}, {session.start_time}" in html
    assert "<mark>Mars</mark> &amp; moons" in html
    assert "Zoë" in html
    assert "Cancelled" in html


def test_what_is_made_up_says_so(client):
    make.make_session(make.make_event(is_sample=True), title="Mars")
    make.make_session(make.make_event(), title="Venus")
    assert "sample data" in page(client, q="mars")
    assert "sample data" not in page(client, q="venus")


def test_an_excerpt_says_why_it_was_found_where_title_and_names_do_not(client):
    event = make.make_event()
    make.make_session(event, title="Mars", abstract="<p>The red <em>planet</em></p>")
    assert 'class="excerpt"' not in page(client, q="mars")
    assert '<p class="excerpt" dir="auto">The red <mark>planet</mark></p>' in page(client, q="planet")


def test_the_question_stays_in_the_form_and_is_never_markup(client):
    html = page(client, q='"><script>alert(1)</script>')
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html
    assert "<script>alert" not in html


def test_nothing_found_says_what_one_may_do(client):
    assert "try fewer of them" in page(client, q="no such thing")
    assert "try only its beginning" in page(client, q="nothing")
    assert "There is no word in that" in page(client, q="?!")
    assert 'href="/events/"' in page(client, q="nothing")


def test_a_long_question_is_cut_and_says_so(client):
    assert "first 80 characters" in page(client, q="x" * 81)
    assert "first 80 characters" not in page(client, q="x" * 80)


def test_many_results_are_shown_in_part_and_say_so(client):
    event = make.make_event()
    with publishing():
        for number in range(views.MOST_RESULTS):
            make.make_session(event, title=f"Moon {number}")
    assert "There is more" not in page(client, q="moon")
    make.make_session(event, title="Moon again")
    html = page(client, q="moon")
    assert html.count("<h3>") == views.MOST_RESULTS
    assert "The best 50 results" in html
    assert "There is more" in html


@pytest.mark.parametrize("number", [1, 60])
def test_the_page_asks_twice_however_much_is_found(client, django_assert_num_queries, number):
    event = make.make_event()
    with publishing():
        for _ in range(number):
            session = make.make_session(event, title="Moon")
            make.make_appearance(session, make.make_speaker(event, name="Moon"))
    with django_assert_num_queries(2):
        assert "<mark>Moon</mark>" in page(client, q="moon")


def test_search_engines_keep_it_out_and_it_sets_no_cookie(client):
    answer = client.get("/search/?q=mars")
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert not answer.cookies
    assert "Cookie" not in answer.headers["Vary"]


def test_a_reader_who_has_the_answer_gets_304_until_something_is_published(client):
    event = make.make_event()
    etag = client.get("/search/?q=mars").headers["ETag"]
    assert client.get("/search/?q=mars", headers={"If-None-Match": etag}).status_code == 304
    assert client.get("/search/?q=venus", headers={"If-None-Match": etag}).status_code == 200
    make.make_session(event, title="Mars")
    assert client.get("/search/?q=mars", headers={"If-None-Match": etag}).status_code == 200


def test_what_passes_moves_down_with_the_day(client):
    event = make.make_event()
    make.make_session(event, title="Mars")
    etag = client.get("/search/?q=mars").headers["ETag"]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert client.get("/search/?q=mars", headers={"If-None-Match": etag}).status_code == 200


def test_answers_do_not_fill_the_cache(client, monkeypatch):
    kept = []
    monkeypatch.setattr("symposium.kit.answers.cache.set", lambda key, *_, **__: kept.append(key))
    client.get("/search/?q=mars")
    assert kept == []
    client.get("/search/")
    assert len(kept) == 1


def test_every_page_leads_to_it(client):
    assert 'href="/search/"' in client.get("/").content.decode()


def test_who_asks_too_often_is_told_to_wait_and_reads_on(client, monkeypatch):
    monkeypatch.setattr(views, "MOST_QUESTIONS", 3)
    with time_machine.travel(1_800_000_020, tick=False):
        answers = [client.get("/search/?q=mars") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[-1].headers["Retry-After"] == "40"
        assert "no-store" in answers[-1].headers["Cache-Control"]
        assert "pause them for a moment" in answers[-1].content.decode()
        assert client.get("/search/").status_code == 200
        assert client.get("/search/?q=mars", REMOTE_ADDR="192.0.2.7").status_code == 200
    with time_machine.travel(1_800_000_061, tick=False):
        assert client.get("/search/?q=mars").status_code == 200


def test_browsers_can_search_here(client):
    answer = client.get("/opensearch.xml")
    assert answer.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    urls = ET.fromstring(answer.content).iter("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert "http://testserver/search/?q={searchTerms}" in [url.get("template") for url in urls]
    assert 'href="/opensearch.xml"' in page(client)
