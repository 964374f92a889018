"""What only PostgreSQL has; loaded where a connection to it is there, so that its driver need not be."""

from typing import Any

from django.db.backends.postgresql.base import ServerBindingCursor


class PreparingCursor(ServerBindingCursor):
    """Sends a statement apart from its values, and has it planned once for each connection."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "PreparingCursor":
        """As psycopg's."""
        return super().execute(query, params, prepare=True, **options)  # type: ignore[return-value]
