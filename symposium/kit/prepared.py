"""Queries that every page begins with: their SQL is made once, because making it costs more than asking it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, models

# Stands where the asked value goes while the SQL is made; no slug can look like it.
_PLACE = "\x02value\x03"


class _Made(NamedTuple):
    """A query as one kind of database takes it, and what becomes of its columns."""

    sql: str
    parameters: tuple[Any, ...]
    # Of the model's own columns: their place in a row, and the fields in that order.
    first: int
    end: int
    fields: list[str]
    # Annotations by name, with their place in a row.
    annotations: dict[str, int]
    # What turns a column into a value, by its place in a row.
    converters: dict[int, tuple[list[Any], Any]]


class Prepared[M: models.Model]:
    """A query that differs in one text alone. Rows are what the queryset's model and annotations say.

    It follows no relations: ``select_related`` and ``prefetch_related`` have no effect.
    """

    def __init__(self, model: type[M], query: Callable[[str], models.QuerySet[M]]) -> None:
        self._model, self._query = model, query
        self._made: dict[str, _Made] = {}

    def first(self, value: str) -> M | None:
        """The first row for that value, or None."""
        return next(iter(self.all(value)), None)

    def all(self, value: str = "") -> list[M]:
        """All rows for that value."""
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = self._make()
        asked = [value if parameter == _PLACE else parameter for parameter in made.parameters]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, asked)
            rows = cursor.fetchall()
        return [self._object(made, row) for row in rows]

    def _make(self) -> _Made:
        compiler = self._query(_PLACE).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        columns, info = compiler.select, compiler.klass_info
        places = info["select_fields"]
        return _Made(
            sql,
            tuple(parameters),
            places[0],
            places[-1] + 1,
            [columns[place][0].target.attname for place in places],
            dict(compiler.annotation_col_map),
            compiler.get_converters([column[0] for column in columns]),
        )

    def _object(self, made: _Made, found: tuple[Any, ...]) -> M:
        row = list(found)
        for place, (converters, expression) in made.converters.items():
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        instance = self._model.from_db(DEFAULT_DB_ALIAS, made.fields, row[made.first : made.end])
        for name, place in made.annotations.items():
            setattr(instance, name, row[place])
        return instance
