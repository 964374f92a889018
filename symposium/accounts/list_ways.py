"""Ways that lead from a list to pages of another app: bringing rows by a file, taking them away as one.

A list knows nothing of the apps above it: each adds its ways in ``AppConfig.ready``.
"""

from collections.abc import Callable, Iterable

from django.http import HttpRequest

# What a way is called, and its address; asked with the event in hand, for as far as this user may go there.
type Ways = Callable[[HttpRequest, int], Iterable[tuple[str, str]]]
_ways: dict[str, list[Ways]] = {}


def add_list_ways(list_label: str, ways: Ways) -> None:
    """Have ``ways(request, event_id)`` asked above the list of a model ('programme.session')."""
    known = _ways.setdefault(list_label, [])
    if ways not in known:
        known.append(ways)


def list_ways(list_label: str, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
    """Where the list of that model leads this user."""
    return [way for ways in _ways.get(list_label, ()) for way in ways(request, event_id)]
