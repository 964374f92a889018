"""A session's page: its neighbours, its record, the reader's zone."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from symposium.programme.models import Material
from tests.factories import at_once, make_appearance, make_event, make_room, make_session, make_track, make_venue

pytestmark = pytest.mark.django_db
NINE = datetime(2027, 5, 18, 16, tzinfo=UTC)
PAGE = "/events/night/programme/talk/"


@pytest.fixture
def event():
    return make_event(slug="night", starts_at=NINE, ends_at=NINE + timedelta(hours=30))


def text(response):
    """The page without its style sheet and script."""
    assert response.status_code == 200
    return re.sub(r"<(style|script).*?</\1>", "", response.content.decode(), flags=re.DOTALL)


def around(page):
    """What the list of neighbours says, part by part."""
    parts = re.findall(
        r"<dt>(.*?)</dt>(.*?)</div>",
        page[page.index("Around this session") : page.index("The whole programme")],
        re.DOTALL,
    )
    return {name: re.findall(r'dir="auto">(?:<s>)?([^<]+)', found) for name, found in parts}


def test_it_names_what_comes_before_and_after_in_its_room_and_at_the_same_time(client, event):
    hall, attic = make_room(event), make_room(event)
    for title, at, room in [("Long ago", 0, hall), ("Before", 1, hall), ("After", 3, hall), ("Much later", 4, hall)]:
        make_session(event, title=title, at=at, room=room)
    make_session(event, title="Talk", slug="talk", at=2, room=hall)
    make_session(event, title="Tomorrow", at=24, room=attic)
    make_session(event, title="Beside", at=1.5, room=attic)
    make_session(event, title="Off", at=2.5, room=attic, state="cancelled")
    make_session(event, title="Secret", at=2, room=attic, state="draft")
    make_session(event, title="No longer", at=0.5, room=attic)
    assert around(text(client.get(PAGE))) == {
        "Before, in this room": ["Before"],
        "After, in this room": ["After"],
        "At the same time": ["Beside", "Off"],
    }


@pytest.mark.parametrize("fields", [{"at": None}, {"at": 1}])
def test_a_session_alone_on_its_day_has_no_neighbours(client, event, fields):
    room = make_room(event)
    make_session(event, slug="talk", room=room, **fields)
    make_session(event, at=26, room=room)
    assert "Around this session" not in text(client.get(PAGE))


def test_both_ends_of_its_time_carry_their_offset_and_the_readers_stand_beside(client, event):
    make_session(event, slug="talk", at=7)
    page = text(client.get(f"{PAGE}?zone=Europe/London"))
    assert 'Tuesday 18 May 2027, <time datetime="2027-05-18T16:00-07:00">16:00</time>–<time datetime=' in page
    assert "Wed 19, 00:00–01:00" in page


def test_its_materials_stand_below_before_the_event_and_its_record_first_afterwards(client, event, time_machine):
    talk = make_session(
        event, slug="talk", abstract="<p>Abstract.</p>", record="<p>Record.</p>", stream_url="https://example.org/live"
    )
    Material.objects.create(session=talk, kind="slides", url="https://example.org/slides", rank=2)
    Material.objects.create(session=talk, kind="recording", title="Film", url="https://example.org/film", rank=1)
    page = text(client.get(PAGE)).partition("<main")[2]
    assert "Record." not in page
    assert page.index("Abstract.") < page.index("To read and to watch") < page.index("Film") < page.index("Slides</a>")
    assert "Watch the stream" in page
    time_machine.move_to(NINE + timedelta(days=2), tick=False)
    page = text(client.get(PAGE)).partition("<main")[2]
    assert page.index('id="record"') < page.index("Record.") < page.index("Film") < page.index("Abstract.")
    assert "Watch the stream" not in page
    assert "Add this session to your calendar" not in page


def test_its_track_leads_to_the_programme_of_the_track(client, event):
    track = make_track(event, name="Science")
    make_session(event, slug="talk", track=track)
    assert f'href="/events/night/programme/?track={track.slug}"' in text(client.get(PAGE))


def test_saving_a_material_renews_the_page(client, event):
    talk = make_session(event, slug="talk")
    before = client.get(PAGE)["ETag"]
    Material.objects.create(session=talk, url="https://example.org/slides")
    assert client.get(PAGE)["ETag"] != before


def test_queries_do_not_grow_with_what_is_beside(client, event, django_assert_max_num_queries):
    room = make_room(event)
    talk = make_session(event, slug="talk", at=1, room=room)
    for number in at_once(range(30)):
        make_session(event, at=1, room=make_room(event))
        make_session(event, at=number / 10, room=room)
        Material.objects.create(session=talk, url=f"https://example.org/{number}")
    with django_assert_max_num_queries(9):
        client.get(PAGE)


def test_what_was_never_announced_is_not_promised_after_the_event(client, event, time_machine):
    make_venue(event)
    make_appearance(make_session(event, slug="talk", at=None), None)
    assert "The time is to be announced" in text(client.get(PAGE))
    time_machine.move_to(NINE + timedelta(days=2), tick=False)
    for path in (PAGE, "/events/night/programme/", "/events/night/speakers/"):
        assert "to be announced" not in text(client.get(path)).lower()
    assert "The time was not recorded" in text(client.get(PAGE))
