"""Rules 14 and 15: the calendar part of a guest's mail (iMIP)."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import time_machine
import vobject

from symposium.calendars.invitations import cancellation, invitation
from symposium.calendars.models import Entry
from symposium.events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db

GUEST = {"name": "Ada Star", "email": "ada@example.org", "url": "https://host.example/registrations/token/"}


@pytest.fixture
def event():
    starts_at = datetime(2026, 1, 20, 17, tzinfo=UTC)
    return make.make_event(
        name="Space Symposium", summary="For all.", starts_at=starts_at, ends_at=starts_at + timedelta(hours=9)
    )


def entry(event: Event) -> Entry:
    return Entry.objects.get(event=event, kind=Entry.Kind.EVENT)


def lines(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_rule_14_an_invitation_asks_the_guest_and_nobody_else(event):
    found = lines(invitation(event, **GUEST, bump=0))
    assert "METHOD:REQUEST" in found
    attendee = "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;CN=Ada Star"
    assert [line for line in found if line.startswith("ATTENDEE")] == [f"{attendee}:mailto:ada@example.org"]
    assert "ORGANIZER;CN=Space Symposium:mailto:organisers@example.org" in found
    assert {"STATUS:CONFIRMED", "SEQUENCE:0", "SUMMARY:Space Symposium"} <= set(found)
    assert "DTSTART;TZID=America/Los_Angeles:20260120T090000" in found
    assert "BEGIN:VTIMEZONE" in found


def test_rule_14_a_cancellation_has_the_same_uid_and_a_raised_sequence(event):
    asked = icalendar.Calendar.from_ical(invitation(event, **GUEST, bump=0))
    taken_back = icalendar.Calendar.from_ical(cancellation(event, **GUEST, bump=1))
    before, after = asked.walk("VEVENT")[0], taken_back.walk("VEVENT")[0]
    assert taken_back["METHOD"] == "CANCEL"
    assert after["UID"] == before["UID"] == str(entry(event).uid)
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["STATUS"] == "CANCELLED"
    assert after["SUMMARY"] == "Cancelled: Space Symposium"
    assert after["ATTENDEE"] == before["ATTENDEE"]
    assert after["ORGANIZER"] == before["ORGANIZER"]


def test_rule_14_the_sequence_is_that_of_the_event_and_the_guest_together(event):
    event.name = "Another name"
    event.save()
    assert "SEQUENCE:4" in lines(invitation(event, **GUEST, bump=3))


def test_rule_1_the_uid_is_that_of_the_public_feed(client, event):
    uid = f"UID:{entry(event).uid}"
    assert uid in lines(invitation(event, **GUEST, bump=0))
    assert uid in lines(client.get(f"/events/{event.slug}/calendar.ics").content.decode())


def test_rule_15_it_leads_to_the_guests_own_page(event):
    found = lines(invitation(event, **GUEST, bump=0))
    assert f"URL:{GUEST['url']}" in found
    assert f"DESCRIPTION:For all.\\n\\n{GUEST['url']}" in found


def test_it_is_stamped_when_it_is_made(event):
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False):
        assert "DTSTAMP:20270101T000000Z" in lines(invitation(event, **GUEST, bump=0))


def test_it_has_no_alarm_no_name_of_a_calendar_and_no_refresh(event):
    text = invitation(event, **GUEST, bump=0)
    for word in ("VALARM", "X-WR-CALNAME", "REFRESH-INTERVAL", "SOURCE"):
        assert word not in text


def test_a_hostile_name_or_address_adds_no_line(event):
    hostile = {"name": 'x"\r\nX-EVIL:1', "email": "a@b.org\r\nX-EVIL:1", "url": "https://a.org/\r\nX-EVIL:1"}
    found = lines(invitation(event, **hostile, bump=0))
    assert not [line for line in found if line.startswith("X-EVIL")]
    vobject.readOne(invitation(event, **hostile, bump=0))


def test_every_line_is_folded_and_ends_with_crlf(event):
    text = invitation(event, **GUEST | {"name": "漢字" * 60}, bump=0)
    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")


def test_an_event_that_was_written_past_its_services_gets_its_entry_now(event):
    Entry.objects.all().delete()
    invitation(event, **GUEST, bump=0)
    assert Entry.objects.filter(event=event).count() == 1


def test_a_draft_has_no_invitation():
    with pytest.raises(Entry.DoesNotExist):
        invitation(make.make_event(state=Event.State.DRAFT), **GUEST, bump=0)
