"""The form that moves a session on the board without scripts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.programme.board.slots import Place
from symposium.programme.models import Session
from tests import factories
from tests.factories.forms import sign_in
from tests.symposium.programme.moves import later, move, page_of, place_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Event:
    """From nine to seven in Los Angeles, known to nobody yet: what is moved there is moved at once."""
    starts_at = datetime(2027, 1, 20, 17, tzinfo=UTC)
    return factories.make_event(starts_at=starts_at, timezone="America/Los_Angeles", state=Event.State.DRAFT)


@pytest.fixture
def desk(draft: Event) -> Client:
    return sign_in(factories.make_member(draft, Role.EDITOR))


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


@pytest.mark.parametrize("hour", [8, 9])
def test_in_the_hour_that_comes_twice_a_session_stays_in_the_one_it_was_in(
    desk: Client, draft: Event, hour: int
) -> None:
    starts_at = datetime(2027, 11, 7, 7, tzinfo=UTC)
    Event.objects.filter(pk=draft.pk).update(starts_at=starts_at, ends_at=starts_at + timedelta(days=1))
    draft.refresh_from_db()
    night = {"starts_at": starts_at.replace(hour=hour, minute=30), "ends_at": starts_at.replace(hour=11)}
    session = factories.make_session(draft, **night)
    room = factories.make_room(draft)
    as_shown = {"day": "2027-11-07", "begins": "01:30", "ends": "03:00"}
    assert desk.post(page_of(session), fill(session, **as_shown, room=str(room.pk))).status_code == 302
    assert place_of(session) == Place(night["starts_at"], night["ends_at"], room.pk)
    page = desk.post(page_of(session), fill(session, **as_shown | {"begins": "01:35"}))
    assert "01:35 comes twice" in str(page.context["form"].errors["begins"])
