"""The guest's own pages, which their link opens: how it stands, and one page a deed."""

from registrations.views.guest.base import DeedView, GuestView
from registrations.views.guest.data import DataView, EraseView
from registrations.views.guest.details import (
    AddressView,
    AnswersView,
    ConsentsView,
    DetailsView,
    NeedsView,
    SiteAccessView,
)
from registrations.views.guest.lost import LinkView
from registrations.views.guest.page import RegistrationView
from registrations.views.guest.party import CompanionView, RemoveView
from registrations.views.guest.place import AcceptView, CancelView, ModeView, ResendView, ReturnView

__all__ = [
    "AcceptView",
    "AddressView",
    "AnswersView",
    "CancelView",
    "CompanionView",
    "ConsentsView",
    "DataView",
    "DeedView",
    "DetailsView",
    "EraseView",
    "GuestView",
    "LinkView",
    "ModeView",
    "NeedsView",
    "RegistrationView",
    "RemoveView",
    "ResendView",
    "ReturnView",
    "SiteAccessView",
]
