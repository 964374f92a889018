"""The desk's pages of guests, and of all that leads to them."""

from registrations.admin.bookings import BookableSessionAdmin, BookingAdmin
from registrations.admin.guests import RegistrationAdmin

__all__ = ["BookableSessionAdmin", "BookingAdmin", "RegistrationAdmin"]
