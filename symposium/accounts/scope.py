"""Who may see and do what: roles at events, asked in one place."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser

from symposium.accounts.models import Role, User

OWNERS = frozenset({Role.OWNER})
ORGANISERS = frozenset({Role.OWNER, Role.ORGANISER})
EDITORS = ORGANISERS | {Role.EDITOR}
COORDINATORS = frozenset({Role.COORDINATOR})


def memberships(user: User | AnonymousUser) -> list[tuple[str, int, int | None]]:
    """(role, event id, organisation id) of a member of staff, asked of the database once in the life of ``user``."""
    if not isinstance(user, User) or not user.is_active:
        return []
    kept: list[tuple[str, int, int | None]] | None = user.__dict__.get("_memberships_kept")
    if kept is None:
        asks = "event__team_rules__requires_second_factor"
        rows = list(user.memberships.values_list("role", "event_id", "organisation_id", asks))
        kept = user.__dict__["_memberships_kept"] = [row[:3] for row in rows]
        user.__dict__["_is_asked_for_second_factor"] = any(row[3] for row in rows)
    return kept


def is_asked_for_second_factor(user: User) -> bool:
    """Whether one of the events at which they have a role asks its whole team for one."""
    return bool(memberships(user)) and bool(user.__dict__["_is_asked_for_second_factor"])


def sees_all(user: User | AnonymousUser) -> bool:
    """Whoever runs the server."""
    return bool(isinstance(user, User) and user.is_active and user.is_superuser)


def events_of(user: User | AnonymousUser, roles: Iterable[str]) -> set[int]:
    """The ids of the events at which the user has one of the roles."""
    wanted = set(roles)
    return {event for role, event, _ in memberships(user) if role in wanted}


def organisations_of(user: User | AnonymousUser) -> set[int]:
    """The ids of the organisations that the user coordinates."""
    return {organisation for role, _, organisation in memberships(user) if role == Role.COORDINATOR and organisation}


def blocks_of(user: User | AnonymousUser) -> list[tuple[int, int]]:
    """(event id, organisation id) of each institution that the user coordinates at an event."""
    return [
        (event, organisation)
        for role, event, organisation in memberships(user)
        if role == Role.COORDINATOR and organisation
    ]


def may_preview(user: User | AnonymousUser, event_id: int) -> bool:
    """Whether the user may see the event before the public does: its team, but neither door nor coordinators."""
    return sees_all(user) or event_id in events_of(user, EDITORS)
