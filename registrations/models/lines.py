"""Where one stands in a line: who of its other rows came sooner, and who later.

An index over the times serves both: each says first how far it reaches, then who of those at the same moment is meant.
"""

from typing import Any

from django.db.models import Q


def before(since: Any, pk: Any) -> Q:
    """Those who came sooner than who stands there ``since`` then with this key; either may be an expression."""
    return Q(waiting_since__lte=since) & (Q(waiting_since__lt=since) | Q(pk__lt=pk))


def behind(since: Any, pk: Any) -> Q:
    """Those who came later."""
    return Q(waiting_since__gte=since) & (Q(waiting_since__gt=since) | Q(pk__gt=pk))
