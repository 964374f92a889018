"""Structured data of pages: what Google's documentation of Event asks for, in every state an event can be in."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from symposium.events.models import Event, Hosting
from symposium.programme import structured
from symposium.programme.timetable import rows
from tests import factories
from tests.symposium.programme.structured_data import nodes

pytestmark = pytest.mark.django_db
SCHEMA = "https://schema.org/"
# On an August day in California: seven hours behind UTC.
MORNING = datetime(2099, 8, 4, 16, tzinfo=UTC)


@pytest.fixture
def event(db):
    event = factories.make_event(
        slug="night", name="Night & <Day>", summary="Look up.", starts_at=MORNING, capacity=300
    )
    factories.make_venue(event, country="US", postal_code="91125", latitude="34.137700", longitude="-118.125300")
    return event


def of_event(client, path="/events/night/"):
    return nodes(client, path)["Event"]


def change(event, **fields):
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()


def test_an_event_has_all_that_is_required_and_recommended(client, event):
    factories.make_hosting(event)
    factories.make_appearance(factories.make_session(event), factories.make_speaker(event))
    found = of_event(client)
    assert found.keys() >= {"name", "startDate", "location"}
    assert found.keys() >= {
        *("endDate", "eventStatus", "eventAttendanceMode", "description", "image", "offers", "organizer", "performer"),
    }
    assert found["name"] == "Night & <Day>"
    assert found["startDate"] == "2099-08-04T09:00:00-07:00"
    assert found["endDate"] == "2099-08-04T19:00:00-07:00"
    assert found["url"] == "http://testserver/events/night/"
    assert found["location"]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "1 Star Way",
        "addressLocality": "Pasadena",
        "addressRegion": "California",
        "postalCode": "91125",
        "addressCountry": "US",
    }
    assert found["location"]["geo"]["latitude"] == 34.1377


def test_days_stand_alone_while_the_hours_are_not_announced(client, event):
    change(event, hours_announced=False)
    found = of_event(client)
    assert (found["startDate"], found["endDate"]) == ("2099-08-04", "2099-08-04")


@pytest.mark.parametrize(
    ("state", "word"),
    [("published", "Scheduled"), ("cancelled", "Cancelled"), ("postponed", "Postponed"), ("over", "Scheduled")],
)
def test_whether_it_takes_place_is_said_of_it_and_of_its_sessions(client, event, state, word):
    factories.make_session(event, slug="talk")
    change(event, state=state)
    found = of_event(client)
    assert found["eventStatus"] == f"{SCHEMA}Event{word}"
    assert found["subEvent"][0]["eventStatus"] == f"{SCHEMA}Event{word}"
    assert of_event(client, "/events/night/programme/talk/")["eventStatus"] == f"{SCHEMA}Event{word}"


def test_a_cancelled_session_is_cancelled_alone(client, event):
    factories.make_session(event, slug="talk", state="cancelled")
    found = of_event(client)
    assert found["eventStatus"] == f"{SCHEMA}EventScheduled"
    assert found["subEvent"][0]["eventStatus"] == f"{SCHEMA}EventCancelled"


def test_every_listed_host_organises_in_the_agreed_order_and_who_supports_is_named_as_such(client, event):
    roles = Hosting.Role
    for rank, role in enumerate((roles.CO_HOST, roles.HOST, roles.SPONSOR, roles.SUPPORTER, roles.CO_HOST), 1):
        organisation = factories.make_organisation(name=f"House {rank}", url=f"https://{rank}.example.org/")
        factories.make_hosting(event, organisation, rank=rank, role=role)
    factories.make_hosting(event, factories.make_organisation(name="Silent"), consented=False)
    found = of_event(client)
    assert [node["name"] for node in found["organizer"]] == ["House 1", "House 2", "House 5"]
    assert [node["name"] for node in found["sponsor"]] == ["House 3"]
    assert [node["name"] for node in found["funder"]] == ["House 4"]
    assert found["organizer"][0]["url"] == "https://1.example.org/"
    assert "Silent" not in str(found)


@pytest.mark.parametrize(
    ("has_venue", "stream", "mode", "kinds"),
    [
        (True, "", "Offline", ["Place"]),
        (True, "https://stream.example.org/", "Mixed", ["Place", "VirtualLocation"]),
        (False, "https://stream.example.org/", "Online", ["VirtualLocation"]),
        (False, "", "Offline", ["Place"]),
    ],
)
def test_it_is_held_in_a_room_by_a_stream_or_both(client, event, has_venue, stream, mode, kinds):
    if not has_venue:
        event.venue.delete()
    change(Event.objects.get(), stream_url=stream)
    found = of_event(client)
    assert found["eventAttendanceMode"] == f"{SCHEMA}{mode}EventAttendanceMode"
    where = found["location"] if isinstance(found["location"], list) else [found["location"]]
    assert [place["@type"] for place in where] == kinds
    assert all(place.get("url") or place["address"] for place in where)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({}, "InStock"),
        ({"capacity": 10, "seats_taken": 9}, "LimitedAvailability"),
        ({"capacity": 10, "seats_taken": 10}, "SoldOut"),
        ({"capacity": 10, "seats_taken": 10, "has_waiting_list": False}, "SoldOut"),
        ({"registration_opens_at": MORNING - timedelta(days=9)}, "PreOrder"),
        ({"registration_closes_at": datetime(2000, 1, 1, tzinfo=UTC)}, "OutOfStock"),
        ({"state": "cancelled"}, "OutOfStock"),
    ],
)
def test_a_place_costs_nothing_and_is_there_as_registration_stands(client, event, fields, word):
    Event.objects.update(**fields)
    offer = of_event(client)["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("0", "USD")
    assert offer["availability"] == f"{SCHEMA}{word}"
    assert offer["url"] == "http://testserver/events/night/register/"
    assert ("validFrom" in offer) == ("registration_opens_at" in fields)


def test_without_registration_nothing_is_offered(client, event):
    change(event, policy="closed")
    assert "offers" not in of_event(client)


def test_its_picture_for_sharing_and_its_cover_are_there_with_whose_they_are(client, event):
    factories.make_photograph(
        event, licence_url="https://licence.example.org/", source_url="https://source.example.org/"
    )
    card, cover = of_event(client)["image"]
    assert card["url"] == "http://testserver/events/night/card.png"
    assert (card["width"], card["height"]) == (1200, 630)
    assert cover["creditText"] == "Somebody"
    assert cover["license"] == "https://licence.example.org/"
    assert cover["acquireLicensePage"] == "https://source.example.org/"
    assert cover["contentUrl"].startswith("http://testserver/media/photographs/")
    assert client.get(cover["contentUrl"].removeprefix("http://testserver")).status_code == 200


def test_sessions_are_parts_with_times_rooms_and_people(client, event):
    hall = factories.make_room(event, name="Hall")
    speaker = factories.make_speaker(event, name="Plato", form_of_address="Dr", slug="plato")
    session = factories.make_session(event, title="The cave", slug="cave", at=1, room=hall)
    factories.make_appearance(session, speaker, part="keynote")
    factories.make_appearance(session, None)
    factories.make_appearance(session, factories.make_speaker(event, name="Secret", state="draft"))
    factories.make_session(event, title="Some time", at=None)
    factories.make_session(event, title="Unready", state="draft")
    found = of_event(client)
    cave, later = found["subEvent"]
    assert cave["startDate"] == "2099-08-04T10:00:00-07:00"
    assert cave["location"]["name"] == "Hall"
    person = {"@type": "Person", "name": "Dr Plato", "url": "http://testserver/events/night/speakers/plato/"}
    assert cave["performer"] == found["performer"] == [person]
    assert later["name"] == "Some time"
    assert later["startDate"] == "2099-08-04"
    assert "endDate" not in later
    assert of_event(client, "/events/night/programme/")["subEvent"] == found["subEvent"]


def test_the_first_page_stays_light_and_the_programme_has_them_all(client, event):
    for number in factories.at_once(range(60)):
        session = factories.make_session(event, title=f"Talk {number:02}", at=number / 10, hours=0.1)
        factories.make_appearance(session)
        factories.make_appearance(session)
    titles = [node["name"] for node in of_event(client)["subEvent"]]
    assert titles == [f"Talk {number:02}" for number in range(50)]
    assert len(of_event(client, "/events/night/programme/")["subEvent"]) == 60


def test_a_narrowed_programme_leaves_it_to_the_whole(client, event):
    factories.make_session(event)
    page = client.get("/events/night/programme/?day=2099-08-04").content.decode()
    assert "ld+json" not in page


def test_a_session_is_part_of_its_event(client, event):
    hall = factories.make_room(event, name="Hall")
    factories.make_session(
        event,
        title="The cave",
        slug="cave",
        room=hall,
        abstract="<p>Shadows &amp; light.</p>",
        stream_url="https://s.example",
    )
    found = of_event(client, "/events/night/programme/cave/")
    assert found["description"] == "Shadows & light."
    assert found["superEvent"]["name"] == "Night & <Day>"
    assert found["superEvent"]["startDate"] == "2099-08-04T09:00:00-07:00"
    assert found["eventAttendanceMode"] == f"{SCHEMA}MixedEventAttendanceMode"
    room, stream = found["location"]
    assert (room["name"], room["address"]["addressLocality"]) == ("Hall", "Pasadena")
    assert stream["url"] == "https://s.example"
    assert found["image"][0]["url"] == "http://testserver/events/night/programme/cave/card.png"


def test_a_session_without_room_venue_or_time_still_has_a_place(client, event):
    event.venue.delete()
    factories.make_session(event, slug="cave", at=None)
    found = of_event(client, "/events/night/programme/cave/")
    assert found["location"] == {"@type": "Place", "name": "To be announced", "address": "To be announced"}


def test_a_speaker_has_a_profile(client, event):
    speaker = factories.make_speaker(
        event,
        name="プラトン",
        slug="plato",
        form_of_address="Dr",
        url="https://plato.example.org/",
        biography="<p>He asks.</p>",
    )
    speaker.links.create(label="ORCID", url="https://orcid.org/0")
    factories.make_affiliation(speaker, organisation=factories.make_organisation(name="Academy"), position="Founder")
    factories.make_affiliation(speaker, name="Lyceum")
    factories.make_appearance(factories.make_session(event, title="The cave"), speaker)
    page = nodes(client, "/events/night/speakers/plato/")
    person = page["ProfilePage"]["mainEntity"]
    assert (person["honorificPrefix"], person["name"]) == ("Dr", "プラトン")
    assert person["sameAs"] == ["https://plato.example.org/", "https://orcid.org/0"]
    assert [node["name"] for node in person["affiliation"]] == ["Academy", "Lyceum"]
    assert person["jobTitle"] == ["Founder"]
    assert [node["name"] for node in person["performerIn"]] == ["The cave"]
    steps = page["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["All events", "Night & <Day>", "Speakers", "Dr プラトン"]


def test_somebody_of_whom_only_the_name_is_known(client, event):
    factories.make_speaker(event, name="Plato", slug="plato")
    person = nodes(client, "/events/night/speakers/plato/")["ProfilePage"]["mainEntity"]
    assert person.keys() == {"@type", "@id", "name", "url"}


def test_an_institution_has_its_logo_and_its_country(client, event):
    organisation = factories.make_organisation(
        name="Academy", short_name="AC", country="GR", url="https://a.example.org/", logo=factories.make_picture()
    )
    factories.make_hosting(event, organisation)
    found = nodes(client, organisation.get_absolute_url())["Organization"]
    assert found["url"] == "https://a.example.org/"
    assert client.get(found["logo"].removeprefix("http://testserver")).status_code == 200
    assert found["address"]["addressCountry"] == "GR"
    assert found["alternateName"] == "AC"


def test_photographs_have_credit_licence_caption_and_words_for_who_does_not_see_them(client, event):
    factories.make_photograph(event, caption="Dome")
    factories.make_photograph(event, caption="Hidden", is_published=False)
    found = nodes(client, "/events/night/photographs/")["ImageObject"]
    assert found["caption"] == "Dome"
    assert found["description"] == "A dome under stars"
    assert found["creditText"] == "Somebody"
    assert found["copyrightNotice"] == "Somebody, CC0 1.0"
    assert "license" not in found


def test_an_event_of_which_nothing_is_known_yet(client):
    factories.make_event(slug="bare", name="Bare", capacity=None, policy="closed")
    found = of_event(client, "/events/bare/")
    assert found["image"][0]["url"].endswith("/events/bare/card.png")
    assert not found.keys() & {"organizer", "performer", "subEvent", "offers", "description"}


def test_the_site_has_a_name(client):
    assert nodes(client, "/")["WebSite"] == {"@type": "WebSite", "name": "Symposium", "url": "http://testserver/"}


def test_previews_say_nothing_to_machines(client, event):
    change(event, state="draft")
    client.force_login(factories.make_member(event, "owner"))
    page = client.get("/preview/events/night/").content.decode()
    assert "ld+json" not in page
    assert 'content="noindex"' in page


def test_two_hundred_sessions_are_written_in_five_milliseconds(event):
    people = [factories.make_speaker(event) for _ in range(10)]
    for number in factories.at_once(range(200)):
        session = factories.make_session(event, at=number / 100, hours=0.5)
        factories.make_appearance(session, people[number % 10])
    found = rows(event)
    fastest = 1.0
    for _ in range(7):
        before = time.process_time()
        structured.Writer(event, event.venue).sub_events(map(structured.entry_of_row, found))
        fastest = min(fastest, time.process_time() - before)
    assert fastest < 0.005


@pytest.mark.parametrize(
    ("attendance", "has_venue", "mode", "kinds"),
    [
        ("both", True, "Mixed", ["Place", "VirtualLocation"]),
        ("both", False, "Mixed", ["Place", "VirtualLocation"]),
        ("online", True, "Online", ["VirtualLocation"]),
        ("online", False, "Online", ["VirtualLocation"]),
    ],
)
def test_an_event_that_takes_guests_online_says_so(client, event, attendance, has_venue, mode, kinds):
    if not has_venue:
        event.venue.delete()
    change(Event.objects.get(), attendance=attendance, stream_url="", online_capacity=500)
    found = of_event(client)
    assert found["eventAttendanceMode"] == f"{SCHEMA}{mode}EventAttendanceMode"
    where = found["location"] if isinstance(found["location"], list) else [found["location"]]
    assert [place["@type"] for place in where] == kinds
    assert all(place.get("url") or place["address"] for place in where)
