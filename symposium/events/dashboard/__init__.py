"""What an event needs of its organisers, and how it stands: each app adds what it knows in ``AppConfig.ready``."""

from symposium.events.dashboard.facts import add_numbers
from symposium.events.dashboard.registry import (
    Check,
    Leftover,
    Panel,
    Todo,
    Urgency,
    add_checks,
    add_leftovers,
    add_panels,
    add_todos,
    checks_of,
    leftovers_of,
    panels_at,
    todos_at,
)

__all__ = [
    "Check",
    "Leftover",
    "Panel",
    "Todo",
    "Urgency",
    "add_checks",
    "add_leftovers",
    "add_numbers",
    "add_panels",
    "add_todos",
    "checks_of",
    "leftovers_of",
    "panels_at",
    "todos_at",
]
