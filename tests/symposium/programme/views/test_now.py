"""Now and next, and the displays at the doors."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import at_once, make_appearance, make_event, make_room, make_session, make_speaker

pytestmark = pytest.mark.django_db
NINE = datetime(2027, 5, 18, 16, tzinfo=UTC)
NOW = "/events/night/now/"


@pytest.fixture
def event():
    return make_event(slug="night", starts_at=NINE)


@pytest.fixture
def hall(event):
    return make_room(event, name="Hall", position=1)


def words(response):
    """The page's words, one blank between them."""
    assert response.status_code == 200
    body = re.sub(r"<(style|script).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def at(time_machine, **after):
    time_machine.move_to(NINE + timedelta(**after), tick=False)


def test_now_and_next_stand_room_by_room(client, event, hall, time_machine):
    attic = make_room(event, name="Attic", position=2)
    make_session(event, title="Early", room=hall, at=0, hours=2)
    make_session(event, title="Later", room=attic, at=2)
    make_session(event, title="Never", room=attic, at=1, state="cancelled")
    make_session(event, title="Lunch", at=3, is_plenary=True)
    at(time_machine, hours=1)
    page = words(client.get(NOW))
    assert re.search(r"For everyone Next .*?Lunch", page)
    assert re.search(r"Hall Now 09:00 – 11:00 Early Next Nothing more here", page)
    assert re.search(r"Attic Now Nothing just now Next 11:00 – 12:00 Later", page)
    assert "Never" not in page


def test_one_room_shows_all_in_one_place(client, event, hall, time_machine):
    make_session(event, title="Early", room=hall, at=0, hours=2)
    make_session(event, title="Lunch", at=3, is_plenary=True)
    at(time_machine, hours=1)
    assert re.search(r"Hall Now 09:00 – 11:00 Early Next 12:00 – 13:00 Lunch", words(client.get(NOW)))


def test_before_the_event_the_first_sessions_are_next_with_their_day(client, event, hall, time_machine):
    make_session(event, title="Opening", room=hall, at=0)
    at(time_machine, days=-3)
    for page in (words(client.get(NOW)), words(client.get(f"/events/night/display/{hall.slug}/"))):
        assert re.search(r"Next Tue 18 May 09:00 – 10:00 Opening", page)


@pytest.mark.parametrize(
    ("state", "after", "said"),
    [
        ("published", {"days": 2}, "This event has taken place."),
        ("over", {"days": 2}, "This event has taken place."),
        ("cancelled", {"hours": 1}, "This event is cancelled."),
        ("postponed", {"hours": 1}, "This event is postponed."),
    ],
)
def test_where_nothing_is_on_the_page_says_why(client, event, hall, state, after, said, time_machine):
    make_session(event, title="Opening", room=hall, at=0, hours=2)
    event.state = state
    event.save()
    at(time_machine, **after)
    for path in (NOW, f"/events/night/display/{hall.slug}/"):
        page = words(client.get(path))
        assert said in page
        assert "Opening" not in page


def test_an_empty_programme_says_so(client, event, hall):
    for path in (NOW, f"/events/night/display/{hall.slug}/"):
        assert "The programme is being made." in words(client.get(path))


def test_after_the_last_session_nothing_more_is_to_come(client, event, hall, time_machine):
    make_room(event)
    make_session(event, room=hall, at=0)
    make_session(event, room=make_room(event), at=0)
    at(time_machine, hours=5)
    assert "Nothing more is to come." in words(client.get(NOW))


def test_a_display_shows_its_room_and_what_is_for_everyone_and_comes_again_every_minute(
    client, event, hall, time_machine
):
    attic = make_room(event, name="Attic")
    session = make_session(event, title="Early", room=hall, at=0, hours=2)
    make_appearance(session, make_speaker(event, name="Ada", form_of_address="Dame"))
    make_appearance(session, None)
    make_session(event, title="Elsewhere", room=attic, at=0, hours=2)
    make_session(event, title="All together", room=attic, at=3, is_plenary=True)
    at(time_machine, hours=1)
    path = f"/events/night/display/{hall.slug}/"
    response = client.get(path)
    page = words(response)
    assert re.search(
        r"Hall 10:00 Now 09:00 – 11:00 Early Dame Ada , to be announced Next 12:00 – 13:00 All together in Attic", page
    )
    assert "Elsewhere" not in page
    assert b'<meta http-equiv="refresh" content="60">' in response.content
    assert b"<nav" not in response.content
    assert b"<a " not in response.content
    at(time_machine, hours=1, minutes=1)
    assert client.get(path)["ETag"] != response["ETag"]


def test_a_display_takes_no_zone_from_the_address(client, event, hall, time_machine):
    make_session(event, room=hall, at=0)
    path = f"/events/night/display/{hall.slug}/"
    assert client.get(f"{path}?zone=Europe/London").content == client.get(path).content


def test_a_room_that_there_is_not_has_no_display_and_a_former_address_leads_on(client, event, hall):
    assert client.get("/events/night/display/cellar/").status_code == 404
    old = hall.slug
    hall.slug = "great-hall"
    hall.save()
    response = client.get(f"/events/night/display/{old}/")
    assert response.status_code == 301
    assert response["Location"] == "/events/night/display/great-hall/"


@pytest.mark.parametrize("path", [NOW, "display"])
def test_queries_do_not_grow(client, event, hall, path, time_machine, django_assert_max_num_queries):
    for number in at_once(range(40)):
        make_appearance(make_session(event, at=number / 10, hours=0.1, room=make_room(event)), make_speaker(event))
    at(time_machine, hours=1)
    with django_assert_max_num_queries(6):
        client.get(NOW if path == NOW else f"/events/night/display/{hall.slug}/")
