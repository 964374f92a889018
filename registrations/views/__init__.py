"""Pages of registration, as addresses name them."""

from registrations.views.confirming import ConfirmView
from registrations.views.failures import csrf_failure
from registrations.views.guest import CancelView, RegistrationView
from registrations.views.register import RegisterView

__all__ = ["CancelView", "ConfirmView", "RegisterView", "RegistrationView", "csrf_failure"]
