"""Who may do what with guests: the one table that every page of the registration desk asks.

A coordinator has what is named here for their own block, and for no other (``admin.scoping``); every other role has it
for the whole event. Whoever runs the server may do all that anybody may, but for guests' needs and site-access details
(docs/decisions/0015). docs/organisers/roles.md is written from this.
"""

from django.utils.translation import gettext_lazy as _

from symposium.accounts.models import Role
from symposium.accounts.permissions import Right, Rights
from symposium.accounts.scope import ORGANISERS

OWN_BLOCK = frozenset({Role.COORDINATOR})
DOOR = frozenset({Role.DOOR})
CARE = frozenset({Role.CARE})
GATE = frozenset({Role.SITE_ACCESS})


class Action(Rights):
    """What can be done with guests, each with its roles: ``Action.CANCEL.roles``."""

    VIEW_GUESTS = Right(
        _("see guests' names, institutions and states, with whom they come and their references"),
        ORGANISERS | OWN_BLOCK | DOOR,
    )
    SEE_ADDRESSES = Right(_("see a guest's address, answers, consents, mails and story"), ORGANISERS | OWN_BLOCK)
    DOWNLOAD_FILES = Right(_("download files that guests sent"), ORGANISERS)
    CHANGE_GUESTS = Right(_("change a guest's name, institution and badge"), ORGANISERS | OWN_BLOCK)
    DECIDE_REQUESTS = Right(_("approve and decline requests"), ORGANISERS | OWN_BLOCK)
    ENTER_GUESTS = Right(_("enter guests"), ORGANISERS | OWN_BLOCK)
    OVERRULE = Right(_("overrule dates, policy and size of a party, with a reason"), ORGANISERS)
    CANCEL_GUESTS = Right(_("cancel guests"), ORGANISERS | OWN_BLOCK)
    RESEND_MAILS = Right(_("send a guest's mail again"), ORGANISERS | OWN_BLOCK)
    TELL_GUESTS = Right(_("tell guests that the event has changed"), ORGANISERS)
    CHANGE_MODES = Right(_("change how a guest takes part"), ORGANISERS | OWN_BLOCK)
    MOVE_GUESTS = Right(_("move a guest to another host's block"), ORGANISERS)
    SEE_LINES = Right(_("see waiting lists and offers"), ORGANISERS | OWN_BLOCK)
    EXPORT_GUESTS = Right(_("export the guest list"), ORGANISERS | OWN_BLOCK)
    ERASE_GUESTS = Right(_("erase a guest at their wish"), ORGANISERS)
    SEE_LOG = Right(_("see the log of deeds"), ORGANISERS | OWN_BLOCK)
    INVITE = Right(_("invite, remind, withdraw invitations and record answers"), ORGANISERS | OWN_BLOCK)
    SEE_BLOCKS = Right(_("see blocks of seats and how they stand"), ORGANISERS | OWN_BLOCK)
    SET_BLOCKS = Right(_("set blocks of seats and give unused seats back"), ORGANISERS)
    SEE_QUESTIONS = Right(_("see the questions of the form"), ORGANISERS)
    CHANGE_QUESTIONS = Right(_("change the questions of the form"), ORGANISERS)
    CHANGE_RULES = Right(_("change the rules of registration"), ORGANISERS)
    SEE_BOOKINGS = Right(_("see who booked which session"), ORGANISERS)
    CHANGE_BOOKINGS = Right(_("set places of sessions, book and give back for guests"), ORGANISERS)
    COUNT_NEEDS = Right(_("see how many guests need what, without names"), ORGANISERS | CARE)
    SEE_NEEDS = Right(_("see what each guest needs to eat and to take part"), CARE)
    SEE_SITE_ACCESS = Right(_("see and export what the gate's office must know"), GATE)
    SEE_LOOKS = Right(_("see who looked at site-access details"), frozenset({Role.OWNER}) | GATE)
