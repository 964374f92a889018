"""The project's own rules: every feed keeps them, and each of them notices what breaks it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from symposium.calendars.asking import address_of, ask
from symposium.calendars.checking import RULES, check
from symposium.events.models import Event
from symposium.programme.models import Session
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 1, 20, 17, tzinfo=UTC)
FEEDS = (
    "/calendar.ics",
    "/calendar.ics?programme=1",
    "/events/space/calendar.ics",
    "/events/space/programme.ics",
    "/events/space/programme.ics?extended=1",
    "/en-us/events/space/programme.ics",
    "/events/space/programme/keynote.ics",
    "/events/space/tracks/science.ics",
    "/events/space/rooms/ramo.ics",
    "/events/space/speakers/ada.ics",
    "/organisations/institute/calendar.ics",
)


@pytest.fixture
def event():
    event = make.make_event(name="Space", slug="space", starts_at=DAY, ends_at=DAY + timedelta(hours=9))
    room, track = make.make_room(event, slug="ramo"), make.make_track(event, slug="science")
    session = make.make_session(event, title="Keynote " + "漢字" * 40, slug="keynote", room=room, track=track)
    make.make_appearance(session, make.make_speaker(event, name="Ada", slug="ada"))
    make.make_session(event, title="Ended", track=track).delete()
    make.make_session(event, title="Gone", state=Session.State.PUBLISHED).delete()
    make.make_hosting(event, make.make_organisation(name="Institute", slug="institute"))
    return event


def broken(served) -> set[int]:
    return {finding.rule.number for finding in check(served) if not finding.holds}


def with_body(served, body: bytes):
    return replace(served, first=replace(served.first, body=body), second=replace(served.second, body=body))


@pytest.mark.parametrize("state", ["published", "postponed", "cancelled", "days", "draft"])
def test_every_feed_keeps_every_rule_whatever_became_of_the_event(event, state):
    if state == "days":
        event.hours_announced = False
    else:
        event.state = state
    event.save()
    for address in FEEDS:
        served = ask(address)
        assert served, address
        assert [(one.rule.number, one.faults) for one in check(served) if not one.holds] == [], address


BREAKS = {
    1: (b"UID:", b"UID:x"),
    2: (b"SEQUENCE:0", b"X-SEQUENCE:0"),
    3: (b"DTSTAMP:2", b"DTSTAMP:1"),
    4: (b"SUMMARY:Cancelled: ", b"SUMMARY:"),
    5: (b"TZID:America/Los_Angeles", b"TZID:Pacific Standard Time"),
    6: (b"DTSTART;TZID=America/Los_Angeles:20260120T100000", b"DTSTART:20260120T180000Z"),
    7: (b"X-WR-CALNAME:", b"X-WR-OTHER:"),
    8: (b"END:VEVENT", b"BEGIN:VLOCATION\r\nUID:1\r\nEND:VLOCATION\r\nEND:VEVENT"),
    9: (b"CLASS:PUBLIC", b"CLASS:PUBLIC\r\nATTENDEE:mailto:a@example.org"),
    10: (b"CLASS:PUBLIC\r\n", b"CLASS:PUBLIC\n"),
}


@pytest.mark.parametrize("number", BREAKS)
def test_a_rule_that_is_broken_is_named_and_no_other(event, number):
    served = ask("/events/space/programme.ics")
    before, after = BREAKS[number]
    assert before in served.first.body
    body = served.first.body.replace(before, after)
    assert broken(
        replace(served, first=replace(served.first, body=body), second=replace(served.second, body=body))
    ) == {number}


@pytest.mark.parametrize(
    "after",
    [
        b"END:STANDARD\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nEND:STANDARD",
        b"RDATE:20260101T000000\r\nEND:STANDARD",
    ],
)
def test_a_zone_that_outlook_would_refuse_breaks_the_fifth(event, after):
    served = ask("/events/space/programme.ics")
    body = served.first.body.replace(b"END:STANDARD", after)
    assert broken(
        replace(served, first=replace(served.first, body=body), second=replace(served.second, body=body))
    ) == {5}


@pytest.mark.parametrize(
    "changed",
    [
        {"known": 200},
        {"head": 405},
        {"headers": {"ETag": 'W/"x"'}},
        {"headers": {"Content-Type": "text/plain"}},
        {"headers": {"Vary": "Accept, Accept-Encoding"}},
        {"headers": {"Content-Disposition": "attachment"}},
        {"has_cookies": True},
    ],
)
def test_how_it_is_served_is_checked_too(event, changed):
    served = ask("/events/space/programme.ics")
    if "known" in changed or "head" in changed:
        ((name, status),) = changed.items()
        served = replace(served, **{name: replace(getattr(served, name), status=status)})
    elif "headers" in changed:
        served = replace(served, first=replace(served.first, headers=served.first.headers | changed["headers"]))
    else:
        served = replace(served, first=replace(served.first, has_cookies=True))
    assert broken(served) == {11}


def test_what_cannot_be_read_breaks_the_tenth(event):
    served = ask("/events/space/programme.ics")
    assert broken(replace(served, first=replace(served.first, body=b"<html>"))) == {10}


def test_each_rule_says_why_it_matters():
    assert [rule.number for rule in RULES] == list(range(1, 12))
    assert all(len(str(rule.why)) > 30 for rule in RULES)


# --- the page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("http://testserver/events/space/programme.ics", "/events/space/programme.ics"),
        ("webcal://testserver/en-us/events/space/programme.ics", "/en-us/events/space/programme.ics"),
        ("events/space/programme.ics?extended=1&utm_source=x", "/events/space/programme.ics?extended=1"),
        ("/calendar.ics?programme=1&format=jcal", "/calendar.ics?programme=1"),
        ("https://elsewhere.example/events/space/programme.ics", ""),
        ("file:///etc/passwd", ""),
        ("//elsewhere.example/calendar.ics", ""),
        ("/calendars/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.ics", ""),
        ("/events/space/", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_only_the_sites_own_public_feeds_are_asked(typed, address):
    assert address_of(typed) == address


def test_the_page_shows_what_a_feed_shows_and_that_it_keeps_the_rules(client, event):
    page = client.get("/calendar/check/", {"feed": "http://testserver/events/space/programme.ics"}).content.decode()
    assert "Every rule is kept." in page
    assert "The calendar holds 3 entries." in page
    assert "Keynote" in page
    assert page.count("Kept:") == 11


@pytest.mark.parametrize(
    "typed",
    [
        "/events/none/programme.ics",
        "/events/draft/programme.ics",
        "https://elsewhere.example/x.ics",
        "\x00<b>",
        "x" * 9999,
    ],
)
def test_drafts_unknown_and_foreign_feeds_look_alike(client, event, typed):
    make.make_event(slug="draft", state=Event.State.DRAFT)
    answer = client.get("/calendar/check/", {"feed": typed})
    assert answer.status_code == 200
    assert "There is no such calendar on this site." in answer.content.decode()
    assert "<b>" not in answer.content.decode()


def test_nothing_that_is_not_there_fills_the_cache(client, event):
    from django.core.cache import cache

    cache.clear()
    client.get("/calendar/check/", {"feed": "/events/none/programme.ics"})
    before = len(cache._cache)
    for number in range(3):
        client.get("/calendar/check/", {"feed": f"/events/none-{number}/programme.ics"})
    pages = [key for key in cache._cache if ":page." in key]
    assert not pages
    assert before <= len(cache._cache)


def test_a_program_that_asks_too_often_is_told_to_wait(client, event, monkeypatch):
    monkeypatch.setattr("symposium.calendars.views.MOST_CHECKS", 1)
    address = {"feed": "/calendar.ics"}
    assert [client.get("/calendar/check/", address).status_code for _ in range(2)] == [200, 429]


def test_the_former_address_of_an_event_is_followed(client, event):
    event = Event.objects.get(pk=event.pk)
    event.slug = "renamed"
    event.save()
    assert ask("/events/space/programme.ics").calendar.value("SOURCE").endswith("/events/renamed/programme.ics")


def test_what_was_is_shown_last(client, event, time_machine):
    time_machine.move_to(DAY + timedelta(days=30))
    page = client.get("/calendar/check/", {"feed": "/events/space/calendar.ics"}).content.decode()
    assert "What your calendar shows last" in page
