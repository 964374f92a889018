import pytest

from tests.factories import make_event, make_organisation, make_session

pytestmark = pytest.mark.django_db


def test_an_address_is_made_from_the_name_and_is_free():
    event = make_event(name="A Night at the Observatory")
    other = make_event(name="A Night at the Observatory")
    assert (event.slug, other.slug) == ("a-night-at-the-observatory", "a-night-at-the-observatory-2")


def test_a_name_without_latin_letters_still_gets_an_address():
    assert make_event(name="天文台の夜").slug == "event"
    assert make_event(name="ليلة").slug == "event-2"


def test_addresses_are_unique_within_their_event_only():
    first, second = make_event(), make_event()
    assert make_session(first, title="Opening").slug == make_session(second, title="Opening").slug == "opening"
    assert make_session(first, title="Opening").slug == "opening-2"


def test_a_former_address_leads_to_the_present_one_for_good(client):
    event = make_event(slug="old")
    session = make_session(event, slug="talk")
    event.slug = "new"
    event.save()
    session.slug = "keynote"
    session.save()
    for old, new in {
        "/events/old/": "/events/new/",
        "/events/old/programme/?day=x": "/events/new/programme/?day=x",
        "/events/old/register/": "/events/new/register/",
        "/events/old/programme/talk/": "/events/new/programme/talk/",
        "/events/new/programme/talk/": "/events/new/programme/keynote/",
    }.items():
        response = client.get(old)
        assert (response.status_code, response.headers["Location"]) == (301, new)


def test_a_former_address_that_is_taken_again_belongs_to_its_new_owner(client):
    event = make_event(slug="old")
    event.slug = "new"
    event.save()
    make_event(slug="old", name="The newcomer")
    assert client.get("/events/old/").status_code == 200


def test_a_former_address_of_a_draft_tells_nothing(client):
    event = make_event(slug="old")
    event.slug, event.state = "new", "draft"
    event.save()
    assert client.get("/events/old/").status_code == 404


def test_an_organisation_keeps_its_former_address(client):
    event = make_event()
    organisation = make_organisation(slug="old")
    event.hostings.create(organisation=organisation, consented=True)
    organisation.slug = "new"
    organisation.save()
    assert client.get("/organisations/old/").headers["Location"] == "/organisations/new/"
