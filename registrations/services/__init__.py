"""Deeds at the registration desk: each is one transaction under the event's lock (``desk``), whole or not at all."""

from registrations.services.addresses import change_address, confirm_new_address
from registrations.services.answering import answer_by_telephone, place_of, regret, send_link_again
from registrations.services.blocks import assign, release_block, release_due_blocks, remove_block, set_block
from registrations.services.booking import book, change_places, unbook
from registrations.services.choosing import choose_sessions
from registrations.services.confirming import confirm_address
from registrations.services.deciding import approve, approve_together, decline
from registrations.services.desk import CLOCK, GUEST, By
from registrations.services.details import change_consents, change_details, consent, withdraw
from registrations.services.erasing import Receipt, erase
from registrations.services.files import forget_files
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
from registrations.services.line import fill_places, position_of
from registrations.services.moving import change_mode
from registrations.services.offers import accept_offer, lapse_offers
from registrations.services.people import Details, Person
from registrations.services.registering import add_companion, register
from registrations.services.replying import take_replies
from registrations.services.resending import resend, send_links
from registrations.services.shadows import forget_shadows
from registrations.services.telling import last_change, tell_changed, to_be_told
from registrations.services.unverified import forget_unverified
from registrations.services.wishes import MOST_RETURNS, TAKES_WISHES

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
    "Receipt",
    "accept_offer",
    "add_companion",
    "answer_by_telephone",
    "approve",
    "approve_together",
    "assign",
    "book",
    "cancel",
    "change_address",
    "change_consents",
    "change_details",
    "change_mode",
    "change_places",
    "choose_sessions",
    "come_back",
    "confirm_address",
    "confirm_new_address",
    "consent",
    "decline",
    "erase",
    "fill_places",
    "forget_drafts",
    "forget_files",
    "forget_shadows",
    "forget_unverified",
    "invite",
    "known_addresses",
    "lapse_offers",
    "last_change",
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
    "remove_block",
    "resend",
    "revoke",
    "send",
    "send_link_again",
    "send_links",
    "set_block",
    "take_replies",
    "tell_changed",
    "to_be_told",
    "unbook",
    "withdraw",
]
