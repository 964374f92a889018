"""Rules that span two tables hold against two transactions at once."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from symposium.events.models import Event
from symposium.programme.models import Session
from tests.factories import make_event, make_session

HOUR = timedelta(hours=1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_session_and_its_event_cannot_be_moved_past_each_other():
    event = make_event()
    session = make_session(event, at=1, hours=1)
    lengthened, refused = threading.Event(), []

    def shorten():
        lengthened.wait(10)
        try:
            Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at + 3 * HOUR)
        except IntegrityError as error:
            refused.append(str(error))
        finally:
            connection.close()

    other = threading.Thread(target=shorten)
    other.start()
    with transaction.atomic():
        Session.objects.filter(pk=session.pk).update(ends_at=event.starts_at + 5 * HOUR)
        lengthened.set()
        other.join(1)
        assert other.is_alive(), "whoever changes the event waits for who changes its session"
    other.join(10)
    assert refused
    assert "event_around_sessions" in refused[0]
