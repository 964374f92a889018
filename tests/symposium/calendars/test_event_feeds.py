"""Golden tests of the feeds of one event, by rule; read again by libraries that did not write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
import vobject
from django.utils import timezone

from symposium.calendars.models import Entry
from symposium.calendars.services import retire_entries
from symposium.events.models import Event
from symposium.kit.revisions import publishing
from symposium.programme.models import Session
from tests import factories as make

pytestmark = pytest.mark.django_db

LA = ZoneInfo("America/Los_Angeles")
DAY = datetime(2026, 1, 20, 17, tzinfo=UTC)


@pytest.fixture
@publishing()
def event():
    event = make.make_event(
        name="UK-US Space; Symposium, 2026", slug="space", starts_at=DAY, ends_at=DAY + timedelta(hours=9), hue=250
    )
    make.make_venue(event, latitude="34.137700", longitude="-118.125300", country="US", postal_code="91125")
    return event


@pytest.fixture
@publishing()
def session(event):
    session = make.make_session(
        event,
        title="Keynote",
        slug="keynote",
        kind="keynote",
        abstract="<p>On <strong>ice</strong>.</p><p>And dust.</p>",
        room=make.make_room(event, name="Ramo", slug="ramo"),
        track=make.make_track(event, name="Science", slug="science"),
        stream_url="https://stream.example.org/a;b,c",
    )
    make.make_appearance(session, make.make_speaker(event, name="Ada Star", slug="ada", form_of_address="Dr"))
    make.make_appearance(session, None, part="moderator")
    return session


def lines(body: bytes) -> list[str]:
    return body.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def read(client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200, path
    return lines(response.content)


def calendar(client, path: str = "/events/space/programme.ics") -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(client.get(path).content)


def titles(client, path: str) -> list[str]:
    return [str(found["SUMMARY"]) for found in calendar(client, path).walk("VEVENT")]


DESCRIPTION = (
    "DESCRIPTION:On ice.\\n\\nAnd dust.\\n\\nWith:\\n- Dr Ada Star\\, speaker\\n- to be announced\\, moderator"
    "\\n\\nhttp://testserver/events/space/programme/keynote/"
)


def test_rule_7_a_session_says_all_that_is_known_of_it(client, event, session):
    entry = Entry.objects.get(session=session)
    stamp = f"{entry.revised_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    created = f"{entry.published_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    found = read(client, "/events/space/programme/keynote.ics")
    start = found.index("BEGIN:VEVENT")
    assert found[start:-1] == [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{stamp}",
        f"CREATED:{created}",
        f"LAST-MODIFIED:{stamp}",
        "SEQUENCE:0",
        "DTSTART;TZID=America/Los_Angeles:20260120T100000",
        "DTEND;TZID=America/Los_Angeles:20260120T110000",
        "SUMMARY:Keynote",
        DESCRIPTION,
        "LOCATION:Ramo\\, Observatory Hall\\, 1 Star Way\\, Pasadena\\, California 91125",
        "GEO:34.137700;-118.125300",
        "CATEGORIES:keynote,Science",
        "URL:http://testserver/events/space/programme/keynote/",
        "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://stream.example.org/a;b,c",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "CLASS:PUBLIC",
        'ORGANIZER;CN="UK-US Space; Symposium, 2026":mailto:organisers@example.org',
        "END:VEVENT",
    ]


def test_rule_7_a_calendar_says_what_it_is_and_when_to_look_again(client, event, session):
    found = read(client, "/events/space/programme.ics")
    assert found[: found.index("BEGIN:VTIMEZONE")] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Symposium//Calendars//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:UK-US Space\\; Symposium\\, 2026: programme",
        "X-WR-CALNAME:UK-US Space\\; Symposium\\, 2026: programme",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "SOURCE;VALUE=URI:http://testserver/events/space/programme.ics",
        "URL:http://testserver/events/space/programme/",
        "COLOR:dodgerblue",
    ]


def test_rule_7_only_a_published_photograph_is_an_image(client, event):
    photograph = make.make_photograph(event, is_published=False)
    assert not [line for line in read(client, "/events/space/calendar.ics") if line.startswith("IMAGE")]
    photograph.is_published = True
    photograph.save()
    line = next(line for line in read(client, "/events/space/calendar.ics") if line.startswith("IMAGE"))
    said, address = line.split(":http://testserver")
    assert said == "IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/webp"
    assert client.get(address).headers["Content-Type"] == "image/webp"


def test_rule_7_without_a_contact_the_organiser_is_who_sends_the_mail(client, event, settings):
    settings.DEFAULT_FROM_EMAIL = "Symposium <symposium@host.example>"
    event.contact_email = ""
    event.save()
    found = [line for line in read(client, "/events/space/calendar.ics") if line.startswith("ORGANIZER")]
    assert [line.rpartition(":mailto:")[2] for line in found] == ["symposium@host.example"]


def test_rule_8_speakers_and_place_are_components_for_who_asks(client, event, session):
    plain = read(client, "/events/space/programme.ics")
    extended = read(client, "/events/space/programme.ics?extended=1")
    start, end = extended.index("BEGIN:PARTICIPANT"), extended.index("END:VEVENT")
    added = extended[start:end]
    assert [line for line in added if not line.startswith("UID:")] == [
        "BEGIN:PARTICIPANT",
        "PARTICIPANT-TYPE:SPEAKER",
        "SUMMARY:Dr Ada Star",
        "END:PARTICIPANT",
        "BEGIN:VLOCATION",
        "NAME:Ramo\\, Observatory Hall\\, 1 Star Way\\, Pasadena\\, California 91125",
        "GEO:34.137700;-118.125300",
        "END:VLOCATION",
    ]
    assert extended[:start] + extended[end:] == plain
    assert calendar(client, "/events/space/programme.ics?extended=1").walk("VEVENT")[0]["SUMMARY"] == "Keynote"


def test_rule_8_other_values_of_the_option_are_none(client, event, session):
    plain, other = (client.get(f"/events/space/programme.ics{query}") for query in ("", "?extended=2"))
    assert other["ETag"] == plain["ETag"]


@pytest.mark.parametrize("path", ["calendar.ics", "programme.ics", "speakers/ada.ics"])
def test_rule_9_nothing_personal_and_no_alarm(client, event, session, path):
    session.appearances.first().speaker.email = "private@example.org"
    make.make_registration(event, name="A Guest", email="guest@example.org")
    body = client.get(f"/events/space/{path}").content.decode()
    for word in ("ATTENDEE", "VALARM", "Guest", "guest@", "private@"):
        assert word not in body


def test_rule_1_the_uid_of_a_session_is_the_same_in_every_feed(client, event, session):
    uid = f"UID:{Entry.objects.get(session=session).uid}"
    for path in ("programme", "programme/keynote", "tracks/science", "rooms/ramo", "speakers/ada"):
        assert uid in read(client, f"/events/space/{path}.ics"), path


def test_rule_3_two_reads_are_equal_byte_for_byte_whatever_the_clock_says(client, event, session):
    first = client.get("/events/space/programme.ics").content
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert client.get("/events/space/programme.ics").content == first


def test_rule_3_the_stamp_is_that_of_the_last_revision(client, event, session):
    with time_machine.travel(datetime(2030, 5, 6, 7, 8, 9, tzinfo=UTC), tick=False):
        session.abstract = "<p>Anew.</p>"
        session.save()
    found = read(client, "/events/space/programme.ics")
    assert "DTSTAMP:20300506T070809Z" in found
    assert "LAST-MODIFIED:20300506T070809Z" in found


@pytest.mark.parametrize("how", ["cancel", "delete", "event"])
def test_rule_4_what_is_cancelled_says_so_for_thirty_days(client, event, session, how):
    if how == "delete":
        session.delete()
    elif how == "cancel":
        session.state = Session.State.CANCELLED
        session.save()
    else:
        event.state = Event.State.CANCELLED
        event.save()
    for path in ("programme", "programme/keynote", "tracks/science", "rooms/ramo", "speakers/ada"):
        found = read(client, f"/events/space/{path}.ics")
        assert {"STATUS:CANCELLED", "SUMMARY:Cancelled: Keynote", "SEQUENCE:1", "TRANSP:TRANSPARENT"} <= set(found), (
            path
        )
    retire_entries(timezone.now() + timedelta(days=30))
    assert titles(client, "/events/space/programme.ics") == []
    assert client.get("/events/space/programme/keynote.ics").status_code == (404 if how == "delete" else 200)


def test_rule_4_what_is_gone_links_to_the_programme_that_it_stood_in(client, event, session):
    session.delete()
    gone = calendar(client, "/events/space/programme/keynote.ics").walk("VEVENT")[0]
    assert gone["URL"] == "http://testserver/events/space/programme/"


def test_a_postponed_event_is_tentative_with_all_its_sessions(client, event, session):
    event.state = Event.State.POSTPONED
    event.save()
    assert {"STATUS:TENTATIVE", "SUMMARY:Postponed: Keynote"} <= set(read(client, "/events/space/programme.ics"))
    assert "SUMMARY:Postponed: UK-US Space\\; Symposium\\, 2026" in read(client, "/events/space/calendar.ics")


def test_rule_5_each_zone_is_described_once(client, event, session):
    make.make_session(event)
    found = read(client, "/events/space/programme.ics")
    assert [line for line in found if line.startswith("TZID:")] == ["TZID:America/Los_Angeles"]
    assert found.count("BEGIN:STANDARD") == found.count("BEGIN:DAYLIGHT") == 1


def test_rule_6_no_bare_utc_no_floating_time_no_z_beside_a_zone(client, event, session):
    for line in read(client, "/events/space/programme.ics"):
        if line.startswith(("DTSTART;", "DTEND;")):
            assert ";TZID=America/Los_Angeles:" in line
            assert not line.endswith("Z")
        assert not line.startswith("DTEND:")


def test_rule_6_an_event_in_utc_names_its_zone(client, event, session):
    event.timezone = "UTC"
    event.save()
    found = read(client, "/events/space/calendar.ics")
    assert {"DTSTART;TZID=UTC:20260120T170000", "TZID:UTC"} <= set(found)


def test_rule_6_days_without_hours_are_dates_with_an_exclusive_end(client, event):
    event.hours_announced = False
    event.starts_at = datetime(2026, 1, 20, tzinfo=LA)
    event.ends_at = datetime(2026, 1, 23, tzinfo=LA)
    event.save()
    found = read(client, "/events/space/calendar.ics")
    assert {"DTSTART;VALUE=DATE:20260120", "DTEND;VALUE=DATE:20260123"} <= set(found)
    parsed = calendar(client, "/events/space/calendar.ics").walk("VEVENT")[0]
    assert (parsed["DTSTART"].dt, parsed["DTEND"].dt) == (date(2026, 1, 20), date(2026, 1, 23))
    assert vobject.readOne(client.get("/events/space/calendar.ics").content.decode()).vevent.dtend.value == date(
        2026, 1, 23
    )


def test_rule_10_an_empty_programme_still_has_its_zone(client, event):
    found = read(client, "/events/space/programme.ics")
    assert "BEGIN:VEVENT" not in found
    assert "TZID:America/Los_Angeles" in found


def test_rule_10_what_people_write_breaks_no_line(client, event):
    title = "Ünï 🛰️ " + "עברית العربية 漢字 " * 8 + r"C:\New; a, b: \n"
    make.make_session(event, title=title, abstract="<p>" + "𝒳" * 300 + "</p><ul><li>x</li></ul>")
    body = client.get("/events/space/programme.ics").content
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert b"\r" not in body.replace(b"\r\n", b"")
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    for line in lines(body):
        assert not line.endswith((":", ";"))
    assert vobject.readOne(body.decode()).vevent.summary.value == title.strip()


# --- which sessions ---------------------------------------------------------------------------------------------


def test_each_feed_holds_what_belongs_to_it(client, event, session):
    make.make_session(event, title="Opening", is_plenary=True)
    make.make_session(event, title="Other", room=make.make_room(event), track=make.make_track(event))
    make.make_session(event, title="Untimed", at=None)
    make.make_session(event, title="Draft", state=Session.State.DRAFT)
    assert titles(client, "/events/space/calendar.ics") == ["UK-US Space; Symposium, 2026"]
    assert titles(client, "/events/space/programme.ics") == ["Keynote", "Opening", "Other"]
    assert titles(client, "/events/space/programme/keynote.ics") == ["Keynote"]
    assert titles(client, "/events/space/programme/untimed.ics") == []
    assert titles(client, "/events/space/tracks/science.ics") == ["Keynote", "Opening"]
    assert titles(client, "/events/space/rooms/ramo.ics") == ["Keynote"]
    assert titles(client, "/events/space/speakers/ada.ics") == ["Keynote"]


def test_sessions_stand_in_the_order_of_time(client, event):
    make.make_session(event, title="Second", at=3)
    make.make_session(event, title="First", at=2)
    assert titles(client, "/events/space/programme.ics") == ["First", "Second"]


NARROW = ("programme.ics", "programme/keynote.ics", "tracks/science.ics", "rooms/ramo.ics", "speakers/ada.ics")


def furnish(event: Event) -> None:
    """What the addresses in NARROW name."""
    session = make.make_session(
        event, slug="keynote", room=make.make_room(event, slug="ramo"), track=make.make_track(event, slug="science")
    )
    make.make_appearance(session, make.make_speaker(event, slug="ada"))


@pytest.mark.parametrize("path", ["calendar.ics", *NARROW])
def test_a_draft_event_has_no_feeds_and_gives_no_hint(client, path):
    furnish(make.make_event(slug="space", state=Event.State.DRAFT))
    draft, unknown = client.get(f"/events/space/{path}"), client.get(f"/events/nothing/{path}")
    assert draft.status_code == unknown.status_code == 404
    assert draft.content.replace(b"events/space", b"events/nothing") == unknown.content


@pytest.mark.parametrize("how", ["draft", "delete"])
@pytest.mark.parametrize("path", NARROW)
def test_rule_4_an_event_that_is_taken_back_says_so_for_thirty_days_and_nothing_newer(
    client, event, session, how, path, time_machine
):
    before = client.get(f"/events/space/{path}")
    if how == "draft":
        event.state, event.name = Event.State.DRAFT, "Secret plans"
        event.save()
        Session.objects.filter(pk=session.pk).update(title="Secret session")
        event.tracks.update(name="Secret track")
        make.make_session(event, title="Secret workshop", slug="workshop")
    else:
        event.delete()
    answer = client.get(f"/events/space/{path}", headers={"If-None-Match": before.headers["ETag"]})
    assert answer.status_code == 200
    found = lines(answer.content)
    assert {"STATUS:CANCELLED", "SUMMARY:Cancelled: Keynote", "SEQUENCE:1", "URL:http://testserver/"} <= set(found)
    assert "NAME:UK-US Space\\; Symposium\\, 2026" in found
    assert b"Secret" not in answer.content
    again = client.get(f"/events/space/{path}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert "SUMMARY:Cancelled: UK-US Space\\; Symposium\\, 2026" in read(client, "/calendar.ics")
    for unknown in ("programme/workshop", "tracks/none", "rooms/none", "speakers/none"):
        assert client.get(f"/events/space/{unknown}.ics").status_code == 404
    time_machine.move_to(timezone.now() + timedelta(days=30, minutes=1))
    retire_entries()
    assert client.get(f"/events/space/{path}").status_code == 404
    assert b"UK-US" not in client.get("/calendar.ics").content


def test_rule_4_what_is_taken_back_and_published_again_comes_to_life_with_its_uid(client, event, session):
    uid = str(Entry.objects.get(session=session).uid)
    event.state = Event.State.DRAFT
    event.save()
    event.state = Event.State.PUBLISHED
    event.save()
    found = read(client, "/events/space/programme.ics")
    assert {f"UID:{uid}", "SEQUENCE:2", "STATUS:CONFIRMED", "SUMMARY:Keynote"} <= set(found)


def test_rule_4_the_former_address_of_an_event_that_is_taken_back_leads_to_its_last(client, event, session):
    event = Event.objects.get(pk=event.pk)
    event.slug = "last"
    event.save()
    event.state, event.slug = Event.State.DRAFT, "next"
    event.save()
    assert client.get("/events/space/programme.ics").headers["Location"] == "/events/last/programme.ics"
    assert b"Cancelled: Keynote" in client.get("/events/last/programme.ics").content
    assert client.get("/events/next/programme.ics").status_code in {301, 404}


def test_rule_4_a_session_that_moves_to_another_event_is_cancelled_where_it_was(client, event, session):
    other = make.make_event(slug="other", starts_at=event.starts_at, ends_at=event.ends_at)
    session.event, session.room, session.track = other, None, None
    session.appearances.all().delete()
    session.save()
    assert "SUMMARY:Cancelled: Keynote" in read(client, "/events/space/programme.ics")
    assert "SUMMARY:Keynote" in read(client, "/events/other/programme.ics")


@pytest.mark.parametrize("path", ["programme/secret.ics", "speakers/secret.ics", "tracks/none.ics", "rooms/none.ics"])
def test_what_is_not_public_is_not_found(client, event, session, path):
    make.make_session(event, slug="secret", state=Session.State.DRAFT)
    make.make_speaker(event, slug="secret", state="draft")
    assert client.get(f"/events/space/{path}").status_code == 404


def test_a_speaker_who_is_not_announced_is_named_nowhere(client, event, session):
    make.make_appearance(session, make.make_speaker(event, name="Hush Hush", state="draft"))
    assert b"Hush" not in client.get("/events/space/programme.ics").content


@pytest.mark.parametrize(
    ("path", "thing"),
    [
        ("calendar.ics", "event"),
        ("programme/keynote.ics", "session"),
        ("tracks/science.ics", "track"),
        ("rooms/ramo.ics", "room"),
        ("speakers/ada.ics", "speaker"),
    ],
)
def test_a_former_address_leads_to_the_present_one(client, event, session, path, thing):
    found = {
        "event": event,
        "session": session,
        "track": session.track,
        "room": session.room,
        "speaker": session.appearances.first().speaker,
    }[thing]
    old = found.slug
    type(found).objects.get(pk=found.pk)
    fresh = type(found).objects.get(pk=found.pk)
    fresh.slug = "renamed"
    fresh.save()
    response = client.get(f"/events/space/{path}")
    assert response.status_code == 301
    assert response["Location"] == f"/events/space/{path}".replace(old, "renamed")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("count", [10, 200])
def test_queries_of_a_cold_feed_do_not_grow(client, event, count, django_assert_max_num_queries):
    with publishing():
        for number in range(count):
            make.make_session(event, at=number / 30)
    for path, limit in (("programme.ics", 3), ("calendar.ics", 3)):
        with django_assert_max_num_queries(limit):
            client.get(f"/events/space/{path}")


def test_queries_of_narrow_feeds_are_few(client, event, session, django_assert_max_num_queries):
    for path in ("programme/keynote", "tracks/science", "rooms/ramo", "speakers/ada"):
        with django_assert_max_num_queries(4):
            client.get(f"/events/space/{path}.ics")
