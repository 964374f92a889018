"""Staff: who signs in, what each may do at which event, and who is asked to join."""

from symposium.accounts.models.filters import SavedFilter
from symposium.accounts.models.invitations import TeamInvitation, hash_of
from symposium.accounts.models.teams import Membership, Role, TeamRules
from symposium.accounts.models.users import User, UserManager

__all__ = ["Membership", "Role", "SavedFilter", "TeamInvitation", "TeamRules", "User", "UserManager", "hash_of"]
