"""Who is registered and accepts an invitation has one place, of their host, and stays invited at another address."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from registrations import services
from registrations.models import Deed, Question, Registration
from tests.factories import make_invitation, make_member, make_registration
from tests.factories.forms import sign_in
from tests.factories.guests import come, kinds, make_block, make_desk, named, seats, staff, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Three seats, one of which a host has; the other two are taken."""
    event = make_desk(slug="night", capacity=3, rules={"party_size": 3, "asks_diet": True})
    make_block(event, 1)
    come(event, "Gus")
    come(event, "Hal")
    return event


def invite(event, name="Ada", **fields):
    block = event.allocations.first()
    return make_invitation(event, allocation=block, name=name, email=f"{name.lower()}@example.org", **fields)


def accept(invitation, status=302, **said):
    data = {"name": invitation.name, "consent": "on", "submission": uuid4().hex, "accepts_waiting": "in_person"}
    response = Client().post(invitation.get_absolute_url(), data | said)
    assert response.status_code == status, response.content.decode()
    invitation.refresh_from_db()
    return response


def block_of(event):
    block = event.allocations.get()
    return block.seats, block.taken, block.waiting


def test_who_waits_and_accepts_an_invitation_leaves_the_line_for_a_seat_of_the_block(event):
    ada, _bea = come(event, "Ada"), come(event, "Bea")
    assert (seats(event), block_of(event)) == ((2, 1, 2), (1, 0, 0))
    invitation = invite(event)
    assert "You have accepted" in Client().get(accept(invitation).headers["Location"]).content.decode()
    assert (seats(event), block_of(event)) == ((3, 0, 1), (1, 1, 0))
    ada.refresh_from_db()
    assert (ada.state, ada.in_block, ada.invitation, invitation.state) == ("confirmed", True, invitation, "accepted")
    assert (states(event)["Bea"], states(event, shadows=True)) == ("waiting", {})
    assert kinds(event, "Ada") == ["waiting", "confirmed"]
    deed = Deed.objects.get(registration=ada, verb="assigned")
    assert (deed.before, deed.after, deed.rule) == ("waiting", "confirmed", "invitation")


def test_who_has_a_seat_of_everybodys_gives_it_to_the_next_in_line(event):
    come(event, "Ada")
    accept(invite(event, "Gus"))
    assert states(event) == {"Gus": "confirmed", "Hal": "confirmed", "Ada": "confirmed"}
    assert (named(event, "Gus").in_block, seats(event), block_of(event)) == (True, (3, 0, 0), (1, 1, 0))
    assert kinds(event, "Ada") == ["waiting", "promoted"]


def test_while_the_block_is_full_nobody_loses_what_they_have(event):
    accept(invite(event, "Fay"))
    come(event, "Ada")
    for name in ("Ada", "Gus"):
        assert accept(invite(event, name)).status_code == 302
    assert (states(event)["Ada"], states(event)["Gus"]) == ("waiting", "confirmed")
    assert (seats(event), block_of(event)) == ((3, 0, 1), (1, 1, 0))
    services.cancel(named(event, "Hal"))
    assert states(event)["Ada"] == "confirmed"


@pytest.mark.parametrize("state", ["pending", "declined", "unverified"])
def test_who_has_nothing_yet_gets_the_seat_or_waits_for_the_block(event, state):
    for name in ("Ada", "Bea"):
        make_registration(event, name=name, email=f"{name.lower()}@example.org", state=state)
        accept(invite(event, name))
    assert (states(event)["Ada"], states(event)["Bea"]) == ("confirmed", "waiting")
    assert block_of(event) in {(1, 1, 1), (1, 1, 0)}


def test_what_was_said_before_stays_and_what_the_form_says_is_added(event):
    size, colour = (Question.objects.create(event=event, label=one, kind="text") for one in ("Size?", "Colour?"))
    details = services.Details(needs={"diet": ["vegan"]}, answers=[(size, "S"), (colour, "red")])
    come(event, "Ada", details=details, affiliation="Analytical Society")
    accept(invite(event), name="Countess", affiliation="Elsewhere", **{f"q{colour.pk}": "blue", "diet": ["halal"]})
    ada = named(event, "Ada")
    assert (ada.affiliation, ada.needs.diet) == ("Analytical Society", ["halal"])
    assert dict(ada.answers.values_list("asked", "value")) == {"Size?": "S", "Colour?": "blue"}


def test_companions_of_both_forms_come_with_them(event):
    services.set_block(event, event.allocations.get().organisation, seats=1, by=staff())
    come(event, "Ada", "Bea")
    invitation = invite(event, companions=2)
    more = {"companion": ["1", "2"], "c1-name": "Bea", "c1-email": "bea@example.org", "c2-name": "Cid"}
    accept(invitation, **more)
    assert {name: states(event)[name] for name in ("Ada", "Bea", "Cid")} == {
        "Ada": "confirmed",
        "Bea": "waiting",
        "Cid": "waiting",
    }
    assert {one.party for one in Registration.objects.filter(name__in=("Ada", "Bea", "Cid"))} == {
        named(event, "Ada").party
    }
    assert kinds(event, "Bea") == ["waiting"]


def test_said_by_telephone_to_an_organiser_it_is_the_same(event):
    come(event, "Ada")
    invitation = invite(event)
    path = reverse("admin:registrations_invitation_answer", args=[invitation.pk])
    sign_in(make_member(event, "organiser")).post(path, {"comes": "yes"})
    assert (states(event)["Ada"], block_of(event), seats(event)) == ("confirmed", (1, 1, 0), (3, 0, 0))


def test_no_coordinator_brings_anybody_into_their_block_or_learns_how_they_stand(event):
    """Whoever is known, and however: the words are the same, and the guest stays whose they are."""
    block = event.allocations.get()
    desk = sign_in(make_member(event, "coordinator", block.organisation))
    come(event, "Ada")
    make_registration(event, name="Bea", email="bea@example.org", state="declined")
    said = set()
    for name in ("Ada", "Bea"):
        path = reverse("admin:registrations_invitation_answer", args=[invite(event, name).pk])
        page = desk.post(path, {"comes": "yes"}).content.decode()
        said.add(re.search(r'class="errorlist.*?</ul>', page, re.DOTALL)[0])
    assert len(said) == 1
    assert "The organisers know this address already." in said.pop()
    assert (states(event)["Ada"], states(event)["Bea"]) == ("waiting", "declined")
    assert block_of(event) == (1, 0, 0)


def test_who_changed_their_address_is_still_the_invited_guest(event):
    event.policy = "approval"
    event.save()
    invitation = invite(event, companions=1)
    accept(invitation)
    ada = named(event, "Ada")
    services.change_address(ada, "countess@example.org")
    assert Client().post(f"/registrations/address/{ada.new_address_token}/").status_code == 302
    ada.refresh_from_db()
    assert ada.email == "countess@example.org"
    assert "Bring somebody" in Client().get(ada.get_absolute_url()).content.decode()
    services.cancel(ada)
    invitation.refresh_from_db()
    assert invitation.state == "declined"
    services.come_back(ada)
    invitation.refresh_from_db()
    assert (ada.state, invitation.state) == ("confirmed", "accepted"), "nobody decides on who was invited"
    services.erase(ada)
    invitation.refresh_from_db()
    assert (invitation.name, invitation.email.endswith("@erased.invalid")) == ("–", True)


def test_who_had_the_link_from_the_invited_guest_is_none(event):
    invitation = invite(event)
    path = f"{invitation.get_absolute_url()}?somebody=else"
    data = {"name": "Eve", "email": "eve@example.org", "consent": "on"}
    assert Client().post(path, data).status_code == 302
    eve = named(event, "Eve")
    services.approve(eve, by=staff())
    services.regret(invitation)
    eve.refresh_from_db()
    assert (eve.is_invitee, eve.state) == (False, "confirmed")
