"""What the clock makes necessary: each app adds its deeds in ``AppConfig.ready``; the worker does them in turn."""

import logging
from collections.abc import Callable

from django.db import close_old_connections

logger = logging.getLogger(__name__)

type Sweep = Callable[[], object]
_sweeps: dict[str, Sweep] = {}


def add_sweep(name: str, sweep: Sweep) -> None:
    """Have ``sweep()`` done every half minute. It finds what is due and is safe to run twice, or beside itself."""
    _sweeps[name] = sweep


def sweep_all() -> dict[str, object]:
    """Do every sweep once; what each returned. One that fails is logged and does not hold up the others."""
    done: dict[str, object] = {}
    for name, sweep in _sweeps.items():
        close_old_connections()
        try:
            done[name] = sweep()
        except Exception:
            logger.exception("the sweep '%s' failed; it is tried again with the next round", name)
    close_old_connections()
    return done
