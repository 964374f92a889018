"""What stands in ``golden/``, byte for byte: a feed of each kind, and mails; other projects may test against them.

GOLDEN=write pytest tests/symposium/calendars/test_golden.py writes them anew: look at the difference.
"""

import json
import os
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from symposium.calendars.invitations import cancellation, invitation
from symposium.calendars.models import Entry
from symposium.events.models import Event
from symposium.kit.revisions import publishing
from tests import factories as make

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent / "golden"
FEEDS = {
    "event.ics": "/events/golden/calendar.ics",
    "programme.ics": "/events/golden/programme.ics",
    "programme-extended.ics": "/events/golden/programme.ics?extended=1",
    "programme-en-us.ics": "/en-us/events/golden/programme.ics",
    "programme.json": "/events/golden/programme.ics?format=jcal",
    "track.ics": "/events/golden/tracks/science.ics",
    "site-with-programme.ics": "/calendar.ics?programme=1",
    "days.ics": "/events/days/calendar.ics",
    "empty.ics": "/events/days/programme.ics",
}


@pytest.fixture
def event(time_machine) -> Event:
    """What calendars stumble over: a cancelled and a moved session, many scripts, an hour that comes twice."""
    time_machine.move_to(datetime(2026, 5, 1, 9, tzinfo=UTC), tick=False)
    begins = datetime(2026, 10, 31, 16, tzinfo=UTC)
    with publishing():
        event = make.make_event(name="Light; sails, 2026", slug="golden", starts_at=begins, hue=250)
        event.ends_at = begins + timedelta(days=1, hours=9)
        event.contact_name, event.contact_email = "The desk", "desk@example.org"
        event.save()
        make.make_venue(event, latitude="34.137700", longitude="-118.125300")
        room, track = (
            make.make_room(event, name="Ramo", slug="ramo"),
            make.make_track(event, name="Science", slug="science"),
        )
        keynote = make.make_session(event, title="Ice on Mars", slug="ice", kind="keynote", room=room, track=track)
        keynote.abstract, keynote.stream_url = "<p>On <em>ice</em>;</p><p>and dust.</p>", "https://stream.example.org/1"
        keynote.save()
        make.make_appearance(keynote, make.make_speaker(event, pk=4711, name="Ada Star", form_of_address="Dr"))
        make.make_appearance(keynote, None, part="moderator")
        make.make_session(event, title="العربية עברית 漢字 🛰️ " + "Ünï, " * 20, slug="scripts", at=2)
        make.make_session(event, title="Open sky", slug="sky", at=16.5)
        gone = make.make_session(event, title="Called off", slug="off", at=4, track=track)
        make.make_event(
            name="Days", slug="days", hours_announced=False, timezone="Europe/London",
            starts_at=datetime(2026, 10, 24, 0, tzinfo=UTC), ends_at=datetime(2026, 10, 26, 0, tzinfo=UTC),
        )  # fmt: skip
    time_machine.move_to(datetime(2026, 5, 2, 9, tzinfo=UTC), tick=False)
    gone.delete()
    keynote.refresh_from_db()
    keynote.starts_at += timedelta(minutes=30)
    keynote.ends_at += timedelta(minutes=30)
    keynote.save()
    for number, entry in enumerate(Entry.objects.order_by("event_slug", "kind", "slug")):
        Entry.objects.filter(pk=entry.pk).update(uid=uuid.UUID(int=number, version=4))
    return event


def same(name: str, body: bytes) -> None:
    path = FOLDER / name
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_bytes(body)
    assert body == path.read_bytes(), name


def test_feeds_are_as_they_always_were(client, event):
    for name, address in FEEDS.items():
        body = client.get(address).content
        same(name, json.dumps(json.loads(body), ensure_ascii=False, indent=1).encode() if "json" in name else body)


def test_mails_are_as_they_always_were(event):
    guest = {"name": "Bea Guest", "email": "bea@example.org", "url": "http://testserver/events/golden/"}
    same("invitation.ics", invitation(event, **guest, bump=0).encode())
    same("invitation-online.ics", invitation(event, **guest, bump=1, is_online=True).encode())
    same("cancellation.ics", cancellation(event, **guest, bump=2).encode())
