"""The programme board at the desk: who sees it, what one move does, who is faster, what is undone."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from registrations import services as guests
from registrations.models import BookableSession
from symposium.accounts.models import Membership, Role, User
from symposium.events.dashboard import todos_at
from symposium.events.models import Event
from symposium.programme import services
from symposium.programme.board import moving
from symposium.programme.board.slots import Place
from symposium.programme.models import Session
from tests import factories
from tests.factories.forms import sign_in

pytestmark = pytest.mark.django_db

BOARD = "/admin/programme/session/board/"
HALF = timedelta(minutes=30)
JSON = {"accept": "application/json"}


@pytest.fixture
def event() -> Event:
    """A public one from nine to seven in Los Angeles."""
    return factories.make_event(starts_at=datetime(2027, 1, 20, 17, tzinfo=UTC), timezone="America/Los_Angeles")


@pytest.fixture
def draft(event: Event) -> Event:
    """The same, known to nobody yet: what is moved there is moved at once."""
    Event.objects.filter(pk=event.pk).update(state=Event.State.DRAFT)
    event.refresh_from_db()
    return event


@pytest.fixture
def editor(event: Event) -> User:
    return factories.make_member(event, Role.EDITOR, name="Eda Editor")


@pytest.fixture
def desk(editor: User) -> Client:
    return sign_in(editor)


def page_of(session: Session) -> str:
    return reverse("admin:programme_session_board_move", args=[session.pk])


def place_of(session: Session) -> Place:
    row = services.copy_of(session) or Session.objects.get(pk=session.pk)
    return Place(row.starts_at, row.ends_at, row.room_id)


def later(place: Place, *, hours: float = 1, **other: Any) -> Place:
    assert place.starts_at
    assert place.ends_at
    by = timedelta(hours=hours)
    return Place(place.starts_at + by, place.ends_at + by, other.get("room", place.room))


def move(client: Client, session: Session, to: Place, believed: Place | None = None, **more: Any) -> Any:
    """As the board's script does it."""
    data = {
        "starts_at": to.starts_at.isoformat() if to.starts_at else "",
        "ends_at": to.ends_at.isoformat() if to.ends_at else "",
        "room": to.room or "",
        "believed": (believed or place_of(session)).as_text(),
    }
    return client.post(f"{page_of(session)}?event={session.event_id}", data | more, headers=JSON)


def undo(client: Client, answer: dict[str, Any]) -> Any:
    back = answer["undo"]
    fields = {name: back[name] for name in ("starts_at", "ends_at", "room", "believed")}
    return client.post(back["address"], fields, headers=JSON)


def text_of(client: Client, event: Event, **chosen: Any) -> str:
    response = client.get(BOARD, {"event": event.pk, **chosen})
    assert response.status_code == 200
    return response.content.decode()


# --- who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.OWNER, Role.ORGANISER, Role.EDITOR])
def test_the_team_sees_the_board_and_moves_sessions(event: Event, role: Role) -> None:
    client = sign_in(factories.make_member(event, role))
    session = factories.make_session(event, title="Sails of light")
    assert "Sails of light" in text_of(client, event)
    assert "Programme board" in client.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()
    assert client.get(page_of(session)).status_code == 200
    assert move(client, session, later(place_of(session))).status_code == 200


@pytest.mark.parametrize("who", ["coordinator", "door", "rival", "idle", "anonymous"])
def test_nobody_else_does_and_learns_nothing(event: Event, who: str) -> None:
    session = factories.make_session(event, title="Sails of light")
    other = factories.make_event(name="Elsewhere")
    members = {
        "coordinator": lambda: factories.make_member(event, Role.COORDINATOR, factories.make_organisation()),
        "door": lambda: factories.make_member(event, Role.DOOR),
        "rival": lambda: factories.make_member(other, Role.OWNER),
        "idle": factories.make_user,
    }
    client = sign_in(members[who]()) if who in members else Client()
    before = place_of(session)
    answers = [
        client.get(BOARD, {"event": event.pk}),
        client.get(page_of(session)),
        client.post(page_of(session), {"day": "", "believed": before.as_text()}),
        move(client, session, later(before)),
    ]
    # Who has another event is asked which of theirs.
    assert {answer.status_code for answer in answers[who == "rival" :]} <= {302, 403, 404}
    said = "".join(answer.content.decode() for answer in answers)
    assert "Sails of light" not in said
    assert event.name not in said
    assert place_of(session) == before


def test_another_events_session_is_as_unknown_as_one_that_is_not_there(desk: Client, event: Event) -> None:
    theirs = factories.make_session(factories.make_event())
    gone = Session(pk=theirs.pk + 1000, event=event)
    answers = [move(desk, one, Place(), Place()) for one in (theirs, gone)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json() == answers[1].json()
    assert desk.get(page_of(theirs)).status_code == desk.get(page_of(gone)).status_code == 404


def test_an_event_that_is_not_there_is_not_found(admin_client: Client) -> None:
    assert admin_client.get(BOARD, {"event": 4711}).status_code == 404
    assert admin_client.get(f"{BOARD}4711/").status_code == 404
    assert admin_client.get(f"{BOARD}{'9' * 30}/").status_code == 404


def test_rights_that_end_while_the_board_is_open_are_said(desk: Client, event: Event, editor: User) -> None:
    session = factories.make_session(event)
    Membership.objects.filter(user=editor).update(role=Role.DOOR)
    answer = move(desk, session, later(place_of(session)))
    assert answer.status_code == 403
    assert "Nothing was moved" in answer.json()["refused"]


def test_whoever_works_at_several_events_is_asked_which(desk: Client, event: Event, editor: User) -> None:
    other = factories.make_event(name="Second symposium")
    Membership.objects.create(user=editor, event=other, role=Role.EDITOR)
    theirs = factories.make_event(name="Third symposium")
    page = desk.get(BOARD).content.decode()
    assert f"{BOARD}?event={other.pk}" in page
    assert theirs.name not in page


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_a_day_is_shown_with_rooms_tray_and_marks(desk: Client, event: Event) -> None:
    hall = factories.make_room(event, name="Great Hall", capacity=80)
    factories.make_session(event, title="Two shores", room=hall, at=0)
    factories.make_session(event, title="Moons", at=3, state="cancelled")
    factories.make_session(event, title="Drawn", at=4, state="draft")
    factories.make_session(event, title="Some time", at=None)
    page = text_of(desk, event)
    for words in ("Great Hall", "80 seats", "09:00–10:00", "<s>Moons</s>", "cancelled", "draft", "No room yet"):
        assert words in page
    tray = page[page.index("board-tray-list") : page.index("board-main")]
    assert "Some time" in tray
    assert "Two shores" not in tray


def test_each_day_has_its_own_board(desk: Client, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(ends_at=event.ends_at + timedelta(days=2))
    event.refresh_from_db()
    factories.make_session(event, title="Early bird", at=1)
    factories.make_session(event, title="Late bird", at=25)
    first, second = (text_of(desk, event, day=f"2027-01-{day}") for day in (20, 21))
    assert "Early bird" in first
    assert "Late bird" not in first
    assert "Late bird" in second
    assert "Fri 22 Jan" in first


@pytest.mark.parametrize(
    "chosen", [{"day": "x"}, {"day": "1999-01-01"}, {"grid": "7"}, {"moved": "9~x"}, {"moved": "²"}]
)
def test_an_address_that_makes_no_sense_shows_the_usual_board(desk: Client, event: Event, chosen: Any) -> None:
    factories.make_session(event, title="Early bird")
    assert "Early bird" in text_of(desk, event, **chosen)


def test_an_event_without_rooms_and_sessions_has_an_empty_board(desk: Client, event: Event) -> None:
    page = text_of(desk, event)
    assert "Sessions without a time lie here." in page
    assert "Nothing clashes." in page


@pytest.mark.parametrize("number", [10, 1000])
def test_a_long_programme_takes_no_more_queries(
    desk: Client, event: Event, number: int, django_assert_max_num_queries: Any
) -> None:
    """Two hundred a day in twenty rooms, and as many at once as there are rooms."""
    Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at + timedelta(days=5))
    rooms = [factories.make_room(event) for _ in range(20)]
    begins = [event.starts_at + timedelta(days=n // 200, minutes=30 * (n % 200 // 20)) for n in range(number)]
    Session.objects.bulk_create(
        Session(event=event, title=f"Session {n}", slug=f"s-{n}", room=rooms[n % 20], starts_at=at, ends_at=at + HALF)
        for n, at in enumerate(begins)
    )
    for n in range(2):
        factories.make_booking(factories.make_registration(event), factories.make_bookable(event, at=n))
    BookableSession.objects.update(taken=1)
    with django_assert_max_num_queries(12):
        page = text_of(desk, event)
    assert page.count('class="tile ') == min(number, 200) + 2


# --- moving -----------------------------------------------------------------------------------------------------------


def test_a_move_at_a_draft_event_is_done_at_once(desk: Client, draft: Event) -> None:
    hall = factories.make_room(draft, name="Hall")
    session = factories.make_session(draft, title="Moons")
    to = later(place_of(session), room=hall.pk)
    answer = move(desk, session, to).json()
    session.refresh_from_db()
    assert Place(session.starts_at, session.ends_at, session.room_id) == to
    assert "11:00–12:00" in answer["said"]
    assert "Hall" in answer["said"]
    assert f"#s{session.pk}{{" in answer["style"]
    assert "not published yet" not in answer["board"]


def test_a_move_at_a_public_event_waits_to_be_published(desk: Client, event: Event) -> None:
    session = factories.make_session(event)
    before, revision = place_of(session), Event.objects.get(pk=event.pk).revision
    answer = move(desk, session, later(before)).json()
    session.refresh_from_db()
    assert session.starts_at == before.starts_at
    assert Event.objects.get(pk=event.pk).revision == revision
    assert place_of(session) == later(before)
    assert "1 change of the programme is not published yet." in answer["board"]
    assert "changed, not published yet" in answer["board"]
    # It keeps its number on the board.
    assert f'id="s{session.pk}"' in answer["board"]


def test_moves_are_undone_and_done_again(desk: Client, event: Event) -> None:
    session = factories.make_session(event)
    first = place_of(session)
    moved = move(desk, session, later(first)).json()
    undone = undo(desk, moved).json()
    assert place_of(session) == first
    assert "not published yet" not in undone["board"]
    assert undo(desk, undone).status_code == 200
    assert place_of(session) == later(first)


def test_what_somebody_else_moved_meanwhile_is_not_moved_from_there(desk: Client, event: Event) -> None:
    session = factories.make_session(event, title="Moons")
    seen = place_of(session)
    moved = move(desk, session, later(seen)).json()
    faster = sign_in(factories.make_member(event, Role.ORGANISER, name="Olive Organiser"))
    assert move(faster, session, later(seen, hours=3)).status_code == 200
    answer = move(desk, session, later(seen, hours=2), believed=later(seen))
    assert answer.status_code == 409
    assert "Olive Organiser" in answer.json()["refused"]
    assert "13:00–14:00" in answer.json()["refused"]
    assert "13:00–14:00" in answer.json()["board"]
    # An undo is no more than a move.
    assert undo(desk, moved).status_code == 409
    assert place_of(session) == later(seen, hours=3)


def test_the_same_press_twice_moves_once(desk: Client, event: Event) -> None:
    session = factories.make_session(event)
    seen = place_of(session)
    again = [move(desk, session, later(seen), believed=seen) for _ in range(2)]
    assert [answer.status_code for answer in again] == [200, 200]
    assert "undo" not in again[1].json()


def test_into_the_tray_and_out_of_it(desk: Client, draft: Event) -> None:
    hall = factories.make_room(draft)
    session = factories.make_session(draft, title="Moons", room=hall)
    before = place_of(session)
    answer = move(desk, session, Place(room=hall.pk)).json()
    assert place_of(session) == Place(room=hall.pk)
    assert "in the tray" in answer["said"]
    assert undo(desk, answer).status_code == 200
    assert place_of(session) == before


def test_where_it_cannot_be_it_is_not_and_that_is_said(desk: Client, event: Event) -> None:
    session = factories.make_session(event)
    before = place_of(session)
    foreign = factories.make_room(factories.make_event())
    refused = [
        (later(before, hours=-2), "The event begins later"),
        (later(before, hours=12), "The event ends sooner"),
        (later(before, room=foreign.pk), "not one of this event"),
        (Place(before.ends_at, before.starts_at), "must end after it begins"),
        (Place(before.starts_at, None), "Give both times"),
    ]
    for to, words in refused:
        answer = move(desk, session, to)
        assert answer.status_code == 422
        assert words in answer.json()["refused"]
        assert "board" in answer.json()
    assert move(desk, session, later(before), starts_at="yesterday").status_code == 422
    assert move(desk, session, later(before), room="²").status_code == 422
    nonsense = desk.post(page_of(session), {"starts_at": "", "ends_at": "", "believed": "nonsense"}, headers=JSON)
    assert "Load it again" in nonsense.json()["refused"]
    assert place_of(session) == before


def test_a_move_says_what_clashes_with_it(desk: Client, event: Event) -> None:
    hall = factories.make_room(event, name="Hall")
    factories.make_session(event, title="Moons", room=hall, at=2)
    session = factories.make_session(event, title="Sails", room=hall, at=4)
    answer = move(desk, session, later(place_of(session), hours=-1.5)).json()
    assert "are both in" in answer["said"]
    assert "1 clash in the programme" in answer["board"]


def test_at_an_event_that_is_over_the_board_says_that_moves_show_at_once(desk: Client, event: Event) -> None:
    words = "visitors see at once"
    assert words not in text_of(desk, event)
    Event.objects.filter(pk=event.pk).update(state=Event.State.OVER)
    assert words in text_of(desk, event)


def test_a_move_is_in_the_history(desk: Client, draft: Event) -> None:
    session = factories.make_session(draft)
    move(desk, session, later(place_of(session)))
    page = desk.get(reverse("admin:programme_session_history", args=[session.pk])).content.decode()
    assert "Eda Editor" in page


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs several connections")
def test_of_two_who_drop_a_session_at_the_same_moment_one_moves_it(event: Event, editor: User) -> None:
    session = factories.make_session(event)
    seen = place_of(session)
    start = Barrier(4)

    def drop(hours: int) -> bool:
        start.wait()
        try:
            moving.move(event, session.pk, to=later(seen, hours=hours), believed=seen, by=editor)
        except moving.Overtaken:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(drop, range(1, 5))) == 1
    assert place_of(session) != seen
    assert Session.every.filter(revises=session).count() == 1


# --- without scripts --------------------------------------------------------------------------------------------------


def fill(session: Session, **changes: Any) -> dict[str, Any]:
    known = {"day": "2027-01-20", "begins": "10:00", "ends": "11:00", "room": session.room_id or ""}
    return known | {"believed": place_of(session).as_text()} | changes


def test_the_form_moves_a_session_and_offers_to_undo_it(desk: Client, draft: Event) -> None:
    session = factories.make_session(draft, title="Moons")
    before = place_of(session)
    shown = desk.get(page_of(session)).content.decode()
    assert 'value="10:00"' in shown
    board = desk.post(page_of(session), fill(session, begins="14:05", ends="15:10"), follow=True)
    assert place_of(session) == Place(
        datetime(2027, 1, 20, 22, 5, tzinfo=UTC), datetime(2027, 1, 20, 23, 10, tzinfo=UTC), None
    )
    assert "“\u2068Moons\u2069” is now" in board.content.decode()
    fields = dict.fromkeys((), board.context["undoing"]["before"])
    undoing = board.context["undoing"]
    fields = {
        "starts_at": undoing["before"].starts_at.isoformat(),
        "ends_at": undoing["before"].ends_at.isoformat(),
        "room": "",
        "believed": undoing["slot"].place.as_text(),
    }
    assert desk.post(undoing["url"], fields).status_code == 302
    assert place_of(session) == before


def test_the_form_puts_a_session_in_the_tray(desk: Client, draft: Event) -> None:
    session = factories.make_session(draft, title="Moons")
    data = fill(session)
    data["day"] = [data["day"], ""]
    assert desk.post(page_of(session), data).status_code == 302
    assert place_of(session) == Place()


def test_what_ends_before_it_begins_ends_the_next_day(desk: Client, draft: Event) -> None:
    Event.objects.filter(pk=draft.pk).update(ends_at=draft.ends_at + timedelta(days=1))
    session = factories.make_session(draft)
    assert desk.post(page_of(session), fill(session, begins="22:00", ends="01:00")).status_code == 302
    assert place_of(session).ends_at == datetime(2027, 1, 21, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"begins": ""}, "begins", "Write when it begins"),
        ({"ends": "soon"}, "ends", "Enter a valid time."),
        ({"begins": "03:00", "ends": "04:00"}, "begins", "The event begins later"),
        ({"begins": "18:00", "ends": "23:00"}, "ends", "The event ends sooner"),
        ({"room": "999999"}, "room", "not one of this event"),
        ({"day": "2099-01-01"}, "day", "Select a valid choice"),
    ],
)
def test_what_is_filled_in_wrongly_is_said_by_its_field(
    desk: Client, draft: Event, changes: dict[str, str], field: str, words: str
) -> None:
    session = factories.make_session(draft)
    before = place_of(session)
    page = desk.post(page_of(session), fill(session, **changes))
    assert page.status_code == 422
    assert words in str(page.context["form"].errors[field])
    assert place_of(session) == before


def test_a_form_that_comes_late_says_so_and_holds_when_it_is_sent_again(desk: Client, draft: Event) -> None:
    session = factories.make_session(draft)
    late = fill(session, begins="15:00", ends="16:00")
    move(desk, session, later(place_of(session)))
    page = desk.post(page_of(session), late)
    assert page.status_code == 422
    assert "meanwhile" in str(page.context["form"].non_field_errors())
    assert 'value="15:00"' in page.content.decode()
    late["believed"] = page.context["form"]["believed"].value()
    assert desk.post(page_of(session), late).status_code == 302


def test_in_the_hour_that_is_not_there_nothing_can_be(desk: Client, draft: Event) -> None:
    starts_at = datetime(2027, 3, 14, 8, tzinfo=UTC)
    Event.objects.filter(pk=draft.pk).update(starts_at=starts_at, ends_at=starts_at + timedelta(days=1))
    draft.refresh_from_db()
    session = factories.make_session(draft)
    page = desk.post(page_of(session), fill(session, day="2027-03-14", begins="02:30", ends="04:00"))
    assert "the clocks go forward over it" in str(page.context["form"].errors["begins"])


def test_the_boards_words_are_data_and_no_script(desk: Client, event: Event) -> None:
    factories.make_session(event, title="</script><script>alert(1)</script>")
    page = text_of(desk, event)
    assert "<script>alert" not in page
    start = page.index('id="board-words"')
    assert json.loads(page[page.index(">", start) + 1 : page.index("</script>", start)])["hours"] == "h23"


# --- what is to be done -----------------------------------------------------------------------------------------------


def todos(user: User, event: Event) -> list[str]:
    request = RequestFactory().get("/")
    request.user = user
    return [todo.words for todo in todos_at(request, event) if "clash" in todo.words]


def test_clashes_are_among_what_is_to_be_done(event: Event, editor: User) -> None:
    hall = factories.make_room(event)
    for _ in range(2):
        factories.make_session(event, room=hall)
    assert todos(editor, event) == ["1 clash of rooms or people in the programme"]
    door = factories.make_member(event, Role.DOOR)
    assert todos(door, event) == []
    Session.objects.first().delete()
    assert todos(editor, event) == []


def test_what_guests_booked_is_told_with_numbers_to_organisers_alone(event: Event, desk: Client) -> None:
    attic = factories.make_room(event, name="Attic", capacity=1)
    places = [factories.make_bookable(event, room=attic, title=title, at=at) for title, at in (("One", 1), ("Two", 3))]
    for _ in range(2):
        guest = factories.make_registration(event)
        for place in places:
            guests.book(guest, place)
    session = places[1].session
    to = later(place_of(session), hours=-2, room=None)
    assert "Guests have booked both" in move(desk, session, to).json()["said"]
    organiser = sign_in(factories.make_member(event, Role.ORGANISER))
    page = text_of(organiser, event).replace("\u2068", "").replace("\u2069", "")
    assert "2 guests have booked both “One” and “Two”" in page
    assert "2 places are booked in “One”, but Attic seats 1." in page
    page = text_of(desk, event).replace("\u2068", "").replace("\u2069", "")
    assert "Guests have booked both “One” and “Two”" in page
    assert "More places are booked in “One” than Attic has seats." in page
