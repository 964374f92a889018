"""What is to be done about a team, told to its owners."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import RequestFactory

from symposium.accounts import services
from symposium.accounts.models import Role, User
from symposium.events.dashboard.team import todos
from symposium.events.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return factories.make_event()


def told(user: User, event: Event) -> list[tuple[str, int]]:
    request: Any = RequestFactory().get("/admin/")
    request.user = user
    return [(todo.words, todo.count) for todo in todos(request, event) if todo.count]


def test_owners_are_told_of_lapsed_invitations_and_of_who_lacks_a_factor(event: Event) -> None:
    owner = factories.make_member(event, Role.OWNER)
    factories.make_team_invitation(event, expires_at=datetime.now(UTC) - timedelta(hours=1))
    factories.make_team_invitation(event)
    factories.make_team_invitation(factories.make_event(), expires_at=datetime.now(UTC) - timedelta(hours=1))
    assert told(owner, event) == [("1 invitation to the team lapsed", 1)]
    services.ask_for_second_factor(event.pk, asks=True)
    Authenticator.objects.create(user=owner, type="totp", data={})
    lacking = factories.make_member(event, Role.EDITOR)
    lacking.memberships.create(role=Role.DOOR, event=event)
    assert ("1 member of the team has no second factor yet", 1) in told(owner, event)


def test_nobody_else_is_told(event: Event) -> None:
    factories.make_team_invitation(event, expires_at=datetime.now(UTC) - timedelta(hours=1))
    for user in (
        factories.make_member(event, Role.ORGANISER),
        factories.make_member(factories.make_event(), Role.OWNER),
    ):
        assert told(user, event) == []
