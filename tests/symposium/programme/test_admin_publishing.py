"""The page on which changes are published: what is shown is what is done, and nobody is told by accident."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registrations.models import BookableSession
from symposium.accounts.models import Role
from symposium.calendars.models import Entry
from symposium.events.dashboard.registry import todos_at
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from symposium.notices.models import Notice
from symposium.notices.sending import send_due
from symposium.programme.models import Appearance, Publication, Session
from symposium.programme.services import edit
from tests import factories

pytestmark = pytest.mark.django_db
State = Session.State
PAGE = "/admin/programme/session/publish/"
HOUR = timedelta(hours=1)


@pytest.fixture
def event() -> Event:
    return factories.make_event(timezone="UTC", name="Night sky", slug="night")


@pytest.fixture
def session(event: Event) -> Session:
    session = factories.make_session(event, title="Comets", slug="comets")
    factories.make_appearance(session, factories.make_speaker(event, name="Ada Byron", email="ada@example.org"))
    return session


def signed_in(event: Event, role: Role) -> Client:
    client = Client()
    client.force_login(factories.make_member(event, role))
    return client


@pytest.fixture
def organiser(event: Event) -> Client:
    return signed_in(event, Role.ORGANISER)


def address(event: Event) -> str:
    return f"{PAGE}?event={event.pk}"


def sent(page: Any, **changes: Any) -> dict[str, Any]:
    """What a browser would send for the page: all that is ticked and written on it."""
    proposal = page.context["proposal"]
    data: dict[str, Any] = {"choice": proposal.choice, "chosen": [one.mark for one in proposal.chosen]}
    for one in proposal.notices:
        for name in ("send", "subject", "text"):
            value = one.form[name].value()
            if value:
                data[f"{one.form.prefix}-{name}"] = "on" if name == "send" else value.replace("\n", "\r\n")
        data[f"{one.form.prefix}-stamp"] = one.stamp
        if one.tells_number:
            data[f"{one.form.prefix}-number"] = one.number
    return {name: value for name, value in (data | changes).items() if value is not None}


def confirm(client: Client, event: Event, **changes: Any) -> Any:
    return client.post(address(event), sent(client.get(address(event)), sure="yes", **changes))


def bookable(session: Session) -> BookableSession:
    return BookableSession.objects.create(session=session, capacity=10)


def move(session: Session) -> None:
    edit(session, by=None, **factories.later(session))


def test_one_press_publishes_tells_and_moves_calendars(event: Event, organiser: Client, session: Session) -> None:
    guest = factories.make_registration(event)
    factories.make_booking(guest, bookable(session))
    factories.make_registration(event)
    move(session)
    sequence = Entry.objects.get(session=session).sequence
    page = organiser.get(address(event)).content.decode()
    assert "Moved from" in page
    assert "1 entry moves." in page
    assert "2 addresses" in page
    response = confirm(organiser, event)
    assert response.status_code == 302
    assert "2 notices are on their way." in organiser.get(response.url).content.decode()
    assert Entry.objects.get(session=session).sequence == sequence + 1
    notices = {one.audience: one for one in Notice.objects.all()}
    assert {one.state for one in notices.values()} == {Notice.State.APPROVED}
    assert (notices["speakers"].expected, notices["guests"].expected) == (1, 1)
    while send_due():
        pass
    mails = OutgoingMail.objects.filter(kind="notice")
    assert {one.to_address for one in mails} == {"ada@example.org", guest.email}


def test_the_draft_says_what_changes_and_is_sent_as_it_was_changed_by_hand(
    event: Event, organiser: Client, session: Session
) -> None:
    edit(session, by=None, title="Comets {and} asteroids", state=State.CANCELLED, state_reason="The speaker is ill.")
    page = organiser.get(address(event))
    notice = page.context["proposal"].notices[0]
    text = notice.form["text"].value()
    assert "Cancelled: The speaker is ill." in text
    assert "Comets (and) asteroids" in text
    assert "/events/night/changes/" in text
    confirm(organiser, event, **{"notice-speakers-text": "Dear {name},\n\nIt is off, alas & alack."})
    assert Notice.objects.get(audience="speakers").text == "<p>Dear {name},</p>\n\n<p>It is off, alas &amp; alack.</p>"


def test_everybody_is_told_only_when_somebody_says_so_and_nobody_twice(
    event: Event, organiser: Client, session: Session
) -> None:
    factories.make_booking(factories.make_registration(event), bookable(session))
    move(session)
    response = confirm(organiser, event, **{"notice-everybody-send": "on"})
    assert response.status_code == 422
    assert "told twice" in response.content.decode()
    assert not Publication.objects.exists()
    confirm(organiser, event, **{"notice-everybody-send": "on", "notice-booked-send": None})
    assert Notice.objects.filter(audience="guests").get().filters == {}


def test_a_small_correction_is_published_without_a_mail_or_a_line_in_the_log(
    client: Client, event: Event, organiser: Client, session: Session
) -> None:
    edit(session, by=None, title="Commets")
    confirm(organiser, event, silently="on")
    edit(session, by=None, title="Comets of the night")
    assert not Notice.objects.exists()
    assert "Commets" not in client.get("/events/night/changes/").content.decode()
    page = confirm(organiser, event, silently="on", **{"notice-speakers-send": "on"})
    assert page.status_code == 422
    assert "A small correction sends no mail." in page.content.decode()


def test_a_wrong_notice_is_said_by_its_field_and_nothing_is_published(
    event: Event, organiser: Client, session: Session
) -> None:
    move(session)
    wrong = {"notice-speakers-subject": "", "notice-speakers-text": "Dear {nmae},"}
    response = confirm(organiser, event, **wrong)
    assert response.status_code == 422
    text = response.content.decode()
    assert "Write a subject." in text
    assert "{nmae}" in text
    assert not Publication.objects.exists()
    assert not Notice.objects.exists()


def test_two_editors_see_the_new_difference_before_it_is_published(
    event: Event, organiser: Client, session: Session
) -> None:
    move(session)
    data = sent(organiser.get(address(event)), sure="yes")
    edit(session, by=None, title="Asteroids")
    revision = Event.objects.get(pk=event.pk).revision
    response = organiser.post(address(event), data)
    assert response.status_code == 409
    text = response.content.decode()
    assert "Somebody edited or published in between." in text
    assert "It was called “Comets” before." in text
    assert Session.objects.get(pk=session.pk).title == "Comets"
    assert Event.objects.get(pk=event.pk).revision == revision


def test_a_double_click_publishes_once(event: Event, organiser: Client, session: Session) -> None:
    move(session)
    data = sent(organiser.get(address(event)), sure="yes")
    assert organiser.post(address(event), data).status_code == 302
    again = organiser.post(address(event), data)
    assert again.status_code == 409
    assert "it has been published already" in again.content.decode()
    assert Publication.objects.count() == 1
    assert Notice.objects.count() == 1


def test_another_choice_is_shown_with_its_people_before_it_is_published(
    event: Event, organiser: Client, session: Session
) -> None:
    other = factories.make_session(event, at=4, title="Moons")
    move(session)
    move(other)
    page = organiser.get(address(event))
    only = page.context["proposal"].found[1]
    response = organiser.post(address(event), sent(page, sure="yes", chosen=[only.mark]))
    assert response.status_code == 409
    assert "You chose otherwise" in response.content.decode()
    proposal = response.context["proposal"]
    assert [one.concern.key for one in proposal.notices] == ["everybody"]
    assert "Comets" not in proposal.notices[0].form["text"].value()
    assert organiser.post(address(event), sent(response, sure="yes")).status_code == 302
    assert list(Publication.objects.get().items.values_list("title", flat=True)) == ["Moons"]
    none = sent(organiser.get(address(event)), sure="yes", chosen=[])
    assert "Choose at least one change." in organiser.post(address(event), none).content.decode()


def test_an_audience_that_has_grown_is_confirmed_anew(event: Event, organiser: Client, session: Session) -> None:
    move(session)
    data = sent(organiser.get(address(event)), sure="yes", **{"notice-everybody-send": "on"})
    factories.make_registration(event)
    response = organiser.post(address(event), data)
    assert response.status_code == 409
    assert "The audience has changed" in response.content.decode() or "Nobody" in response.content.decode()
    assert Session.every.filter(revises=session).exists()
    assert not Notice.objects.exists()


def test_an_editor_publishes_and_leaves_drafts_of_notices_without_learning_numbers(
    event: Event, session: Session
) -> None:
    editor = signed_in(event, Role.EDITOR)
    guests = [factories.make_registration(event) for _number in range(3)]
    factories.make_booking(guests[0], bookable(session))
    move(session)
    page = editor.get(address(event))
    assert "3 addresses" not in page.content.decode()
    assert "notice-everybody-number" not in page.content.decode()
    assert confirm(editor, event).status_code == 302
    assert {one.state for one in Notice.objects.all()} == {Notice.State.DRAFT}
    assert Publication.objects.exists()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DOOR, None])
def test_nobody_else_sees_or_publishes_anything(event: Event, session: Session, role: Role | None) -> None:
    move(session)
    client = Client()
    if role:
        host = {"organisation": factories.make_organisation()} if role == Role.COORDINATOR else {}
        client.force_login(factories.make_member(event, role, **host))
    else:
        client.force_login(factories.make_member(factories.make_event(), Role.OWNER))
    mark = Session.every.get(revises=session).pk
    for response in (client.get(address(event)), client.post(address(event), {"sure": "yes", "chosen": [f"{mark}:x"]})):
        # Whoever belongs elsewhere learns as little as if there were no such event.
        assert response.status_code == 403
        assert "Comets" not in response.content.decode()
    assert not Publication.objects.exists()


def test_a_publication_is_taken_back_as_changes_that_wait(event: Event, organiser: Client, session: Session) -> None:
    move(session)
    confirm(organiser, event)
    made = Publication.objects.get()
    url = reverse("admin:programme_session_take_back", args=[made.pk])
    assert url in organiser.get(address(event)).content.decode()
    assert organiser.get(url).status_code == 405
    text = organiser.post(url, follow=True).content.decode()
    assert "1 session waits as it was before." in text
    assert Session.objects.get(pk=session.pk).starts_at == factories.later(session)["starts_at"]
    stranger = signed_in(factories.make_event(), Role.OWNER)
    assert stranger.post(url).status_code == 404


def test_what_clashes_is_said_by_its_row(event: Event, organiser: Client, session: Session) -> None:
    room = factories.make_room(event, name="Hall")
    factories.make_session(event, at=4, title="Moons", room=room)
    edit(session, by=None, room=room, starts_at=event.starts_at + 4 * HOUR, ends_at=event.starts_at + 5 * HOUR)
    lines = organiser.get(address(event)).context["proposal"].lines
    assert ["are both in" in hint for hint in lines[0].hints] == [True]


def test_what_waits_is_a_thing_to_do(rf: Any, event: Event, session: Session) -> None:
    request = rf.get("/")
    request.user = factories.make_member(event, Role.EDITOR)
    mine = "1 change of the programme is not published yet"
    assert mine not in [one.words for one in todos_at(request, event)]
    move(session)
    event = Event.objects.get(pk=event.pk)
    assert mine in [one.words for one in todos_at(request, event)]
    request.user = factories.make_member(event, Role.DOOR)
    assert mine not in [one.words for one in todos_at(request, event)]


def test_the_event_is_chosen_where_none_is_said_and_an_empty_page_says_so(event: Event, organiser: Client) -> None:
    other = factories.make_event(name="Elsewhere")
    organiser_of_both = organiser.session["_auth_user_id"]
    other.memberships.create(user_id=organiser_of_both, role=Role.EDITOR)
    text = organiser.get(PAGE).content.decode()
    assert address(event) in text
    assert address(other) in text
    assert "Everything is published" in organiser.get(address(event)).content.decode()


def test_the_page_asks_no_more_for_many_changes(event: Event, organiser: Client, django_assert_max_num_queries) -> None:
    speaker = factories.make_speaker(event, email="ada@example.org")
    rows = [factories.make_session(event) for _number in factories.at_once(range(60))]
    Appearance.objects.bulk_create([Appearance(session=row, speaker=speaker) for row in rows])
    for row in rows:
        edit(row, by=None, title=f"{row.title}, moved")
    with django_assert_max_num_queries(40):
        text = organiser.get(address(event)).content.decode()
    assert "Publish 60 changes" in text
