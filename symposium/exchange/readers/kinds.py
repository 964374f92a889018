"""What other programs call kinds and states of sessions and roles of hosts, in our words."""

import re

from symposium.kit.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
# The first that has a word of its own in the text says what it is: an 'opening keynote' is a keynote.
_KINDS = {
    "keynote": "keynote keynotes",
    "panel": "panel panels paneldiscussion discussion debate roundtable podium podiumsdiskussion fishbowl plenum",
    "workshop": "workshop workshops tutorial training masterclass hands seminar hackathon lab clinic tour",
    "reception": "reception party dinner banquet drinks networking social concert empfang gala",
    "break": "break lunch coffee tea breakfast pause registration intermission mittagessen kaffee checkin",
    "ceremony": "ceremony opening closing welcome awards award remarks ceremonies begrussung",
    "talk": (
        "talk talks lecture lectures presentation presentations vortrag speech paper papers lightning demo address "
        "session contribution report conference"
    ),
}
_STATES = {
    "draft": "draft accepted unconfirmed pending tentative",
    "published": "published confirmed public final yes scheduled",
    "cancelled": "cancelled canceled",
}
# What a programme never had.
_REFUSED = "submitted rejected withdrawn deleted declined nominated waitlisted decline new proposed"
_ROLES = {
    "co_host": "cohost cohosts coorganiser coorganizer partner",
    "host": "host hosts organiser organizer organising organizing",
    "sponsor": "sponsor sponsors gold silver bronze platinum",
    "supporter": "supporter supporters supporting supported",
}


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(fold(text))


def kind_of(text: str) -> str:
    """Which kind of session a name of one stands for; empty for an unknown one."""
    return _found(_KINDS, text)


def state_of(text: str) -> str | None:
    """Which state a word stands for: empty for an unknown one, None for what is no part of a programme."""
    if any(word in _REFUSED.split() for word in words_of(text)):
        return None
    return _found(_STATES, text)


def role_of(text: str) -> str:
    """Which role of a host a word stands for; empty for an unknown one."""
    return _found(_ROLES, text.replace("-", "").replace("_", ""))


def _found(names: dict[str, str], text: str) -> str:
    words = set(words_of(text))
    return next((name for name, known in names.items() if words & set(known.split())), "")
