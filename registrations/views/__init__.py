"""Pages of registration, as addresses name them."""

from registrations.views.addresses import NewAddressView
from registrations.views.confirming import ConfirmView
from registrations.views.failures import csrf_failure
from registrations.views.feed import FeedView, OwnCalendarView, PersonalFeedView
from registrations.views.guest import CancelView, RegistrationView
from registrations.views.invitations import InvitationView
from registrations.views.participants import ParticipantsPage
from registrations.views.register import RegisterView
from registrations.views.sessions import SessionsView
from registrations.views.tickets import TicketFileView, TicketView

__all__ = [
    "CancelView",
    "ConfirmView",
    "FeedView",
    "InvitationView",
    "NewAddressView",
    "OwnCalendarView",
    "ParticipantsPage",
    "PersonalFeedView",
    "RegisterView",
    "RegistrationView",
    "SessionsView",
    "TicketFileView",
    "TicketView",
    "csrf_failure",
]
