"""Pages of registration, as addresses name them."""

from registrations.views.confirming import ConfirmView
from registrations.views.failures import csrf_failure
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
from registrations.views.register import RegisterView

__all__ = [
    "AcceptView",
    "CancelView",
    "CompanionView",
    "ConfirmView",
    "ConsentsView",
    "DataView",
    "DetailsView",
    "LinkView",
    "ModeView",
    "RegisterView",
    "RegistrationView",
    "RemoveView",
    "ResendView",
    "ReturnView",
    "csrf_failure",
]
