"""What an event lends to others: pictures for sharing, icons, a manifest."""

import io
import json

import pytest
from PIL import Image

from symposium.events.cards import event_card
from symposium.events.views import listed_hosts
from symposium.kit import cards
from tests import factories

pytestmark = pytest.mark.django_db
PICTURES = ("/events/night/card.png", "/events/night/programme/cave/card.png", "/events/night/speakers/plato/card.png")


@pytest.fixture
def event(db):
    event = factories.make_event(slug="night", name="Night")
    factories.make_venue(event)
    session = factories.make_session(event, slug="cave", title="The cave")
    factories.make_appearance(session, factories.make_speaker(event, slug="plato", name="Plato"))
    return event


@pytest.fixture
def drawn(monkeypatch):
    """The cards that are drawn."""
    found = []
    monkeypatch.setattr(cards, "draw", lambda card: found.append(card) or b"png")
    return found


@pytest.mark.parametrize("path", PICTURES)
def test_each_has_a_picture_that_who_has_it_need_not_fetch_again(client, event, path, django_assert_num_queries):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    with django_assert_num_queries(1):
        assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", [*PICTURES, "/events/night/icon.svg", "/events/night/icon-192.png"])
def test_a_draft_has_none(client, event, path):
    event.state = "draft"
    event.save()
    assert client.get(path).status_code == 404


def test_a_draft_of_a_session_or_a_speaker_has_none(client, event):
    event.sessions.update(state="draft")
    event.speakers.update(state="draft")
    for path in PICTURES[1:]:
        assert client.get(path).status_code == 404


def test_a_former_address_leads_to_the_picture(client, event):
    event.slug = "nights"
    event.save()
    response = client.get("/events/night/card.png")
    assert (response.status_code, response["Location"]) == (301, "/events/nights/card.png")


def test_a_change_makes_another_picture(client, event):
    before = client.get("/events/night/card.png")
    event.name = "Day"
    event.save()
    after = client.get("/events/night/card.png")
    assert before.content != after.content
    assert before["ETag"] != after["ETag"]


@pytest.mark.parametrize(("state", "word"), [("cancelled", "Cancelled"), ("postponed", "Postponed"), ("published", "")])
def test_that_it_does_not_take_place_stands_first_on_every_picture(client, event, drawn, state, word):
    event.state = state
    event.save()
    for path in PICTURES:
        client.get(path)
    assert [card.alarm for card in drawn] == [word] * 3
    days = [fact for card in drawn for fact in (*card.facts, *card.foot) if str(event.first_day.year) in fact]
    assert bool(days) == (state != "postponed")


def test_a_cancelled_session_says_so_alone(client, event, drawn):
    event.sessions.update(state="cancelled")
    for path in PICTURES:
        client.get(path)
    assert [card.alarm for card in drawn] == ["", "Cancelled", ""]


def test_hosts_stand_there_in_their_order_and_only_who_agreed(event):
    for rank, name in enumerate(("Second", "First"), 1):
        factories.make_hosting(event, factories.make_organisation(name=name), rank=3 - rank)
    factories.make_hosting(event, factories.make_organisation(name="Silent"), consented=False)
    card = event_card(event, list(listed_hosts(event)), 0)
    assert card.foot == ("First", "Second")
    assert card.facts == (event.days_in_words, "Observatory Hall, Pasadena")


def test_without_place_or_hosts_there_is_a_picture_still(client):
    factories.make_event(slug="bare")
    assert client.get("/events/bare/card.png").status_code == 200


def test_a_portrait_whose_file_is_gone_is_a_monogram(client, event, drawn):
    speaker = event.speakers.get()
    speaker.portrait, speaker.portrait_alternative_text = "portraits/none.webp", "Plato"
    speaker.save()
    assert client.get(PICTURES[2]).status_code == 200
    assert (drawn[0].portrait, drawn[0].monogram) == (b"", "P")


def test_icons_are_in_the_colour_of_each_event(client, event):
    other = factories.make_event(slug="day", hue=30)
    event.hue = 200
    event.save()
    svgs = {client.get(f"/events/{slug}/icon.svg").content for slug in ("night", other.slug)}
    assert len(svgs) == 2


def test_the_manifest_leads_to_the_event_and_to_icons_that_are_there(client, event):
    response = client.get("/events/night/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    found = json.loads(response.content)
    assert (found["name"], found["start_url"], found["lang"]) == ("Night", "/events/night/", "en-GB")
    for icon in found["icons"]:
        answer = client.get(icon["src"])
        assert (answer.status_code, answer["Content-Type"]) == (200, icon["type"])


def test_nobody_has_icons_drawn_in_other_sizes(client, event):
    assert client.get("/events/night/icon-193.png").status_code == 404
