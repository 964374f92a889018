"""Guests who register: each gets the form, sends it some seconds later, and reads the page that it leads to."""

import re
import time
import uuid
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from urllib.parse import urlencode, urlsplit

from benchmarks.clients import Round, UnexpectedAnswerError, message
from benchmarks.talks import Answer, Part, play

_INPUT = re.compile(r'<input\b[^>]*\btype="hidden"[^>]*>')
_ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')
# Nobody types faster; whoever does confirms their address first.
TYPING_SECONDS = 2.5
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Form:
    """A form that somebody has open."""

    path: str
    cookie: str
    hidden: dict[str, str]
    guest: str
    # Everybody comes from an address of their own.
    peer: str
    opened_at: float


@dataclass(slots=True)
class Desk:
    """Where guests register again and again: a path, and the forms that are open meanwhile."""

    port: int
    path: str
    # The page must be the guest's own; that of the bare view is the same for all.
    is_bare: bool = False
    open_forms: deque[Form] = field(default_factory=deque)

    def open_many(self, number: int, clients: int) -> None:
        """Have so many forms open, so that one is ready to be sent whenever another is fetched."""
        play(self.port, [(0.0, self._open(number // clients)) for _ in range(clients)])

    def _open(self, number: int) -> Part:
        for _ in range(number):
            asked, peer = form_message(self.path)
            self.open_forms.append(form_of(self.path, peer, _expect((yield asked), 200)))

    def register_many(self, *, clients: int, seconds: float) -> Round:
        """Complete registrations with so many guests at once for so long; raises what went wrong first."""
        start = time.perf_counter()
        latencies: list[float] = []
        play(self.port, [(0.0, self._keep_registering(start + seconds, latencies)) for _ in range(clients)])
        return Round(time.perf_counter() - start, latencies)

    def _keep_registering(self, until: float, latencies: list[float]) -> Part:
        """A form is fetched, and another that was open for a while is sent."""
        while time.perf_counter() < until:
            yield from self._open(1)
            form = self.open_forms.popleft()
            typed = form.opened_at + TYPING_SECONDS - time.perf_counter()
            if typed > 0 and not self.is_bare:
                yield typed
            sent = time.perf_counter()
            answer = _expect((yield sent_message(form)), 302)
            answer = _expect((yield message(urlsplit(answer.header("location")).path)), 200)
            if not self.is_bare and form.guest not in answer.text():
                raise UnexpectedAnswerError("the page is not the guest's own")
            latencies.append(time.perf_counter() - sent)


def form_message(path: str) -> tuple[bytes, str]:
    """What asks for a form, and from which address."""
    number = next(_numbers)
    peer = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return message(path, {"X-Forwarded-For": peer}), peer


def form_of(path: str, peer: str, answer: Answer, *, cookie: str = "", guest: str = "") -> Form:
    """The form in an answer; one that is shown again has the cookie and the guest that it was sent with."""
    cookie = answer.header("set-cookie").partition(";")[0] or cookie
    return Form(path, cookie, hidden_of(answer.text()), guest or uuid.uuid4().hex, peer, time.perf_counter())


def sent_message(form: Form, **typed: str) -> bytes:
    """What sends the form."""
    fields = {"name": f"Guest {form.guest}", "email": f"{form.guest}@example.org", "affiliation": "", "consent": "on"}
    headers = {"Cookie": form.cookie, "X-Forwarded-For": form.peer}
    return message(form.path, headers, urlencode(form.hidden | fields | typed))


def hidden_of(page: str) -> dict[str, str]:
    """Names and values of the hidden inputs."""
    found = (dict(_ATTRIBUTE.findall(tag)) for tag in _INPUT.findall(page))
    return {unescape(one["name"]): unescape(one.get("value", "")) for one in found if "name" in one}


def _expect(answer: Answer | None, status: int) -> Answer:
    if answer is None or answer.status != status:
        raise UnexpectedAnswerError(f"{answer.status if answer else 'nothing'} instead of {status}")
    return answer
