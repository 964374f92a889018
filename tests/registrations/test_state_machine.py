"""Whatever guests, staff and the clock do, in whatever order: the desk does what the rules say, and counts right.

STATE_MACHINE_EXAMPLES (12 when not set) is how many random courses are tried, STATE_MACHINE_STEPS how long each is.
"""

import contextlib
import os
from collections import defaultdict
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from registrations import services
from registrations.exceptions import RegistrationRefusedError
from registrations.models import Allocation, BookableSession, Booking, Deed, Registration, RegistrationRules
from registrations.services import leaving, registering
from symposium.events.models import Event
from tests.factories import (
    make_event,
    make_hosting,
    make_invitation,
    make_organisation,
    make_session,
    make_user,
)
from tests.registrations.rules import ENDED, ROOM, STREAM, Guest, Refused, Rules

EXAMPLES = int(os.environ.get("STATE_MACHINE_EXAMPLES", "12"))
STEPS = int(os.environ.get("STATE_MACHINE_STEPS", "30"))
PEOPLE = [f"guest-{number}@example.org" for number in range(8)]
SAYS_NOTHING_OF_STATES = {"booked", "unbooked", "changed", "consented", "withdrew", "address", "erased"}
modes, numbers, choices = st.sampled_from([ROOM, STREAM]), st.integers(0, 1000), st.booleans()


class Desk(RuleBasedStateMachine):
    """The real desk beside the model of its rules: each deed is done at both."""

    @initialize()
    def open(self):
        self.event = make_event(capacity=4, online_capacity=2, attendance="both")
        RegistrationRules.objects.create(event=self.event, party_size=3, asks_participants=True)
        self.hosts = [make_organisation(), make_organisation()]
        for host in self.hosts:
            make_hosting(self.event, host)
        self.session = make_session(self.event)
        self.rules, self.staff = Rules(), services.By.of(make_user())
        services.change_places(self.session, capacity=1)

    # --- helpers -------------------------------------------------------------------------------------------------

    def pick(self, number, *states):
        """Some real guest in one of these states, or None."""
        found = [guest for guest in self.rules.real() if not states or guest.state in states]
        return found[number % len(found)] if found else None

    def row(self, guest):
        return Registration.objects.get(pk=guest.pk)

    def both(self, real, model):
        """Do a deed at the desk and in the model: both refuse it, or both do it."""
        self.rules.clock += 1
        refused = False
        try:
            model()
        except Refused:
            refused = True
        if refused:
            with pytest.raises(RegistrationRefusedError):
                real()
        else:
            real()

    def save(self, **fields):
        event = Event.objects.get(pk=self.event.pk)
        for name, value in fields.items():
            setattr(event, name, value)
        event.save()
        self.rules.clock += 1
        self.rules.fill()

    def enter(self, before, **common):
        """Take the rows that the desk has just made into the model: shadows as they are, real ones by the rules."""
        rows = Registration.objects.filter(event=self.event).exclude(pk__in=before).order_by("pk")
        states = common.pop("states")
        given = iter(states)
        for row in rows:
            guest = Guest(row.pk, row.email_key, row.state, party=row.party_id, is_head=row.is_head, **common)
            guest.shadow = row.shadow_of_id is not None
            if not guest.shadow:
                guest.state = next(given)
            guest.in_block = self.rules.draws(guest.mode, guest.block)
            self.rules.arrive(guest)

    # --- coming --------------------------------------------------------------------------------------------------

    @rule(
        who=st.sampled_from(PEOPLE),
        brings=st.lists(st.sampled_from(["", *PEOPLE]), max_size=2),
        mode=modes,
        split=choices,
        accepts=choices,
        way=st.sampled_from(["form", "form", "form", "invited", "forwarded"]),
        host=st.integers(0, 2),
    )
    def register(self, who, brings, mode, split, accepts, way, host):
        block = Allocation.objects.filter(event=self.event, organisation=self.hosts[host % 2]).first()
        block = None if host == 2 or way == "form" else block
        invitation = None
        if way != "form":
            invited = who if way == "invited" else f"invited-{self.rules.clock}@example.org"
            self.event.invitations.exclude(state="revoked").filter(email_key=invited).update(state="revoked")
            self.rules.revoke(invited)
            invitation = make_invitation(self.event, allocation=block, email=invited, companions=2)
        if way == "invited" and self.rules.standing(who):
            self.join(who, mode, invitation, accepts)
            return
        before = list(Registration.objects.filter(event=self.event).values_list("pk", flat=True))
        keys = [who]
        for key in brings:
            keys.append("" if key in keys else key)
        model_block = self.rules.blocks[block.pk] if block else None
        newcomers = sum(not self.rules.standing(key) for key in keys)
        states = []

        def real():
            companions = [services.Person("Companion", address) for address in brings]
            services.register(
                Event.objects.get(pk=self.event.pk),
                name="Guest",
                email=who,
                companions=companions,
                mode=mode,
                may_split=split,
                accepts_waiting=accepts,
                invitation=invitation,
            )

        def model():
            if not self.rules.takes_place:
                raise Refused
            states[:] = self.rules.states_for(
                newcomers or len(keys),
                mode,
                model_block,
                free=way != "invited",
                forwarded=way == "forwarded",
                split=split,
                accepts=accepts,
            )

        self.both(real, model)
        common = {"mode": mode, "block": model_block, "may_split": split}
        self.enter(before, states=states, invited=invitation.email_key if invitation else "", **common)

    def join(self, who, mode, invitation, accepts):
        """Who is registered already accepts an invitation, for themselves alone."""
        guest, block = self.rules.standing(who), invitation.allocation
        before = [(one, dict(vars(one))) for one in self.rules.guests.values()]

        def real():
            event = Event.objects.get(pk=self.event.pk)
            asked = {"mode": mode, "invitation": invitation, "accepts_waiting": accepts}
            assert services.register(event, name="Guest", email=who, **asked).pk == guest.pk

        def model():
            if not self.rules.takes_place:
                raise Refused
            if guest.state == "unverified":
                self.confirm(guest)
            try:
                self.rules.join(guest, mode, self.rules.blocks[block.pk] if block else None, accepts=accepts)
            except Refused:
                for one, fields in before:
                    vars(one).update(fields)
                raise
            guest.invited, guest.revoked = who, False

        self.both(real, model)

    @rule(number=numbers, address=st.sampled_from(["", *PEOPLE]))
    def add_companion(self, number, address):
        head = self.pick(number)
        if head is None:
            return
        before = list(Registration.objects.filter(event=self.event).values_list("pk", flat=True))
        states = []
        party = [g for g in self.rules.guests.values() if g.party and g.party == head.party and g.state not in ENDED]
        key = "" if address in {g.key for g in [*party, head]} else address

        def model():
            bound = head.invited == head.key != ""
            closed = not self.rules.takes_place or head.revoked or head.state in ENDED
            if closed or 1 + (len(party) or 1) > self.rules.party_size:
                raise Refused
            if head.state in {"unverified", "pending"}:
                states[:] = [head.state]
            elif not bound and (head.invited or self.rules.approval):
                states[:] = ["pending"]
            else:
                states[:] = self.rules.seats(1, head.mode, head.block)

        self.both(lambda: services.add_companion(self.row(head), services.Person("Companion", address)), model)
        if states:
            if head.party is None:
                head.party, head.is_head = self.row(head).party_id, True
            common = {"mode": head.mode, "block": head.block, "may_split": head.may_split, "invited": head.invited}
            self.enter(before, states=states, **common)
            assert [g.key for g in self.rules.guests.values() if g.pk not in before] == [key]

    @rule(number=numbers)
    def confirm_address(self, number):
        if guest := self.pick(number, "unverified"):
            self.both(lambda: services.confirm_address(self.row(guest)), lambda: self.confirm(guest))

    def confirm(self, guest):
        """The model of it."""
        together = [guest] if guest.party is None else []
        if guest.party and guest.is_head:
            together = [g for g in self.rules.real() if g.party == guest.party and g.state == "unverified"]
            together.sort(key=lambda g: g.pk)
        if not together:
            return
        if not self.rules.takes_place:
            raise Refused
        bound = guest.invited == guest.key != ""
        if not bound and (guest.invited or self.rules.approval):
            states = ["pending"] * len(together)
        else:
            try:
                states = self.rules.seats(len(together), guest.mode, guest.block, split=guest.may_split)
            except Refused:
                states = ["cancelled"] * len(together)
        for one, state in zip(together, states, strict=True):
            one.in_block, one.unconfirmed = self.rules.draws(one.mode, guest.block), state == "cancelled"
            self.rules.enter(one, state)

    # --- going and changing --------------------------------------------------------------------------------------

    @rule(number=numbers, with_party=choices)
    def cancel(self, number, with_party):
        if guest := self.pick(number):
            self.both(
                lambda: services.cancel(self.row(guest), with_party=with_party),
                lambda: self.rules.cancel(guest, with_party=with_party),
            )

    @rule(number=numbers, with_party=choices)
    def cancel_a_shadow(self, number, with_party):
        shadows = [guest for guest in self.rules.guests.values() if guest.shadow]
        if shadows:
            guest = shadows[number % len(shadows)]
            self.both(
                lambda: services.cancel(self.row(guest), with_party=with_party),
                lambda: self.rules.cancel(guest, with_party=with_party),
            )

    @rule(number=numbers)
    def come_back(self, number):
        if guest := self.pick(number, "cancelled"):
            keys = {guest.key}
            if guest.party and not guest.is_head:
                keys |= {g.key for g in self.rules.guests.values() if g.party == guest.party}
            self.both(
                lambda: services.come_back(self.row(guest)),
                lambda: self.rules.come_back(guest, bound=guest.invited in keys),
            )

    @rule(number=numbers)
    def erase(self, number):
        guest = self.pick(number)
        if guest is None:
            return
        keys = set(Registration.objects.filter(shadow_of=guest.pk).values_list("pk", flat=True))

        def model():
            leaving = self.rules.leaving_with(guest)
            gone = {one.pk for one in leaving}
            shadows = Registration.objects.filter(shadow_of__in=gone).values_list("pk", flat=True)
            for pk in list(shadows):
                for one in self.rules.leaving_with(self.rules.guests[pk]):
                    if one.state not in ENDED:
                        self.rules.enter(one, "cancelled")
                gone.add(pk)
            for one in leaving:
                self.rules.enter(one, "cancelled")
            for pk in gone:
                self.rules.guests.pop(pk)
            self.rules.fill()

        self.both(lambda: None, model)
        services.erase(self.row(guest))
        assert not Registration.objects.filter(pk__in=keys | {guest.pk}).exists()

    @rule(number=numbers, mode=modes)
    def change_mode(self, number, mode):
        if guest := self.pick(number):
            self.both(lambda: services.change_mode(self.row(guest), mode), lambda: self.rules.change_mode(guest, mode))

    # --- staff ---------------------------------------------------------------------------------------------------

    @rule(number=numbers, yes=choices)
    def decide(self, number, yes):
        if guest := self.pick(number, "pending"):
            deed = services.approve if yes else services.decline
            self.both(
                lambda: deed(self.row(guest), by=self.staff),
                lambda: self.rules.approve(guest) if yes else self.rules.enter(guest, "declined"),
            )

    @rule(host=st.integers(0, 1), seats=st.integers(0, 3))
    def set_block(self, host, seats):
        found = Allocation.objects.filter(event=self.event, organisation=self.hosts[host]).first()

        def real():
            self.made = services.set_block(self.event, self.hosts[host], seats=seats, by=self.staff)

        def model():
            self.block = self.rules.set_block(found.pk if found else -1, seats)

        self.both(real, model)
        if found is None and -1 in self.rules.blocks:
            block = self.rules.blocks.pop(-1)
            block.pk = self.made.pk
            self.rules.blocks[block.pk] = block

    @rule(host=st.integers(0, 1))
    def release(self, host):
        found = Allocation.objects.filter(event=self.event, organisation=self.hosts[host]).first()
        if found:
            self.both(lambda: services.release_block(found), lambda: self.rules.release(self.rules.blocks[found.pk]))

    @rule(number=numbers, host=st.integers(0, 2))
    def assign(self, number, host):
        guest = self.pick(number)
        if guest is None:
            return
        found = None if host == 2 else Allocation.objects.filter(organisation=self.hosts[host]).first()
        block = self.rules.blocks[found.pk] if found else None
        self.both(
            lambda: services.assign(self.row(guest), found, by=self.staff), lambda: self.rules.assign(guest, block)
        )

    @rule(more=st.sampled_from([None, 0, 1, 2, 4]))
    def change_capacity(self, more):
        used = self.rules.taken() + self.rules.held()
        self.rules.capacity = None if more is None else used + more
        self.save(capacity=self.rules.capacity)

    @rule(more=st.sampled_from([None, 0, 1, 2]))
    def change_online_capacity(self, more):
        self.rules.online = None if more is None else self.rules.taken(STREAM) + more
        self.save(online_capacity=self.rules.online)

    @rule(which=st.sampled_from(["approval", "confirms", "offers", "waiting_list", "takes_place"]))
    def change_rules(self, which):
        setattr(self.rules, which, not getattr(self.rules, which))
        rules = self.rules
        RegistrationRules.objects.filter(event=self.event).update(
            confirms_addresses=rules.confirms, offer_hours=2 if rules.offers else None
        )
        self.save(
            policy="approval" if rules.approval else "open",
            has_waiting_list=rules.waiting_list,
            state="published" if rules.takes_place else "postponed",
        )

    # --- offers and sessions -------------------------------------------------------------------------------------

    @rule(number=numbers)
    def accept(self, number):
        if guest := self.pick(number, "offered"):
            self.both(lambda: services.accept_offer(self.row(guest)), lambda: self.rules.accept(guest))

    @rule()
    def lapse(self):
        def real():
            # All offers of now have ended then; those that follow from it last from then on.
            services.lapse_offers(timezone.now() + timedelta(hours=3))
            Registration.objects.filter(event=self.event, state="offered").update(
                offered_until=timezone.now() + timedelta(hours=2)
            )

        self.both(real, self.rules.lapse)

    @rule(number=numbers)
    def book(self, number):
        if guest := self.pick(number):
            with contextlib.suppress(RegistrationRefusedError):
                services.book(self.row(guest), BookableSession.objects.get(session=self.session))

    @rule(number=numbers)
    def unbook(self, number):
        standing = list(Booking.objects.standing().filter(bookable=self.session.pk))
        if standing:
            services.unbook(standing[number % len(standing)])

    @rule(capacity=st.integers(0, 3))
    def change_places(self, capacity):
        with contextlib.suppress(RegistrationRefusedError):
            services.change_places(self.session, capacity=capacity)

    # --- what holds always ---------------------------------------------------------------------------------------

    @invariant()
    def all_stand_as_the_rules_say(self):
        rows = {row.pk: row for row in Registration.objects.filter(event=self.event)}
        assert rows.keys() == self.rules.guests.keys()
        for pk, guest in self.rules.guests.items():
            row = rows[pk]
            if guest.shadow:
                guest.state, guest.in_block, guest.is_head = row.state, row.in_block, row.is_head
                continue
            found = (row.state, row.mode, row.allocation_id, row.is_head)
            assert found == (guest.state, guest.mode, guest.block.pk if guest.block else None, guest.is_head), pk
            if row.state in {"confirmed", "offered", "waiting"}:
                assert row.in_block == guest.in_block

    @invariant()
    def counters_are_exact_and_within_capacity(self):
        event, rules = Event.objects.get(pk=self.event.pk), self.rules
        rows = list(Registration.objects.real().filter(event=event))
        seated = [row for row in rows if row.is_seated]
        waiting = [row for row in rows if row.is_waiting]
        assert event.seats_taken == sum(row.mode == ROOM for row in seated)
        assert event.online_taken == sum(row.mode == STREAM for row in seated)
        assert event.guests_waiting == sum(row.mode == ROOM and not row.in_block for row in waiting)
        assert event.online_waiting == sum(row.mode == STREAM for row in waiting)
        assert event.seats_held == rules.held()
        assert event.capacity is None or event.seats_taken + event.seats_held <= event.capacity
        assert event.online_capacity is None or event.online_taken <= event.online_capacity
        for block in Allocation.objects.filter(event=event):
            of_it = [row for row in rows if row.in_block and row.allocation_id == block.pk]
            assert block.taken == sum(row.is_seated for row in of_it) <= block.seats
            assert block.waiting == sum(row.is_waiting for row in of_it)
            assert block.released_at is None or block.taken == block.seats

    @invariant()
    def nobody_waits_who_would_fit(self):
        for mode, block in self.rules.lines() if self.rules.takes_place else ():
            for group in self.rules.line(mode, block):
                assert len(group) > self.rules.left(mode, block)

    @invariant()
    def an_address_has_one_place(self):
        standing = [g.key for g in self.rules.real() if g.key and g.state != "cancelled"]
        assert len(standing) == len(set(standing))

    @invariant()
    def the_log_tells_every_change_of_state(self):
        # A shadow keeps what was done before it became one (decision 0014); the rules know only who is real.
        told = defaultdict(str)
        deeds = Deed.objects.filter(event=self.event, registration__in=Registration.objects.real()).order_by("pk")
        for deed in deeds.exclude(verb__in=SAYS_NOTHING_OF_STATES):
            assert deed.before == told[deed.registration_id], deed
            told[deed.registration_id] = deed.after
        assert dict(told) == {guest.pk: guest.state for guest in self.rules.real()}

    @invariant()
    def sessions_hold_whom_they_can_in_order(self):
        place = BookableSession.objects.get(session=self.session)
        rows = list(Booking.objects.standing().filter(bookable=place).select_related("registration"))
        real = [row for row in rows if row.registration.shadow_of_id is None]
        assert place.taken == sum(row.state == "booked" for row in real) <= place.capacity
        assert place.waiting == sum(row.state == "waiting" for row in real)
        assert not (self.rules.takes_place and place.left and place.waiting)
        assert all(row.registration.is_confirmed and row.registration.mode == ROOM for row in real)


class DeskTest(TestCase):
    @pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
    def test_the_desk_does_what_the_rules_say_whatever_happens(self):
        often = 10**6
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(registering, "MOST_RETURNS", often)
            patch.setattr(leaving, "MOST_RETURNS", often)
            run_state_machine_as_test(
                Desk,
                settings=settings(
                    max_examples=EXAMPLES,
                    stateful_step_count=STEPS,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
