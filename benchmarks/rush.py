"""The rush: thousands of people in two minutes for a few hundred seats, while others read the public pages.

Everybody gets the form, types for some seconds, sends it, takes the waiting list or the news that all is full as it
comes, and reads the page that they are led to. The worker sends mails meanwhile.
"""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from urllib.parse import urlsplit

from benchmarks.clients import Round, hammer, message
from benchmarks.guests import form_message, form_of, sent_message
from benchmarks.stage import Stage
from benchmarks.talks import Answer, Part, play

SLUG = "benchmark-rush"
# Longer than whom the site takes for a robot.
TYPING = (3.0, 12.0)
READERS = 2
STATES = (
    "SELECT r.state, count(*) FROM registrations_registration r JOIN events_event e ON e.id = r.event_id "
    "WHERE e.slug = '{slug}' GROUP BY r.state"
)
HURRY, READ_RATIO = 2.0, 0.5
# Everything on this page is chance, and the same each time.
_dice = random.Random(2027)


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many people in so many seconds for so many seats."""

    people: int
    seconds: float
    seats: int


FULL = Crowd(10_000, 120.0, 500)
BRIEF = Crowd(1_250, 15.0, 62)
TINY = Crowd(60, 3.0, 10)


@dataclass(slots=True)
class Seen:
    """What came of a rush."""

    crowd: Crowd
    processes: int
    answers: Counter[str] = field(default_factory=Counter)
    # Seconds to each answer, whatever was asked.
    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    confirmed: int = 0
    waiting: int = 0
    # How often the public page was read in a second, undisturbed and meanwhile.
    calm: float = 0.0
    meanwhile: float = 0.0

    @property
    def slow(self) -> float:
        """The time within which 99 % of all answers came, in seconds."""
        return quantiles(self.latencies, n=100)[-1] if len(self.latencies) > 1 else 0.0

    @property
    def middle(self) -> float:
        """The median, in seconds."""
        return median(self.latencies) if self.latencies else 0.0

    @property
    def read_ratio(self) -> float:
        """How fast the public pages were meanwhile, against themselves undisturbed."""
        return self.meanwhile / self.calm if self.calm else 0.0


def rush(made: Stage, crowd: Crowd, say: Callable[[str], None], *, processes: int = 0) -> Seen:
    """Let the crowd in, on a PostgreSQL stage; an event of its own is made for it."""
    slug = f"{SLUG}-{crowd.people}-{processes}"
    made.load(slug, 0, {"sessions": 40, "speakers": 30, "rooms": 4, "days": 2})
    # As an organiser would in the admin, which publishes it; nothing has been read of this event yet.
    made.execute(f"UPDATE events_event SET capacity = {crowd.seats}, has_waiting_list = true WHERE slug = '{slug}'")
    # Those of registrations that were measured before: nobody sends thousands at the same time.
    made.execute("DELETE FROM mail_outgoingmail")
    seen = Seen(crowd, processes)
    site = made.server("symposium.wsgi", "/healthz", "symposium.settings", processes=processes)
    with site as port, made.worker(), made.tidied():
        page = message(f"/events/{slug}/programme/")
        hammer(port, page, status=200, clients=READERS, seconds=1.0)
        seen.calm = hammer(port, page, status=200, clients=READERS, seconds=3.0).rate
        _let_in(port, slug, seen)
    found = dict(made.execute(STATES.format(slug=slug)))
    seen.confirmed, seen.waiting = found.get("confirmed", 0), found.get("waiting", 0)
    say(
        f"  rush                    {sum(seen.answers.values()):,} answers, 99 % within {seen.slow:.2f} s, "
        f"{seen.confirmed} confirmed, pages at {seen.read_ratio:.2f} of their rate"
    )
    return seen


def _let_in(port: int, slug: str, seen: Seen) -> None:
    reader = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.rush", str(port), f"/events/{slug}/programme/", str(seen.crowd.seconds)],
        stdout=subprocess.PIPE,
        text=True,
    )
    begun = time.perf_counter()
    starts = sorted(_dice.uniform(0, seen.crowd.seconds) for _ in range(seen.crowd.people))
    play(port, [(at, _person(f"/events/{slug}/register/", seen)) for at in starts])
    seen.seconds = time.perf_counter() - begun
    told, _errors = reader.communicate()
    seen.meanwhile = float(told)


def _person(path: str, seen: Seen) -> Part:
    """One of them: what they were answered in the end is counted."""
    asked, peer = form_message(path)
    answer = _noted(seen, (yield asked))
    if answer is None:
        return
    form = form_of(path, peer, answer)
    yield _dice.uniform(*TYPING)
    answer = yield sent_message(form)
    if answer is not None and answer.status == 409:
        # The last place went meanwhile: the same form offers the waiting list.
        seen.latencies.append(answer.seconds)
        form = form_of(path, peer, answer, cookie=form.cookie, guest=form.guest)
        yield _dice.uniform(1.0, 3.0)
        answer = yield sent_message(form)
    answer = _noted(seen, answer, good=302)
    if answer is not None:
        answer = _noted(seen, (yield message(urlsplit(answer.header("location")).path)))
        if answer is not None:
            seen.answers["the guest's page" if form.guest in answer.text() else "another page"] += 1


def _noted(seen: Seen, answer: Answer | None, good: int = 200) -> Answer | None:
    """The answer when it is what was hoped for; every other one is counted by its status."""
    if answer is None:
        return None
    seen.latencies.append(answer.seconds)
    if answer.status == good:
        return answer
    seen.answers[f"status {answer.status}"] += 1
    return None


def read(port: int, path: str, seconds: float) -> Round:
    """Others read a public page all the while."""
    return hammer(port, message(path), status=200, clients=READERS, seconds=seconds, at_most=10**9)


if __name__ == "__main__":
    print(read(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])).rate)
