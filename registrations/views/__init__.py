"""Pages of registration, as addresses name them."""

from registrations.views.addresses import NewAddressView
from registrations.views.confirming import ConfirmView
from registrations.views.failures import csrf_failure
from registrations.views.feed import FeedView, OwnCalendarView, PersonalFeedView
from registrations.views.guest import (
    AcceptView,
    CancelView,
    CompanionView,
    ConsentsView,
    DataView,
    DetailsView,
    LinkView,
    ModeView,
    RegistrationView,
    RemoveView,
    ResendView,
    ReturnView,
)
from registrations.views.participants import ParticipantsPage
from registrations.views.register import RegisterView
from registrations.views.sessions import SessionsView
from registrations.views.tickets import TicketFileView, TicketView

__all__ = [
    "AcceptView",
    "CancelView",
    "CompanionView",
    "ConfirmView",
    "ConsentsView",
    "DataView",
    "DetailsView",
    "FeedView",
    "LinkView",
    "ModeView",
    "NewAddressView",
    "OwnCalendarView",
    "ParticipantsPage",
    "PersonalFeedView",
    "RegisterView",
    "RegistrationView",
    "RemoveView",
    "ResendView",
    "ReturnView",
    "SessionsView",
    "TicketFileView",
    "TicketView",
    "csrf_failure",
]
