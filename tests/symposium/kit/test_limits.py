"""How often one reader may ask."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory

from symposium.kit.limits import client, wait


def request(peer="192.0.2.1", forwarded=None):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)


@pytest.mark.parametrize(
    ("peer", "forwarded", "is_behind_proxy", "who"),
    [
        ("192.0.2.1", None, False, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.9", False, "192.0.2.1"),
        ("127.0.0.1", "198.51.100.9", True, "198.51.100.9"),
        ("127.0.0.1", "10.0.0.1, 198.51.100.9", True, "198.51.100.9"),
        ("127.0.0.1", "198.51.100.9:4711", True, "198.51.100.9"),
        ("127.0.0.1", "made up", True, "127.0.0.1"),
        ("127.0.0.1", None, True, "127.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", None, False, "2001:db8:1:2::"),
        ("127.0.0.1", "[2001:db8:1:2::9]:443", True, "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", None, False, "192.0.2.1"),
        ("fe80::1%eth0", None, False, "fe80::"),
        ("", None, False, "unknown"),
    ],
)
def test_who_asks(settings, peer, forwarded, is_behind_proxy, who):
    settings.BEHIND_PROXY = is_behind_proxy
    assert client(request(peer, forwarded)) == who


def asked(times, peer="192.0.2.1", name="search"):
    return [wait(request(peer), name, most=2, seconds=60) for _ in range(times)]


def test_more_than_so_many_in_a_window_wait_for_its_end():
    with time_machine.travel(1_800_000_045, tick=False):
        assert asked(4) == [0, 0, 15, 15]
    with time_machine.travel(1_800_000_060, tick=False):
        assert asked(3) == [0, 0, 60]


def test_others_and_other_things_are_counted_apart():
    with time_machine.travel(1_800_000_045, tick=False):
        asked(3)
        assert asked(1, peer="192.0.2.2") == [0]
        assert asked(1, name="another") == [0]


def test_a_count_that_the_cache_lost_stops_nobody(monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *_args, **_kwargs: False)
    assert asked(1) == [0]
