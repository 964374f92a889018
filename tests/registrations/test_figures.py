"""Guests counted by day: kept once they are settled, counted anew as long as they may change, naming nobody."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registrations.models import GuestCount, GuestDay, Party, Registration
from registrations.services.figures import count_days, days_of
from symposium.events.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)


@pytest.fixture
def event() -> Event:
    return factories.make_event(timezone="America/Los_Angeles", starts_at=datetime(2026, 9, 1, 16, tzinfo=UTC))


def come(event: Event, days_ago: float, **fields: object) -> Registration:
    return factories.make_registration(event, created_at=NOON - timedelta(days=days_ago), **fields)


def found(event: Event) -> dict[tuple[date, str], int]:
    return days_of([Event.objects.get(pk=event.pk)])[event.pk]


def test_days_are_those_of_the_events_wall(event: Event) -> None:
    factories.make_registration(event, created_at=datetime(2026, 6, 2, 6, 59, tzinfo=UTC))
    factories.make_registration(event, created_at=datetime(2026, 6, 2, 7, 1, tzinfo=UTC))
    assert list(found(event)) == [(date(2026, 6, 1), "form"), (date(2026, 6, 2), "form")]


def test_it_is_told_how_each_came(event: Event) -> None:
    party = Party.objects.create(event=event)
    come(event, 1, party=party, is_head=True)
    come(event, 1, party=party, email="")
    come(event, 1, by_staff=True)
    come(event, 1, invitation=factories.make_invitation(event))
    come(event, 1, state="cancelled")
    come(event, 1, state="unverified")
    come(event, 1, shadow_of=come(event, 1))
    day = (NOON - timedelta(days=1)).date()
    assert found(event) == {(day, "form"): 3, (day, "companion"): 1, (day, "staff"): 1, (day, "invitation"): 1}


def test_counting_changes_nothing_of_what_is_seen(event: Event) -> None:
    for days in (30, 30, 9, 2, 0.5):
        come(event, days)
    before = found(event)
    assert count_days(NOON) == 1
    assert GuestDay.objects.count() == 4
    assert found(event) == before
    # Nobody came since: there is nothing to do.
    assert count_days(NOON) == 0
    come(event, -0.1)
    assert sum(found(event).values()) == 6
    assert count_days(NOON + timedelta(days=1)) == 1
    assert sum(found(event).values()) == 6


def test_who_comes_in_the_last_minute_is_counted_when_somebody_looks(event: Event) -> None:
    come(event, 0)
    assert count_days(NOON) == 0
    assert sum(found(event).values()) == 1
    assert not GuestCount.objects.exists()


def test_days_stay_when_guests_are_gone(event: Event) -> None:
    come(event, 30)
    come(event, 20)
    count_days(NOON)
    Registration.objects.all().delete()
    assert sum(found(event).values()) == 2
    come(event, -1)
    count_days(NOON + timedelta(days=2))
    assert sum(found(event).values()) == 3


def test_an_address_that_is_confirmed_late_still_counts(event: Event) -> None:
    come(event, 0.2)
    late = come(event, 1, state="unverified")
    count_days(NOON)
    Registration.objects.filter(pk=late.pk).update(state="confirmed")
    come(event, -0.1)
    count_days(NOON + timedelta(days=1))
    assert sum(found(event).values()) == 3


def test_two_sweeps_beside_one_another_count_once(event: Event) -> None:
    come(event, 10)
    count_days(NOON)
    GuestCount.objects.update(until=NOON - timedelta(days=12))
    count_days(NOON)
    assert sum(found(event).values()) == 1


def test_an_edition_that_is_over_costs_no_query_of_its_own(event: Event) -> None:
    old = factories.make_event(starts_at=NOON - timedelta(days=300))
    factories.make_registration(old, created_at=NOON - timedelta(days=320))
    come(event, 5)
    count_days(NOON)
    both = list(Event.objects.all())
    with CaptureQueriesContext(connection) as caught:
        days_of(both)
    assert len(caught) == 2


def test_a_day_that_may_still_change_is_counted_anew_when_its_guest_is_gone(event: Event) -> None:
    gone = come(event, 1)
    count_days(NOON)
    gone.delete()
    come(event, -0.1)
    assert count_days(NOON + timedelta(days=1)) == 1
    assert sum(found(event).values()) == 1
