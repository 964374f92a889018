"""The table of roles and actions, and the page that says it."""

from pathlib import Path

from django.conf import settings

from registrations.management.commands.roles_page import COLUMNS, roles_page
from registrations.permissions import Action
from symposium.accounts.models import Role

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
