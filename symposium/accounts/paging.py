"""Pages of a list: counted only so far, so that a list of a hundred thousand costs what one of a thousand does."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator


class CappedPaginator(Paginator):
    """Counts to ten thousand and no further: whoever looks for one of more than that searches or filters."""

    most = 10_000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        # In no order: counting asks for none, and sorting would read every row.
        return int(rows.order_by()[: self.most].count())

    @property
    def is_capped(self) -> bool:
        """Whether there may be more than were counted."""
        return self.count >= self.most
