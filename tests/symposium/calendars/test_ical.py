"""Instants, as four libraries that did not write them read them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import vobject
from icalevents.icalparser import parse_events

from tests import factories as make

pytestmark = pytest.mark.django_db

SPANS = {
    "an ordinary day": (datetime(2026, 1, 20, 18, tzinfo=UTC), datetime(2026, 1, 20, 19, tzinfo=UTC)),
    "past midnight": (datetime(2026, 7, 5, 4, tzinfo=UTC), datetime(2026, 7, 5, 9, 30, tzinfo=UTC)),
    "over the change to summer time": (datetime(2026, 3, 8, 8, tzinfo=UTC), datetime(2026, 3, 8, 12, tzinfo=UTC)),
    "over the change to winter time": (datetime(2026, 11, 1, 7, tzinfo=UTC), datetime(2026, 11, 1, 12, tzinfo=UTC)),
    "in the hour that comes twice": (
        datetime(2026, 11, 1, 8, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
    ),
}


def by_icalendar(body: bytes):
    found: Any = icalendar.Calendar.from_ical(body).walk("VEVENT")[0]
    return found["DTSTART"].dt, found["DTEND"].dt


def by_vobject(body: bytes):
    found = vobject.readOne(body.decode()).vevent
    return found.dtstart.value, found.dtend.value


def by_icalevents(body: bytes):
    icalendar.use_pytz()  # which it asks for
    year = datetime(2026, 1, 1, tzinfo=UTC)
    found = parse_events(body.decode(), start=year, end=year + timedelta(days=365))[0]
    return found.start, found.end


def by_recurring_ical_events(body: bytes):
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(body)).between((2026, 1, 1), (2027, 1, 1))[0]
    return found["DTSTART"].dt, found["DTEND"].dt


@pytest.mark.parametrize("reader", [by_icalendar, by_vobject, by_icalevents, by_recurring_ical_events])
@pytest.mark.parametrize("span", SPANS.values(), ids=SPANS)
def test_other_libraries_read_the_same_instants(client, reader, span):
    event = make.make_event(
        slug="long", starts_at=datetime(2026, 1, 1, tzinfo=UTC), ends_at=datetime(2027, 1, 1, tzinfo=UTC)
    )
    make.make_session(event, starts_at=span[0], ends_at=span[1])
    found = reader(client.get("/events/long/programme.ics").content)
    assert tuple(moment.astimezone(UTC) for moment in found) == span
