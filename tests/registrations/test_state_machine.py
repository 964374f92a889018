"""Whatever guests and organisers do, in whatever order: seats are exact and the line is fair."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from registrations import services
from registrations.exceptions import EventFullError
from registrations.models import Registration
from symposium.events.models import Event
from tests.factories import make_event

PEOPLE = [f"guest-{number}@example.org" for number in range(8)]


class Desk(RuleBasedStateMachine):
    """Guests register, cancel and come back; organisers change the number of places."""

    def __init__(self):
        super().__init__()
        self.event = make_event(capacity=3)
        self.expected_line: list[str] = []

    def real(self):
        return Registration.objects.real().filter(event=self.event)

    @rule(email=st.sampled_from(PEOPLE), accepts=st.booleans())
    def register(self, email, accepts):
        stood = self.real().exclude(state="cancelled").filter(email=email).exists()
        try:
            made = services.register(self.event, name="x", email=email, accepts_waiting=accepts)
        except EventFullError:
            assert not accepts
            return
        assert (made.shadow_of is not None) == stood
        if made.is_waiting and not stood:
            self.expected_line.append(email)

    @rule(email=st.sampled_from(PEOPLE))
    def cancel(self, email):
        registration = self.real().exclude(state="cancelled").filter(email=email).first()
        if registration:
            services.cancel(registration)
            self.expected_line = [other for other in self.expected_line if other != email]

    @precondition(lambda self: Registration.objects.filter(event=self.event, shadow_of__isnull=False).exists())
    @rule()
    def cancel_a_shadow(self):
        services.cancel(Registration.objects.filter(event=self.event, shadow_of__isnull=False).first())

    @rule(more=st.integers(0, 4))
    def change_capacity(self, more):
        event = Event.objects.get(pk=self.event.pk)
        event.capacity = event.seats_taken + more
        event.save()

    @invariant()
    def counters_are_exact(self):
        event = Event.objects.get(pk=self.event.pk)
        assert event.seats_taken == self.real().filter(state="confirmed").count() <= event.capacity
        assert event.guests_waiting == self.real().filter(state="waiting").count()

    @invariant()
    def nobody_waits_while_a_place_is_free(self):
        event = Event.objects.get(pk=self.event.pk)
        assert not (event.seats_left and event.guests_waiting)

    @invariant()
    def the_line_is_in_the_order_in_which_people_came(self):
        line = list(Registration.objects.waiting_in_line().filter(event=self.event).values_list("email", flat=True))
        self.expected_line = [email for email in self.expected_line if email in line]
        assert line == self.expected_line

    @invariant()
    def an_address_has_one_place(self):
        standing = list(self.real().exclude(state="cancelled").values_list("email_key", flat=True))
        assert len(standing) == len(set(standing))


class DeskTest(TestCase):
    @pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
    def test_seats_are_exact_and_the_line_is_fair_whatever_happens(self):
        run_state_machine_as_test(Desk, settings=settings(max_examples=25, stateful_step_count=20, deadline=None))
