"""Rule 12: the links and honest words of the calendar page."""

from datetime import timedelta

import pytest

from symposium.calendars.links import Subscription, clients
from symposium.events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_rule_12_every_kind_of_client_has_its_link(settings):
    feed = Subscription("Space & time", "https://host.example/events/space/programme.ics")
    assert feed.webcal == "webcal://host.example/events/space/programme.ics"
    assert feed.google == (
        "https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2Fhost.example%2Fevents%2Fspace%2Fprogramme.ics"
    )
    query = "url=https%3A%2F%2Fhost.example%2Fevents%2Fspace%2Fprogramme.ics&name=Space%20%26%20time"
    assert feed.outlook == f"https://outlook.live.com/calendar/0/addfromweb?{query}"
    assert feed.office == f"https://outlook.office.com/calendar/0/addfromweb?{query}"


def test_rule_12_each_client_is_named_with_how_often_it_looks():
    assert [client.name for client in clients()] == [
        "Google Calendar", "Outlook on the web", "Apple Calendar", "Thunderbird",
    ]  # fmt: skip
    assert "4 to 24 hours" in clients()[0].refresh


def test_rule_12_the_page_offers_the_feeds_of_the_event_its_tracks_and_rooms(client):
    event = make.make_event(slug="space")
    make.make_track(event, name="Science", slug="science")
    make.make_room(event, name="Ramo", slug="ramo")
    page = client.get("/events/space/calendar/").content.decode()
    for path in ("calendar.ics", "programme.ics", "tracks/science.ics", "rooms/ramo.ics"):
        assert f'"http://testserver/events/space/{path}"' in page
        assert f"webcal://testserver/events/space/{path}" in page
    for words in ("Google Calendar", "every 4 to 24 hours", "every 3 to 24 hours", "every 30 minutes"):
        assert words in page


def test_the_page_of_a_draft_is_not_found_and_its_preview_shows_public_addresses(client):
    event = make.make_event(slug="space", state=Event.State.DRAFT)
    assert client.get("/events/space/calendar/").status_code == 404
    client.force_login(make.make_member(event, "owner"))
    page = client.get("/preview/events/space/calendar/").content.decode()
    assert "http://testserver/events/space/programme.ics" in page
    assert "preview/events/space/programme.ics" not in page


def test_the_queries_of_the_page_are_few(client, django_assert_max_num_queries):
    event = make.make_event(slug="space")
    for _ in range(20):
        make.make_track(event)
        make.make_room(event)
    with django_assert_max_num_queries(5):
        assert client.get("/events/space/calendar/").status_code == 200


def test_the_page_shows_what_comes_next_as_a_client_does(client, time_machine):
    event = make.make_event(slug="space")
    event.ends_at = event.starts_at + timedelta(days=2)
    event.save()
    make.make_session(event, title="Yesterday's", at=1)
    today = make.make_session(event, title="Today's", at=25, room=make.make_room(event, name="Ramo"))
    gone = make.make_session(event, title="Off", at=26)
    gone.state = "cancelled"
    gone.save()
    time_machine.move_to(today.ends_at)
    page = client.get("/events/space/calendar/").content.decode()
    assert "Today&#x27;s" in page
    assert "Ramo, Observatory Hall" in page
    assert "Cancelled: Off" in page
    assert "Yesterday" not in page


def test_the_page_in_a_language_offers_feeds_in_that_language(client):
    event = make.make_event(slug="space")
    make.make_session(event, title="Off", slug="off").delete()
    page = client.get("/en-us/events/space/calendar/").content.decode()
    assert "webcal://testserver/en-us/events/space/programme.ics" in page
    feed = client.get("/en-us/events/space/programme.ics").content.decode()
    assert "SUMMARY:Canceled: Off" in feed
    assert "SOURCE;VALUE=URI:http://testserver/en-us/events/space/programme.ics" in feed
    assert "URL:http://testserver/en-us/events/space/programme/" in feed
    assert "SUMMARY:Cancelled: Off" in client.get("/events/space/programme.ics").content.decode()
