"""What is to be done about an event's team."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from symposium.accounts.admin_base import may
from symposium.accounts.models import TeamInvitation
from symposium.accounts.permissions import TeamAction
from symposium.accounts.second_factor import number_without
from symposium.events.dashboard.registry import Todo, Urgency
from symposium.events.models import Event


def todos(request: HttpRequest, event: Event) -> Iterable[Todo]:
    """For its owners: invitations that nobody accepted in time, and members without the second factor asked of them."""
    if not may(request, TeamAction.INVITE_TO_TEAM.roles, event.pk):
        return
    lapsed, at = TeamInvitation.objects.lapsed().filter(event=event).count(), f"?event={event.pk}"
    said = ngettext("%d invitation to the team lapsed", "%d invitations to the team lapsed", lapsed) % lapsed
    yield Todo(said, reverse("admin:accounts_teaminvitation_changelist") + at, Urgency.SOME_TIME, lapsed)
    lacking = number_without(event.pk)
    said = ngettext(
        "%d member of the team has no second factor yet", "%d members of the team have no second factor yet", lacking
    )
    yield Todo(said % lacking, reverse("admin:accounts_membership_factor") + at, Urgency.SOON, lacking)
