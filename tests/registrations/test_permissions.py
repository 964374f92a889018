"""The table of roles and actions, and the page that says it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from registrations import services
from registrations.admin.changes import CHANGES
from registrations.management.commands.roles_page import COLUMNS, roles_page
from registrations.models import Answer, Registration
from registrations.permissions import Action
from registrations.private_files import keep
from symposium.accounts.models import Role
from symposium.events.models import Event
from tests import factories
from tests.factories.forms import sign_in

STAFF = services.By("staff")

PAGE = Path(settings.BASE_DIR) / "docs/organisers/roles.md"


def test_the_page_of_roles_says_what_the_code_does() -> None:
    assert PAGE.read_text(encoding="utf-8") == roles_page(), "python manage.py roles_page > docs/organisers/roles.md"


def test_every_role_that_may_do_anything_has_a_column() -> None:
    assert {role for action in Action for role in action.roles} == set(COLUMNS)


def test_editors_have_no_part_in_it() -> None:
    assert [action for action in Action if Role.EDITOR in action.roles] == []


def test_needs_and_site_access_are_not_for_coordinators_or_the_door() -> None:
    apart = (Action.SEE_NEEDS, Action.SEE_SITE_ACCESS)
    assert not {Role.COORDINATOR, Role.DOOR} & {role for action in apart for role in action.roles}


@dataclass
class Case:
    """An event with a guest of each of two hosts, and a guest of another event."""

    event: Event
    own: Registration
    others: Registration
    elsewhere: Registration


def make_case() -> Case:
    event, away = factories.make_event(attendance="both"), factories.make_event()
    blocks = [services.set_block(event, factories.make_organisation(), seats=3, by=STAFF) for _host in range(2)]
    own, others = (
        services.register(event, name=f"Guest {n}", email=f"g{n}@example.org", block=block, by=STAFF)
        for n, block in enumerate(blocks)
    )
    paper = keep(ContentFile(b"%PDF-1.7 %%EOF", name="a.pdf"), "pdf")
    for guest in (own, others):
        Answer.objects.create(registration=guest, asked="Paper", kind="file", value=paper)
    return Case(event, own, others, factories.make_registration(away))


# Where each action is done: for a guest, or for the event as a whole.
FOR_GUESTS = {
    Action.VIEW_GUESTS: lambda guest: f"{guest.pk}/change/",
    Action.CHANGE_GUESTS: lambda guest: f"{guest.pk}/history/",
    Action.DOWNLOAD_FILES: lambda guest: f"answers/{getattr(guest.answers.first(), 'pk', 0)}/",
    Action.CANCEL_GUESTS: lambda guest: f"{guest.pk}/do/cancel/",
    Action.RESEND_MAILS: lambda guest: f"{guest.pk}/do/resend/",
    Action.CHANGE_MODES: lambda guest: f"{guest.pk}/do/mode/",
    Action.MOVE_GUESTS: lambda guest: f"{guest.pk}/do/move/",
    Action.ERASE_GUESTS: lambda guest: f"{guest.pk}/do/erase/",
}
FOR_EVENTS = {
    Action.DECIDE_REQUESTS: "registration/requests/",
    Action.SEE_LINES: "registration/lines/",
    Action.TELL_GUESTS: "registration/telling/",
    Action.ENTER_GUESTS: "registration/add/",
    Action.SEE_LOG: "deed/",
}
DESK = "/admin/registrations/"


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_every_address_of_guests_opens_to_the_roles_of_the_table_alone(role: str) -> None:
    case = make_case()
    host = case.own.allocation.organisation if role == Role.COORDINATOR else None
    desk = sign_in(factories.make_member(case.event, role, host))
    for action, address in FOR_GUESTS.items():
        reached = [
            desk.get(f"{DESK}registration/{address(guest)}").status_code == 200
            for guest in (case.own, case.others, case.elsewhere)
        ]
        has_it = role in action.roles
        assert reached == [has_it, has_it and role != Role.COORDINATOR, False], action
    for action, address in FOR_EVENTS.items():
        here, there = (
            desk.get(f"{DESK}{address}", {"event": event.pk}) for event in (case.event, case.elsewhere.event)
        )
        assert (here.status_code == 200) == (role in action.roles), action
        assert case.elsewhere.event.name not in there.content.decode(), action


@pytest.mark.django_db
def test_what_is_opened_by_a_role_is_done_by_it_alone() -> None:
    case = make_case()
    for role in (Role.DOOR, Role.EDITOR, Role.CARE, Role.SITE_ACCESS):
        desk = sign_in(factories.make_member(case.event, role))
        for deed in CHANGES:
            said = {"reason": "Because", "sure": "on", "mode": "online", "block": case.others.allocation_id}
            assert desk.post(f"{DESK}registration/{case.own.pk}/do/{deed}/", said).status_code in {403, 404}
        assert desk.post(f"{DESK}registration/requests/decide/", {"deed": "decline", "chosen": [1]}).status_code == 403
        assert desk.post(f"{DESK}registration/add/", {"event": case.event.pk, "name": "X"}).status_code == 403
    case.own.refresh_from_db()
    assert (case.own.state, case.own.mode, Registration.objects.count()) == ("confirmed", "in_person", 3)
