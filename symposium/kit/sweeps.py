"""What the worker does by itself: each app adds its deeds in ``AppConfig.ready``.

A sweep does what the clock makes necessary, every half minute. A watch looks every second for what somebody waits for
(a mail, say), and again at once for as long as it finds something; each has a thread of its own, so that none waits
for another.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from django.db import close_old_connections

logger = logging.getLogger(__name__)

# With waits of 1, 2, 4 ... minutes and then these.
LONGEST_PAUSE = timedelta(hours=6)

type Sweep = Callable[[], object]
type Look = Callable[[], int]
_sweeps: dict[str, Sweep] = {}
_watches: dict[str, Look] = {}
SECONDS_BETWEEN_SWEEPS, SECONDS_BETWEEN_LOOKS = 30.0, 1.0


def add_sweep(name: str, sweep: Sweep) -> None:
    """Have ``sweep()`` done every half minute. It finds what is due and is safe to run twice, or beside itself."""
    _sweeps[name] = sweep


def add_watch(name: str, look: Look) -> None:
    """Have ``look()`` done every second, and again at once when it found something; safe as a sweep is.

    It does a helping at most and returns how many that were.
    """
    _watches[name] = look


def pause_after(failures: int) -> timedelta:
    """How long to wait before something is tried again that failed so often in a row (at least once)."""
    return min(timedelta(minutes=2 ** min(failures - 1, 10)), LONGEST_PAUSE)


def sweep_all() -> dict[str, object]:
    """Do all that is due, for who has no worker; what each returned. One that fails is logged and holds up none."""
    return _do_each({**_sweeps, **{name: partial(_look_to_the_end, look) for name, look in _watches.items()}})


def keep_watching(stop: threading.Event) -> list[threading.Thread]:
    """Start a thread for the sweeps and one for each watch, which end soon after ``stop`` is set."""
    threads = [
        threading.Thread(target=_sweep_until, args=(stop,), name="sweeps", daemon=True),
        *(
            threading.Thread(target=_look_until, args=(stop, name, look), name=name, daemon=True)
            for name, look in _watches.items()
        ),
    ]
    for thread in threads:
        thread.start()
    return threads


def _sweep_until(stop: threading.Event) -> None:
    """One round at once, then one every half minute."""
    while True:
        _do_each(_sweeps)
        if stop.wait(SECONDS_BETWEEN_SWEEPS):
            return


def _look_until(stop: threading.Event, name: str, look: Look) -> None:
    while not stop.is_set():
        if not _do_each({name: look}).get(name):
            stop.wait(SECONDS_BETWEEN_LOOKS)


def _look_to_the_end(look: Look) -> int:
    found = 0
    while more := look():
        found += more
    return found


def _do_each(deeds: Mapping[str, Sweep]) -> dict[str, object]:
    done: dict[str, object] = {}
    for name, deed in deeds.items():
        close_old_connections()
        try:
            done[name] = deed()
        except Exception:
            logger.exception("'%s' failed; it is tried again", name)
    close_old_connections()
    return done
