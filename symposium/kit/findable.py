"""Rows that lists find by words among a hundred thousand: a column of folded words, and the index that is made for it.

A row is found by the beginnings of words, whatever their case, accents or script (``words``), in any order. An address
is one word that begins with '@'; it and its domain are asked for only where addresses may be seen. PostgreSQL keeps a
GIN index over the words, which needs no extension; SQLite reads a narrow index from its beginning to its end, a tenth
of the table (docs/decisions/0025).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self, cast

from django.db import connections, models, transaction
from django.db.models import Q, QuerySet
from django.db.models.lookups import Lookup

from symposium.kit.words import Term, terms_of, words_of

# Different words of one row that are found.
MOST = 60
# Characters of an address that are kept: all of any that a form takes.
LONGEST_ADDRESS = 254
# What a row is filled with whose words were not made yet: releases before know no such column.
UNKNOWN = ""
# Blanks alone: PostgreSQL makes an array of them.
_VECTOR = "array_to_tsvector(string_to_array({column}, ' '))"


def words_for_lists(texts: Iterable[str], addresses: Iterable[str] = ()) -> str:
    """What a row is found by, with blanks between."""
    words = words_of(*texts, most=MOST)
    return " ".join(filter(None, [words, *(word for one in addresses for word in _address_words(one))])) or "@"


def _address_words(address: str) -> list[str]:
    key = "".join(address.casefold().split())[:LONGEST_ADDRESS]
    local, at, domain = key.rpartition("@")
    return [f"@{local}{at}{domain}", f"@{domain}"] if key else []


class WordsField(models.TextField[str, str]):
    """The words of other columns of its row, written with them; nobody types it."""

    def __init__(self, *args: Any, texts: Sequence[str] = (), addresses: Sequence[str] = (), **kwargs: Any) -> None:
        self.texts, self.addresses = tuple(texts), tuple(addresses)
        own: dict[str, Any] = {"editable": False, "default": UNKNOWN, "db_default": UNKNOWN}
        super().__init__(*args, **own | kwargs)

    def deconstruct(self) -> Any:
        """With the columns: who changes them fills the column anew in that migration."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"texts": self.texts, "addresses": self.addresses}

    def pre_save(self, model_instance: Any, add: bool) -> str:  # noqa: FBT001 (Django's)
        words = self.words_of(model_instance)
        setattr(model_instance, self.attname, words)
        return words

    def words_of(self, row: Any) -> str:
        """Made of a row's other columns."""
        texts, addresses = ([_said(row, name) for name in names] for names in (self.texts, self.addresses))
        return words_for_lists(texts, addresses)


def _said(row: Any, name: str) -> str:
    """What stands in a column; nothing where the database is about to write what it has by itself."""
    value = getattr(row, name)
    return value if isinstance(value, str) else ""


class Findable(models.Model):
    """A row with such a column, called ``found_by``, which follows whenever one of its columns is saved."""

    found_by: models.TextField[str, str]

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None:
            update_fields, field = set(update_fields), self._meta.get_field("found_by")
            if isinstance(field, WordsField) and not update_fields.isdisjoint({*field.texts, *field.addresses}):
                update_fields.add("found_by")
        super().save(*args, update_fields=update_fields, **kwargs)


def unknown_words(name: str) -> models.Index:
    """An index of the rows whose words are not made yet; there are none but after an upgrade."""
    return models.Index(fields=["id"], name=name, condition=Q(found_by=UNKNOWN))


class WordsIndex(models.Index):
    """The index of such a column: on PostgreSQL over its words, on SQLite over the column as it stands."""

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using, **kwargs)
        column = model._meta.get_field(self.fields[0]).column
        statement: Any = super().create_sql(model, schema_editor, " USING gin", **kwargs)
        statement.parts["columns"] = f"({_VECTOR.format(column=schema_editor.quote_name(column))})"
        return statement


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands between two blanks: terms, all of which must be there, or the beginning of an address."""

    terms: tuple[Term, ...]
    address: str

    def to_tsquery(self) -> str:
        words = " & ".join(_either(term) for term in self.terms)
        address = "'{}':*".format(self.address.replace("\\", "\\\\").replace("'", "''")) if self.address else ""
        return f"({' | '.join(f'({one})' for one in (words, address) if one)})"

    def to_sqlite(self, column: str) -> tuple[str, list[str]]:
        """A condition over a column, and what stands for its marks."""
        found = f"instr(' ' || {column} || ' ', %s)"
        asked = [[f" {word}" if term.is_open else f" {word} " for word in term.words] for term in self.terms]
        words = " AND ".join(f"({' OR '.join([found] * len(spelt))})" for spelt in asked)
        ways = [f"({words})" if words else "", found if self.address else ""]
        given = [word for spelt in asked for word in spelt] + ([f" {self.address}"] if self.address else [])
        return f"({' OR '.join(filter(None, ways))})", given


def _either(term: Term) -> str:
    return f"({' | '.join(f"'{word}':*" if term.is_open else f"'{word}'" for word in term.words)})"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed into the field above a list."""

    parts: tuple[_Part, ...]

    @classmethod
    def of(cls, text: str, *, by_address: bool) -> Self:
        """Part by part; ``by_address`` where whoever asks may see addresses."""
        parts = [_part(part, by_address=by_address) for part in text.replace("\0", "").split()[:10]]
        return cls(tuple(part for part in parts if part is not None))


def _part(text: str, *, by_address: bool) -> _Part | None:
    """None for a dash or the like between words. Nobody but who sees addresses is told whether one is there."""
    terms = () if "@" in text else terms_of(text)
    address = f"@{text.casefold().lstrip('@')}"[:LONGEST_ADDRESS] if by_address and len(text) > 1 else ""
    return _Part(terms, address) if terms or "@" in text else None


@WordsField.register_lookup
class Holds(Lookup[bool]):
    """``found_by__holds=Asked.of('ada lovel')``."""

    lookup_name = "holds"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, _connection: Any) -> Any:
        return "%s", [value]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, given = self.process_lhs(compiler, connection)
        asked: Asked = self.rhs
        if connection.vendor == "postgresql":
            question = " & ".join(part.to_tsquery() for part in asked.parts)
            return f"{_VECTOR.format(column=column)} @@ %s::tsquery", (*given, question)
        conditions = [part.to_sqlite(column) for part in asked.parts]
        return " AND ".join(sql for sql, _ in conditions), [value for _, values in conditions for value in values]


def holding(rows: QuerySet[Any], text: str, *, by_address: bool) -> Q:
    """Which of the rows have all the words of ``text``; none where there is no word in it."""
    asked = Asked.of(text, by_address=by_address)
    if not asked.parts or any(not part.terms and not part.address for part in asked.parts):
        return Q(pk__in=())
    found = Q(found_by__holds=asked)
    if connections[rows.db].vendor == "sqlite":
        # By itself SQLite would read whole rows in the order of the list.
        return Q(pk__in=rows.model._base_manager.filter(found).values("pk"))
    return found


def fill(model: Any, *, helping: int = 500) -> int:
    """Write the words of rows that an earlier release made, a helping at a time; how many. Safe beside itself."""
    field, done = cast("WordsField", model._meta.get_field("found_by")), 0
    unknown = model._base_manager.filter(found_by=UNKNOWN).order_by("pk").only("pk", *field.texts, *field.addresses)
    while found := list(unknown[:helping]):
        for row in found:
            row.found_by = field.words_of(row)
        # Only where nobody has written them meanwhile, from what is newer.
        with transaction.atomic():
            for row in found:
                model._base_manager.filter(pk=row.pk, found_by=UNKNOWN).update(found_by=row.found_by)
        done += len(found)
    return done
