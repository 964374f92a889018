"""The desk's pages of guests, and of all that leads to them."""

from registrations.admin.allocations import AllocationAdmin
from registrations.admin.bookings import BookableSessionAdmin, BookingAdmin
from registrations.admin.deeds import DeedAdmin
from registrations.admin.guests import RegistrationAdmin
from registrations.admin.rules import RegistrationRulesAdmin

__all__ = [
    "AllocationAdmin",
    "BookableSessionAdmin",
    "BookingAdmin",
    "DeedAdmin",
    "RegistrationAdmin",
    "RegistrationRulesAdmin",
]
