"""The desk's pages of guests, and of all that leads to them."""

from registrations.admin.allocations import AllocationAdmin
from registrations.admin.bookings import BookableSessionAdmin, BookingAdmin
from registrations.admin.deeds import DeedAdmin
from registrations.admin.guests import RegistrationAdmin
from registrations.admin.invitations import InvitationAdmin
from registrations.admin.needs import NeedsAdmin
from registrations.admin.questions import QuestionAdmin
from registrations.admin.rules import RegistrationRulesAdmin
from registrations.admin.site_access import SiteAccessAdmin

__all__ = [
    "AllocationAdmin",
    "BookableSessionAdmin",
    "BookingAdmin",
    "DeedAdmin",
    "InvitationAdmin",
    "NeedsAdmin",
    "QuestionAdmin",
    "RegistrationAdmin",
    "RegistrationRulesAdmin",
    "SiteAccessAdmin",
]
