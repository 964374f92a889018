"""Rows that are written all the time: the SQL is made once, because making it costs more than the row."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import BigIntegerField, Func, Value
from django.db.models.expressions import DatabaseDefault
from django.db.models.sql import InsertQuery

from symposium.kit.prepared import converted, preparing_cursor


class _Made(NamedTuple):
    """An INSERT as one kind of database takes it."""

    sql: str
    fields: tuple[models.Field[Any, Any], ...]
    # What the database makes of its own, and what turns it into values.
    returned: tuple[models.Field[Any, Any], ...]
    converters: dict[int, tuple[list[Any], Any]]


type _Key = tuple[type[models.Model], str, frozenset[str]]
_made: dict[_Key, _Made] = {}


def insert(instance: models.Model, *, is_known: bool = True) -> None:
    """Write a new row, as ``Model.save(force_insert=True)`` would of a model without parents and signals.

    Raises what the database says, IntegrityError above all. Of a row that need not be ``is_known`` afterwards no key is
    read: it may travel with others (``prepared.in_one_journey``).
    """
    fields = instance._meta.local_concrete_fields
    left = frozenset(field.attname for field in fields if _is_left(instance, field))
    key = (type(instance), connection.vendor, left)
    made = _made.get(key)
    if made is None:
        made = _made[key] = _make(instance, [field for field in fields if field.attname not in left])
    given = [(field, field.pre_save(instance, add=True)) for field in made.fields]
    asked = [field.get_db_prep_save(value, connection) for field, value in given]
    with preparing_cursor() as cursor:
        cursor.execute(made.sql, asked)
        if not is_known:
            return
        row = cursor.fetchone() if made.returned else ()
    for field, value in zip(made.returned, converted(row, made.converters), strict=True):
        setattr(instance, field.attname, value)
    instance._state.adding, instance._state.db = False, DEFAULT_DB_ALIAS


def _is_left(instance: models.Model, field: models.Field[Any, Any]) -> bool:
    """Whether the database makes the value."""
    value = getattr(instance, field.attname)
    return isinstance(value, DatabaseDefault) or (field.primary_key and value is None)


def _make(instance: models.Model, given: list[models.Field[Any, Any]]) -> _Made:
    returned = [field for field in instance._meta.local_concrete_fields if field not in given]
    query = InsertQuery(type(instance))
    query.insert_values(given, [instance], raw=False)
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = returned
    ((sql, _parameters),) = compiler.as_sql()
    columns = [field.get_col(instance._meta.db_table) for field in returned]
    return _Made(sql, tuple(given), tuple(returned), compiler.get_converters(columns))


class NextKey(Func):
    """The key of a row that may be written: who has it before need not read it after. One that is not used is lost.

    NULL from a database that is no journey away.
    """

    template = "nextval(pg_get_serial_sequence(%(expressions)s))"
    output_field = BigIntegerField()

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(Value(f'"{model._meta.db_table}"'), Value(str(model._meta.pk.column)))

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> tuple[str, tuple[str | int, ...]]:
        """A file is read at once."""
        return "NULL", ()


def count_up(model: type[models.Model], pk: Any, by: Mapping[str, int]) -> None:
    """Add to counters of one row, as ``update`` with F would; their columns have the fields' names."""
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(name)} = {quote(name)} + %s" for name in by)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    with preparing_cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {columns} WHERE {key} = %s", [*by.values(), pk])  # noqa: S608 (names of ours)
