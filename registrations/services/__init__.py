"""Deeds at the registration desk: each is one transaction under the event's lock (``desk``), whole or not at all."""

from registrations.services.blocks import assign, release_block, release_due_blocks, set_block
from registrations.services.booking import book, change_places, unbook
from registrations.services.choosing import choose_sessions
from registrations.services.deciding import approve, approve_together, decline
from registrations.services.desk import CLOCK, GUEST, By
from registrations.services.leaving import cancel, come_back
from registrations.services.line import accept_offer, fill_places, lapse_offers, position_of
from registrations.services.moving import change_mode
from registrations.services.people import Details, Person
from registrations.services.registering import MOST_RETURNS, TAKES_WISHES, add_companion, confirm_address, register
from registrations.services.shadows import forget_shadows
from registrations.services.unverified import forget_unverified

__all__ = [
    "CLOCK",
    "GUEST",
    "MOST_RETURNS",
    "TAKES_WISHES",
    "By",
    "Details",
    "Person",
    "accept_offer",
    "add_companion",
    "approve",
    "approve_together",
    "assign",
    "book",
    "cancel",
    "change_mode",
    "change_places",
    "choose_sessions",
    "come_back",
    "confirm_address",
    "decline",
    "fill_places",
    "forget_shadows",
    "forget_unverified",
    "lapse_offers",
    "position_of",
    "register",
    "release_block",
    "release_due_blocks",
    "set_block",
    "unbook",
]
