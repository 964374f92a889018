"""Two who press at the same moment, on real PostgreSQL."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from symposium.events.models import Event
from symposium.programme.changes import differences
from symposium.programme.models import Publication, Session
from symposium.programme.publications import ChangedSinceShown, publish_programme
from symposium.programme.services import edit
from tests import factories

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _real_locks() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("row locks are PostgreSQL's")


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each did, or what it raised."""
    outcomes: list[object] = []
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait()
            outcomes.append(deed())
        except Exception as error:  # noqa: BLE001 (it is what the test looks at)
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_presses_one_publishes() -> None:
    event = factories.make_event()
    session = factories.make_session(event, title="Comets")
    edit(session, by=None, title="Asteroids")
    marks = [one.mark for one in differences(event)]
    before = Event.objects.get(pk=event.pk).revision
    outcomes = at_once(*[lambda: publish_programme(event, by=None, only=marks)] * 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["ChangedSinceShown", "Publication"]
    assert any(isinstance(one, ChangedSinceShown) for one in outcomes)
    assert Publication.objects.count() == 1
    assert Event.objects.get(pk=event.pk).revision == before + 1


def test_two_first_edits_share_one_copy() -> None:
    session = factories.make_session(factories.make_event(), title="Comets")
    outcomes = at_once(
        lambda: edit(session, by=None, title="Asteroids"), lambda: edit(session, by=None, kind=Session.Kind.PANEL)
    )
    assert not [one for one in outcomes if isinstance(one, Exception)]
    copy = Session.every.get(revises=session)
    assert (copy.title, copy.kind) == ("Asteroids", "panel")
