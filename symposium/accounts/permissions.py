"""Who may do what with a team: the table that its pages ask. docs/organisers/roles.md is written from it."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from symposium.accounts.models import Role
from symposium.accounts.scope import ORGANISERS, OWNERS


@dataclass(frozen=True, slots=True)
class Right:
    """One line of a table: what it is, in words, and the roles that have it."""

    words: str | Promise
    roles: frozenset[Role]


class Rights(Enum):
    """A table of what can be done in one room."""

    _value_: Right

    @property
    def words(self) -> str:
        """What it is, in the language of the moment."""
        return str(self.value.words)

    @property
    def roles(self) -> frozenset[Role]:
        """Who may do it."""
        return self.value.roles


class TeamAction(Rights):
    """What can be done with a team."""

    SEE_TEAM = Right(_("see who is on the team, and who is invited to it"), ORGANISERS)
    INVITE_TO_TEAM = Right(_("invite people to the team, send that again, withdraw it"), OWNERS)
    CHANGE_TEAM = Right(_("change somebody's role, or take it away"), OWNERS)
    ASK_FOR_FACTOR = Right(_("ask the whole team for a second factor, and see who has one"), OWNERS)
