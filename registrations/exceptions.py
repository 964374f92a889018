"""What can keep a person from a place."""

from symposium.events.models import RegistrationPhase


class RegistrationRefusedError(Exception):
    """No place was given and nothing was changed."""


class RegistrationNotOpenError(RegistrationRefusedError):
    """Registration is not open; ``phase`` says why."""

    def __init__(self, phase: RegistrationPhase) -> None:
        super().__init__(phase)
        self.phase = phase


class EventFullError(RegistrationRefusedError):
    """Every place is taken; ``has_waiting_list`` says whether there is a line to join."""

    def __init__(self, *, has_waiting_list: bool) -> None:
        super().__init__()
        self.has_waiting_list = has_waiting_list


class TooManyReturnsError(RegistrationRefusedError):
    """This address has been registered and cancelled too often within the hour."""
