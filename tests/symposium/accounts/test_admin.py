"""Accounts and teams at the desk."""

import re
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from symposium.accounts.models import Membership, Role, User
from symposium.events.models import Event
from tests import factories
from tests.factories.forms import filled

pytestmark = pytest.mark.django_db
ADD = "/admin/accounts/membership/add/"


@pytest.fixture
def event() -> Event:
    return factories.make_event()


@pytest.fixture
def owner(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.OWNER))


@pytest.fixture
def root() -> Client:
    return sign_in(User.objects.create_superuser("root@example.org", "x" * 12))


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(response: Any) -> str:
    return str(response.context["adminform"].form.errors)


def test_staff_sign_in_by_address_in_any_case(event: Event) -> None:
    factories.make_member(event, Role.EDITOR, email="Editor@example.org", password="long enough here")
    response = Client().post(
        "/admin/login/", {"username": "EDITOR@example.org", "password": "long enough here", "next": "/admin/"}
    )
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_an_account_without_a_role_comes_no_further_than_the_door() -> None:
    response = sign_in(factories.make_user()).get("/admin/", follow=True)
    assert "have no role at any event" in response.content.decode()
    assert response.redirect_chain[0][0].startswith("/admin/login/")


def test_an_account_that_was_closed_is_out_at_once(event: Event, owner: Client) -> None:
    User.objects.update(is_active=False)
    assert owner.get("/admin/").status_code == 302


def test_the_index_begins_with_events(owner: Client) -> None:
    apps = owner.get("/admin/").context["app_list"]
    assert [apps[0]["app_label"], apps[0]["models"][0]["name"]] == ["events", "Events"]


def test_each_list_is_called_by_what_is_in_it_and_shows_nothing_of_machines(event: Event) -> None:
    root = sign_in(User.objects.create_superuser("root@example.org", "x" * 12))
    titles = {}
    for app in root.get("/admin/").context["app_list"]:
        assert "task" not in str(app["name"]).lower()
        for model in app["models"]:
            page = root.get(model["admin_url"])
            titles[str(model["name"])] = page.context["title"]
    assert len(titles) > 15
    assert {name: title for name, title in titles.items() if name != title} == {}


def test_a_page_is_called_by_what_it_shows(event: Event, owner: Client) -> None:
    page = owner.get(reverse("admin:events_event_change", args=[event.pk]))
    assert (page.context["title"], page.context["subtitle"]) == (str(event), "Event")


def test_filters_are_one_line_above_the_list_that_says_what_is_chosen(event: Event, owner: Client) -> None:
    address = reverse("admin:registrations_registration_changelist")
    page = owner.get(f"{address}?event={event.pk}&state__exact=waiting").content.decode()
    line = page.partition("<search")[2].partition("</summary>")[0]
    chosen = [" ".join(re.sub("<[^>]+>", "", one).split()) for one in re.findall(r"<span.*?</span>", line, re.DOTALL)]
    assert chosen == [f"Event: {event.name}", "State: on the waiting list"]
    assert page.index("<search") < page.index('id="changelist-form"')
    assert "<details" in page
    assert "<details open" not in page
    assert "Clear all filters" in page
    assert "desk-filter-chosen" not in owner.get(address).content.decode()


def test_whoever_runs_the_server_gives_a_role_by_address(event: Event, root: Client) -> None:
    colleague = factories.make_user(email="colleague@example.org")
    data = {"email": " Colleague@Example.org ", "event": event.pk, "role": "editor"}
    assert root.post(ADD, data).status_code == 302
    assert colleague.memberships.get().role == Role.EDITOR


def test_an_unknown_address_is_refused_in_words(event: Event, root: Client) -> None:
    response = root.post(ADD, {"email": "nobody@example.org", "event": event.pk, "role": "editor"})
    assert "Nobody with this address has an account here" in said(response)


def test_the_same_role_twice_is_refused_in_words(event: Event, root: Client) -> None:
    factories.make_member(event, Role.EDITOR, email="colleague@example.org")
    response = root.post(ADD, {"email": "colleague@example.org", "event": event.pk, "role": "editor"})
    assert "already has this role" in said(response)


def test_an_owner_invites_and_gives_no_role_without_a_yes(event: Event, owner: Client) -> None:
    factories.make_user(email="colleague@example.org")
    response = owner.post(ADD, {"email": "colleague@example.org", "event": event.pk, "role": "editor"})
    assert response.status_code == 403
    assert Membership.objects.count() == 1


def test_a_role_changed_to_one_that_the_person_has_is_refused_in_words(event: Event, owner: Client) -> None:
    user = factories.make_member(event, Role.EDITOR)
    door = Membership.objects.create(user=user, event=event, role=Role.DOOR)
    page = reverse("admin:accounts_membership_change", args=[door.pk])
    assert "already has this role" in said(owner.post(page, filled(owner.get(page), role="editor")))


def test_a_role_is_not_moved_to_another_event_or_person(event: Event, owner: Client) -> None:
    other = factories.make_event()
    membership = factories.make_member(event, Role.EDITOR).memberships.get()
    page = reverse("admin:accounts_membership_change", args=[membership.pk])
    data = filled(owner.get(page), event=str(other.pk), user="1", email="x@example.org", role="door")
    assert owner.post(page, data).status_code == 302
    after = Membership.objects.get(pk=membership.pk)
    assert (after.event, after.user, after.role) == (event, membership.user, Role.DOOR)


def test_an_owner_makes_nobody_a_superuser(owner: Client) -> None:
    user = factories.make_user()
    page = reverse("admin:accounts_user_change", args=[user.pk])
    assert owner.post(page, {"email": user.email, "is_superuser": "on"}).status_code == 403
    assert not User.objects.filter(is_superuser=True).exists()


def test_whoever_runs_the_server_makes_accounts_by_address(root: Client) -> None:
    data = {"email": "New@Example.org", "name": "New", "usable_password": "true"}
    data |= {"password1": "stars above us", "password2": "stars above us"}
    assert root.post("/admin/accounts/user/add/", data).status_code == 302
    assert User.objects.get(email="new@example.org").check_password("stars above us")
    user = User.objects.get(email="new@example.org")
    page = reverse("admin:accounts_user_change", args=[user.pk])
    assert root.post(page, filled(root.get(page), name="Newer")).status_code == 302


def test_what_the_database_refuses_is_logged_by_the_name_of_its_rule_and_without_the_row(
    event: Event, root: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    user = factories.make_user(email="private@example.org")
    Membership.objects.create(user=user, event=event, role=Role.EDITOR)
    refused = IntegrityError("broken: membership_once DETAIL: (private@example.org) exists.")

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise refused

    monkeypatch.setattr(Membership, "save", refuse)
    root.post(ADD, {"email": "private@example.org", "event": event.pk, "role": "organiser"})
    assert "refused at the desk: membership_once" in caplog.messages
    assert "private@" not in caplog.text
    refused.args = ("something else: (private@example.org)",)
    root.post(ADD, {"email": "private@example.org", "event": event.pk, "role": "organiser"})
    assert "refused at the desk: IntegrityError" in caplog.messages
    assert "private@" not in caplog.text
