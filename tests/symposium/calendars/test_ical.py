"""Instants, as libraries read them that did not write them: four of their own, two on top of one, two of JavaScript."""

from datetime import UTC, datetime, timedelta

import pytest

from symposium.calendars.models import Entry
from symposium.kit.revisions import publishing
from tests import factories as make
from tests.symposium.calendars.readers import HAS_NODE, READERS, Reader, by_ical_js, by_node_ical

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
ZONES = ("America/Los_Angeles", "Europe/London", "Europe/Dublin", "Asia/Kolkata", "Australia/Sydney", "UTC")


@pytest.fixture
def wanted() -> dict[str, tuple[datetime, datetime]]:
    """Sessions of every span in every zone, by UID."""
    year = {"starts_at": datetime(2026, 1, 1, tzinfo=UTC), "ends_at": datetime(2027, 1, 1, tzinfo=UTC)}
    with publishing():
        sessions = [
            make.make_session(event, title=f"{name}; {n}", starts_at=starts, ends_at=ends)
            for name in ZONES
            for event in [make.make_event(timezone=name, **year)]
            for n, (starts, ends) in SPANS.items()
        ]
    times = {one.pk: (one.starts_at, one.ends_at) for one in sessions}
    rows = Entry.objects.filter(kind="session").values_list("uid", "session_id")
    return {str(uid): times[session] for uid, session in rows}


def read(client, reader: Reader, wanted, query: str) -> None:
    found = reader(client.get(f"/calendar.ics?programme=1{query}").content)
    assert {uid: found[uid] for uid in wanted} == wanted


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_other_libraries_read_the_same_instants(client, wanted, reader):
    read(client, reader, wanted, "")
    assert len(wanted) == len(SPANS) * len(ZONES)


@pytest.mark.skipif(not HAS_NODE, reason="npm has not put ical.js and node-ical into build/node")
@pytest.mark.parametrize("reader", [by_ical_js, by_node_ical], ids=lambda reader: reader.__name__)
def test_libraries_of_javascript_read_the_same_instants(client, wanted, reader):
    read(client, reader, wanted, "")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_other_libraries_read_what_is_extended_cancelled_and_hostile(client, reader):
    event = make.make_event(slug="space", starts_at=SPANS["past midnight"][0] - timedelta(days=3))
    make.make_venue(event)
    session = make.make_session(event, title="Ünï 🛰️ עברית; a, b: \\n" + "漢字" * 30, abstract="<p>C:\\New</p>")
    make.make_appearance(session, make.make_speaker(event, name='Ada "Star"; O’Neil'))
    make.make_session(event, title="Gone").delete()
    found = reader(client.get("/events/space/programme.ics?extended=1").content)
    assert found[str(Entry.objects.get(session=session).uid)] == (session.starts_at, session.ends_at)
