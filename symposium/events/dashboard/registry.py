"""Who knows what is to be done at an event, what it still lacks, and how it stands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from operator import attrgetter
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that an event should have before the public sees it: a sentence, and where it is written."""

    words: str
    url: str
    is_done: bool
    # Whether it cannot be published without.
    is_must: bool = False
    # What visitors will see of it ('12 sessions'); empty where that goes without saying.
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Figures on the dashboard: a template, which finds ``context`` as ``panel``; low ``order`` stands first."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something that a copy still says as its original does: what it is, and where it is written."""

    words: str
    url: str


type Todos = Callable[[HttpRequest, Event], Iterable[Todo]]
type Checks = Callable[[Event], Iterable[Check]]
type Panels = Callable[[HttpRequest, Event], Iterable[Panel]]
type Leftovers = Callable[[Event, Event], Iterable[Leftover]]
_providers: list[Todos] = []
_checks: list[Checks] = []
_panels: dict[bool, list[Panels]] = {False: [], True: []}
_leftovers: list[Leftovers] = []


def add_todos(provider: Todos) -> None:
    """Have ``provider(request, event)`` asked, for AppConfig.ready; it tells only what this user may see and do."""
    _add(_providers, provider)


def add_checks(provider: Checks) -> None:
    """Have ``provider(event)`` asked what a draft has and lacks, for AppConfig.ready; the event's team sees it all."""
    _add(_checks, provider)


def add_panels(provider: Panels, *, apart: bool = False) -> None:
    """Have ``provider(request, event)`` asked for figures, for AppConfig.ready; only those that this user may see.

    What costs more the more guests there are stands on a page ``apart``.
    """
    _add(_panels[apart], provider)


def add_leftovers(provider: Leftovers) -> None:
    """Have ``provider(copy, original)`` asked what a copy left as it was, for AppConfig.ready."""
    _add(_leftovers, provider)


def todos_at(request: HttpRequest, event: Event) -> list[Todo]:
    """What this member of staff can do for the event now, the most urgent first."""
    found = [todo for provider in _providers for todo in provider(request, event) if todo.count]
    return sorted(found, key=attrgetter("urgency"))


def checks_of(event: Event) -> list[Check]:
    """What a draft has and lacks, what it must have first."""
    found = [check for provider in _checks for check in provider(event)]
    return sorted(found, key=lambda check: not check.is_must)


def panels_at(request: HttpRequest, event: Event, *, apart: bool = False) -> list[Panel]:
    """The figures that this member of staff may see."""
    found = [panel for provider in _panels[apart] for panel in provider(request, event)]
    return sorted(found, key=attrgetter("order"))


def leftovers_of(copy: Event, original: Event) -> list[Leftover]:
    """What a copy still says as its original does."""
    return [leftover for provider in _leftovers for leftover in provider(copy, original)]


def _add[T](providers: list[T], provider: T) -> None:
    if provider not in providers:
        providers.append(provider)
