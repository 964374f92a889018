"""The page of a guest about whom there is nothing out of the ordinary: the first that everybody sees who registers.

It is alike for all of them but for a few words of their own, and so rendered once with holes in those places
(``kit.moulds``): for a stand-in, a registration that is never written, whose words are the holes.
"""

import uuid
from collections.abc import Hashable
from copy import copy
from typing import Any

from django.utils.html import escape

from registrations.models import Registration
from symposium.events.models import Mode
from symposium.kit.moulds import hole

State = Registration.State
# A guest's own words; each may be empty, which shows.
WORDS = ("name", "email", "affiliation", "form_of_address", "badge_name", "pronouns")

# Of this process alone: nobody else has this link and this reference.
_STAND_IN = uuid.uuid4()


def is_ordinary(registration: Registration) -> bool:
    """Whether their page has nothing but their own words that another's has not: they came alone and uninvited."""
    return (
        registration.state in {State.CONFIRMED, State.WAITING}
        and registration.mode == Mode.IN_PERSON
        and registration.party_id is None
        and registration.invitation_id is None
        and registration.allocation_id is None
        and not registration.new_email
        and not registration.calendar_reply
        and not any(hasattr(registration, one) for one in ("needs", "site_access"))
    )


def stand_in(registration: Registration) -> Registration:
    """Somebody who stands as this guest does, with holes for words."""
    made = copy(registration)
    made.public_id, made.token_version = _STAND_IN, 1
    for word in WORDS:
        if getattr(registration, word):
            setattr(made, word, hole(word.replace("_", "")))
    return made


def shape_of(registration: Registration) -> tuple[Hashable, ...]:
    """What the page shows of such a guest besides their words."""
    said = tuple(bool(getattr(registration, word)) for word in WORDS)
    return (str(registration.state), getattr(registration, "has_questions", False), *said)


def words_of(registration: Registration, position: int) -> dict[str, str]:
    """What fills the holes, as markup."""
    words = {word.replace("_", ""): escape(getattr(registration, word)) for word in WORDS}
    own = {"token": registration.token, "reference": registration.reference}
    return words | own | {"position": str(position)}


def stand_ins() -> dict[str, str]:
    """What stands for holes that no address would let through: the stand-in's link and reference."""
    somebody = Registration(public_id=_STAND_IN, token_version=1)
    return {somebody.token: "token", somebody.reference: "reference"}


def shown_position(position: int) -> Any:
    """The first in line is told so in words; all others by their number."""
    return hole("position") if position > 1 else position
