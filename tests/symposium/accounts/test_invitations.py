"""Invitations to a team: sent by owners, accepted by the address they were sent to and no other, gone in time."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from symposium.accounts import services
from symposium.accounts.exceptions import AlreadyOnTeamError, InvitationGoneError, LastOwnerError, NotInvitedError
from symposium.accounts.models import Membership, Role, TeamInvitation, User
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from tests import factories
from tests.factories.forms import sign_in

pytestmark = pytest.mark.django_db
ADD, LIST = "/admin/accounts/teaminvitation/add/", "/admin/accounts/teaminvitation/"
GOOD = {"name": "Ada Lovelace", "password": "an engine of verses", "again": "an engine of verses"}


@pytest.fixture
def event() -> Event:
    return factories.make_event(name="Night of Comets")


@pytest.fixture
def owner(event: Event) -> User:
    return factories.make_member(event, Role.OWNER, email="owner@example.org", name="Olive Owner")


@pytest.fixture
def desk(owner: User) -> Any:
    return sign_in(owner)


def browser() -> Any:
    """One that was never here before."""
    return Client()


def invited(event: Event, owner: User, email: str = "ada@example.org", role: str = Role.EDITOR, **more: Any) -> str:
    """The link in the mail of an invitation that was just sent."""
    services.invite(TeamInvitation(event=event, role=role, email=email, **more), by=owner)
    return last_link()


def last_link() -> str:
    mail = OutgoingMail.objects.filter(kind="team_invitation").latest("pk")
    return str(re.findall(r"http://testserver(/admin/join/\S+)", mail.text)[0])


def said(response: Any) -> str:
    return str(response.context["adminform"].form.errors)


def test_an_owner_invites_several_at_once_each_by_a_mail_of_their_own(event: Event, desk: Any, outbox: Any) -> None:
    data = {"event": event.pk, "role": "editor", "greeting": "We would be glad."}
    answer = desk.post(ADD, data | {"addresses": "Ada@example.org\nbabbage@example.org, ada@example.org"}, follow=True)
    assert "2 invitations are on their way." in answer.content.decode()
    mails = outbox()
    assert [m.to for m in mails] == [["ada@example.org"], ["babbage@example.org"]]
    for needed in ("Olive Owner", "Night of Comets", "editor", "We would be glad.", "/admin/join/", "seven days"):
        assert needed in mails[0].body
    assert mails[0].reply_to == ["owner@example.org"]


def test_of_the_link_only_a_hash_is_kept_and_its_mail_is_in_no_events_list(event: Event, owner: User) -> None:
    token = invited(event, owner).split("/")[-2]
    kept = TeamInvitation.objects.values().get()
    assert token not in str(kept)
    assert OutgoingMail.objects.get().event_id is None


def test_whoever_has_no_account_gets_one_with_the_address_that_was_written_to(event: Event, owner: User) -> None:
    link, client = invited(event, owner), browser()
    assert "Night of Comets" in client.get(link).content.decode()
    assert client.post(link, GOOD | {"email": "mallory@example.org"}).url == "/admin/account/"
    ada = User.objects.get(email="ada@example.org")
    assert (ada.name, ada.memberships.get().role) == ("Ada Lovelace", Role.EDITOR)
    assert client.get("/admin/speakers/speaker/").status_code == 200
    assert client.get(link).url == "/admin/", "accepted already"
    again = browser().get(link)
    assert (again.status_code, "accepted already" in again.content.decode()) == (410, True)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"again": "something else"}, "not the same"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "password1234", "again": "password1234"}, "too common"),
        ({"name": "\u200b"}, "required"),
        ({"password": "", "again": ""}, "required"),
    ],
)
def test_what_is_filled_in_wrongly_is_said_and_nothing_is_made(event, owner, wrong, words) -> None:
    link, client = invited(event, owner), browser()
    answer = client.post(link, GOOD | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.filter(email="ada@example.org").exists()


def test_a_member_of_staff_signs_in_and_says_yes(event: Event, owner: User) -> None:
    ada = factories.make_user(email="ada@example.org", password="an engine of verses")
    link, client = invited(event, owner, email="Ada@Example.org"), browser()
    asked = client.get(link).content.decode()
    assert f"/admin/login/?next={link}" in asked
    assert 'name="password"' not in asked
    data = {"username": "ada@example.org", "password": "an engine of verses", "next": link}
    assert client.post("/admin/login/", data).url == link
    assert client.post(link).url == "/admin/"
    assert ada.memberships.get().role == Role.EDITOR


def test_a_forwarded_link_gives_nobody_else_a_role(event: Event, owner: User) -> None:
    mallory = factories.make_member(factories.make_event(), Role.OWNER, email="mallory@example.org")
    link, client = invited(event, owner), sign_in(mallory)
    assert "sent to another address" in client.get(link).content.decode()
    client.post(link, GOOD)
    assert mallory.memberships.count() == 1
    assert TeamInvitation.objects.get().accepted_at is None
    with pytest.raises(NotInvitedError):
        services.accept(TeamInvitation.objects.get(), user=mallory)


def test_a_link_whose_address_has_an_account_makes_no_second_password(event: Event, owner: User) -> None:
    factories.make_user(email="ada@example.org", password="an engine of verses")
    link = invited(event, owner)
    assert browser().post(link, GOOD).status_code == 200
    with pytest.raises(NotInvitedError):
        services.join(TeamInvitation.objects.get(), name="Mallory", password="x" * 12)
    assert User.objects.get(email="ada@example.org").check_password("an engine of verses")


def test_a_closed_account_is_not_opened_by_an_invitation(event: Event, owner: User) -> None:
    factories.make_user(email="ada@example.org", is_active=False)
    assert "is closed" in browser().get(invited(event, owner)).content.decode()


def test_it_lapses_after_seven_days_and_can_be_sent_again(event: Event, owner: User, desk: Any) -> None:
    link = invited(event, owner)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        gone = browser().get(link)
        assert (gone.status_code, "good for seven days" in gone.content.decode()) == (410, True)
        assert browser().post(link, GOOD).status_code == 410
        pk = TeamInvitation.objects.get().pk
        services.send_again(TeamInvitation.objects.get(), by=owner)
        assert browser().get(link).status_code == 404, "only the newest mail opens it"
        assert browser().get(last_link()).status_code == 200
        assert TeamInvitation.objects.get().pk == pk


def test_the_list_says_how_each_stands(event: Event, owner: User, desk: Any, outbox: Any) -> None:
    link = invited(event, owner)
    stages = [TeamInvitation.objects.get().stage]
    outbox()
    stages.append(TeamInvitation.objects.get().stage)
    browser().get(link)
    stages.append(TeamInvitation.objects.get().stage)
    browser().post(link, GOOD)
    stages.append(TeamInvitation.objects.get().stage)
    assert [str(stage) for stage in stages] == ["on its way", "sent", "opened", "accepted"]
    assert "accepted" in desk.get(LIST).content.decode()


def test_an_owner_withdraws_it_and_the_link_opens_nothing(event: Event, owner: User, desk: Any) -> None:
    link, pk = invited(event, owner), TeamInvitation.objects.get().pk
    assert desk.post(f"{LIST}{pk}/do/withdraw/").status_code == 302
    gone = browser().get(link)
    assert (gone.status_code, "taken it back" in gone.content.decode()) == (410, True)
    assert "stays as it is" in desk.post(f"{LIST}{pk}/do/again/", follow=True).content.decode()
    with pytest.raises(InvitationGoneError):
        services.withdraw(TeamInvitation.objects.get())


def test_an_organiser_sees_invitations_and_sends_none(event: Event, owner: User) -> None:
    invited(event, owner)
    organiser, pk = sign_in(factories.make_member(event, Role.ORGANISER)), TeamInvitation.objects.get().pk
    assert "ada@example.org" in organiser.get(LIST).content.decode()
    assert organiser.get(ADD).status_code == 403
    assert organiser.post(f"{LIST}{pk}/do/withdraw/").status_code == 403
    other = sign_in(factories.make_member(factories.make_event(), Role.OWNER))
    assert other.post(f"{LIST}{pk}/do/withdraw/").status_code == 404


def test_nobody_is_invited_to_what_they_have(event: Event, owner: User, desk: Any) -> None:
    invited(event, owner)
    factories.make_member(event, Role.DOOR, email="door@example.org")
    data = {"event": event.pk, "role": "editor", "addresses": "ada@example.org"}
    assert "has this role already, or is invited" in said(desk.post(ADD, data))
    assert "has this role already" in said(desk.post(ADD, data | {"role": "door", "addresses": "door@example.org"}))
    with pytest.raises(AlreadyOnTeamError):
        invited(event, owner)
    assert TeamInvitation.objects.count() == 1


@pytest.mark.parametrize(
    "addresses", ["", "no address", "a@b.org, nonsense", "\n".join(f"{n}@b.org" for n in range(51))]
)
def test_addresses_that_are_none_are_refused_with_the_form_kept(event: Event, desk: Any, addresses: str) -> None:
    answer = desk.post(ADD, {"event": event.pk, "role": "editor", "addresses": addresses, "greeting": "Hello there"})
    assert "addresses" in said(answer)
    assert "Hello there" in answer.content.decode()
    assert not TeamInvitation.objects.exists()


def test_a_coordinator_is_asked_only_for_an_institution_that_hosts_the_owners_event(event: Event, desk: Any) -> None:
    stranger = factories.make_hosting(factories.make_event()).organisation
    own = factories.make_hosting(event).organisation
    data = {"event": event.pk, "role": "coordinator", "addresses": "ada@example.org"}
    assert desk.post(ADD, data | {"organisation": stranger.pk}).status_code == 200
    assert "needs an organisation" in said(desk.post(ADD, data))
    assert desk.post(ADD, data | {"organisation": own.pk}).status_code == 302
    browser().post(last_link(), GOOD)
    assert Membership.objects.get(user__email="ada@example.org").organisation == own


def test_an_owner_invites_to_no_other_event(event: Event, desk: Any) -> None:
    other = factories.make_event()
    assert desk.post(ADD, {"event": other.pk, "role": "owner", "addresses": "ada@example.org"}).status_code == 200
    assert not TeamInvitation.objects.exists()


def test_the_last_owner_neither_goes_nor_becomes_something_less(event: Event, owner: User, desk: Any) -> None:
    membership = owner.memberships.get()
    page = f"/admin/accounts/membership/{membership.pk}"
    refused = desk.post(f"{page}/delete/", {"post": "yes"}, follow=True)
    assert "Nobody else owns the event" in refused.content.decode()
    assert "Nobody else owns the event" in said(desk.post(f"{page}/change/", {"role": "editor", "organisation": ""}))
    with pytest.raises(LastOwnerError):
        services.remove(membership)
    factories.make_member(event, Role.OWNER)
    assert desk.post(f"{page}/delete/", {"post": "yes"}).status_code == 302
    assert not owner.memberships.exists()


def test_two_owners_chosen_together_do_not_both_go(event: Event, desk: Any) -> None:
    factories.make_member(event, Role.OWNER)
    chosen = list(Membership.objects.values_list("pk", flat=True))
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    desk.post("/admin/accounts/membership/", data)
    assert Membership.objects.count() == 2


def test_whoever_is_removed_is_out_at_once_and_nobody_comes_in_by_them(event: Event, desk: Any) -> None:
    leaving = factories.make_member(event, Role.OWNER, email="leaving@example.org", password="an engine of verses")
    client = browser()
    client.post("/admin/login/", {"username": "leaving@example.org", "password": "an engine of verses"})
    link = invited(event, leaving, email="second-address@example.org", role=Role.OWNER)
    desk.post(f"/admin/accounts/membership/{leaving.memberships.get().pk}/delete/", {"post": "yes"})
    led = client.post("/admin/events/event/add/", {"name": "X"}, follow=True)
    assert led.redirect_chain[0][0].startswith("/admin/login/")
    assert "not any more" in led.content.decode()
    assert browser().get(link).status_code == 410


def test_owners_see_who_has_a_second_factor_and_may_ask_everybody(event: Event, owner: User, desk: Any) -> None:
    factories.make_member(event, Role.EDITOR, email="editor@example.org")
    page = f"/admin/accounts/membership/factor/?event={event.pk}"
    assert "2 have none yet" in desk.get(page).content.decode()
    assert desk.post(page, {"asks": "yes"}).status_code == 302
    assert desk.get("/admin/").url == "/admin/account/", "also of whoever asked"
    organiser = sign_in(factories.make_member(event, Role.ORGANISER))
    services.ask_for_second_factor(event.pk, asks=False)
    assert organiser.get(page).status_code == 403
    assert "Second factor" not in organiser.get("/admin/accounts/membership/").content.decode()
    assert "Second factor" in desk.get("/admin/accounts/membership/").content.decode()


def test_the_list_of_a_large_team_asks_no_more_than_a_small_one(
    event, owner, desk, django_assert_max_num_queries
) -> None:
    for n in range(40):
        services.invite(TeamInvitation(event=event, role=Role.EDITOR, email=f"{n}@example.org"), by=owner)
        factories.make_member(event, Role.DOOR)
    for address in (LIST, "/admin/accounts/membership/"):
        with django_assert_max_num_queries(12):
            desk.get(f"{address}?event={event.pk}")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_remove_each_other_at_the_same_moment_one_stays(event: Event, owner: User) -> None:
    other = factories.make_member(event, Role.OWNER)
    start = Barrier(2)

    def remove(user: User) -> str:
        membership = user.memberships.select_related("user").get()
        start.wait()
        try:
            services.remove(membership)
        except LastOwnerError:
            return "refused"
        finally:
            connection.close()
        return "removed"

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(remove, (owner, other)))
    assert sorted(done) == ["refused", "removed"]
    assert Membership.objects.filter(event=event, role=Role.OWNER).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_sent_twice_at_the_same_moment_makes_one_account(event: Event, owner: User) -> None:
    invited(event, owner)
    start = Barrier(2)

    def join(name: str) -> str:
        invitation = TeamInvitation.objects.get()
        start.wait()
        try:
            services.join(invitation, name=name, password="an engine of verses")
        except (InvitationGoneError, NotInvitedError):
            return "refused"
        finally:
            connection.close()
        return "joined"

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(join, ("Ada", "Ada")))
    assert sorted(done) == ["joined", "refused"]
    assert Membership.objects.filter(user__email="ada@example.org").count() == 1
