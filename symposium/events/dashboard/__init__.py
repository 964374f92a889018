"""What an event needs of its organisers, and how it stands: each app adds what it knows in ``AppConfig.ready``."""

from symposium.events.dashboard.registry import Todo, Urgency, add_todos, todos_at

__all__ = ["Todo", "Urgency", "add_todos", "todos_at"]
