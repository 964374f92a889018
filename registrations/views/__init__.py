"""Pages of registration, as addresses name them."""

from registrations.views.addresses import NewAddressView
from registrations.views.confirming import ConfirmView
from registrations.views.failures import csrf_failure
from registrations.views.feed import FeedView, OwnCalendarView, PersonalFeedView
from registrations.views.guest import (
    AcceptView,
    AddressView,
    AnswersView,
    CancelView,
    CompanionView,
    ConsentsView,
    DataView,
    DetailsView,
    EraseView,
    LinkView,
    ModeView,
    NeedsView,
    RegistrationView,
    RemoveView,
    ResendView,
    ReturnView,
    SiteAccessView,
)
from registrations.views.invitations import InvitationView
from registrations.views.news import NewsView
from registrations.views.participants import ParticipantsPage
from registrations.views.register import RegisterView
from registrations.views.sessions import SessionsView
from registrations.views.tickets import TicketFileView, TicketView

__all__ = [
    "AcceptView",
    "AddressView",
    "AnswersView",
    "CancelView",
    "CompanionView",
    "ConfirmView",
    "ConsentsView",
    "DataView",
    "DetailsView",
    "EraseView",
    "FeedView",
    "InvitationView",
    "LinkView",
    "ModeView",
    "NeedsView",
    "NewAddressView",
    "NewsView",
    "OwnCalendarView",
    "ParticipantsPage",
    "PersonalFeedView",
    "RegisterView",
    "RegistrationView",
    "RemoveView",
    "ResendView",
    "ReturnView",
    "SessionsView",
    "SiteAccessView",
    "TicketFileView",
    "TicketView",
    "csrf_failure",
]
