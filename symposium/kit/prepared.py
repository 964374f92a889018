"""Queries that are asked all the time: their SQL is made once, because making it costs more than asking it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.backends.utils import CursorWrapper
from django.db.models.fetch_modes import FETCH_ONE
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

# Stand where the asked values go while the SQL is made; no slug, key or id can look like them.
SAMPLE_TEXT = "\x02value\x03"
SAMPLE_KEY = -(2**62) - 1
SAMPLE_UUID = UUID(int=2**127 - 1)
type Value = str | int | UUID


class _Made[R](NamedTuple):
    """A query as one kind of database takes it, and what makes a result of a row."""

    sql: str
    # A place is the number of the asked value that goes there.
    parameters: tuple[Any, ...]
    places: dict[int, int]
    read: Callable[[tuple[Any, ...]], R]


class Query(Protocol):
    """What can be asked ``together`` with others."""

    def send(self, cursor: CursorWrapper, *values: Value) -> None:
        """Ask for these values."""

    def read(self, cursor: CursorWrapper) -> Any:
        """What was found, from the cursor that asked."""


# A query with the values that it is asked for.
type Asking = tuple[Query, tuple[Value, ...]]


class PreparedRows[R]:
    """A query of plain values (``values_list``) that differs in some values alone.

    ``places`` are values of the kinds that are asked, all different and such as nobody asks for; one text where nothing
    is said.
    """

    def __init__(
        self, query: Callable[..., models.QuerySet[Any, Any]], places: tuple[Value, ...] = (SAMPLE_TEXT,)
    ) -> None:
        self._query, self._places = query, places
        self._made: dict[str, _Made[R]] = {}

    def first(self, *values: Value) -> R | None:
        """The first row for these values, or None."""
        return next(iter(self.all(*values)), None)

    def all(self, *values: Value) -> list[R]:
        """All rows for these values."""
        with preparing_cursor() as cursor:
            self.send(cursor, *values)
            return self.read(cursor)

    def send(self, cursor: CursorWrapper, *values: Value) -> None:
        """Ask for these values."""
        values = values or ("",)
        made = self._made_for_us()
        asked = list(made.parameters)
        for number, place in made.places.items():
            asked[number] = _adapted(values[place])
        cursor.execute(made.sql, asked)

    def read(self, cursor: CursorWrapper) -> list[R]:
        """All rows that were found, from the cursor that asked."""
        read = self._made_for_us().read
        return [read(row) for row in cursor.fetchall()]

    def _made_for_us(self) -> _Made[R]:
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = self._make()
        return made

    def _make(self) -> _Made[R]:
        compiler = self._query(*self._places).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        known = {_adapted(value): number for number, value in enumerate(self._places)}
        places = {number: known[one] for number, one in enumerate(parameters) if one in known}
        return _Made(sql, tuple(parameters), places, self._reader(compiler))

    def _reader(self, compiler: SQLCompiler) -> Callable[[tuple[Any, ...]], R]:
        """What makes a result of a row."""
        converters = compiler.get_converters([column[0] for column in compiler.select])

        def values(row: tuple[Any, ...]) -> Any:
            return tuple(converted(row, converters)) if converters else tuple(row)

        return values


class Prepared[M: models.Model](PreparedRows[M]):
    """The same for objects: rows are what the queryset's model and annotations say.

    ``select_related`` is followed, ``prefetch_related`` is not.
    """

    def __init__(
        self, model: type[M], query: Callable[..., models.QuerySet[M]], places: tuple[Value, ...] = (SAMPLE_TEXT,)
    ) -> None:
        super().__init__(query, places)
        self._model = model

    def _reader(self, compiler: SQLCompiler) -> Callable[[tuple[Any, ...]], M]:
        columns, info, model = compiler.select, compiler.klass_info, self._model
        # Of the model's own columns: their place in a row, and the fields in that order.
        own = info["select_fields"]
        first, end = own[0], own[-1] + 1
        fields = [columns[place][0].target.attname for place in own]
        annotations = dict(compiler.annotation_col_map)
        converters = compiler.get_converters([column[0] for column in columns])
        # What fills the relations that are selected with it.
        related = get_related_populators(info, columns, DEFAULT_DB_ALIAS, FETCH_ONE)

        def instance(found: tuple[Any, ...]) -> M:
            row = converted(found, converters)
            made = model.from_db(DEFAULT_DB_ALIAS, fields, row[first:end])
            for populator in related:
                populator.populate(row, made)
            for name, place in annotations.items():
                setattr(made, name, row[place])
            return made

        return instance


def converted(found: Sequence[Any], converters: Mapping[int, tuple[list[Any], Any]]) -> list[Any]:
    """What the database answered, as fields have it; converters by their place in the row, as compilers give them."""
    row = list(found)
    for place, (several, expression) in converters.items():
        for convert in several:
            row[place] = convert(row[place], expression, connection)
    return row


def _adapted(value: Value) -> Value:
    """A value as the database takes it."""
    return value.hex if isinstance(value, UUID) and not connection.features.has_native_uuid_field else value


def together(*asked: Asking) -> list[Any]:
    """What each query finds for its values. They travel together; a lock that one of them waits for, all behind it do.

    Each sees what was committed when its turn came (READ COMMITTED): behind a lock, what its last holder left.
    """
    with ExitStack() as open_cursors:
        with in_one_journey():
            cursors = [open_cursors.enter_context(preparing_cursor()) for _ in asked]
            for cursor, (query, values) in zip(cursors, asked, strict=True):
                query.send(cursor, *values)
            if hasattr(connection, "arrive"):
                connection.arrive()
        return [query.read(cursor) for cursor, (query, _values) in zip(cursors, asked, strict=True)]


def in_one_journey() -> AbstractContextManager[object]:
    """Where the database is another process, statements that follow travel together until the block ends, or somebody
    reads what was found (``together``), or commits.
    """
    together = getattr(connection, "in_one_journey", nullcontext)
    return together()


def preparing_cursor() -> CursorWrapper:
    """A cursor for statements that are asked all the time: PostgreSQL plans them once for each connection."""
    prepare = getattr(connection, "preparing_cursor", connection.cursor)
    return prepare()
