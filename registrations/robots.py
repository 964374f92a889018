"""Robots stay out, universities do not.

Nothing here refuses a registration but a flood. Whoever looks like a robot, or comes with very many others behind one
address, confirms their own address before their place counts (``services.register(must_verify=True)``): one click for
a person, a mailbox for each place for a robot.
"""

import hashlib
import time
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from registrations.models import RegistrationRules, email_key
from symposium.events.models import Event
from symposium.kit.limits import client, count, network, wait

_signer = Signer(salt="registrations.robots")

# Nobody fills the form faster, in seconds; and how long one that was sent is as good as new.
SHORTEST, LONGEST = 2, 24 * 60 * 60
# How many leading bits of a solved sum are zero: 32,768 attempts on the average, a second or two while somebody types.
WORK_BITS = 15


class Limit(NamedTuple):
    """How many within so many seconds are nothing to wonder at."""

    most: int
    seconds: int


PER_CLIENT = Limit(20, 600)
PER_NETWORK = Limit(200, 600)
PER_ADDRESS = Limit(5, 3600)
# Thousands a minute from one address are no university.
FLOOD = Limit(3000, 60)


def flood(request: HttpRequest) -> int:
    """Zero, or how many seconds to wait for whoever sends forms faster than any hall full of people."""
    return wait(request, "register.flood", most=FLOOD.most, seconds=FLOOD.seconds)


def mark(event: Event) -> str:
    """What the form of that event carries: when it was made, signed."""
    return _signer.sign(f"{event.pk}-{int(time.time())}")


def kept(request: HttpRequest, event: Event, rules: RegistrationRules) -> dict[str, Any]:
    """What the form's template needs (``_marks.html``): the mark and the sum that it came with while they are good."""
    given = request.POST.get("mark", "")
    age = _age(event, given)
    is_good = age is not None and age <= LONGEST
    return {
        "mark": given if is_good else mark(event),
        "work": request.POST.get("work", "")[:20] if is_good else "",
        "work_bits": WORK_BITS if rules.proof_of_work else 0,
    }


def must_verify(request: HttpRequest, event: Event, rules: RegistrationRules, wish: Mapping[str, Any]) -> bool:
    """Whether the address must be confirmed before the place counts; asked once for each form that is sent.

    ``wish`` has the ``email`` and the ``submission`` of the form.
    """
    comes_with_many = is_one_of_many(request, wish["email"])
    age = _age(event, request.POST.get("mark", ""))
    is_odd = age is None or not SHORTEST <= age <= LONGEST
    return comes_with_many or is_odd or (rules.proof_of_work and not _is_worked(request, wish["submission"]))


def is_one_of_many(request: HttpRequest, email: str) -> bool:
    """Count them everywhere; whether more came from one place, or for one address, than is usual."""
    address = salted_hmac("registrations.robots.address", email_key(email), algorithm="sha256").hexdigest()
    counted = [
        count("register.client", client(request), seconds=PER_CLIENT.seconds) > PER_CLIENT.most,
        count("register.network", network(request), seconds=PER_NETWORK.seconds) > PER_NETWORK.most,
        count("register.address", address, seconds=PER_ADDRESS.seconds) > PER_ADDRESS.most,
    ]
    return any(counted)


def _age(event: Event, given: str) -> int | None:
    """How many seconds ago the form was made; None when it is not one of this event's, or has been tampered with."""
    try:
        pk, _dash, made = _signer.unsign(given).partition("-")
    except BadSignature:
        return None
    return int(time.time()) - int(made) if pk == str(event.pk) else None


def _is_worked(request: HttpRequest, submission: UUID) -> bool:
    """Whether the sum of this form was solved. That it counts for one guest alone is seen behind the event's lock."""
    tried = f"{request.POST.get('mark', '')}.{submission.hex}.{request.POST.get('work', '')[:20]}"
    return not int.from_bytes(hashlib.sha256(tried.encode()).digest()[:4]) >> (32 - WORK_BITS)
