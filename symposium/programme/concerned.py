"""Whom a change of the programme concerns: each app adds the people whom it knows in ``AppConfig.ready``."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from symposium.events.models import Event
from symposium.programme.changes import Difference


@dataclass(frozen=True, slots=True)
class Concern:
    """People whom a publication concerns: an audience of notices and how it is narrowed.

    ``opening`` is the first sentence of a notice to them. ``includes`` names other concerns whose people are all among
    these: nobody is told twice. ``is_guests`` is said where only those may know how many they are who know guests.
    """

    key: str
    name: str | Promise
    opening: str | Promise
    audience: str
    filters: Mapping[str, Any] = field(default_factory=dict)
    includes: frozenset[str] = frozenset()
    is_guests: bool = False


type Concerned = Callable[[Event, Sequence[Difference]], Iterable[Concern]]
_providers: list[Concerned] = []


def add_concerned(provider: Concerned) -> None:
    """Have ``provider(event, differences)`` asked, for AppConfig.ready; at most two cheap queries each."""
    if provider not in _providers:
        _providers.append(provider)


def concerned_by(event: Event, found: Sequence[Difference]) -> list[Concern]:
    """Whom these changes concern, the nearest first."""
    return [concern for provider in _providers for concern in provider(event, found)] if found else []
