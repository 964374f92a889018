"""The clients of the benchmark, against a server of a few lines."""

import http.server
import threading

import pytest

from benchmarks import rush
from benchmarks.clients import UnexpectedAnswerError, etag_of, hammer, message
from benchmarks.guests import Desk
from benchmarks.rush import Crowd, Seen
from benchmarks.talks import play

FORM = """<form><input type="hidden" name="csrfmiddlewaretoken" value="t&amp;k">
<input type="hidden" value="s-1" name="submission"><input type="hidden" name="accepts_waiting"></form>"""


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.headers.get("If-None-Match"):
            self.answer(304)
        elif self.path == "/large":
            self.answer(200, b"x" * 300_000, ETag='"large"')
        elif self.path == "/events/some/register/":
            self.answer(200, FORM.encode(), Set_Cookie="symposium_csrf=abc; HttpOnly")
        elif self.path == "/registrations/token/":
            self.answer(200, self.server.posted[-1].encode())
        else:
            self.answer(404)

    def do_POST(self):
        self.server.posted.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert self.headers["Cookie"] == "symposium_csrf=abc"
        self.answer(302, Location="/registrations/token/")


@pytest.fixture
def site():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.daemon_threads = True
        server.asked, server.posted = [], []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_counts_whole_answers_however_many_pieces_they_come_in(site):
    result = hammer(site.server_port, message("/large"), status=200, clients=3, seconds=30, at_most=20)
    assert 20 <= len(result.latencies) <= 23
    assert len(result.latencies) <= len(site.asked) <= len(result.latencies) + 3
    assert 0 < result.middle <= result.slow
    assert result.rate == pytest.approx(len(result.latencies) / result.seconds)


def test_counts_answers_without_a_body(site):
    asked = message("/large", {"If-None-Match": etag_of(site.server_port, "/large")})
    assert len(hammer(site.server_port, asked, status=304, clients=2, seconds=30, at_most=10).latencies) >= 10


def test_an_answer_of_another_kind_is_no_measurement(site):
    with pytest.raises(UnexpectedAnswerError, match="404 instead of 200"):
        hammer(site.server_port, message("/nothing"), status=200, clients=1, seconds=30, at_most=5)


def test_a_guest_sends_the_hidden_fields_back_and_reads_their_page(site):
    desk = Desk(site.server_port, "/events/some/register/", is_bare=True)
    desk.open_many(2, clients=2)
    result = desk.register_many(clients=1, seconds=0.05)
    assert len(result.latencies) == len(site.posted) >= 1
    sent = site.posted[0]
    assert sent.startswith("csrfmiddlewaretoken=t%26k&submission=s-1&accepts_waiting=&name=")
    assert sent.endswith("&affiliation=&consent=on")


def test_a_registration_that_fails_is_no_measurement(site):
    with pytest.raises(UnexpectedAnswerError, match="404"):
        Desk(site.server_port, "/events/another/register/").open_many(2, clients=2)


def test_people_of_a_rush_come_one_by_one_and_what_each_was_answered_is_counted(site, monkeypatch):
    monkeypatch.setattr(rush, "TYPING", (0.0, 0.02))
    seen = Seen(Crowd(3, 0.05, 1), 1)
    paths = ["/events/some/register/", "/events/another/register/", "/events/some/register/"]
    play(site.server_port, [(0.01 * number, rush._person(path, seen)) for number, path in enumerate(paths)])
    assert seen.answers == {"the guest's page": 2, "status 404": 1}
    assert len(seen.latencies) == 7
    assert 0 < seen.middle <= seen.slow


def test_a_part_pauses_and_asks_again_when_the_server_closed_meanwhile(site):
    heard = []

    def part():
        for _ in range(2):
            answer = yield message("/large", {"Connection": "close"})
            heard.append((answer.status, len(answer.text())))
            yield 0.01

    play(site.server_port, [(0.0, part())])
    assert heard == [(200, 300_000)] * 2
