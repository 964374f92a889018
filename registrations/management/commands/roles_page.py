"""docs/organisers/roles.md, written from the table that the desk asks."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from registrations.permissions import Action
from symposium.accounts.models import Role
from symposium.accounts.permissions import Rights, TeamAction

HEAD = """\
# Who may do what with guests

Written by `python manage.py roles_page > docs/organisers/roles.md` from `registrations/permissions.py` and
`symposium/accounts/permissions.py`, which every page of the desk asks. ● has it for the whole event, ◐ for their own
institution's block alone. Whoever runs the server may do all of it, but for needs and site access, which want the role
itself; editors have no part in it. Roles are given under *Team*; who has several has all of them.

"""
TEAM = """
## With the team

Everybody leaves by having their role taken away, but the last owner of an event, who stays ([team](team.md)).

"""
COLUMNS = {
    Role.OWNER: "owner",
    Role.ORGANISER: "organiser",
    Role.COORDINATOR: "coordinator",
    Role.DOOR: "door",
    Role.CARE: "guest care",
    Role.SITE_ACCESS: "site access",
}


def roles_page() -> str:
    """The page, in Markdown."""
    with translation.override("en-gb"):
        return f"{HEAD}{_table(Action)}{TEAM}{_table(TeamAction)}"


def _table(actions: Iterable[Rights]) -> str:
    lines = [f"| may | {' | '.join(COLUMNS.values())} |", f"|---|{':-:|' * len(COLUMNS)}"]
    lines += [f"| {action.words} | {' | '.join(_mark(role, action) for role in COLUMNS)} |" for action in actions]
    return "\n".join(lines) + "\n"


def _mark(role: Role, action: Rights) -> str:
    if role not in action.roles:
        return ""
    return "◐" if role == Role.COORDINATOR else "●"


class Command(BaseCommand):
    help = "Prints the page of roles for docs/organisers/roles.md."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print it."""
        self.stdout.write(roles_page(), ending="")
