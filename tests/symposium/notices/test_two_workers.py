"""Two workers at the same notices at once: each address once, nobody left out."""

import threading

import pytest
from django.db import connections

from symposium.mail.models import OutgoingMail
from symposium.notices import sending, services
from symposium.notices.models import Notice
from tests import factories as make
from tests.factories.guests import make_desk

PEOPLE = 120


def work(failures: list[BaseException]) -> None:
    idle = 0
    try:
        while idle < 20:
            idle = 0 if sending.send_due() else idle + 1
    except BaseException as error:  # noqa: BLE001 (told to the test)
        failures.append(error)
    finally:
        connections.close_all()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_take_turns(monkeypatch):
    monkeypatch.setattr(sending, "GATHERED", 7)
    monkeypatch.setattr(sending, "HANDED", 5)
    # Nothing empties the outbox here.
    monkeypatch.setattr(sending, "MOST_WAITING", 1000)
    event = make_desk(capacity=PEOPLE)
    for _number in range(PEOPLE):
        make.make_registration(event)
    notices = [
        services.draft_notice(event, audience="guests", subject="News", text="{name}", by=None) for _number in range(2)
    ]
    for notice in notices:
        services.approve(notice, by=None, count=PEOPLE)
    failures: list[BaseException] = []
    workers = [threading.Thread(target=work, args=(failures,)) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert failures == []
    for notice in notices:
        sent = OutgoingMail.objects.filter(notice_recipient__notice=notice).values_list("to_address", flat=True)
        assert len(sent) == len(set(sent))
    assert OutgoingMail.objects.filter(kind="notice").count() == 2 * PEOPLE
    assert set(Notice.objects.values_list("state", flat=True)) == {"done"}
