"""Queries that every page begins with: their SQL is made once, because making it costs more than asking it."""

from collections.abc import Callable

from django.db import connection, models

# Stands where the asked value goes while the SQL is made; no slug can look like it.
_PLACE = "\x02value\x03"


class Prepared[M: models.Model]:
    """A query that differs in one text alone. Rows are what the queryset's model and annotations say.

    It follows no relations: ``select_related`` and ``prefetch_related`` have no effect.
    """

    def __init__(self, model: type[M], query: Callable[[str], models.QuerySet[M]]) -> None:
        self._model, self._query = model, query
        self._made: dict[str, tuple[str, tuple[object, ...]]] = {}

    def first(self, value: str) -> M | None:
        """The first row for that value, or None."""
        return next(iter(self.all(value)), None)

    def all(self, value: str = "") -> list[M]:
        """All rows for that value."""
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = self._query(_PLACE).query.sql_with_params()
        sql, parameters = made
        asked = [value if parameter == _PLACE else parameter for parameter in parameters]
        return list(self._model._base_manager.raw(sql, asked))
