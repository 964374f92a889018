import re
from datetime import timedelta

import pytest

from tests.factories import (
    at_once,
    make_affiliation,
    make_appearance,
    make_event,
    make_hosting,
    make_organisation,
    make_room,
    make_session,
    make_speaker,
    make_track,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(slug="night")


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_programme_stands_in_the_order_of_time_with_what_is_unknown_last(client, event):
    for title, at in [("Third", None), ("Second", 5), ("First", 1)]:
        make_session(event, title=title, at=at)
    page = text(client.get("/events/night/programme/"))
    assert page.index("First") < page.index("Second") < page.index("Third")
    assert "to be announced" in page.lower()


def test_an_empty_programme_says_so(client, event):
    assert "<main" in text(client.get("/events/night/programme/"))


def test_tracks_rooms_and_days_narrow_the_programme_by_links(client):
    event = make_event(slug="night")
    event.ends_at += timedelta(days=1)
    event.save()
    science, policy, hall = make_track(event, name="Science"), make_track(event, name="Policy"), make_room(event)
    make_session(event, title="Stars", track=science, room=hall)
    make_session(event, title="Laws", track=policy)
    make_session(event, title="Lunch", is_plenary=True)
    make_session(event, title="Tomorrow", at=24)

    def shown(query):
        page = text(client.get(f"/events/night/programme/?{query}"))
        return [title for title in ("Stars", "Laws", "Lunch", "Tomorrow") if f">{title}<" in page]

    assert shown("") == ["Stars", "Laws", "Lunch", "Tomorrow"]
    assert shown("track=science") == ["Stars", "Lunch"]
    assert shown(f"room={hall.slug}") == ["Stars", "Lunch"]
    assert shown(f"day={(event.first_day + timedelta(days=1)).isoformat()}") == ["Tomorrow"]
    assert shown("track=nothing&day=x") == []


def test_a_one_day_event_shows_no_days_to_choose_from(client, event):
    make_session(event)
    assert "?day=" not in text(client.get("/events/night/programme/"))


def test_a_cancelled_session_stays_with_its_reason(client, event):
    make_session(event, title="Sails", slug="sails", state="cancelled", state_reason="The speaker is ill.")
    for page in ("programme/", "programme/sails/"):
        body = text(client.get(f"/events/night/{page}"))
        assert re.search(r"[Cc]ancelled.{0,120}The speaker is ill\.", body, re.DOTALL)


def test_a_session_names_who_takes_part_in_which_part_and_who_is_to_come(client, event):
    session = make_session(event, slug="panel", title="Panel")
    chair = make_speaker(event, name="Ada Lovelace", form_of_address="Dame")
    make_affiliation(chair, organisation=make_organisation(name="Analytical Society"), position="President")
    make_appearance(session, chair, part="chair", rank=1)
    make_appearance(session, None, part="panellist", rank=2)
    page = text(client.get("/events/night/programme/panel/"))
    for words in ("Dame Ada Lovelace", "chair", "Analytical Society", "President", "to be announced"):
        assert words.lower() in page.lower()


@pytest.mark.parametrize(
    "name",
    ["Aurelian", "月島 環", "نجمة السماوي", "Maximiliane Theodorabartholomea Featherstonehaugh-Cholmondeley", "Ó"],
)
def test_names_of_every_kind_have_a_page(client, event, name):
    speaker = make_speaker(event, name=name)
    assert name in text(client.get(speaker.get_absolute_url()))
    assert name in text(client.get("/events/night/speakers/"))


def test_speakers_stand_in_the_order_that_they_sort_under(client, event):
    make_speaker(event, name="Ada Zeta", sort_name="Zeta, Ada")
    make_speaker(event, name="Zoe Alpha", sort_name="Alpha, Zoe")
    page = text(client.get("/events/night/speakers/"))
    assert page.index("Zoe Alpha") < page.index("Ada Zeta")


def test_an_organisation_shows_its_events_and_people(client, event):
    organisation = make_organisation(name="Analytical Society", slug="society")
    make_hosting(event, organisation)
    make_affiliation(make_speaker(event, name="Ada Lovelace"), organisation=organisation)
    page = text(client.get("/organisations/society/"))
    assert "Ada Lovelace" in page
    assert event.name in page


def test_an_organisation_that_nobody_may_see_has_no_page(client):
    make_organisation(slug="hidden")
    assert client.get("/organisations/hidden/").status_code == 404


@pytest.mark.parametrize("count", [3, 60])
@pytest.mark.parametrize("page", ["programme/", "programme/talk/", "speakers/", "speakers/person/"])
def test_queries_do_not_grow_with_the_programme(client, event, page, count, django_assert_max_num_queries):
    session = make_session(event, slug="talk")
    person = make_speaker(event, slug="person")
    make_appearance(session, person)
    for number in at_once(range(count)):
        other = make_session(event, at=number / 10, hours=0.1, room=make_room(event), track=make_track(event))
        make_appearance(other, person)
        speaker = make_speaker(event)
        make_affiliation(speaker, organisation=make_organisation())
        make_appearance(session, speaker)
    with django_assert_max_num_queries(9):
        text(client.get(f"/events/night/{page}"))


def test_the_events_page_says_who_speaks_the_keynotes_first(client, event):
    make_affiliation(make_speaker(event, name="Ada Alpha"), name="Analytical Society")
    star = make_speaker(event, name="Zoe Zeta")
    make_appearance(make_session(event), star, part="keynote")
    make_speaker(event, name="Not yet", state="draft")
    page = text(client.get("/events/night/"))
    assert page.index("Zoe Zeta") < page.index("Keynote") < page.index("Ada Alpha") < page.index("Analytical Society")
    assert "Not yet" not in page


def test_an_event_without_speakers_has_no_heading_for_them(client, event):
    assert "Who speaks" not in text(client.get("/events/night/"))
