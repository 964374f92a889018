"""What cannot be done with a team."""


class LastOwnerError(Exception):
    """Somebody must own an event: its last owner stays."""


class InvitationGoneError(Exception):
    """The invitation was accepted, withdrawn, or lapsed meanwhile."""


class NotInvitedError(Exception):
    """The invitation was sent to another address."""


class AlreadyOnTeamError(Exception):
    """Somebody with this address has the role, or is invited to it."""
