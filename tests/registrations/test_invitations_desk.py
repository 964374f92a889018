"""Inviting at the desk: from a list to the mails, each host within its own block."""

import re
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations import services
from registrations.models import Allocation, Deed, Invitation, InvitationDraft, Registration
from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from tests import factories
from tests.factories.forms import filled, sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/registrations/invitation/"
START = f"{LIST}invite/"


@pytest.fixture
def event() -> Event:
    return factories.make_event(capacity=20, policy=Event.Policy.INVITATION)


@pytest.fixture
def block(event: Event) -> Allocation:
    return factories.make_block(event, factories.make_organisation(name="Institute of Slow Orbits"), seats=3)


@pytest.fixture
def other(event: Event) -> Allocation:
    return factories.make_block(event, factories.make_organisation(name="ZYXMARK Bureau"), seats=3)


@pytest.fixture
def coordinator(event: Event, block: Allocation) -> Client:
    return sign_in(factories.make_member(event, Role.COORDINATOR, block.organisation, email="co@example.org"))


@pytest.fixture
def organiser(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER, email="organiser@example.org"))


def send_list(client: Client, event: Event, pasted: str, host: Any = "organisers") -> str:
    """The address of the page that shows what is wrong in it."""
    response = client.post(f"{START}?event={event.pk}", {"host": str(host), "pasted": pasted})
    assert response.status_code == 302, response.context["form"].errors
    return str(response.url)


def lines(number: int, first: int = 0) -> str:
    return "\n".join(f"Guest {n},guest-{n}@example.org" for n in range(first, first + number))


def choose_all(client: Client, who: str) -> str:
    places = re.findall(r'name="invite"\s+value="(\d+)"', client.get(who).content.decode())
    response = client.post(who, {"invite": places, "letter": "yes", "page": "1"})
    assert response.status_code == 302
    return str(response.url)


def letter_data(client: Client, letter: str, **more: str) -> dict[str, Any]:
    return filled(client.get(letter), words="Come and see.", signed_by="Director Doe", **more)


def test_from_a_pasted_list_to_mails(coordinator: Client, event: Event, block: Allocation, outbox: Any) -> None:
    who = send_list(coordinator, event, "Name;E-mail\nAda;ada@example.org\n;nobody@example.org\nBen;ben", block.pk)
    page = coordinator.get(who).content.decode()
    assert "The name is missing." in page
    assert "This is not an e-mail address." in page
    assert Invitation.objects.count() == 0
    letter = choose_all(coordinator, who)
    looked = coordinator.post(letter, letter_data(coordinator, letter, look="yes"))
    assert "Director Doe" in looked.context["text"]
    frame = coordinator.get(reverse("admin:registrations_invitation_mail", args=[looked.context["draft"].public_id, 0]))
    assert "sandbox" in frame.headers["Content-Security-Policy"]
    assert "Dear <bdi>Ada</bdi>," in frame.content.decode()
    assert (Invitation.objects.count(), OutgoingMail.objects.count()) == (0, 0)
    sent = coordinator.post(letter, letter_data(coordinator, letter, send="yes"))
    again = coordinator.post(letter, letter_data(coordinator, letter, send="yes"))
    assert sent.url == again.url == f"{LIST}?event={event.pk}"
    invitation = Invitation.objects.get()
    assert (invitation.name, invitation.allocation, invitation.state) == ("Ada", block, "sent")
    (mail,) = outbox()
    assert mail.subject.startswith("Institute of Slow Orbits invites you")
    deed = Deed.objects.get(invitation=invitation)
    assert deed.user
    assert deed.user.email == "co@example.org"


def test_an_uploaded_workbook_is_read_and_a_broken_one_explained(organiser: Client, event: Event) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.registrations.test_guest_lists import workbook

    address = f"{START}?event={event.pk}"
    data = {"host": "organisers", "file": SimpleUploadedFile("guests.xlsx", workbook())}
    assert organiser.post(address, data).status_code == 302
    broken = {"host": "organisers", "file": SimpleUploadedFile("guests.xlsx", b"PK\x03\x04")}
    response = organiser.post(address, broken)
    assert response.status_code == 422
    assert "broken" in response.context["form"].errors["file"][0]


def test_who_is_known_is_named_to_organisers(organiser: Client, event: Event, other: Allocation) -> None:
    factories.make_invitation(event, allocation=other, email="ada@example.org")
    factories.make_registration(event, email="ben@example.org")
    page = organiser.get(send_list(organiser, event, "Ada,ada@example.org\nBen,ben@example.org")).content.decode()
    assert "Invited already: sent (ZYXMARK Bureau)." in page
    assert "Registered already: confirmed (the organisers)." in page


def test_coordinators_learn_only_that_an_address_is_known(
    coordinator: Client, event: Event, block: Allocation, other: Allocation
) -> None:
    factories.make_invitation(event, allocation=other, email="ada@example.org", name="ZYXMARK Ada")
    factories.make_registration(event, email="ben@example.org", name="ZYXMARK Ben", allocation=other)
    factories.make_registration(event, email="eve@example.org", name="ZYXMARK Eve")
    factories.make_invitation(event, allocation=block, email="own@example.org", state="declined")
    pasted = "A,ada@example.org\nB,ben@example.org\nE,eve@example.org\nOwn,own@example.org"
    page = coordinator.get(send_list(coordinator, event, pasted, block.pk)).content.decode()
    known = re.findall(r'inviting-wrong">(.*?)</p>', page)
    assert len(set(known[:3])) == 1
    assert "The organisers know this address already." in known[0]
    assert known[3] == "Invited already: declined (Institute of Slow Orbits)."
    assert "ZYXMARK" not in page


def test_coordinators_see_their_own_invitations_alone(
    coordinator: Client, event: Event, block: Allocation, other: Allocation
) -> None:
    own = factories.make_invitation(event, allocation=block, name="Own guest")
    theirs = [
        factories.make_invitation(event, allocation=other, name="ZYXMARK guest", state="accepted"),
        factories.make_invitation(event, name="ZYXMARK of the organisers"),
    ]
    for query in ("", "?q=zyxmark", f"?event={event.pk}", f"?event={event.pk}&host={other.pk}", "?host=none"):
        assert "ZYXMARK" not in coordinator.get(LIST + query).content.decode()
    page = coordinator.get(f"{LIST}?event={event.pk}")
    assert "Own guest" in page.content.decode()
    assert [(words, number) for words, number, _url in page.context["counts"]] == [("sent", 1)]
    for invitation in theirs:
        for name in ("change", "answer", "address"):
            path = reverse(f"admin:registrations_invitation_{name}", args=[invitation.pk])
            assert coordinator.get(path).status_code in {302, 404}
            assert coordinator.post(path, {"comes": "yes", "email": "x@example.org"}).status_code in {302, 404}
        for action in ("send_invitations", "remind_invitations", "withdraw_invitations"):
            data = {"action": action, "_selected_action": [invitation.pk, own.pk], "select_across": "1"}
            assert "ZYXMARK" not in coordinator.post(LIST, data).content.decode()
    withdraw = {"action": "withdraw_invitations", "_selected_action": [one.pk for one in theirs], "post": "yes"}
    coordinator.post(LIST, withdraw)
    assert {one.state for one in Invitation.objects.filter(pk__in=[one.pk for one in theirs])} == {"accepted", "sent"}


def test_nobody_invites_for_another_host_or_goes_on_with_a_list_of_somebody_else(
    coordinator: Client, organiser: Client, event: Event, block: Allocation, other: Allocation
) -> None:
    assert "ZYXMARK" not in coordinator.get(f"{START}?event={event.pk}").content.decode()
    for host in (other.pk, "organisers", "x"):
        response = coordinator.post(f"{START}?event={event.pk}", {"host": host, "pasted": lines(1)})
        assert response.status_code == 422
    who = send_list(organiser, event, lines(1))
    assert coordinator.get(who).status_code == 404
    own = send_list(coordinator, event, lines(1), block.pk)
    block.organisation.memberships.all().delete()
    assert coordinator.get(own).status_code in {302, 403}
    elsewhere = factories.make_event()
    assert organiser.get(f"{START}?event={elsewhere.pk}").status_code == 403


@pytest.mark.parametrize("role", [Role.EDITOR, Role.DOOR, Role.CARE, Role.SITE_ACCESS])
def test_other_roles_invite_nobody(event: Event, role: str) -> None:
    client = sign_in(factories.make_member(event, role))
    for path in (START, f"{START}?event={event.pk}", LIST):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("query", ["", "?event=abc", "?event=99999999", "?event=", "?event=1&host=x"])
def test_bad_addresses_are_no_server_error(organiser: Client, query: str) -> None:
    assert organiser.get(START + query).status_code in {200, 403, 404}
    assert organiser.get(LIST + query).status_code in {200, 302}


def test_more_people_than_seats_must_be_confirmed(coordinator: Client, event: Event, block: Allocation) -> None:
    factories.make_invitation(event, allocation=block, companions=1)
    who = send_list(coordinator, event, lines(3), block.pk)
    assert coordinator.get(who).content.decode().count("Over the block") == 2
    letter = choose_all(coordinator, who)
    data = letter_data(coordinator, letter, send="yes")
    refused = coordinator.post(letter, data)
    assert refused.status_code == 422
    assert "fewer seats than people" in refused.content.decode()
    assert coordinator.post(letter, data | {"over": "yes"}).status_code == 302
    assert Invitation.objects.filter(allocation=block).count() == 4


def test_rows_that_are_wrong_cannot_be_chosen_and_others_can_be_left_out(organiser: Client, event: Event) -> None:
    who = send_list(organiser, event, "Ada,ada@example.org\nBen,\nCid,cid@example.org")
    letter = organiser.post(who, {"invite": ["0", "1", "77", "x"], "letter": "yes"}).url
    organiser.post(letter, letter_data(organiser, letter, send="yes"))
    assert [one.email for one in Invitation.objects.all()] == ["ada@example.org"]


def test_five_hundred_are_chosen_over_pages_with_few_queries(organiser: Client, event: Event) -> None:
    Event.objects.update(capacity=None)
    who = send_list(organiser, event, lines(500))
    shown = [str(n) for n in range(200, 400)]
    assert organiser.post(who, {"invite": shown[1:], "page": "2", "to": "3"}).url.endswith("?page=3")
    letter = choose_all(organiser, who)
    data = letter_data(organiser, letter, send="yes")
    with CaptureQueriesContext(connection) as queries:
        assert organiser.post(letter, data).status_code == 302
    assert len(queries) < 200
    assert Invitation.objects.count() == 499
    assert not Invitation.objects.filter(email="guest-200@example.org").exists()
    assert InvitationDraft.objects.get().rows == []


def test_a_list_that_was_interrupted_keeps_the_rest_and_nobody_is_invited_twice(
    organiser: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    Event.objects.update(capacity=None)
    letter = choose_all(organiser, send_list(organiser, event, lines(130)))
    data = letter_data(organiser, letter, send="yes")
    with monkeypatch.context() as broken:
        broken.setattr("registrations.services.inviting.queue_mails", Mock(side_effect=[None, None, OSError]))
        with pytest.raises(OSError):  # noqa: PT011 (ours)
            organiser.post(letter, data)
    assert Invitation.objects.count() == 100
    page = organiser.get(letter)
    assert "100 invitations of this list were made already; this is who is left." in page.content.decode()
    assert page.context["number"] == 30
    who = organiser.get(letter.removesuffix("letter/"))
    assert (who.context["number_fine"], who.context["shown"][0][0]) == (30, 100)
    sent = organiser.post(letter, data, follow=True)
    assert "30 invitations are on their way." in sent.content.decode()
    assert Invitation.objects.count() == Invitation.objects.values("email_key").distinct().count() == 130
    assert Deed.objects.filter(verb="invited").count() == 130
    assert "were made already" in organiser.post(letter, data, follow=True).content.decode()


def test_a_list_stops_where_the_event_is_taken_off_and_says_who_is_left(
    organiser: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    Event.objects.update(capacity=None)
    letter = choose_all(organiser, send_list(organiser, event, lines(130)))

    def send_and_cancel(mails: Any) -> None:
        OutgoingMail.objects.bulk_create(mails)
        Event.objects.update(state="cancelled")

    monkeypatch.setattr("registrations.services.inviting.queue_mails", send_and_cancel)
    response = organiser.post(letter, letter_data(organiser, letter, send="yes"))
    assert (response.status_code, response.context["number"], OutgoingMail.objects.count()) == (422, 80, 50)
    assert "50 invitations of this list were made already" in response.content.decode()


def test_an_event_that_is_not_public_keeps_its_invitations_to_send_later(organiser: Client, event: Event) -> None:
    Event.objects.update(state="draft")
    letter = choose_all(organiser, send_list(organiser, event, lines(2)))
    assert organiser.post(letter, letter_data(organiser, letter, send="yes")).status_code == 422
    assert organiser.post(letter, letter_data(organiser, letter, keep="yes")).status_code == 302
    assert {one.state for one in Invitation.objects.all()} == {"draft"}
    Event.objects.update(state="published")
    chosen = list(Invitation.objects.values_list("pk", flat=True))
    asked = organiser.post(LIST, {"action": "send_invitations", "_selected_action": chosen})
    assert "Send 2 invitations?" in asked.content.decode()
    organiser.post(LIST, {"action": "send_invitations", "_selected_action": chosen, "post": "yes"})
    assert OutgoingMail.objects.count() == 2


def test_reminding_asks_with_the_number_and_is_not_done_twice(organiser: Client, event: Event) -> None:
    chosen = [factories.make_invitation(event).pk, factories.make_invitation(event, state="accepted").pk]
    data = {"action": "remind_invitations", "_selected_action": chosen}
    assert "Remind 1 person?" in organiser.post(LIST, data).content.decode()
    done = organiser.post(LIST, data | {"post": "yes"}, follow=True).content.decode()
    assert "1 reminder is on its way." in done
    assert "Nobody to remind" in organiser.post(LIST, data, follow=True).content.decode()
    assert OutgoingMail.objects.count() == 1


def test_an_answer_by_telephone_is_a_seat_with_the_name_of_the_member_of_staff(
    coordinator: Client, event: Event, block: Allocation
) -> None:
    invitation = factories.make_invitation(event, allocation=block)
    path = reverse("admin:registrations_invitation_answer", args=[invitation.pk])
    assert coordinator.get(path).status_code == 200
    coordinator.post(path, {"comes": "yes"})
    place = Registration.objects.get()
    assert (place.state, place.in_block, place.allocation) == ("confirmed", True, block)
    assert Deed.objects.filter(user__email="co@example.org", invitation=invitation, verb="answered").exists()
    coordinator.post(path, {"regrets": "yes"})
    place.refresh_from_db()
    block.refresh_from_db()
    assert (place.state, block.taken) == ("cancelled", 0)


def test_an_answer_by_telephone_says_that_the_block_is_full(
    coordinator: Client, event: Event, block: Allocation
) -> None:
    for _ in range(3):
        services.answer_by_telephone(factories.make_invitation(event, allocation=block), comes=True, by=services.CLOCK)
    late = factories.make_invitation(event, allocation=block)
    path = reverse("admin:registrations_invitation_answer", args=[late.pk])
    response = coordinator.post(path, {"comes": "yes"})
    assert (response.status_code, Registration.objects.count()) == (422, 3)
    assert "Every seat is taken" in response.content.decode()
    assert coordinator.post(path, {"comes": "yes", "accepts_waiting": "on"}).status_code == 302


def test_another_address_of_somebody_elses_guest_is_only_known(
    coordinator: Client, event: Event, block: Allocation, other: Allocation
) -> None:
    factories.make_invitation(event, allocation=other, email="known@example.org")
    own = factories.make_invitation(event, allocation=block)
    path = reverse("admin:registrations_invitation_address", args=[own.pk])
    response = coordinator.post(path, {"email": "known@example.org"})
    assert "The organisers know this address already." in response.content.decode()
    assert coordinator.post(path, {"email": "new@example.org"}).status_code == 302
    own.refresh_from_db()
    assert (own.email, own.token_version) == ("new@example.org", 2)


def test_the_list_asks_few_questions_of_the_database(organiser: Client, event: Event, block: Allocation) -> None:
    for number in range(30):
        factories.make_invitation(event, allocation=block if number % 2 else None)
    organiser.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        assert organiser.get(f"{LIST}?event={event.pk}").status_code == 200
    assert len(queries) <= 12
