"""The registration desk while one deed is done: its lock, its seats, its log (docs/decisions/0014).

Each deed holds the event's row from its first look to its commit, so seats are counted and given by one at a time. On
PostgreSQL that is a row lock; on SQLite a transaction that begins IMMEDIATE holds the whole file. The counters are
checked by the database as well: a deed that would oversell fails as a whole, whatever code did it.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from registrations.exceptions import RegistrationGoneError, RegistrationRefusedError
from registrations.models import Allocation, Deed, Invitation, Registration, RegistrationRules, email_key
from registrations.models.guests import SEATED
from symposium.accounts.models import User
from symposium.events.models import Event, Mode
from symposium.kit.inserted import NextKey, count_up, insert
from symposium.kit.prepared import SAMPLE_KEY, Asking, Prepared, Query, in_one_journey, together

State = Registration.State
Verb = Deed.Verb
# Of thousands so many behind one lock: some hundredths of a second.
A_SLICE = 50
# For so long nobody is at the desk then, in seconds.
A_BREATH = 0.02
# So many are written faster one by one.
FEW = 3

type Follower = Callable[[Event, Sequence[Deed], Any], object]
_followers: dict[Follower, Query] = {}


def follow_deeds(follower: Follower, asks: Query) -> None:
    """Have ``follower(event, deeds, found)`` called with what is put into the log, in its transaction.

    For AppConfig.ready. ``found`` is what the query ``asks`` found for the event's key: it travels with the lock, so
    that nobody waits for its journey.
    """
    _followers[follower] = asks


@dataclass(frozen=True, slots=True)
class By:
    """Who does a deed; ``reason`` is what staff give for it, most of all where they overrule a rule.

    ``sees_all``: whether they are staff who may know of every guest of the event, not of one host's alone.
    """

    actor: str
    user: User | None = None
    reason: str = ""
    sees_all: bool = False

    @classmethod
    def of(cls, user: User | AnonymousUser, reason: str = "", *, sees_all: bool = False) -> "By":
        """A member of staff, as a request names them."""
        return cls(Deed.Actor.STAFF, user if isinstance(user, User) else None, reason, sees_all)

    @property
    def is_staff(self) -> bool:
        """Whether a member of staff does it."""
        return self.actor == Deed.Actor.STAFF

    @property
    def overrules(self) -> bool:
        """Whether times, policy and the size of parties do not hold; the number of seats always does."""
        return self.is_staff and bool(self.reason)


GUEST = By(Deed.Actor.GUEST)
CLOCK = By(Deed.Actor.CLOCK)


class Desk:
    """One event's desk under its lock. What is counted here is written when the deed is done (``settle``)."""

    def __init__(self, event: Event, journey: ExitStack, *, followed: Sequence[Any], found: Sequence[Any]) -> None:
        self.event, self.journey = event, journey
        # What was asked with the lock: by who follows the log, and by who does the deed.
        self._followed, self.found = followed, found
        # The key of the first who arrives, where one was taken with the lock.
        self._spare_key: int | None = getattr(event, "spare_key", None)
        self.rules = RegistrationRules.of(event)
        self.now: datetime = timezone.now()
        self._blocks: dict[int, Allocation] = {}
        self._events: Counter[str] = Counter()
        self._changed: dict[int, Counter[str]] = {}
        self._deeds: list[Deed] = []
        self._told = 0
        self._is_off = False
        # Refused before anything was written.
        self.refusal: RegistrationRefusedError | None = None

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Within it nothing is written, so that a refusal leaves nothing to take back, and the deed ends as any other.

        A connection forgets with each ROLLBACK how its statements were planned (psycopg), and in a rush most are
        refused once: they would be planned anew behind the lock.
        """
        try:
            yield
        except RegistrationRefusedError as refusal:
            self.refusal = refusal
            raise

    # --- seats -----------------------------------------------------------------------------------------------------

    def block(self, pk: int | None) -> Allocation | None:
        """A block of this event as it stands under the lock."""
        if pk is None:
            return None
        if pk not in self._blocks:
            self._blocks[pk] = Allocation.objects.select_related("organisation").get(pk=pk, event=self.event)
        return self._blocks[pk]

    def draws_on_block(self, mode: str, block: Allocation | None) -> bool:
        """Whether a guest of that host who takes part so gets a seat of its block, or one of everybody's."""
        return block is not None and mode == Mode.IN_PERSON and block.released_at is None

    def left(self, mode: str, block: Allocation | None = None) -> int | None:
        """Free places of that kind, in the block where one is given that still has its seats; None without limit."""
        return block.left if block and self.draws_on_block(mode, block) else self.event.left(mode)

    def has_room(self, mode: str, block: Allocation | None, people: int = 1) -> bool:
        """Whether so many people find places together."""
        left = self.left(mode, block)
        return left is None or left >= people

    def _count(self, registration: Registration, state: str, by: int) -> None:
        if registration.shadow_of_id:
            return
        online = registration.mode == Mode.ONLINE
        block = self.block(registration.allocation_id) if registration.in_block else None
        if state in SEATED:
            self._add("online_taken" if online else "seats_taken", by)
            if block:
                self._add_to(block, "taken", by)
                # A seat of a block that went back is everybody's as soon as it is given back.
                if block.released_at:
                    self._add_to(block, "seats", by)
                else:
                    self._add("seats_held", -by)
        elif state == State.WAITING:
            if block:
                self._add_to(block, "waiting", by)
            else:
                self._add("online_waiting" if online else "guests_waiting", by)

    def _add(self, column: str, by: int) -> None:
        self._events[column] += by
        setattr(self.event, column, getattr(self.event, column) + by)

    def _add_to(self, block: Allocation, column: str, by: int) -> None:
        self._changed.setdefault(block.pk, Counter())[column] += by
        setattr(block, column, getattr(block, column) + by)

    def blocks_in_hand(self) -> Iterator[Allocation]:
        """The blocks that this deed has looked at, as they stand in it: what it changed is not written yet."""
        yield from list(self._blocks.values())

    def hold(self, block: Allocation, by: int) -> None:
        """Set seats of everybody aside for a block, or give them back with a negative number."""
        self._add_to(block, "seats", by)
        self._add("seats_held", by)

    # --- registrations ---------------------------------------------------------------------------------------------

    def arrive(self, registration: Registration, by: By, *, verb: str = Verb.REGISTERED, rule: str = "") -> None:
        """Write a new registration, counted in the state that it has."""
        registration.email_key = email_key(registration.email)
        registration.pk, self._spare_key = self._spare_key, None
        insert(registration)
        self.count_in(registration)
        self.note(by, verb, registration=registration, after=registration.state, rule=rule)

    def count_in(self, registration: Registration) -> None:
        """Count what was not counted before in the state that it has."""
        self._count(registration, registration.state, 1)
        if registration.is_confirmed and not registration.shadow_of_id:
            self.list_changed()

    def move(self, registration: Registration, state: str, by: By, *, verb: str, rule: str = "", **fields: Any) -> None:
        """Bring a registration into another state, with what else changes about it (its mode, its block)."""
        before = registration.state
        self._count(registration, before, -1)
        for name, value in fields.items():
            setattr(registration, name, value)
        registration.state = state
        if state != State.WAITING:
            registration.waiting_since = None
        elif registration.waiting_since is None:
            registration.waiting_since = self.now
        # Who lets an offer go keeps until when it was: their page says what became of it.
        if state not in {State.OFFERED, State.CANCELLED}:
            registration.offered_until = None
        self._count(registration, state, 1)
        columns = {"state", "waiting_since", "offered_until", "changed_at", *fields}
        registration.save(update_fields=columns)
        if before != state and State.CONFIRMED in {before, state} and not registration.shadow_of_id:
            self.list_changed()
        self.note(by, verb, registration=registration, before=before, after=state, rule=rule)

    def list_changed(self) -> None:
        """The public list of participants, where there is one, may show something else now."""
        if self.rules.asks_participants and not self._events["participants_version"]:
            self._add("participants_version", 1)

    # --- the log ---------------------------------------------------------------------------------------------------

    def note(
        self,
        by: By,
        verb: str,
        *,
        registration: Registration | None = None,
        invitation: Invitation | None = None,
        allocation: Allocation | None = None,
        before: str = "",
        after: str = "",
        rule: str = "",
    ) -> None:
        """Put a deed into the log. Of shadows the desk learns nothing: they keep theirs themselves."""
        if registration and registration.shadow_of_id:
            deed = {"actor": str(by.actor), "verb": str(verb), "before": str(before), "after": str(after), "rule": rule}
            registration.pretended.append({"at": self.now.isoformat(), **deed})
            registration.save(update_fields=["pretended"])
            return
        self._deeds.append(
            Deed(
                event=self.event,
                registration=registration,
                invitation=invitation or (registration.invitation if registration else None),
                allocation_id=allocation.pk if allocation else registration.allocation_id if registration else None,
                at=self.now,
                actor=by.actor,
                user=by.user,
                verb=verb,
                before=before,
                after=after,
                rule=rule,
                reason=by.reason[:240],
            )
        )

    def settle(self) -> None:
        """Tell whoever follows the log, and write the counters, once each, and the log."""
        self.tell()
        self.write()

    def set_off(self) -> None:
        """From now on nothing is read: what is written travels together, with the COMMIT, and the next one waits less.

        Sooner than at its end where a deed writes more than counters and log.
        """
        self.tell()
        if not self._is_off:
            self._is_off = True
            self.journey.enter_context(in_one_journey())

    def tell(self) -> None:
        """Tell whoever follows the log what will be put into it."""
        new, self._told = self._deeds[self._told :], len(self._deeds)
        for follower, found in zip(_followers, self._followed, strict=True) if new else ():
            follower(self.event, new, found)

    def write(self) -> None:
        """Write what was counted and done. Nothing of it is read."""
        for model, pk, counted in (
            (Event, self.event.pk, self._events),
            *((Allocation, pk, columns) for pk, columns in sorted(self._changed.items())),
        ):
            changed = {column: by for column, by in sorted(counted.items()) if by}
            if changed:
                count_up(model, pk, changed)
        if len(self._deeds) <= FEW:
            for deed in self._deeds:
                insert(deed, is_known=False)
        else:
            Deed.objects.bulk_create(self._deeds)
        self._events.clear()
        self._changed.clear()
        self._deeds, self._told = [], 0


def _locked(pk: int) -> QuerySet[Event]:
    rows: QuerySet[Event] = Event.objects.select_related("registration_rules").filter(pk=pk).order_by()
    return rows.select_for_update(of=("self",), no_key=True)


_held = Prepared(Event, _locked, (SAMPLE_KEY,))
# For somebody who is new: with the key of their row.
_held_for_one = Prepared(Event, lambda pk: _locked(pk).annotate(spare_key=NextKey(Registration)), (SAMPLE_KEY,))


@contextmanager
def at_the_desk(event_id: int, *asking: Asking, for_one: bool = False) -> Iterator[Desk]:
    """One deed at an event's desk: one transaction, the event locked from the beginning, all written or nothing.

    What is asked with the lock, and read behind it, is ``desk.found``; ``for_one`` who is new, a key is taken with it.

    Raises RegistrationGoneError for a registration that was erased while the deed waited for the lock.
    """
    refused = None
    with ExitStack() as journey, in_one_journey(), transaction.atomic():
        follow = [(asks, (event_id,)) for asks in _followers.values()]
        held, *found = together((_held_for_one if for_one else _held, (event_id,)), *follow, *asking)
        if not held:
            raise Event.DoesNotExist
        desk = Desk(held[0], journey, followed=found[: len(follow)], found=found[len(follow) :])
        try:
            yield desk
        except Registration.DoesNotExist:
            raise RegistrationGoneError from None
        except RegistrationRefusedError as refusal:
            if refusal is not desk.refusal:
                raise
            refused = refusal
            journey.enter_context(in_one_journey())
        else:
            desk.set_off()
            desk.write()
    if refused:
        raise refused


def slices[T](things: Sequence[T]) -> Iterator[tuple[Sequence[T], bool]]:
    """What is done to thousands, in parts that are a deed each, with whether it is the last; one part of nothing.

    Who registers meanwhile comes in between. A database that locks rows lets them in by turns; a file has no line, and
    who waits for it only looks now and then whether it is free.
    """
    for first in range(0, len(things) or 1, A_SLICE):
        if first and not connection.features.has_select_for_update:
            time.sleep(A_BREATH)
        yield things[first : first + A_SLICE], first + A_SLICE >= len(things)
