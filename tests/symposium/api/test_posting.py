"""Nothing is sent to what is not on the open internet, however its address is written or its name answers."""

import socket
import threading
import time
from ipaddress import ip_address

import pytest

from symposium.api import posting
from tests.symposium.api.receiver import receiving

CLOSED = [
    *("127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
    *("255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "::127.0.0.1"),
]


@pytest.mark.parametrize("address", CLOSED)
def test_addresses_of_private_networks_are_known_in_every_disguise(address):
    assert not posting.is_open(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_open_internet_are_not_refused(address):
    assert posting.is_open(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org/", "ftp://example.org/", "https://", "https:///path", "//example.org", "example.org", ""),
        *("https://u:p@example.org/", "https://u@example.org/", "https://example.org:8443/", "https://example.org:x/"),
        *("https://localhost/", "https://a.localhost/", "https://printer.local/", "https://db.internal/"),
        *("https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest"),
        *("https://localhost./", "https://example.org/#part", "https://[fe80::1%25eth0]/", "https://[broken/"),
    ],
)
def test_what_can_be_seen_to_lead_nowhere_is_refused_by_its_field(url):
    with pytest.raises(posting.RefusedError):
        posting.check(url)


def test_an_open_address_is_taken():
    assert posting.check("https://example.org/hook?a=b").hostname == "example.org"


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"], ["2130706433"]])
def test_a_name_that_leads_into_a_private_network_is_refused_when_it_is_looked_up(monkeypatch, answers):
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (str(ip_address(int(a) if a.isdigit() else a)), 443))
        for a in answers
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: found)
    monkeypatch.setattr(socket, "socket", lambda *_args: pytest.fail("a connection was tried"))
    with pytest.raises(posting.RefusedError):
        posting.post("https://rebinding.example/", b"{}", {})


def test_it_connects_to_the_address_that_was_looked_at_and_asks_no_second_time(settings, monkeypatch):
    with receiving() as receiver:
        asked = []
        port = int(receiver.url.split(":")[2].split("/")[0])

        def answer(host, _port, **_kwargs):
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        settings.WEBHOOKS_PRIVATE = True
        monkeypatch.setattr(socket, "getaddrinfo", answer)
        assert posting.post(f"http://host.example:{port}/x", b"{}", {"A": "b"}) == 204
        assert asked == ["host.example"]
        path, headers, body = receiver.came[0]
        assert (path, headers["host"], headers["a"], body) == ("/x", f"host.example:{port}", "b", b"{}")


def test_a_redirect_is_an_answer_and_is_not_followed(settings):
    settings.WEBHOOKS_PRIVATE = True
    with receiving() as receiver:
        receiver.status, receiver.location = 302, receiver.url
        assert posting.post(receiver.url, b"{}", {}) == 302
        assert len(receiver.came) == 1


def test_whoever_speaks_slowly_is_hung_up_on(settings, monkeypatch):
    """One byte now and then would hold a worker for ever."""
    settings.WEBHOOKS_PRIVATE = True
    monkeypatch.setattr(posting, "PATIENCE", 0.3)
    listener = socket.create_server(("127.0.0.1", 0))

    def drip():
        peer, _address = listener.accept()
        with peer:
            try:
                for byte in b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200:
                    peer.send(bytes([byte]))
                    if done.wait(0.05):
                        return
            except OSError:
                pass

    done = threading.Event()
    thread = threading.Thread(target=drip)
    thread.start()
    start = time.monotonic()
    with pytest.raises((OSError, posting.http.client.HTTPException)):
        posting.post(f"http://127.0.0.1:{listener.getsockname()[1]}/", b"{}", {})
    assert time.monotonic() - start < 3
    done.set()
    thread.join()
    listener.close()
