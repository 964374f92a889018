"""Guests' places, and all that leads to them or hangs on them."""

from registrations.models.allocations import Allocation
from registrations.models.bookings import BookableSession, Booking
from registrations.models.consents import Consent
from registrations.models.deeds import Deed
from registrations.models.drafts import InvitationDraft
from registrations.models.feeds import PersonalFeed
from registrations.models.figures import GuestCount, GuestDay, Way
from registrations.models.guests import Party, Registration, RegistrationQuerySet
from registrations.models.invitations import Invitation, Stage
from registrations.models.keys import email_key
from registrations.models.needs import Needs
from registrations.models.questions import Answer, Question
from registrations.models.rules import RegistrationRules
from registrations.models.site_access import SiteAccess, SiteAccessLook

__all__ = [
    "Allocation",
    "Answer",
    "BookableSession",
    "Booking",
    "Consent",
    "Deed",
    "GuestCount",
    "GuestDay",
    "Invitation",
    "InvitationDraft",
    "Needs",
    "Party",
    "PersonalFeed",
    "Question",
    "Registration",
    "RegistrationQuerySet",
    "RegistrationRules",
    "SiteAccess",
    "SiteAccessLook",
    "Stage",
    "Way",
    "email_key",
]
