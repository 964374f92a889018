"""Pages of registration, as addresses name them."""

from registrations.views.addresses import NewAddressView
from registrations.views.confirming import ConfirmView
from registrations.views.failures import csrf_failure
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
from registrations.views.register import RegisterView

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
    "LinkView",
    "ModeView",
    "NeedsView",
    "NewAddressView",
    "RegisterView",
    "RegistrationView",
    "RemoveView",
    "ResendView",
    "ReturnView",
    "SiteAccessView",
    "csrf_failure",
]
