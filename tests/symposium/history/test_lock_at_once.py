"""Two saves in the same moment, with real row locks: one stands, the other is asked."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from symposium.accounts.models import Role
from symposium.history.models import Edit
from symposium.programme.models import Session
from tests import factories
from tests.factories.forms import filled, sign_in

from .conftest import page_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_saves_at_once_one_stands_and_the_other_is_asked():
    event = factories.make_event(state="draft")
    session = factories.make_session(event, title="Two shores")
    address, gate = page_of(session), Barrier(2)
    editors = [factories.make_member(event, Role.EDITOR) for _ in range(2)]
    pages = [(client, filled(client.get(address))) for client in map(sign_in, editors)]

    def save(number: int) -> int:
        client, data = pages[number]
        gate.wait()
        try:
            return client.post(address, data | {"title": f"Title {number}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(save, range(2)))
    assert sorted(answers) == [200, 302]
    assert Session.objects.get().title == f"Title {answers.index(302)}"
    assert Edit.objects.count() == 1
