"""Who knows what is to be done at an event."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from operator import attrgetter

from django.http import HttpRequest

from symposium.events.models import Event


class Urgency(IntEnum):
    """How soon something is to be done; the most urgent stands first."""

    NOW = 1  # somebody waits for it, or something goes wrong without it
    SOON = 2  # before the event, or before it can be published
    SOME_TIME = 3  # it would be better


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that is to be done: a sentence, and the page of the desk where it is done."""

    words: str
    url: str
    urgency: Urgency = Urgency.SOON
    # How many things it is about; what is about none is not shown.
    count: int = 1


type Todos = Callable[[HttpRequest, Event], Iterable[Todo]]
_providers: list[Todos] = []


def add_todos(provider: Todos) -> None:
    """Have ``provider(request, event)`` asked, for AppConfig.ready; it tells only what this user may see and do."""
    if provider not in _providers:
        _providers.append(provider)


def todos_at(request: HttpRequest, event: Event) -> list[Todo]:
    """What this member of staff can do for the event now, the most urgent first."""
    found = [todo for provider in _providers for todo in provider(request, event) if todo.count]
    return sorted(found, key=attrgetter("urgency"))
