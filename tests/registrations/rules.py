"""The rules of the desk in plain Python, without a database: what the state machine holds the real desk against."""

from dataclasses import dataclass, field
from itertools import groupby

SEATED, ENDED = {"confirmed", "offered"}, {"cancelled", "declined"}
ROOM, STREAM = "in_person", "online"


class Refused(Exception):
    """The desk must refuse this and change nothing."""


@dataclass
class Block:
    pk: int
    seats: int = 0
    released: bool = False


@dataclass
class Guest:
    pk: int
    key: str
    state: str
    mode: str = ROOM
    block: Block | None = None
    in_block: bool = False
    since: int | None = None
    party: int | None = None
    may_split: bool = False
    is_head: bool = False
    # The key of the address that the invitation by which they came was made out to.
    invited: str = ""
    # That invitation holds no more: nobody comes by it again.
    revoked: bool = False
    invites: int = 0
    shadow: bool = False
    unconfirmed: bool = False


@dataclass
class Rules:
    """One event: its places, its guests, what is allowed."""

    capacity: int | None = 4
    online: int | None = 2
    approval: bool = False
    confirms: bool = False
    offers: bool = False
    waiting_list: bool = True
    takes_place: bool = True
    party_size: int = 3
    clock: int = 0
    guests: dict[int, Guest] = field(default_factory=dict)
    blocks: dict[int, Block] = field(default_factory=dict)

    # --- places ---

    def real(self):
        return [guest for guest in self.guests.values() if not guest.shadow]

    def taken(self, mode=ROOM):
        return sum(guest.state in SEATED and guest.mode == mode for guest in self.real())

    def taken_of(self, block):
        return sum(guest.state in SEATED and guest.in_block and guest.block is block for guest in self.real())

    def held(self):
        return sum(block.seats - self.taken_of(block) for block in self.blocks.values() if not block.released)

    def draws(self, mode, block):
        return block is not None and not block.released and mode == ROOM

    def left(self, mode, block=None):
        if self.draws(mode, block):
            return block.seats - self.taken_of(block)
        limit = self.online if mode == STREAM else self.capacity
        used = self.taken(mode) + (self.held() if mode == ROOM else 0)
        return 10**6 if limit is None else max(limit - used, 0)

    # --- coming ---

    def standing(self, key):
        found = (guest for guest in self.real() if key and guest.key == key and guest.state != "cancelled")
        return next(found, None)

    def states_for(self, people, mode, block, *, free, forwarded, split, accepts=True, staff=False):
        if not staff:
            if self.confirms and free:
                return ["unverified"] * people
            if free and (forwarded or self.approval):
                return ["pending"] * people
        return self.seats(people, mode, block, split=split, accepts=accepts)

    def seats(self, people, mode, block, *, split=False, accepts=True):
        left = self.left(mode, block)
        seated = people if left >= people else left if split else 0
        if seated == people:
            return ["confirmed"] * people
        if not self.waiting_list or not accepts:
            raise Refused
        limit = block.seats if self.draws(mode, block) else self.online if mode == STREAM else self.capacity
        if limit is not None and people > max(limit, 1) and not split:
            raise Refused
        return ["confirmed"] * seated + ["waiting"] * (people - seated)

    def arrive(self, guest):
        self.guests[guest.pk] = guest
        self.enter(guest, guest.state)

    def enter(self, guest, state):
        guest.state = state
        if state != "waiting":
            guest.since = None
        elif guest.since is None:
            guest.since = self.clock

    # --- the line ---

    def line(self, mode, block):
        rows = [g for g in self.real() if g.state == "waiting" and g.mode == mode]
        rows = (
            [g for g in rows if (g.in_block and g.block is block) if block is not None]
            if block
            else [g for g in rows if not g.in_block]
        )
        rows.sort(key=lambda g: (g.since, g.pk))
        alone = [(g, (0, g.pk, 0) if g.party is None or g.may_split else (g.party, 0, g.since)) for g in rows]
        return [[g for g, _ in members] for _key, members in groupby(alone, key=lambda pair: pair[1])]

    def lines(self):
        return [(ROOM, None), (STREAM, None)] + [
            (ROOM, self.blocks[pk]) for pk in sorted(self.blocks) if not self.blocks[pk].released
        ]

    def fill(self):
        if not self.takes_place:
            return
        for mode, block in self.lines():
            for group in self.line(mode, block):
                if self.left(mode, block) >= len(group):
                    for guest in group:
                        self.enter(guest, "offered" if self.offers else "confirmed")

    # --- going and changing ---

    def leaving_with(self, guest, *, with_party=False):
        if guest.party is None or not (with_party or guest.is_head):
            return [guest]
        others = [g for g in self.guests.values() if g.party == guest.party and g is not guest and g.state not in ENDED]
        heir = next((g for g in sorted(others, key=lambda g: g.pk) if g.key), None)
        if with_party or (heir is None and guest.state not in ENDED):
            return [guest, *others]
        if heir:
            guest.is_head, heir.is_head = False, True
        return [guest]

    def cancel(self, guest, *, with_party=False):
        if guest.state in ENDED:
            return
        for one in self.leaving_with(guest, with_party=with_party):
            one.unconfirmed = one.state == "unverified"
            self.enter(one, "cancelled")
        self.fill()

    def revoke(self, key):
        """No invitation that was made out to that address holds any more."""
        for guest in self.guests.values():
            if guest.invited == key:
                guest.revoked = True

    def come_back(self, guest, *, bound):
        if guest.state != "cancelled":
            return
        if not self.takes_place or guest.revoked:
            raise Refused
        heads = [g for g in self.guests.values() if g.party == guest.party and g.is_head and g.state not in ENDED]
        if not guest.key and not (guest.party and heads):
            raise Refused
        # Whose address is registered anew comes back as its shadow.
        is_taken = bool(guest.key) and self.standing(guest.key)
        free = not (guest.invited and bound)
        in_block = self.draws(guest.mode, guest.block)
        if guest.unconfirmed:
            state = "unverified"
        elif free and (guest.invited or self.approval):
            state = "pending"
        elif self.left(guest.mode, guest.block) >= 1:
            state = "confirmed"
        elif not self.waiting_list:
            raise Refused
        else:
            state = "waiting"
        guest.in_block = in_block
        guest.shadow = bool(is_taken)
        self.enter(guest, state)

    def join(self, guest, mode, block, *, accepts):
        """Who is registered already accepts an invitation of that block."""
        own = guest.block if guest.in_block else None
        kinds = [one if self.draws(mode, one) else None for one in (own, block)]
        has_own = guest.state in SEATED and guest.mode == mode and kinds[0] is kinds[1]
        if has_own or self.left(mode, block) >= 1:
            state = "confirmed"
        elif guest.state in {*SEATED, "waiting"}:
            return
        elif not self.waiting_list or not accepts:
            raise Refused
        else:
            state = "waiting"
        guest.mode, guest.block, guest.in_block = mode, block, self.draws(mode, block)
        self.enter(guest, state)
        self.fill()

    def approve(self, guest):
        has_room = self.left(guest.mode, guest.block) >= 1
        if not has_room and not self.waiting_list:
            return
        guest.in_block = self.draws(guest.mode, guest.block)
        self.enter(guest, "confirmed" if has_room else "waiting")

    def accept(self, guest):
        together = [guest]
        if guest.is_head and guest.party:
            together = [g for g in self.guests.values() if g.party == guest.party and g.state == "offered"]
        for one in together:
            self.enter(one, "confirmed")

    def lapse(self):
        for guest in self.guests.values():
            if guest.state == "offered":
                self.enter(guest, "cancelled")
                guest.unconfirmed = False
        self.fill()

    def change_mode(self, guest, mode):
        if guest.mode == mode:
            return
        if not self.takes_place or guest.state in ENDED:
            raise Refused
        has_room, state = self.left(mode, guest.block) >= 1, guest.state
        if state in SEATED:
            if not has_room:
                raise Refused
            state = "confirmed"
        elif state == "waiting":
            if not has_room and not self.waiting_list:
                raise Refused
            state = "confirmed" if has_room else "waiting"
            guest.since = self.clock
        guest.mode, guest.in_block = mode, self.draws(mode, guest.block)
        self.enter(guest, state)
        self.fill()

    def set_block(self, pk, seats):
        block = self.blocks.get(pk) or Block(pk)
        taken = self.taken_of(block)
        now_held = taken if block.released else block.seats
        if seats < taken or seats - now_held > self.left(ROOM):
            raise Refused
        block.seats, block.released = seats, False
        self.blocks[pk] = block
        self.fill()
        return block

    def release(self, block):
        if block.released:
            return
        for guest in self.guests.values():
            if guest.block is block and guest.in_block and guest.state == "waiting":
                guest.in_block = False
        block.released = True
        self.fill()

    def assign(self, guest, block):
        if guest.block is block:
            return
        in_block = self.draws(guest.mode, block)
        if guest.state in SEATED and self.left(guest.mode, block) < 1:
            of_everybody = not guest.in_block or guest.block.released
            if in_block or not of_everybody:
                raise Refused
        guest.block, guest.in_block = block, in_block
        self.fill()
