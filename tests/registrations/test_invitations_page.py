"""The page of an invitation: every answer is one press, and a forwarded link gives nothing away."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from registrations import robots, services
from registrations.models import Allocation, Invitation, Question, Registration
from symposium.events.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return factories.make_event(capacity=5, policy=Event.Policy.INVITATION)


@pytest.fixture
def block(event: Event) -> Allocation:
    return factories.make_block(event, factories.make_organisation(name="Institute of Slow Orbits"), seats=2)


@pytest.fixture
def invitation(event: Event, block: Allocation) -> Invitation:
    return factories.make_invitation(
        event,
        allocation=block,
        name="Ada Lovelace",
        email="ada@example.org",
        form_of_address="Prof.",
        greeting="Dear Ada,\ncome.",
        signed_by="Director Doe",
    )


def look(invitation: Invitation, query: str = "") -> str:
    response = Client().get(invitation.get_absolute_url() + query)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    return response.content.decode()


def send(invitation: Invitation, query: str = "", **data: str) -> Any:
    return Client().post(invitation.get_absolute_url() + query, data)


def accept(invitation: Invitation, query: str = "", **more: str) -> Any:
    return send(invitation, query, name="Ada Lovelace", consent="on", register="yes", **more)


def state_of(invitation: Invitation) -> str:
    return Invitation.objects.get(pk=invitation.pk).state


def test_the_page_says_who_invites_whom_to_what_until_when(invitation: Invitation) -> None:
    page = look(invitation)
    for needed in ("Institute of Slow Orbits", "Prof. Ada Lovelace", "come.", "Director Doe", invitation.event.name):
        assert needed in page
    assert "You can answer until" in page
    assert "noindex" in page


def test_looking_notes_that_it_was_opened_and_asking_for_the_head_does_not(invitation: Invitation) -> None:
    Client().head(invitation.get_absolute_url())
    Client().get(invitation.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    assert state_of(invitation) == "sent"
    look(invitation)
    assert state_of(invitation) == "opened"


def test_a_wrong_link_is_none(invitation: Invitation) -> None:
    assert Client().get(f"/invitations/{invitation.token[:-2]}xx/").status_code == 404
    assert Client().get("/invitations/nothing/").status_code == 404


def test_accepting_takes_a_seat_of_the_block_and_opens_no_guests_page(invitation: Invitation, outbox: Any) -> None:
    response = accept(invitation)
    assert (response.status_code, response.url) == (302, invitation.get_absolute_url())
    place = Registration.objects.get()
    assert (place.email, place.state, place.in_block) == ("ada@example.org", "confirmed", True)
    page = look(invitation)
    assert "You have accepted" in page
    assert place.token not in page
    assert [mail.to for mail in outbox()] == [["Ada Lovelace <ada@example.org>"]]


def test_the_link_to_the_place_goes_to_its_address_alone_and_not_twice(invitation: Invitation, outbox: Any) -> None:
    accept(invitation)
    outbox().clear()
    response = send(invitation, link="yes")
    send(invitation, link="yes")
    (mail,) = outbox()
    place = Registration.objects.get()
    assert place.get_absolute_url() in mail.body
    assert mail.to == ["Ada Lovelace <ada@example.org>"]
    assert place.token not in Client().get(response.url).content.decode()


def test_a_regret_is_one_press_and_can_be_taken_back(invitation: Invitation) -> None:
    assert "I cannot come" in look(invitation, "?answer=no")
    assert state_of(invitation) == "opened"
    send(invitation, "?answer=no", regret="yes")
    assert state_of(invitation) == "declined"
    assert "as we have it" in look(invitation)
    accept(invitation)
    assert state_of(invitation) == "accepted"


def test_the_link_alone_cancels_no_place(invitation: Invitation, outbox: Any) -> None:
    accept(invitation)
    outbox().clear()
    send(invitation, regret="yes")
    assert Registration.objects.get().state == "confirmed"
    assert "See, change or cancel your place" in outbox()[0].body


def test_accepting_twice_is_one_place(invitation: Invitation) -> None:
    accept(invitation)
    accept(invitation)
    assert Registration.objects.count() == 1


def test_a_forwarded_link_is_a_request_for_the_host(invitation: Invitation, block: Allocation) -> None:
    page = look(invitation, "?somebody=else")
    assert "Ada" not in page
    assert "ada@example.org" not in page
    data = {"name": "Ben", "email": "ben@example.org", "consent": "on", "register": "yes"}
    response = send(invitation, "?somebody=else", **data)
    request = Registration.objects.get()
    assert response.url == request.get_absolute_url()
    assert (request.state, request.allocation, request.email) == ("pending", block, "ben@example.org")
    block.refresh_from_db()
    assert (block.taken, state_of(invitation)) == (0, "opened")


def test_a_forwarded_link_still_asks_after_the_guest_has_accepted(invitation: Invitation) -> None:
    accept(invitation)
    send(invitation, "?somebody=else", name="Ben", email="ben@example.org", consent="on", register="yes")
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["confirmed", "pending"]


def test_a_full_block_offers_its_waiting_list(invitation: Invitation, block: Allocation) -> None:
    for number in range(2):
        other = factories.make_invitation(invitation.event, allocation=block)
        services.register(other.event, name=f"{number}", email=other.email, invitation=other)
    page = look(invitation)
    assert "Every seat of your host is taken" in page
    accept(invitation, accepts_waiting="in_person")
    assert Registration.objects.get(email="ada@example.org").state == "waiting"


def test_a_full_block_without_a_waiting_list_still_takes_regrets(invitation: Invitation, block: Allocation) -> None:
    Event.objects.update(has_waiting_list=False)
    for number in range(2):
        other = factories.make_invitation(invitation.event, allocation=block)
        services.register(other.event, name=f"{number}", email=other.email, invitation=other)
    page = look(invitation)
    assert "Every place is taken" in page
    assert "I cannot come" in page


@pytest.mark.parametrize(
    ("event_fields", "fields", "words"),
    [
        ({"state": "cancelled"}, {}, "The event is cancelled"),
        ({"state": "postponed"}, {}, "Your invitation stands"),
        ({"state": "over"}, {}, "The event is over"),
        ({}, {"state": "revoked"}, "was withdrawn"),
        ({}, {"answer_by": timezone.now() - timedelta(hours=1)}, "The time to answer is over"),
    ],
)
def test_what_cannot_be_accepted_says_why(
    invitation: Invitation, event_fields: dict[str, Any], fields: dict[str, Any], words: str
) -> None:
    Event.objects.update(**event_fields) if event_fields else None
    Invitation.objects.update(**fields) if fields else None
    page = look(invitation)
    assert words in page
    assert "Accept the invitation" not in page
    accept(invitation)
    send(invitation, "?somebody=else", name="Ben", email="ben@example.org", consent="on", register="yes")
    assert not Registration.objects.exists()


def test_an_invitation_to_a_draft_event_is_not_there(invitation: Invitation) -> None:
    Event.objects.update(state="draft")
    assert Client().get(invitation.get_absolute_url()).status_code == 404


def test_an_answer_without_its_cookie_changes_nothing_and_keeps_what_was_typed(invitation: Invitation) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(invitation.get_absolute_url(), {"name": "Ada L.", "consent": "on", "register": "yes"})
    assert response.status_code == 403
    assert "Ada L." in response.content.decode()
    response = client.post(invitation.get_absolute_url(), {"regret": "yes"})
    assert (response.status_code, state_of(invitation)) == (403, "sent")
    assert "nothing has been answered" in response.content.decode()


def test_a_file_survives_an_answer_that_comes_back(invitation: Invitation) -> None:
    question = Question.objects.create(event=invitation.event, label="Your picture", kind="file")
    field = f"q{question.pk}"
    sent = SimpleUploadedFile("cv.pdf", b"%PDF-1.7\n%%EOF\n")
    page = Client().post(invitation.get_absolute_url(), {"name": "", field: sent}).content.decode()
    (kept,) = re.findall(rf'name="{field}-kept"[^>]* value="([^"]+)"', page)
    accept(invitation, **{f"{field}-kept": html.unescape(kept)})
    assert Registration.objects.get().answers.get().value["name"] == "cv.pdf"


def test_a_flood_of_answers_waits(invitation: Invitation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "FLOOD", robots.Limit(1, 60))
    assert accept(invitation).status_code == 302
    assert accept(invitation).status_code == 429


def test_a_forwarded_link_is_no_way_round_the_limits(invitation: Invitation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "PER_CLIENT", robots.Limit(1, 600))
    for number in range(2):
        accept(invitation, "?somebody=else", email=f"{number}@example.org")
    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == ["pending", "unverified"]


def test_who_had_registered_alone_has_accepted_as_well_and_gets_the_link(invitation: Invitation, outbox: Any) -> None:
    Event.objects.update(policy=Event.Policy.OPEN)
    place = services.register(invitation.event, name="Ada", email="ada@example.org")
    accept(invitation)
    assert "You have accepted" in look(invitation)
    outbox().clear()
    send(invitation, link="yes")
    (mail,) = outbox()
    assert place.get_absolute_url() in mail.body
