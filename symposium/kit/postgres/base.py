"""Django's engine for PostgreSQL with savings for queries that cost less than what surrounds them."""

import select
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper, debug_transaction


class PreparingCursor(base.ServerBindingCursor):
    """Sends a statement apart from its values, and has it planned once for each connection."""

    def execute(self, query: Any, params: Any = None) -> "PreparingCursor":
        """As psycopg's."""
        return super().execute(query, params, prepare=True)  # type: ignore[misc,no-any-return]


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        # What ends the journey that is under way.
        self._journey: ExitStack | None = None

    def is_usable(self) -> bool:
        """Whether the server is still there, as each request asks first.

        A server that ended, or ended this connection, has said so on the socket. Only where there is something to
        read is it asked, which else costs every request a journey there and back.
        """
        poll = select.poll()
        try:
            poll.register(self.connection.fileno(), select.POLLIN)
        except psycopg.OperationalError:
            # It was found out already.
            return False
        return not poll.poll(0) or super().is_usable()

    @contextmanager
    def in_one_journey(self) -> Iterator[None]:
        """Within it, statements whose answers nobody reads go to the server together.

        The journey ends with the block, with a COMMIT, or where somebody wants to read (``arrive``), whatever comes
        first; what is wrong with one of the statements is raised there. One within another is the same.
        """
        self.ensure_connection()
        if self._journey is not None or not psycopg.Pipeline.is_supported():
            yield
            return
        with ExitStack() as self._journey:
            self._journey.callback(setattr, self, "_journey", None)
            self._journey.enter_context(self.wrap_database_errors)
            self._journey.enter_context(self.connection.pipeline())
            yield

    def arrive(self) -> None:
        """End a journey: what was sent is done, and its answers are there."""
        if self._journey is not None:
            self._journey.close()

    # psycopg goes to the server and back to begin, and twice more to end what began in a pipeline. A BEGIN and a COMMIT
    # that are statements as others travel with them. Django has this hook for databases that begin so anyway.

    def _start_transaction_under_autocommit(self) -> None:
        self._travel("BEGIN")

    def _commit(self) -> None:
        """Outside a journey as ever. At its end, let others have the locks before the disk has all of it.

        A COMMIT keeps its locks until the disk has it, which in a rush is more than a third of the time for which a row
        is held. This one does not wait. What follows it, a transaction of its own that only leaves a word in the log of
        the server, does; and the disk has that after whatever was committed before it. Nobody is told of anything that
        could be lost: the journey ends when both are there. Who had the lock next and saw what this one left is further
        back in the same log, and would be lost with it.
        """
        if self.connection is None or self._journey is None:
            super()._commit()  # type: ignore[misc]
            return
        self._travel("SET LOCAL synchronous_commit TO OFF")
        self._travel("COMMIT")
        self._travel("SELECT pg_logical_emit_message(true, 'symposium', '')")
        self.arrive()

    def _travel(self, statement: str) -> None:
        with debug_transaction(self, statement), self.wrap_database_errors:
            PreparingCursor(self.connection).execute(statement)  # type: ignore[call-arg]

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001 (Django's)
        if self.connection.autocommit != autocommit:
            super()._set_autocommit(autocommit)  # type: ignore[misc]

    def preparing_cursor(self) -> CursorWrapper:
        """A cursor whose statements are planned once for each connection.

        Not through a pooler that hands connections from one client to another (``kit.env.database``).
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        cursor: Any = PreparingCursor(self.connection)  # type: ignore[call-arg]
        return self.make_debug_cursor(cursor) if self.queries_logged else self.make_cursor(cursor)
