"""Who is at the desk: accounts, for whoever runs the server; an event's team and whom it invites, for its owners."""

from symposium.accounts.admin.accounts import UserAdmin
from symposium.accounts.admin.invitations import TeamInvitationAdmin
from symposium.accounts.admin.team import MembershipAdmin

__all__ = ["MembershipAdmin", "TeamInvitationAdmin", "UserAdmin"]
