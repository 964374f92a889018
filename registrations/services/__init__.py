"""Deeds at the registration desk: each is one transaction under the event's lock (``desk``), whole or not at all."""

from registrations.services.answering import answer_by_telephone, place_of, regret, send_link_again
from registrations.services.blocks import assign, release_block, release_due_blocks, set_block
from registrations.services.booking import book, change_places, unbook
from registrations.services.deciding import approve, decline
from registrations.services.desk import CLOCK, GUEST, By
from registrations.services.inviting import (
    Guest,
    Letter,
    forget_drafts,
    invite,
    known_addresses,
    may_be_reminded,
    open_invitation,
    readdress,
    remind,
    revoke,
    send,
)
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
    "Guest",
    "Letter",
    "Person",
    "accept_offer",
    "add_companion",
    "answer_by_telephone",
    "approve",
    "assign",
    "book",
    "cancel",
    "change_mode",
    "change_places",
    "come_back",
    "confirm_address",
    "decline",
    "fill_places",
    "forget_drafts",
    "forget_shadows",
    "forget_unverified",
    "invite",
    "known_addresses",
    "lapse_offers",
    "may_be_reminded",
    "open_invitation",
    "place_of",
    "position_of",
    "readdress",
    "register",
    "regret",
    "release_block",
    "release_due_blocks",
    "remind",
    "revoke",
    "send",
    "send_link_again",
    "set_block",
    "unbook",
]
