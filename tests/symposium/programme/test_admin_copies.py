"""A session that visitors know, edited at the desk: what is saved waits beside it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.programme.models import Appearance, Material, Session
from symposium.programme.services import edit
from tests import factories
from tests.factories.forms import filled

pytestmark = pytest.mark.django_db
State = Session.State
LIST = "/admin/programme/session/"


@pytest.fixture
def event() -> Event:
    return factories.make_event(timezone="America/Los_Angeles", starts_at=datetime(2027, 1, 20, 17, tzinfo=UTC))


@pytest.fixture
def editor(event: Event) -> Client:
    client = Client()
    client.force_login(factories.make_member(event, Role.EDITOR))
    return client


@pytest.fixture
def session(event: Event) -> Session:
    session = factories.make_session(event, title="Comets", slug="comets")
    Appearance.objects.create(session=session, speaker=factories.make_speaker(event, name="Ada Byron"), part="keynote")
    return session


def page_of(session: Session) -> str:
    return reverse("admin:programme_session_change", args=[session.pk])


def save(client: Client, url: str, **changes: Any) -> Any:
    page = client.get(url, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else url
    return client.post(address, filled(page, **changes))


def copy_of(session: Session) -> Session:
    return Session.every.get(revises=session)


def revision(event: Event) -> int:
    return Event.objects.values_list("revision", flat=True).get(pk=event.pk)


def test_what_is_saved_of_a_known_session_waits_with_its_people(event: Event, editor: Client, session: Session) -> None:
    second = factories.make_speaker(event)
    before = revision(event)
    people = {"appearances-TOTAL_FORMS": "2", "appearances-1-speaker": str(second.pk), "appearances-1-part": "chair"}
    response = save(editor, page_of(session), title="Asteroids", **people, **{"appearances-1-rank": "2"})
    assert response.status_code == 302
    session.refresh_from_db()
    assert session.title == "Comets"
    assert Appearance.objects.count() == 1
    copy = copy_of(session)
    assert copy.title == "Asteroids"
    assert [one.part for one in copy.appearances.all()] == ["keynote", "chair"]
    assert revision(event) == before
    assert "Asteroids" not in editor.get("/events/" + event.slug + "/programme/").content.decode()


def test_the_page_of_a_session_leads_to_its_change_and_says_it_in_words(editor: Client, session: Session) -> None:
    save(editor, page_of(session), title="Asteroids")
    response = editor.get(page_of(session), follow=True)
    assert response.redirect_chain[-1][0].startswith(page_of(copy_of(session)))
    text = response.content.decode()
    assert "Changes that are not published yet" in text
    assert "It was called “Comets” before." in text


def test_a_second_save_changes_the_same_copy_and_its_people(editor: Client, session: Session) -> None:
    save(editor, page_of(session), title="Asteroids")
    first = copy_of(session)
    response = save(editor, page_of(session), state="cancelled", **{"appearances-0-part": "chair"})
    assert response.status_code == 302
    second = copy_of(session)
    assert (second.pk, second.title, second.planned_state) == (first.pk, "Asteroids", State.CANCELLED)
    assert second.appearances.get().part == "chair"
    assert session.appearances.get().part == "keynote"
    assert "cancelled" in str(editor.get(page_of(session), follow=True).context["adminform"].form["state"].value())


def test_a_save_that_changes_nothing_leaves_nothing_to_publish(editor: Client, session: Session) -> None:
    assert save(editor, page_of(session)).status_code == 302
    assert not Session.every.exclude(revises=None).exists()


def test_what_is_wrong_is_said_and_nothing_waits(event: Event, editor: Client, session: Session) -> None:
    factories.make_session(event, slug="moons")
    response = save(editor, page_of(session), starts_at_1="03:00")
    assert "The event begins later" in response.content.decode()
    assert "Another session has this address already." in save(editor, page_of(session), slug="moons").content.decode()
    save(editor, page_of(session), title="Asteroids")
    assert "Another session has this address already." in save(editor, page_of(session), slug="moons").content.decode()
    assert copy_of(session).slug == "comets"


def test_whoever_opened_it_before_a_colleague_began_is_told_and_keeps_the_form(
    editor: Client, session: Session
) -> None:
    page = editor.get(page_of(session))
    edit(session, by=None, title="Asteroids")
    response = editor.post(page_of(session), filled(page, title="Meteors"))
    assert response.status_code == 200
    text = response.content.decode()
    assert "Somebody else began to change this session meanwhile." in text
    assert "Meteors" in text
    assert copy_of(session).title == "Asteroids"


def test_a_form_whose_change_is_gone_keeps_what_was_typed(editor: Client, session: Session) -> None:
    edit(session, by=None, title="Asteroids")
    page = editor.get(page_of(session), follow=True)
    address = page.redirect_chain[-1][0]
    copy_of(session).delete()
    response = editor.post(address, filled(page, title="Meteors with a long tail"))
    assert response.status_code == 409
    assert "Meteors with a long tail" in response.content.decode()
    assert editor.get(address, follow=True).redirect_chain[-1][0] == page_of(session)


def test_a_new_session_at_a_public_event_waits_as_a_draft(event: Event, editor: Client) -> None:
    url = f"{LIST}add/?event={event.pk}"
    editor.post(url, filled(editor.get(url), title="Moons", state="published"))
    session = Session.objects.get(title="Moons")
    assert (session.state, session.planned_state) == (State.DRAFT, State.PUBLISHED)
    assert "Changes that are not published yet" in editor.get(page_of(session)).content.decode()
    editor.post(url, filled(editor.get(url), title="Only an idea", state="draft"))
    assert Session.objects.get(title="Only an idea").planned_state == State.DRAFT


def test_sessions_of_draft_events_are_saved_at_once(editor: Client, event: Event) -> None:
    session = factories.make_session(event, title="Comets")
    Event.objects.filter(pk=event.pk).update(state=Event.State.DRAFT)
    save(editor, page_of(session), title="Asteroids", state="cancelled")
    stored = Session.every.get()
    assert (stored.title, stored.state) == ("Asteroids", State.CANCELLED)


def test_what_was_said_shows_at_once_when_the_session_is_over(event: Event, editor: Client, session: Session) -> None:
    early = datetime(2026, 1, 20, 17, tzinfo=UTC)
    Event.objects.filter(pk=event.pk).update(starts_at=early)
    Session.objects.update(starts_at=early, ends_at=early.replace(hour=18))
    save(editor, page_of(session), record="<p>All agreed.</p>")
    assert "All agreed." in Session.every.get().record


def test_deleting_a_known_session_takes_it_out_with_the_next_publication(editor: Client, session: Session) -> None:
    url = reverse("admin:programme_session_delete", args=[session.pk])
    assert "cancel it instead" in editor.get(url).content.decode()
    editor.post(url, {"post": "yes"})
    session.refresh_from_db()
    assert session.state == State.PUBLISHED
    assert copy_of(session).planned_state == State.DRAFT


def test_many_known_sessions_are_not_deleted_at_a_stroke_but_taken_out(editor: Client, session: Session) -> None:
    chosen = {"_selected_action": [session.pk]}
    text = editor.post(LIST, {"action": "delete_selected", **chosen}).content.decode()
    assert "Visitors know “Comets”" in text
    editor.post(LIST, {"action": "delete_selected", "post": "yes", **chosen})
    assert Session.objects.filter(pk=session.pk, state=State.PUBLISHED).exists()
    editor.post(LIST, {"action": "take_out", **chosen})
    assert copy_of(session).planned_state == State.DRAFT


def test_a_change_is_discarded_once_that_is_sure(editor: Client, session: Session) -> None:
    copy = edit(session, by=None, title="Asteroids")
    url = reverse("admin:programme_session_discard", args=[copy.pk])
    assert "called “Comets” before" in editor.get(url).content.decode()
    assert Session.every.filter(pk=copy.pk).exists()
    assert editor.post(url, follow=True).redirect_chain[0][0] == page_of(session)
    assert Session.every.get() == session
    assert editor.post(url).status_code == 302


def test_the_list_shows_each_session_once_and_what_waits(editor: Client, event: Event, session: Session) -> None:
    edit(session, by=None, title="Asteroids")
    factories.make_session(event, title="Moons")
    text = editor.get(LIST).content.decode()
    assert "Comets" in text
    assert "Asteroids" not in text
    assert editor.get(f"{LIST}?waiting=yes").context["cl"].result_count == 1
    assert ">changed<" in text


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DOOR])
def test_neither_coordinator_nor_door_meet_a_change(event: Event, session: Session, role: Role) -> None:
    copy = edit(session, by=None, title="Asteroids")
    client = Client()
    host = factories.make_organisation() if role == Role.COORDINATOR else None
    client.force_login(
        factories.make_member(event, role, organisation=host) if host else factories.make_member(event, role)
    )
    for url in (page_of(copy), page_of(session), reverse("admin:programme_session_discard", args=[copy.pk])):
        response = client.post(url, follow=True)
        assert "Asteroids" not in response.content.decode()
    assert Session.every.filter(pk=copy.pk).exists()


def test_nothing_of_another_events_change_is_met(event: Event, editor: Client) -> None:
    other = factories.make_session(factories.make_event(), title="Elsewhere")
    copy = edit(other, by=None, title="Secret plan")
    urls = (
        page_of(copy),
        page_of(other),
        f"{page_of(copy)}?of={other.pk}",
        f"/admin/programme/session/{copy.pk}/discard/",
    )
    for url in urls:
        assert "Secret plan" not in editor.get(url, follow=True).content.decode()
        editor.post(url)
    assert Session.every.filter(pk=copy.pk).exists()


def test_slides_of_a_copy_are_its_own(editor: Client, session: Session) -> None:
    slides = {"materials-TOTAL_FORMS": "1", "materials-0-kind": "slides", "materials-0-url": "https://example.org/1"}
    save(editor, page_of(session), **slides, **{"materials-0-rank": "1"})
    assert not Material.objects.exists()
    assert save(editor, page_of(session), **{"materials-0-url": "https://example.org/2"}).status_code == 302
    assert copy_of(session).materials.get().url == "https://example.org/2"
