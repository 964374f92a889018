"""How each way of taking part stands for whoever looks at the form."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from registrations.models import Invitation
from symposium.events.models import Event, Mode, RegistrationPhase

Phase = RegistrationPhase


@dataclass(frozen=True, slots=True)
class Standing:
    """One way of taking part: whether there are places (``phase``), and how many where few are left."""

    mode: Mode
    phase: RegistrationPhase
    left: int | None = None

    @property
    def words(self) -> str:
        """What stands beside the choice; true at the second at which it is made."""
        if self.phase == Phase.WAITING:
            return gettext("Every place is taken: you would join the waiting list.")
        if self.phase == Phase.FULL:
            return gettext("Every place is taken.")
        if self.phase == Phase.FEW and self.left is not None:
            return ngettext("%(count)d place left.", "%(count)d places left.", self.left) % {"count": self.left}
        return ""


def standings(event: Event, invitation: Invitation | None = None) -> Sequence[Standing]:
    """Each way that is open to them, as it stands. Who is invited by a host looks at the seats of its block."""
    modes = [Mode(invitation.mode)] if invitation and invitation.mode else event.modes
    if not invitation and event.registration_phase() == Phase.REQUEST:
        return [Standing(mode, Phase.REQUEST) for mode in modes]
    return [_standing(event, mode, invitation) for mode in modes]


def _standing(event: Event, mode: Mode, invitation: Invitation | None) -> Standing:
    block = invitation.allocation if invitation and mode == Mode.IN_PERSON else None
    if block is None or block.released_at:
        return Standing(mode, event.mode_phase(mode), event.left(mode))
    if block.left:
        return Standing(mode, Phase.OPEN, block.left)
    return Standing(mode, Phase.WAITING if event.has_waiting_list else Phase.FULL, 0)
