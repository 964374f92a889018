"""The programme: grid, now, the reader's zone, what is left afterwards."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from symposium.programme.models import Material
from tests.factories import (
    at_once,
    make_appearance,
    make_event,
    make_room,
    make_session,
    make_speaker,
    make_track,
)

pytestmark = pytest.mark.django_db
NINE = datetime(2027, 5, 18, 16, tzinfo=UTC)  # 09:00 in California
PAGE = "/events/night/programme/"


@pytest.fixture
def event():
    return make_event(slug="night", starts_at=NINE)


def text(response):
    """The page without its style sheet and script."""
    assert response.status_code == 200
    return re.sub(r"<(style|script).*?</\1>", "", response.content.decode(), flags=re.DOTALL)


def test_every_time_of_the_programme_carries_its_offset(client, event):
    make_session(event)
    page = text(client.get(PAGE))
    assert '<time datetime="2027-05-18T10:00-07:00">10:00</time>' in page
    assert '<time datetime="2027-05-18T11:00-07:00">11:00</time>' in page


@pytest.mark.parametrize("query", ["", "?view=grid"])
def test_the_programme_costs_six_queries_however_long_it_is(client, event, query, django_assert_max_num_queries):
    for number in at_once(range(30)):
        session = make_session(event, at=number / 10, hours=0.1, room=make_room(event), track=make_track(event))
        make_appearance(session, make_speaker(event))
        Material.objects.create(session=session, url="https://example.org/")
    with django_assert_max_num_queries(6):
        text(client.get(PAGE + query))


def test_the_grid_is_a_table_with_heads_and_keeps_the_other_choices(client, event):
    hall, attic = make_room(event, name="Hall", position=1), make_room(event, name="Attic", position=2)
    track = make_track(event, name="Science")
    make_track(event, name="Policy")
    make_session(event, title="Long", room=hall, at=0, hours=2, track=track)
    make_session(event, title="Short", room=attic, at=0, track=track)
    make_session(event, title="Other", room=attic, at=1)
    make_session(event, title="Lunch", at=2, is_plenary=True, kind="break")
    make_session(event, title="Some time", at=None, track=track)
    page = text(client.get(f"{PAGE}?view=grid&track=science"))
    assert re.search(r"<caption[^>]*>Rooms and times on Tuesday 18 May 2027</caption>", page)
    assert re.findall(r'<th scope="col"><bdi>(.*?)</bdi>', page) == ["Hall", "Attic"]
    assert page.count('<th scope="row"') == 3
    assert re.search(r'<td rowspan="2" class="full">.*?Long', page)
    assert re.search(r'<td colspan="2" class="full wide break">.*?Lunch', page)
    assert "Other" not in page
    assert page.index("Time to be announced") < page.index("Some time")
    assert 'href="?track=science"' in page
    assert f'href="?view=grid&amp;track=science&amp;room={hall.slug}"' in page
    assert re.search(r'tabindex="0" role="region" aria-label="Rooms and times', page)


def test_in_the_grid_a_cancelled_session_is_struck_through_with_its_reason(client, event):
    make_session(event, title="Sails", state="cancelled", state_reason="The wind fell.", room=make_room(event))
    page = text(client.get(f"{PAGE}?view=grid"))
    assert re.search(r"<s>Sails</s>.*?Cancelled.*?The wind fell\.", page)


@pytest.mark.parametrize("rooms", [1, 4, 20])
@pytest.mark.parametrize("sessions", [1, 100])
def test_any_number_of_rooms_and_sessions_is_one_table_a_day(client, event, rooms, sessions):
    places = [make_room(event) for _ in range(rooms)]
    for number in at_once(range(sessions)):
        make_session(event, at=number // rooms * 0.05, hours=0.05, room=places[number % rooms])
    page = text(client.get(f"{PAGE}?view=grid"))
    assert page.count("<table") == 1
    assert page.count('<h3 dir="auto">') == sessions
    assert "?day=" not in page


def test_each_day_has_a_table_of_its_own(client, event):
    event.ends_at += timedelta(days=1)
    event.save()
    make_session(event)
    make_session(event, at=25)
    page = text(client.get(f"{PAGE}?view=grid"))
    assert page.count("<table") == 2
    assert "view=grid&amp;day=2027-05-19" in page


def test_an_empty_grid_says_what_will_be_there(client, event):
    page = text(client.get(f"{PAGE}?view=grid"))
    assert "The programme is being made." in page
    assert "<table" not in page


def test_while_the_event_runs_a_rule_marks_now_and_a_word_what_runs(client, event, time_machine):
    make_session(event, title="First", at=0)
    make_session(event, title="Second", at=1)
    make_session(event, title="Third", at=2)
    time_machine.move_to(NINE + timedelta(hours=1, minutes=30), tick=False)
    page = text(client.get(PAGE))
    assert page.index("Second") < page.index('class="now" id="now"') < page.index("Third")
    assert re.findall(r'<h3 dir="auto"><a[^>]*>(\w+)</a></h3><p class="meta"><strong class="is-on">now', page) == [
        "Second"
    ]
    assert '<time datetime="2027-05-18T10:30-07:00">10:30</time>' in page
    assert 'href="#now"' in page


def test_the_rule_moves_with_the_minute_and_is_asked_for_again(client, event, time_machine):
    make_session(event, title="First", at=0)
    make_session(event, title="Second", at=1)
    time_machine.move_to(NINE + timedelta(minutes=59, seconds=30), tick=False)
    before = client.get(PAGE)
    assert text(before).index('id="now"') < text(before).index("Second")
    time_machine.move_to(NINE + timedelta(minutes=59, seconds=50), tick=False)
    assert client.get(PAGE, headers={"If-None-Match": before["ETag"]}).status_code == 304
    time_machine.move_to(NINE + timedelta(hours=1), tick=False)
    after = text(client.get(PAGE, headers={"If-None-Match": before["ETag"]}))
    assert after.index("Second") < after.index('id="now"')


@pytest.mark.parametrize("hours", [-1, 11])
def test_before_and_after_the_event_nothing_is_now_and_the_page_stays_the_same(client, event, hours, time_machine):
    make_session(event)
    time_machine.move_to(NINE + timedelta(hours=hours), tick=False)
    first = client.get(PAGE)
    assert 'id="now"' not in text(first)
    time_machine.shift(timedelta(minutes=5))
    assert client.get(PAGE)["ETag"] == first["ETag"]


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_at_an_event_that_does_not_take_place_nothing_is_now(client, event, state, time_machine):
    make_session(event, at=0)
    event.state = state
    event.save()
    time_machine.move_to(NINE + timedelta(minutes=30), tick=False)
    page = text(client.get(PAGE))
    assert 'id="now"' not in page
    assert "is-on" not in page


def test_between_two_days_now_stands_at_the_end_of_the_first(client, event, time_machine):
    event.ends_at += timedelta(days=1)
    event.save()
    make_session(event, title="First", at=0)
    make_session(event, title="Second", at=25)
    time_machine.move_to(NINE + timedelta(hours=5), tick=False)
    page = text(client.get(PAGE))
    assert page.index("First") < page.index('id="now"') < page.index("Wednesday 19 May")
    time_machine.move_to(NINE + timedelta(hours=22), tick=False)
    page = text(client.get(PAGE))
    assert page.index('<h2><time datetime="2027-05-19"') < page.index('id="now"') < page.index("Second")


def test_a_cancelled_session_is_not_now(client, event, time_machine):
    make_session(event, at=0, state="cancelled")
    time_machine.move_to(NINE + timedelta(minutes=30), tick=False)
    assert "is-on" not in text(client.get(PAGE))


def test_the_grid_marks_the_line_of_now(client, event, time_machine):
    make_session(event, at=0, room=make_room(event))
    make_session(event, at=1)
    time_machine.move_to(NINE + timedelta(hours=1, minutes=5), tick=False)
    page = text(client.get(f"{PAGE}?view=grid"))
    assert re.search(r'<tr class="now" id="now"><th scope="row" class="at"><time datetime="2027-05-18T10:00', page)


def test_without_javascript_a_zone_can_be_chosen_and_its_times_stand_beside(client, event):
    make_session(event, at=7)
    page = text(client.get(f"{PAGE}?view=grid&zone=choose"))
    assert '<option value="Europe/London">' in page
    assert '<input type="hidden" name="view" value="grid">' in page
    page = text(client.get(f"{PAGE}?zone=Europe/London"))
    assert "Wed 19, 00:00–01:00" in page
    assert "data-offer" not in page
    assert "<option" not in page


@pytest.mark.parametrize("zone", ["Nowhere/At_All", "America/Los_Angeles", "", "<script>"])
def test_no_zone_of_that_name_or_the_venues_own_adds_nothing(client, event, zone):
    make_session(event)
    assert "yours" not in text(client.get(PAGE, {"zone": zone}))


def test_pages_for_a_zone_are_not_kept(client, event, django_assert_num_queries):
    make_session(event)
    client.get(f"{PAGE}?zone=Europe/London")
    with django_assert_num_queries(6):
        client.get(f"{PAGE}?zone=Europe/London")
    client.get(PAGE)
    with django_assert_num_queries(1):
        client.get(PAGE)


def test_after_the_event_the_programme_says_where_something_is_left(client, event, time_machine):
    session = make_session(event, title="Talk", slug="talk", record="<p>Much.</p>")
    Material.objects.create(session=session, kind="slides", url="https://example.org/slides")
    page = text(client.get(PAGE))
    assert "Slides" in page
    assert "What was said" not in page
    time_machine.move_to(NINE + timedelta(days=2), tick=False)
    page = text(client.get(PAGE))
    assert f'<a href="{PAGE}talk/#record">What was said</a> · <a href="{PAGE}talk/#record">Slides</a>' in page


def test_what_people_write_is_escaped(client, event):
    session = make_session(
        event, title="<b>A & B</b>", room=make_room(event, name="<i>"), state="cancelled", state_reason="<u>"
    )
    make_room(event)
    make_session(event, room=make_room(event))
    make_appearance(session, make_speaker(event, name="<em>"))
    for query in ("", "?view=grid"):
        page = text(client.get(PAGE + query))
        assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in page
        for tag in ("<b>A", "<em>", "<u>"):
            assert tag not in page


def test_the_hour_that_comes_twice_says_which_one_it_is(client):
    event = make_event(slug="clocks", timezone="Europe/London", starts_at=datetime(2027, 10, 30, 20, tzinfo=UTC))
    make_session(event, title="First", at=4.5)
    make_session(event, title="Second", at=5.5)
    page = text(client.get("/events/clocks/programme/"))
    assert page.index("01:30 (BST)") < page.index("01:30 (GMT)")


def test_pages_for_choices_that_there_are_not_are_not_kept(client, event, django_assert_num_queries):
    make_session(event)
    day = event.starts_at.date()
    # A day is no track, and a view is no day: such pages would be as many as all of them to the fourth power.
    for query in (f"?track={day}", f"?room={day}", "?day=grid", f"?view={day}", "?track=nothing"):
        client.get(f"{PAGE}{query}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{PAGE}{query}")
        assert len(asked) > 1, query
    client.get(f"{PAGE}?day={day}&view=grid")
    with django_assert_num_queries(1):
        client.get(f"{PAGE}?day={day}&view=grid")
