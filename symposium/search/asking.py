"""What a reader asked, in the languages of both databases.

No character of the reader's comes into a query but letters, digits and marks: there is no syntax to be wrong in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.db.models.expressions import RawSQL

from symposium.kit.words import Term, terms_of


class Column(StrEnum):
    """What is searched."""

    TITLE = "title_words"
    ALL = "all_words"


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a question; all of them must be found."""

    terms: tuple[Term, ...]

    @classmethod
    def parse(cls, text: str) -> "Asked":
        """Of what was typed; without terms where there is no word in it."""
        return cls(terms_of(text))

    def __str__(self) -> str:
        return " ".join(term.words[0] for term in self.terms)

    def to_fts5(self, *, whole: bool) -> str:
        """For MATCH (https://www.sqlite.org/fts5.html#full_text_query_syntax)."""
        return self._join(whole=whole, word='"{}"', opened='"{}" *', either=" OR ", every=" AND ")

    def to_tsquery(self, *, whole: bool) -> str:
        """As a literal of type tsquery: no dictionary and no parser comes near it."""
        return self._join(whole=whole, word="'{}'", opened="'{}':*", either=" | ", every=" & ")

    def _join(self, *, whole: bool, word: str, opened: str, either: str, every: str) -> str:
        def one(words: Sequence[str], form: str) -> str:
            return f"({either.join(form.format(word) for word in words)})"

        return every.join(one(term.words, opened if term.is_open and not whole else word) for term in self.terms)


def found(column: Column, asked: Asked, vendor: str, *, whole: bool) -> Q:
    """The documents with every word in that column; ``whole`` takes no word that merely begins so."""
    if vendor == "sqlite":
        sql = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
        question = f"{{{column}}} : ({asked.to_fts5(whole=whole)})"
    else:
        sql = f"SELECT id FROM search_document WHERE {column}_index @@ %s::tsquery"  # noqa: S608 (an enumeration)
        question = asked.to_tsquery(whole=whole)
    return Q(pk__in=RawSQL(sql, [question]))  # noqa: S611 (the question is a parameter)
