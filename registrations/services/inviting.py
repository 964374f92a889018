"""Invitations, and what came back."""

from registrations.models import Deed, Invitation
from registrations.services.desk import By, Desk


def note_answer(desk: Desk, invitation: Invitation, state: str, by: By, *, by_telephone: bool = False) -> None:
    """Write down that an invitation is answered, within the deed that the answer is."""
    before = invitation.state
    if before in {state, Invitation.State.REVOKED}:
        return
    invitation.state, invitation.answered_at, invitation.by_telephone = state, desk.now, by_telephone
    invitation.save(update_fields=["state", "answered_at", "by_telephone"])
    desk.note(by, Deed.Verb.ANSWERED, invitation=invitation, before=before, after=state)
