"""Rules that span two tables, held by the database itself: triggers for SQLite and PostgreSQL.

SQLite remakes a table to add a column: its triggers are lost, and triggers elsewhere that name it stop it. So a
migration lets go of the rules first (``let_go``, with ``run_before``) and another holds them again at the end; the
tests of the rules fail until it does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython


@dataclass(frozen=True, slots=True)
class Rule:
    """A write of ``columns`` of ``table`` that would make ``broken`` (SQL over NEW) true fails with ``name``."""

    name: str
    table: str
    columns: Sequence[str]
    broken: str
    # What PostgreSQL locks first, so that two transactions cannot each keep half of the rule.
    lock: str = ""

    def create(self, vendor: str) -> list[str]:
        """The statements that make it."""
        columns = ", ".join(self.columns)
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER {self.name}_{verb} BEFORE {when} ON {self.table} WHEN {self.broken} "
                f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
                for verb, when in (("insert", "INSERT"), ("update", f"UPDATE OF {columns}"))
            ]
        function = (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $$ BEGIN {self.lock} IF {self.broken} THEN "
            f"RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = '{self.name}', MESSAGE = '{self.name}'; "
            "END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
        )
        trigger = (
            f"CREATE TRIGGER {self.name} BEFORE INSERT OR UPDATE OF {columns} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )
        return [function, trigger]

    def drop(self, vendor: str) -> list[str]:
        """The statements that take it away."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}_{verb}" for verb in ("insert", "update")]
        return [f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}", f"DROP FUNCTION IF EXISTS {self.name}()"]


def hold(*rules: Rule) -> RunPython:
    """A migration operation that makes the rules (anew)."""
    return RunPython(_runs(rules, Rule.drop, Rule.create), _runs(rules, Rule.drop))


def let_go(*rules: Rule) -> RunPython:
    """A migration operation that takes the rules away: before SQLite remakes one of their tables."""
    return RunPython(_runs(rules, Rule.drop), _runs(rules, Rule.drop, Rule.create))


def _runs(
    rules: Sequence[Rule], *steps: Callable[[Rule, str], list[str]]
) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    def run(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for step in steps:
            for rule in rules:
                for statement in step(rule, editor.connection.vendor):
                    editor.execute(statement)

    return run
