"""Many people who each ask for several things in turn, played by one process that waits on all sockets at once.

A part is a generator: it yields what is asked, as it goes over the wire, and is sent the answer; or it yields a pause
in seconds. On a machine that also runs the server, a client must cost little.

Connections are those of the proxy that stands before the server: whoever asks is lent one that is free, the last that
came back first, and another is opened where none is. So a process that is slow has fewer of them to answer.
"""

import heapq
import selectors
import socket
import time
import zlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from benchmarks.clients import HOST, header

_BUFFER = 1 << 18
_HEAD_END = b"\r\n\r\n"
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sent, and the seconds that it took."""

    status: int
    head: bytes
    coded: bytes
    seconds: float

    def header(self, name: str) -> str:
        """The value of a header, or an empty text."""
        return header(self.head, name)

    def text(self) -> str:
        """The body as it was before it was compressed."""
        is_zipped = self.header("content-encoding") == "gzip"
        return (zlib.decompress(self.coded, zlib.MAX_WBITS | 16) if is_zipped else self.coded).decode()


type Part = Generator[bytes | float, Answer | None]


class _Talk:
    """One part, with the connection that it was lent while it waits for an answer."""

    def __init__(self, part: Part, port: int, free: list[socket.socket]) -> None:
        self.part, self._port, self._free = part, port, free
        self.socket: socket.socket | None = None
        self._message = b""

    def ask(self, message: bytes) -> socket.socket:
        self._message, self._received, self._missing = message, bytearray(), -1
        self._asked_at = time.perf_counter()
        while self._free:
            self.socket = self._free.pop()
            try:
                self.socket.sendall(message)
            except ConnectionError:
                self.close()
            else:
                return self.socket
        return self._ask_anew()

    def _ask_anew(self) -> socket.socket:
        self.socket = socket.create_connection((HOST, self._port), timeout=PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(self._message)
        return self.socket

    def hear(self) -> Answer | None:
        """The answer when it is complete; raises ConnectionError when the server closed instead."""
        received = self.socket.recv(_BUFFER) if self.socket else b""
        if not received:
            raise ConnectionError
        self._received += received
        if self._missing < 0:
            end = self._received.find(_HEAD_END)
            if end < 0:
                return None
            self._head = bytes(self._received[: end + 2])
            self._missing = int(header(self._head, "content-length") or 0)
            del self._received[: end + len(_HEAD_END)]
        if len(self._received) < self._missing:
            return None
        seconds = time.perf_counter() - self._asked_at
        return Answer(int(self._head[9:12]), self._head, bytes(self._received), seconds)

    def give_back(self) -> None:
        """Whoever asks next may have the connection."""
        if self.socket is not None:
            self._free.append(self.socket)
            self.socket = None

    def ask_again(self) -> socket.socket:
        """The server closed a connection that was idle for long, or replaced a worker: on a new one."""
        self.close()
        return self._ask_anew()

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def play(port: int, parts: Iterable[tuple[float, Part]]) -> None:
    """Play every part, each begun so many seconds from now; what one of them raises ends them all."""
    now, numbers, free = time.perf_counter(), count(), list[socket.socket]()
    waiting = [(now + at, next(numbers), _Talk(part, port, free)) for at, part in parts]
    heapq.heapify(waiting)
    talks = [talk for _at, _number, talk in waiting]
    with selectors.DefaultSelector() as selector:
        try:
            while True:
                now = time.perf_counter()
                while waiting and waiting[0][0] <= now:
                    _go_on(selector, heapq.heappop(waiting)[2], None, waiting, numbers)
                if not selector.get_map() and not waiting:
                    break
                until = waiting[0][0] - now if waiting else PATIENCE_SECONDS
                for key, _events in selector.select(timeout=max(until, 0)):
                    _hear(selector, key.data, waiting, numbers)
        finally:
            for talk in talks:
                talk.give_back()
            for connection in free:
                connection.close()


type _Waiting = list[tuple[float, int, _Talk]]


def _hear(selector: selectors.BaseSelector, talk: _Talk, waiting: _Waiting, numbers: Iterator[int]) -> None:
    assert talk.socket is not None
    try:
        answer = talk.hear()
    except ConnectionError:
        selector.unregister(talk.socket)
        selector.register(talk.ask_again(), selectors.EVENT_READ, talk)
        return
    if answer is not None:
        selector.unregister(talk.socket)
        talk.give_back()
        _go_on(selector, talk, answer, waiting, numbers)


def _go_on(
    selector: selectors.BaseSelector, talk: _Talk, answer: Answer | None, waiting: _Waiting, numbers: Iterator[int]
) -> None:
    """Let the part say what it wants next: a pause, an answer, or nothing more."""
    try:
        wanted = talk.part.send(answer)
    except StopIteration:
        return
    if isinstance(wanted, float):
        heapq.heappush(waiting, (time.perf_counter() + wanted, next(numbers), talk))
        return
    selector.register(talk.ask(wanted), selectors.EVENT_READ, talk)
