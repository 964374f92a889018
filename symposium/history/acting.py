"""Who is at it: what is changed meanwhile is written down under their name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from symposium.history.models import Edit


@dataclass(frozen=True, slots=True)
class Actor:
    """A member of staff, or somebody by their name alone; and how they do it."""

    user: Any = None
    name: str = ""
    deed: str = Edit.Deed.SAVED

    @property
    def who(self) -> str:
        """The name under which it is written down."""
        return (self.name or str(self.user or ""))[:160]


NOBODY = Actor()
_acting: ContextVar[Callable[[], Actor]] = ContextVar("acting", default=lambda: NOBODY)


def actor() -> Actor:
    """Who is at it now; ``NOBODY`` where the clock or a script is."""
    return _acting.get()()


@contextmanager
def acting(user: Any = None, *, name: str = "", deed: str | None = None) -> Iterator[None]:
    """Have what is changed within written down under a name; what is not said stays as it was."""
    known = actor()
    said = Actor(user or known.user, name or ("" if user else known.name), known.deed if deed is None else deed)
    token = _acting.set(lambda: said)
    try:
        yield
    finally:
        _acting.reset(token)


@contextmanager
def at_the_desk(request: HttpRequest) -> Iterator[None]:
    """Whoever is signed in acts; they are asked for only when something was changed."""
    token = _acting.set(lambda: Actor(request.user) if request.user.is_authenticated else NOBODY)
    try:
        yield
    finally:
        _acting.reset(token)
