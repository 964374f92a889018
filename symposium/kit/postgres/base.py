"""Django's engine for PostgreSQL with two savings for queries that cost less than what surrounds them."""

import select
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper


class PreparingCursor(base.ServerBindingCursor):
    """Sends a statement apart from its values, and has it planned once for each connection."""

    def execute(self, query: Any, params: Any = None) -> "PreparingCursor":
        """As psycopg's."""
        return super().execute(query, params, prepare=True)  # type: ignore[misc,no-any-return]


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    def is_usable(self) -> bool:
        """Whether the server is still there, as each request asks first.

        A server that ended, or ended this connection, has said so on the socket. Only where there is something to
        read is it asked, which else costs every request a journey there and back.
        """
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0) or super().is_usable()

    def in_one_journey(self) -> AbstractContextManager[object]:
        """Within it, statements whose answers nobody reads go to the server together, with the COMMIT that follows.

        What is wrong with one of them is raised at the end of the block, or by the next that is read.
        """
        self.ensure_connection()
        return self.connection.pipeline() if psycopg.Pipeline.is_supported() else nullcontext()

    def preparing_cursor(self) -> CursorWrapper:
        """A cursor whose statements are planned once for each connection.

        Not through a pooler that hands connections from one client to another (``kit.env.database``).
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        cursor: Any = PreparingCursor(self.connection)  # type: ignore[call-arg]
        return self.make_debug_cursor(cursor) if self.queries_logged else self.make_cursor(cursor)
