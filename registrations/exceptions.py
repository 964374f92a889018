"""What can keep a person from a place."""

from registrations.models import Registration
from symposium.events.models import RegistrationPhase
from symposium.programme.models import Session


class RegistrationRefusedError(Exception):
    """No place was given and nothing was changed."""


class RegistrationGoneError(RegistrationRefusedError):
    """The registration was erased, or forgotten, a moment ago."""


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


class AlreadyRegisteredError(RegistrationRefusedError):
    """The address is registered for the event: ``registration``. Only staff are told; anybody else gets a shadow."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration)
        self.registration = registration


class TooManyMailsError(RegistrationRefusedError):
    """The same mail was sent several times within the hour."""


class PartyTooLargeError(RegistrationRefusedError):
    """More people than may come together; ``most`` is how many may."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class OfferEndedError(RegistrationRefusedError):
    """The place that was offered has gone to the next in line."""


class BlockTooLargeError(RegistrationRefusedError):
    """Fewer seats are free than the block is to hold; ``most`` is how many it can hold."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class BlockTooSmallError(RegistrationRefusedError):
    """More seats of the block are taken than it is to hold; ``taken`` is how many."""

    def __init__(self, taken: int) -> None:
        super().__init__(taken)
        self.taken = taken


class BlockInUseError(RegistrationRefusedError):
    """Guests, invitations or questions name the block, so it stays."""


class SessionFullError(RegistrationRefusedError):
    """No place is free in the session; ``has_waiting_list`` says whether there is a line to join."""

    def __init__(self, *, has_waiting_list: bool) -> None:
        super().__init__()
        self.has_waiting_list = has_waiting_list


class BookingNotOpenError(RegistrationRefusedError):
    """This guest cannot book this session, or not any more."""


class BookingClashError(RegistrationRefusedError):
    """Another session that this guest has booked is at the same time: ``session``."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session


class ChoiceRefusedError(RegistrationRefusedError):
    """One of several chosen sessions could not be had: ``session``, and ``reason``, which is one of the above."""

    def __init__(self, session: Session, reason: RegistrationRefusedError) -> None:
        super().__init__(session, reason)
        self.session, self.reason = session, reason


class AddressKnownError(RegistrationRefusedError):
    """This address is invited to the event already, or registered for it."""


class InvitationClosedError(RegistrationRefusedError):
    """The invitation was withdrawn, or its time to answer is over, or its event."""


class ListDoneError(RegistrationRefusedError):
    """The invitations of this list were made already."""


class SealedWithUnknownKeyError(Exception):
    """Site-access details were sealed with a key that this server does not have (SYMPOSIUM_SITE_ACCESS_KEYS)."""


class QuestionOrderError(Exception):
    """A question would come before the one on whose answer it depends: ``question``, ``before``."""

    def __init__(self, *, question: object, before: object) -> None:
        super().__init__(question, before)
        self.question = question
        self.before = before
