"""Deeds of speakers, by their personal link, and of the team with them."""

from speakers.services.earlier import earlier_of, suggest_earlier
from speakers.services.links import (
    ask_deletion,
    may_be_reminded,
    may_be_sent,
    note_answer,
    open_link,
    remind,
    revoke,
    send,
    send_lost,
    settle_deletion,
)
from speakers.services.own import change_consents, change_needs
from speakers.services.suggestions import decide, suggest, withdraw

__all__ = [
    "ask_deletion",
    "change_consents",
    "change_needs",
    "decide",
    "earlier_of",
    "may_be_reminded",
    "may_be_sent",
    "note_answer",
    "open_link",
    "remind",
    "revoke",
    "send",
    "send_lost",
    "settle_deletion",
    "suggest",
    "suggest_earlier",
    "withdraw",
]
