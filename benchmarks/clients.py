"""Clients that ask for one page again and again over connections that stay open.

All of them live in one process that waits on all sockets at once and reads no more of an answer than its length: on a
machine that also runs the server, a client must cost little.
"""

import contextlib
import http.client
import re
import selectors
import socket
import time
from dataclasses import dataclass, field
from statistics import median, quantiles

HOST = "127.0.0.1"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_HEAD_END = b"\r\n\r\n"
_BUFFER = 1 << 18


class UnexpectedAnswerError(Exception):
    """The server answered with another status than the one that is measured."""


@dataclass(slots=True)
class Round:
    """What one round of requests came to."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    @property
    def middle(self) -> float:
        """The median time to an answer, in milliseconds."""
        return median(self.latencies) * 1000

    @property
    def slow(self) -> float:
        """The time within which 95 % of the answers came, in milliseconds."""
        return quantiles(self.latencies, n=20)[-1] * 1000 if len(self.latencies) > 1 else self.middle


class _Client:
    """One connection with one request under way."""

    def __init__(self, port: int, message: bytes) -> None:
        self._port, self._message = port, message
        self._status = b""
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection((HOST, self._port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        self.socket.close()

    def ask(self) -> None:
        self._head = b""
        self._missing = -1
        self.asked_at = time.perf_counter()
        self.socket.sendall(self._message)

    def hear(self) -> bool | None:
        """Whether the answer is complete; None when the server closed the connection."""
        received = self.socket.recv(_BUFFER)
        if not received:
            return None
        if self._missing < 0:
            self._head += received
            end = self._head.find(_HEAD_END)
            if end < 0:
                return False
            length = _LENGTH.search(self._head, 0, end + 2)
            self.status = int(self._head[9:12])
            self._missing = (int(length[1]) if length else 0) - (len(self._head) - end - len(_HEAD_END))
        else:
            self._missing -= len(received)
        return self._missing <= 0


def message(path: str, headers: dict[str, str] | None = None, body: str | None = None) -> bytes:
    """A GET, or a POST of a form's body, as it goes over the wire."""
    lines = {"Host": HOST, "User-Agent": "benchmarks", "Accept-Encoding": "gzip", **(headers or {})}
    if body is not None:
        lines |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    told = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\n{told}\r\n{body or ''}".encode()


def header(head: bytes, name: str) -> str:
    """The value of a header in the head of an answer, or an empty text."""
    found = re.search(rb"\r\n" + name.encode() + rb": *([^\r]*)", head, re.IGNORECASE)
    return found[1].decode() if found else ""


def etag_of(port: int, path: str) -> str:
    """What the server calls the present state of the compressed page."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    etag = connection.getresponse().headers["ETag"]
    connection.close()
    return str(etag)


def hammer(port: int, asked: bytes, *, status: int, clients: int, seconds: float, at_most: int = 200_000) -> Round:
    """Ask with so many clients for so long; raises UnexpectedAnswerError for any other status."""
    result = Round()
    with selectors.DefaultSelector() as selector, contextlib.ExitStack() as stack:
        start = time.perf_counter()
        for _ in range(clients):
            client = _Client(port, asked)
            stack.callback(client.close)
            selector.register(client.socket, selectors.EVENT_READ, client)
            client.ask()
        while (now := time.perf_counter()) < start + seconds and len(result.latencies) < at_most:
            for key, _events in selector.select(timeout=30):
                _turn(selector, key.data, status, result)
        result.seconds = now - start
    return result


def _turn(selector: selectors.BaseSelector, client: _Client, status: int, result: Round) -> None:
    """Take what one client was sent; when its answer is complete, let it ask again."""
    complete = client.hear()
    if complete is None:  # a worker of the server was replaced: ask the next one
        selector.unregister(client.socket)
        client.close()
        client.connect()
        selector.register(client.socket, selectors.EVENT_READ, client)
        client.ask()
    elif complete:
        if client.status != status:
            raise UnexpectedAnswerError(f"{client.status} instead of {status}")
        result.latencies.append(time.perf_counter() - client.asked_at)
        client.ask()
