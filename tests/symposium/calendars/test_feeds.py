"""Rule 11: how feeds are served; and the feeds of several events."""

import gzip
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone, translation
from django.utils.translation import get_language

from symposium.calendars.services import retire_entries
from symposium.events.models import Event
from symposium.kit.revisions import publishing
from symposium.programme.models import Session
from tests import factories as make

pytestmark = pytest.mark.django_db

PATHS = [
    "/calendar.ics",
    "/events/space/calendar.ics",
    "/events/space/programme.ics",
    "/events/space/programme/keynote.ics",
    "/events/space/tracks/science.ics",
    "/events/space/rooms/ramo.ics",
    "/events/space/speakers/ada.ics",
    "/organisations/institute/calendar.ics",
]
LONG_AGO = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def event():
    """Published long ago, so that its feeds have a Last-Modified."""
    with time_machine.travel(LONG_AGO, tick=False), publishing():
        event = make.make_event(name="Space", slug="space")
        room, track = make.make_room(event, slug="ramo"), make.make_track(event, slug="science")
        session = make.make_session(event, slug="keynote", room=room, track=track)
        make.make_appearance(session, make.make_speaker(event, slug="ada"))
        make.make_hosting(event, make.make_organisation(name="Institute", slug="institute"))
    return event


def titles(client, path: str) -> list[str]:
    found = icalendar.Calendar.from_ical(client.get(path).content).walk("VEVENT")
    return [str(entry["SUMMARY"]) for entry in found]


@pytest.mark.parametrize("path", PATHS)
def test_rule_11_a_feed_is_served_as_calendars_need_it(client, event, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["ETag"].startswith('"')
    assert response["Last-Modified"] == "Fri, 02 Jan 2026 03:04:05 GMT"
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies
    assert "Content-Disposition" not in response


@pytest.mark.parametrize("path", PATHS)
def test_rule_11_head_has_the_headers_and_no_body(client, event, path):
    full, head = client.get(path), client.head(path)
    assert head.status_code == 200
    assert head.content == b""
    assert {k: v for k, v in head.items() if k != "Content-Length"} == {
        k: v for k, v in full.items() if k != "Content-Length"
    }


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"other", W/{}, "third"', "*"])
def test_rule_11_whoever_has_it_gets_304_and_no_body_is_made(client, event, path, form):
    etag = client.get(path)["ETag"]
    cache.clear()
    response = client.get(path, headers={"If-None-Match": form.format(etag)})
    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == etag
    assert cache.get(f"page.{etag.strip('"')}") is None


@pytest.mark.parametrize("path", PATHS)
def test_rule_11_if_modified_since_gives_304_until_something_changes(client, event, path):
    since = {"If-Modified-Since": client.get(path)["Last-Modified"]}
    assert client.get(path, headers=since).status_code == 304
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        Session.objects.get(event=event).save()
    assert client.get(path, headers=since).status_code == 200


def test_rule_11_compressed_bytes_are_the_same_calendar(client, event):
    plain = client.get(PATHS[2])
    zipped = client.get(PATHS[2], headers={"Accept-Encoding": "gzip"})
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["ETag"] != plain["ETag"]


@pytest.mark.parametrize("accept", ["text/html", "application/json", "text/calendar", ""])
def test_rule_11_what_a_reader_accepts_changes_nothing(client, event, accept):
    assert client.get(PATHS[2], headers={"Accept": accept}).content == client.get(PATHS[2]).content


def test_rule_11_a_feed_is_in_the_sites_language_whoever_asks(client, event, monkeypatch):
    spoken = []
    monkeypatch.setattr("symposium.calendars.feeds.to_bytes", lambda _: spoken.append(get_language()) or b"")
    with translation.override("de"):
        client.get(PATHS[2])
    assert spoken == ["en-gb"]


def test_rule_11_unknown_parameters_change_nothing(client, event):
    assert client.get(f"{PATHS[2]}?utm_source=x").headers["ETag"] == client.get(PATHS[2]).headers["ETag"]


def test_rule_11_feeds_cannot_be_written_to(client, event):
    assert client.post(PATHS[0]).status_code == 405


def test_rule_11_a_change_makes_a_new_etag_and_the_clock_does_not(client, event):
    with time_machine.travel(event.starts_at - timedelta(days=1)):
        before = client.get(PATHS[2])["ETag"]
    with time_machine.travel(event.ends_at + timedelta(days=1)):
        assert client.get(PATHS[2])["ETag"] == before
    Session.objects.get(event=event).save()
    assert client.get(PATHS[2])["ETag"] != before


def test_the_site_has_every_public_event_once(client, event):
    make.make_event(name="Later", starts_at=event.starts_at + timedelta(days=1))
    make.make_event(name="Secret", state=Event.State.DRAFT)
    make.make_event(name="Earlier", starts_at=event.starts_at - timedelta(days=1))
    assert titles(client, "/calendar.ics") == ["Earlier", "Space", "Later"]


def test_the_site_without_events_is_a_calendar_all_the_same(client, db):
    body = client.get("/calendar.ics").content
    assert body.count(b"BEGIN:VTIMEZONE") == 1
    assert titles(client, "/calendar.ics") == []


def test_the_site_describes_every_zone_that_it_names_once(client, event):
    for name in ("Europe/London", "Europe/London", "Asia/Tokyo"):
        make.make_event(timezone=name)
    body = client.get("/calendar.ics").content.decode().splitlines()
    named = [line for line in body if line.startswith("TZID:")]
    assert named == ["TZID:America/Los_Angeles", "TZID:Asia/Tokyo", "TZID:Europe/London"]


def test_rule_4_the_site_tells_of_an_event_that_was_deleted_also_readers_without_etags(client, event):
    with time_machine.travel(LONG_AGO + timedelta(days=2), tick=False):
        other = make.make_event(name="Mistake")
    since = {"If-Modified-Since": client.get("/calendar.ics")["Last-Modified"]}
    with time_machine.travel(LONG_AGO + timedelta(days=3), tick=False):
        other.delete()
    assert client.get("/calendar.ics", headers=since).status_code == 200
    assert titles(client, "/calendar.ics") == ["Space", "Cancelled: Mistake"]


def test_rule_4_an_organisation_tells_of_events_that_were_taken_back_also_of_its_only_one(client, event):
    event.delete()
    assert titles(client, "/organisations/institute/calendar.ics") == ["Cancelled: Space"]
    retire_entries(timezone.now() + timedelta(days=31))
    assert client.get("/organisations/institute/calendar.ics").status_code == 404


def test_the_reader_chooses_events_alone_or_with_their_programme(client, event):
    make.make_session(make.make_event(starts_at=event.starts_at + timedelta(days=9)), title="Elsewhere")
    assert len(titles(client, "/calendar.ics")) == 2
    for path, count in (("/calendar.ics", 4), ("/organisations/institute/calendar.ics", 2)):
        answer = client.get(f"{path}?programme=1")
        found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        assert len(found) == count, path
        free = {str(one["TRANSP"]) for one in found if str(one["SUMMARY"]) == "Space"}
        assert free == {"TRANSPARENT"}
        assert answer.headers["ETag"] != client.get(path).headers["ETag"]


def test_an_organisation_has_the_events_that_it_agreed_to_be_listed_with(client, event):
    institute = event.hostings.get().organisation
    make.make_hosting(make.make_event(name="Unlisted"), institute, consented=False)
    make.make_hosting(make.make_event(name="Secret", state=Event.State.DRAFT), institute)
    make.make_event(name="Of others")
    assert titles(client, "/organisations/institute/calendar.ics") == ["Space"]


def test_an_organisation_that_is_not_public_is_not_found(client, event):
    hidden = make.make_organisation(slug="hidden")
    make.make_hosting(make.make_event(state=Event.State.DRAFT), hidden)
    assert client.get("/organisations/hidden/calendar.ics").status_code == 404
    assert client.get("/organisations/none/calendar.ics").status_code == 404


def test_an_organisation_of_a_speaker_alone_has_an_empty_calendar(client, event):
    make.make_affiliation(event.speakers.get(), organisation=make.make_organisation(slug="home"))
    assert titles(client, "/organisations/home/calendar.ics") == []


def test_the_former_address_of_an_organisation_leads_to_the_present_one(client, event):
    institute = type(event.hostings.get().organisation).objects.get(slug="institute")
    institute.slug = "renamed"
    institute.save()
    response = client.get("/organisations/institute/calendar.ics?extended=1")
    assert (response.status_code, response["Location"]) == (301, "/organisations/renamed/calendar.ics?extended=1")


@pytest.mark.parametrize("count", [2, 20])
def test_queries_of_a_cold_feed_of_many_events_do_not_grow(client, event, count, django_assert_max_num_queries):
    institute = event.hostings.get().organisation
    for _ in range(count):
        make.make_hosting(make.make_event(), institute)
    with django_assert_max_num_queries(2):
        client.get("/calendar.ics")
    with django_assert_max_num_queries(4):
        client.get("/organisations/institute/calendar.ics")


@pytest.mark.parametrize("path", PATHS[:3])
def test_a_reader_who_has_it_costs_one_query(client, event, path, django_assert_num_queries):
    etag = client.get(path)["ETag"]
    with django_assert_num_queries(1):
        client.get(path, headers={"If-None-Match": etag})


def test_a_preview_has_no_feeds(client, event):
    client.force_login(make.make_member(event, "owner"))
    assert client.get("/preview/events/space/programme.ics").status_code == 404
