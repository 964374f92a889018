import gzip

import brotli
import pytest
import zstandard
from django.core.cache import cache

from symposium.events.models import Event
from symposium.events.views import EventHome
from symposium.kit import answers
from symposium.kit.release import fingerprint
from symposium.programme.views import ProgrammePage
from tests.factories import make_event, make_session

pytestmark = pytest.mark.django_db
PAGE = "/events/night/programme/"


@pytest.fixture
def event():
    return make_event(slug="night")


def test_a_page_is_the_same_for_everyone_and_sets_no_cookie(client, admin_client, event):
    for_guest, for_staff = client.get(PAGE), admin_client.get(PAGE)
    assert for_guest.content == for_staff.content
    assert not for_guest.cookies
    assert not for_staff.cookies
    assert for_guest.headers["Vary"] == "Accept-Encoding, Accept-Language"
    assert for_guest.headers["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"


def test_a_reader_who_has_the_page_costs_one_query(client, event, django_assert_num_queries):
    etag = client.get(PAGE).headers["ETag"]
    with django_assert_num_queries(1):
        response = client.get(PAGE, headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == etag
    assert "Content-Security-Policy" in client.get(PAGE).headers


def test_a_page_that_was_rendered_before_costs_one_query(client, event, django_assert_num_queries):
    client.get(PAGE)
    with django_assert_num_queries(1):
        assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("known", ["W/{}", '"other", {}', "*"])
def test_known_pages_are_recognised_in_every_form_of_the_header(client, event, known):
    etag = client.get(PAGE).headers["ETag"]
    assert client.get(PAGE, headers={"If-None-Match": known.format(etag)}).status_code == 304


def test_a_change_is_seen_by_the_next_reader(client, event):
    before = client.get(PAGE)
    make_session(event, title="A late addition")
    after = client.get(PAGE, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "A late addition" in after.content.decode()


def test_a_change_of_seats_is_seen_where_it_matters(client, event):
    before = client.get("/events/night/").headers["ETag"]
    Event.objects.filter(pk=event.pk).update(seats_taken=1)
    assert client.get("/events/night/").headers["ETag"] == before
    Event.objects.filter(pk=event.pk).update(seats_taken=10)
    assert client.get("/events/night/").headers["ETag"] != before


UNPACK = {
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
    "gzip": gzip.decompress,
    "": bytes,
}


@pytest.mark.parametrize("name", ["br", "zstd", "gzip"])
def test_compressed_and_plain_are_the_same_page_under_different_tags(client, event, name):
    plain = client.get(PAGE)
    packed = client.get(PAGE, headers={"Accept-Encoding": name})
    assert packed.headers["Content-Encoding"] == name
    assert UNPACK[name](packed.content) == plain.content
    assert packed.headers["ETag"] == f'{plain.headers["ETag"][:-1]}-{name}"'
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    known = {"Accept-Encoding": name, "If-None-Match": packed.headers["ETag"]}
    assert client.get(PAGE, headers=known).status_code == 304


def test_each_coding_is_made_once_and_the_page_too(client, event, monkeypatch):
    made, rendered = [], []
    render = ProgrammePage.render
    monkeypatch.setattr(ProgrammePage, "render", lambda page: rendered.append(1) or render(page))
    monkeypatch.setattr(answers, "compress", lambda body, name: made.append(name) or body)
    for name in ("br", "gzip", "", "br", "zstd", "gzip", "zstd", "br"):
        client.get(PAGE, headers={"Accept-Encoding": name})
    assert made == ["br", "gzip", "zstd"]
    assert rendered == [1]


def test_a_reader_costs_the_bytes_that_they_are_sent_and_no_others(client, event, monkeypatch):
    client.get(PAGE, headers={"Accept-Encoding": "br"})
    asked = []
    get = cache.get
    monkeypatch.setattr(answers.cache, "get", lambda key: asked.append(key) or get(key))
    client.get(PAGE, headers={"Accept-Encoding": "br"})
    assert [key[-3:] for key in asked] == [".br"]


def test_a_shared_cache_may_hold_a_page_for_a_minute_and_a_browser_never(client, event):
    for answer in (client.get(PAGE), client.get(PAGE, headers={"If-None-Match": client.get(PAGE).headers["ETag"]})):
        assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
        assert answer.headers["CDN-Cache-Control"] == "public, max-age=60, stale-while-revalidate=60"


def test_no_shared_cache_holds_what_is_for_one_person(admin_client, event):
    draft = make_event(slug="secret", state=Event.State.DRAFT)
    for address in ("/events/night/register/", f"/preview/events/{draft.slug}/", "/events/nothing/", "/admin/"):
        answer = admin_client.get(address)
        assert "CDN-Cache-Control" not in answer.headers
        assert "private" in answer.headers["Cache-Control"]


def test_public_pages_keep_what_guards_every_page(client, event):
    for address in (PAGE, f"/en-us{PAGE}", "/events/nothing/", "/events/night/programme.ics"):
        answer = client.get(address)
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Content-Security-Policy" in answer.headers
        assert client.get(address, headers={"Host": "elsewhere.example.org"}).status_code == 400


def test_a_public_page_is_asked_for_by_https_where_the_site_is(client, event, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(PAGE).status_code == 301


def test_unknown_parameters_change_nothing(client, event):
    assert client.get(PAGE + "?utm=1").headers["ETag"] == client.get(PAGE).headers["ETag"]


def test_head_tells_the_same_without_the_body(client, event):
    head, get = client.head(PAGE), client.get(PAGE)
    assert head.content == b""
    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_no_inline_style_or_script_is_allowed_but_the_pages_own(client, event):
    response = client.get(PAGE)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "sha256-" in policy
    assert response.content.count(b"<style") == 1
    assert b" style=" not in response.content


def test_pages_are_only_read(client, event):
    assert client.post(PAGE).status_code == 405


@pytest.mark.parametrize("sessions", [3, 60])
def test_the_queries_of_the_programme_do_not_grow_with_it(client, event, sessions, django_assert_max_num_queries):
    for number in range(sessions):
        make_session(event, at=number / 10, hours=0.1)
    with django_assert_max_num_queries(6):
        client.get(PAGE)


def test_a_condition_without_our_tag_is_answered_only_where_there_is_something(client, event):
    for address in ("programme/nothing/", "speakers/nobody/", "programme/nothing.ics"):
        for condition in ({"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}):
            assert client.get(f"/events/night/{address}", headers=condition).status_code == 404


def test_a_page_that_is_gone_is_gone_for_who_had_it(client, event):
    session = make_session(event, slug="talk")
    etag = client.get(f"{PAGE}talk/").headers["ETag"]
    session.delete()
    assert client.get(f"{PAGE}talk/", headers={"If-None-Match": etag}).status_code == 404


@pytest.mark.parametrize("page", ["", "programme/talk/", "news.atom", "programme.ics", "programme/talk.ics"])
def test_whoever_has_a_page_costs_one_query_wherever(client, event, page, django_assert_num_queries):
    make_session(event, slug="talk")
    etag = client.get(f"/events/night/{page}").headers["ETag"]
    with django_assert_num_queries(1):
        assert client.get(f"/events/night/{page}", headers={"If-None-Match": etag}).status_code == 304


def test_a_page_for_one_person_is_compressed_and_never_kept(client, event):
    plain = client.get("/events/night/register/")
    zipped = client.get("/events/night/register/", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert len(zipped.content) < len(plain.content) / 2
    assert zipped.headers["Cache-Control"] == "private, no-store"


def test_a_page_is_kept_as_its_key_says_though_seats_move_meanwhile(client, monkeypatch):
    """Seats go back and forth, revisions do not: what was rendered for 'open' must not say 'full' the next time."""
    event = make_event(slug="full", capacity=1)
    complete = EventHome.complete

    def overtaken(page):
        Event.objects.filter(pk=event.pk).update(seats_taken=1)
        complete(page)

    monkeypatch.setattr(EventHome, "complete", overtaken)
    first = client.get("/events/full/").content
    Event.objects.filter(pk=event.pk).update(seats_taken=0)
    monkeypatch.undo()
    assert client.get("/events/full/").content == first
    cache.clear()
    assert client.get("/events/full/").content == first


def test_nobody_fills_the_cache_with_choices_that_there_are_not(client, event, django_assert_num_queries):
    make_session(event)
    client.get(f"{PAGE}?day=nonsense")
    with django_assert_num_queries(6):
        client.get(f"{PAGE}?day=nonsense")
    day = event.first_day.isoformat()
    client.get(f"{PAGE}?day={day}")
    with django_assert_num_queries(1):
        client.get(f"{PAGE}?day={day}")


def test_what_makes_pages_makes_their_tags(settings):
    made = [fingerprint.__wrapped__()]
    settings.SITE_URL = "https://elsewhere.example.org"
    made.append(fingerprint.__wrapped__())
    settings.DEFAULT_FROM_EMAIL = "desk@elsewhere.example.org"
    made.append(fingerprint.__wrapped__())
    assert len(set(made)) == 3


def test_two_pages_with_one_address_and_revision_are_still_two(client, event):
    """As a server in front might rewrite paths: home and archive have the same key but for their name."""
    archive = client.get("/events/").content
    home = client.get("/events/", SCRIPT_NAME="/events", PATH_INFO="/")
    assert home.content != archive
    assert client.get("/events/").content == archive
