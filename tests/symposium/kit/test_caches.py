"""Redis as the cache: real, and out of reach."""

import logging
import os
import socket
from urllib.parse import urlsplit

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured

from symposium.kit import answers, env, limits
from symposium.kit import caches as own
from symposium.programme.views import ProgrammePage
from tests.factories import make_event, make_session

pytestmark = pytest.mark.django_db
PAGE = "/events/night/programme/"
URL = os.environ.get("TEST_CACHE_URL", "redis://127.0.0.1:6379/15")
BROTLI = {"Accept-Encoding": "br"}


def answers_at(url):
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port or 6379), timeout=1):
            return True
    except OSError:
        return False


def use(settings, monkeypatch, url):
    """The site with that cache, empty, under a prefix of the tests."""
    settings.CACHES = {"default": env.cache(url) | {"KEY_PREFIX": f"test-{os.getpid()}"}}
    monkeypatch.setattr(own.ForgivingRedisCache, "_reaches", {})
    monkeypatch.setattr(answers, "cache", caches["default"])
    return caches["default"]


@pytest.fixture
def redis(settings, monkeypatch):
    if not answers_at(URL):
        assert not os.environ.get("CI"), f"no Redis at {URL}"
        pytest.skip(f"no Redis at {URL}")
    cache = use(settings, monkeypatch, URL)
    yield cache
    cache._cache.delete_many(cache._cache.get_client(None).keys(f"*test-{os.getpid()}:*"))


@pytest.fixture
def event():
    event = make_event(slug="night")
    make_session(event, title="Early title")
    return event


def count_renderings(monkeypatch):
    rendered = []
    render = ProgrammePage.render
    monkeypatch.setattr(ProgrammePage, "render", lambda page: rendered.append(1) or render(page))
    return rendered


def test_a_page_is_rendered_once_for_all_servers(client, event, redis, settings, monkeypatch):
    rendered = count_renderings(monkeypatch)
    first = client.get(PAGE, headers=BROTLI)
    # A second server: it has nothing in common with the first but Redis.
    use(settings, monkeypatch, URL)
    second = client.get(PAGE, headers=BROTLI)
    assert second.content == first.content
    assert second.headers["ETag"] == first.headers["ETag"]
    assert rendered == [1]


def test_a_change_is_seen_at_once_through_redis_too(client, event, redis):
    before = client.get(PAGE)
    event.sessions.update(title="Later title")
    after = client.get(PAGE, headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, b"Later title" in after.content) == (200, True)


def test_a_cache_out_of_reach_costs_a_rendering_and_one_warning_a_minute(client, event, settings, monkeypatch, caplog):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        use(settings, monkeypatch, f"redis://127.0.0.1:{taken.getsockname()[1]}/0")
        rendered = count_renderings(monkeypatch)
        monkeypatch.setattr(own, "PAUSE", 0)
        with caplog.at_level(logging.WARNING, "symposium.kit.caches"):
            for _ in range(3):
                assert client.get(PAGE).status_code == 200
    assert rendered == [1, 1, 1]
    warnings = [record.message for record in caplog.records if record.name == "symposium.kit.caches"]
    assert len(warnings) == 1
    assert "out of reach" in warnings[0]


@pytest.mark.parametrize("pause", [0, own.PAUSE])
def test_a_cache_out_of_reach_stops_no_search(client, event, settings, monkeypatch, pause):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        unreachable = use(settings, monkeypatch, f"redis://127.0.0.1:{taken.getsockname()[1]}/0")
        monkeypatch.setattr(limits, "cache", unreachable)
        monkeypatch.setattr(own, "PAUSE", pause)
        answers = [client.get("/search/", {"q": "early"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all(b"Early</mark> title" in answer.content for answer in answers)


def test_questions_are_counted_through_redis(rf, redis, monkeypatch):
    monkeypatch.setattr(limits, "cache", redis)
    request = rf.get("/search/", REMOTE_ADDR="192.0.2.7")
    assert [limits.wait(request, "test", most=2, seconds=3600) > 0 for _ in range(3)] == [False, False, True]


def test_a_cache_out_of_reach_is_left_alone_for_a_while_and_then_asked_again(settings, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(own.time, "monotonic", lambda: now[0])
    reach = own.Reach()
    assert not reach.is_lost()
    reach.lose(own.RedisError("gone"))
    assert reach.is_lost()
    now[0] += own.PAUSE
    assert not reach.is_lost()


def test_without_an_address_each_process_keeps_its_own():
    assert env.cache("")["BACKEND"].endswith("LocMemCache")


@pytest.mark.parametrize("url", ["memcached://127.0.0.1", "127.0.0.1:6379", "redis:"])
def test_an_address_that_is_none_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="SYMPOSIUM_CACHE_URL"):
        env.cache(url)
