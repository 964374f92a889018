"""A guest's own calendars, by the rules of docs/contributors/calendars.md; read by libraries that did not make them."""

import hashlib
import re
from datetime import timedelta

import icalendar
import pytest
import vobject
from django.utils import timezone

from registrations import personal_feed, services
from registrations.models import PersonalFeed
from symposium.calendars.models import Entry
from symposium.events.models import Event
from symposium.kit.logs import HideLinks
from symposium.programme.models import Session
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _zoneinfo():
    icalendar.use_zoneinfo()


@pytest.fixture
def event():
    event = make.make_event(name="Two shores", slug="space", seats_taken=1, stream_url="https://stream.example.org/")
    make.make_venue(event)
    make.make_session(event, title="Keynote", slug="keynote", at=0)
    return event


@pytest.fixture
def sails(event):
    return make.make_bookable(event, title="Sails", slug="sails", at=2, places=1)


@pytest.fixture
def guest(event):
    return make.make_registration(event, name="Ada Star", email="ada@example.org")


@pytest.fixture
def feed(guest):
    return f"/calendars/{personal_feed.make_feed(guest)}.ics"


def entries(client, path: str) -> dict[str, icalendar.Event]:
    body = client.get(path).content
    assert list(vobject.readComponents(body.decode()))
    return {str(found["SUMMARY"]): found for found in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def test_what_is_booked_says_so_and_only_that_takes_time(client, feed, guest, sails):
    services.book(guest, sails)
    found = entries(client, feed)
    assert {title: str(entry["TRANSP"]) for title, entry in found.items()} == {
        "Keynote": "TRANSPARENT",
        "Booked: Sails": "OPAQUE",
    }
    assert set(entries(client, f"{feed}?only=booked")) == {"Booked: Sails"}


def test_rule_1_the_uid_is_that_of_every_other_feed(client, feed, sails):
    public = entries(client, "/events/space/programme.ics")
    assert {title: str(found["UID"]) for title, found in entries(client, feed).items()} == {
        title: str(found["UID"]) for title, found in public.items()
    }


def test_rule_2_and_3_a_booking_raises_the_sequence_and_the_stamp_and_never_lowers_them(
    client, feed, guest, sails, time_machine
):
    seen = []
    for step in range(5):
        time_machine.move_to(timezone.now() + timedelta(hours=1))
        if step % 2:
            services.book(guest, sails)
        elif step:
            services.unbook(guest.bookings.exclude(state="cancelled").get())
        found = next(entry for title, entry in entries(client, feed).items() if "Sails" in title)
        seen.append((found["SEQUENCE"], found["DTSTAMP"].dt))
        assert found["LAST-MODIFIED"].dt == found["DTSTAMP"].dt
    assert seen == sorted(set(seen))


def test_rule_3_and_11_nothing_changed_is_said_without_a_body(client, feed, guest, sails):
    first = client.get(feed)
    assert client.get(feed).content == first.content
    for known in (first.headers["ETag"], f"W/{first.headers['ETag']}", f'"x", {first.headers["ETag"]}'):
        assert client.get(feed, headers={"If-None-Match": known}).status_code == 304
    services.book(guest, sails)
    assert client.get(feed, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_rule_11_how_it_is_served(client, feed, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=1))
    answer = client.get(feed, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "CDN-Cache-Control" not in answer.headers
    assert answer.headers["Content-Encoding"] == "gzip"
    assert not answer.headers["ETag"].startswith("W/")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Content-Disposition" not in answer.headers
    assert not answer.cookies
    head = client.head(feed, headers={"Accept-Encoding": "gzip"})
    assert head.content == b""
    assert head.headers["ETag"] == answer.headers["ETag"]
    since = {"If-Modified-Since": answer.headers["Last-Modified"]}
    assert client.get(feed, headers=since).status_code == 304


def test_rule_11_a_program_that_knows_only_the_date_learns_of_a_booking(client, feed, guest, sails, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=1))
    since = {"If-Modified-Since": client.get(feed).headers["Last-Modified"]}
    services.book(guest, sails)
    time_machine.move_to(timezone.now() + timedelta(minutes=1))
    assert client.get(feed, headers=since).status_code == 200


def test_asking_again_costs_two_questions(client, feed, guest, django_assert_num_queries):
    tag = client.get(feed).headers["ETag"]
    with django_assert_num_queries(2):
        client.get(feed, headers={"If-None-Match": tag})


def test_rule_13_it_says_the_least(client, feed, guest, sails):
    services.book(guest, sails)
    said = client.get(feed).content.decode().replace("\r\n ", "")
    for secret in ("Ada", "ada@", guest.token, guest.reference, feed, "ATTENDEE", "VALARM", "SOURCE"):
        assert secret not in said
    for wanted in ("METHOD:PUBLISH", "NAME:Two shores: your programme", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"):
        assert wanted in said


def test_rule_13_only_the_hash_is_stored_and_no_log_holds_the_address(feed, guest):
    import logging

    token = feed.split("/")[-1].removesuffix(".ics")
    assert PersonalFeed.objects.get().token_hash == hashlib.sha256(token.encode()).hexdigest()
    record = logging.LogRecord("x", logging.INFO, "", 0, "GET %s", (feed,), None)
    HideLinks().filter(record)
    assert token not in record.getMessage()


def test_what_moves_is_followed(client, feed, event):
    before = client.get(feed)
    keynote = Session.objects.get(slug="keynote")
    keynote.starts_at += timedelta(minutes=30)
    keynote.save()
    again = client.get(feed, headers={"If-None-Match": before.headers["ETag"]})
    assert again.status_code == 200
    assert entries(client, feed)["Keynote"]["SEQUENCE"] == 1


def test_a_session_that_is_cancelled_says_so_also_when_it_is_booked(client, feed, guest, sails):
    services.book(guest, sails)
    session = sails.session
    session.state = Session.State.CANCELLED
    session.save()
    found = entries(client, f"{feed}?only=booked")
    assert set(found) == {"Cancelled: Booked: Sails"}
    assert found["Cancelled: Booked: Sails"]["STATUS"] == "CANCELLED"


def test_when_the_place_is_gone_the_feed_is_empty_and_comes_to_life_again_with_it(client, feed, guest, sails):
    services.book(guest, sails)
    services.cancel(guest)
    assert entries(client, feed) == {}
    assert b"BEGIN:VTIMEZONE" in client.get(feed).content
    services.come_back(guest)
    assert set(entries(client, feed)) == {"Keynote", "Sails"}


def test_rule_4_an_event_that_is_a_draft_again_is_cancelled_with_its_last_words(client, feed, event):
    event.state, event.name = Event.State.DRAFT, "Secret plans"
    event.save()
    Session.objects.update(title="Secret session")
    assert set(entries(client, feed)) == {"Cancelled: Keynote"}
    body = client.get(feed).content
    assert b"Secret" not in body
    assert b"NAME:Two shores: your programme" in body


def test_after_the_event_it_stays(client, feed, event, time_machine):
    time_machine.move_to(event.ends_at + timedelta(days=400))
    assert set(entries(client, feed)) == {"Keynote"}


def test_nobody_guesses_one(client):
    assert client.get("/calendars/guess.ics").status_code == 404


# --- the page on which it is made -------------------------------------------------------------------------------------


def address_in(answer) -> str:
    found = re.search(r"http://testserver(/calendars/[\w-]{32}\.ics)", answer.content.decode())
    assert found
    return found[1]


def test_the_address_is_shown_once_made_anew_and_ended(client, guest):
    page = f"/registrations/{guest.token}/feed/"
    first = address_in(client.post(page, {"deed": "make"}))
    assert client.get(first).status_code == 200
    assert first not in client.get(page).content.decode()
    second = address_in(client.post(page, {"deed": "make"}))
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    client.post(page, {"deed": "end"})
    assert client.get(second).status_code == 404
    assert client.post(page, {"deed": "end"}).status_code == 302


def test_only_who_has_a_place_makes_one(client, event):
    guest = make.make_registration(event, state="pending")
    page = f"/registrations/{guest.token}/feed/"
    assert client.post(page, {"deed": "make"}).status_code == 409
    assert "as soon as you have a place" in client.get(page).content.decode()
    assert not PersonalFeed.objects.exists()


# --- the event as a file ----------------------------------------------------------------------------------------------


def own(client, guest) -> icalendar.Event:
    (found,) = entries(client, f"/registrations/{guest.token}/calendar.ics").values()
    return found


def test_the_event_for_the_guests_calendar_has_the_uid_of_every_feed_and_no_attendee(client, event, guest):
    found = own(client, guest)
    assert str(found["UID"]) == str(Entry.objects.get(event=event, kind=Entry.Kind.EVENT).uid)
    assert "ATTENDEE" not in found
    assert "CONFERENCE" not in found
    assert "Observatory Hall" in found["LOCATION"]
    body = client.get(f"/registrations/{guest.token}/calendar.ics").content.decode()
    assert "METHOD:PUBLISH" in body
    assert guest.token not in body.replace("\r\n ", "")


def test_online_the_place_is_the_stream(client, event, outbox):
    guest = make.make_registration(event, mode="online")
    found = own(client, guest)
    assert str(found["CONFERENCE"]) == "https://stream.example.org/"
    assert str(found["LOCATION"]) == "Online"


def test_who_cancelled_sees_it_go(client, guest):
    before = own(client, guest)
    services.cancel(guest)
    after = own(client, guest)
    assert after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1


def test_who_never_had_a_place_has_no_file(client, event):
    guest = make.make_registration(event, state="pending")
    assert client.get(f"/registrations/{guest.token}/calendar.ics").status_code == 404


def test_an_event_that_was_cancelled_before_it_was_announced_has_no_file(client):
    guest = make.make_registration(make.make_event(state="cancelled"))
    assert client.get(f"/registrations/{guest.token}/calendar.ics").status_code == 404


def test_the_mail_to_who_comes_online_carries_the_stream(event, outbox):
    from registrations import mails

    for mode in ("online", "in_person"):
        mails.confirmed(make.make_registration(event, mode=mode))
    online, there = (
        next(part for part in mail.message().walk() if part.get_content_type() == "text/calendar").get_content()
        for mail in outbox()
    )
    assert "CONFERENCE" in online
    assert "CONFERENCE" not in there
