"""What the guest list leads to: guests come by lists of invitations."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from registrations.permissions import Action
from symposium.accounts.admin_base import may


def to_invitations(request: HttpRequest, event_id: int) -> Iterator[tuple[str, str]]:
    """The page on which a list of people is brought."""
    if may(request, Action.INVITE.roles, event_id):
        yield _("Invite from a list"), f"{reverse('admin:registrations_invitation_invite')}?event={event_id}"
