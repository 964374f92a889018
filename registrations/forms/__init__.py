"""Forms of registration."""

from registrations.forms.register import RegistrationForm

__all__ = ["RegistrationForm"]
