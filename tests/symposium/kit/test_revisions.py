import threading

import pytest
from django.db import connection, transaction

from symposium.events.models import Event
from symposium.kit.models import Counter
from symposium.kit.revisions import SITE, counter, follow, publishing
from symposium.programme.models import Session
from tests.factories import make_event, make_hosting, make_organisation, make_session

pytestmark = pytest.mark.django_db


def revision(event):
    return Event.objects.values_list("revision", flat=True).get(pk=event.pk)


def site():
    return Counter.objects.get(name=SITE).value


def test_whatever_a_visitor_could_see_raises_the_revision_of_its_event_and_of_the_site():
    event = make_event()
    before = revision(event), site()
    make_session(event)
    assert revision(event) == before[0] + 1
    assert site() == before[1] + 1


def test_a_deletion_is_a_change_too():
    event = make_event()
    session = make_session(event)
    before = revision(event)
    session.delete()
    assert revision(event) == before + 1


def test_many_changes_in_one_block_are_one_publication():
    event, other = make_event(), make_event()
    before = revision(event), revision(other)
    with publishing():
        for hour in range(5):
            make_session(event, at=hour)
    assert (revision(event), revision(other)) == (before[0] + 1, before[1])


def test_a_block_that_fails_changes_nothing():
    event = make_event()
    before = revision(event)

    def change_and_fail():
        with publishing():
            make_session(event)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert revision(event) == before
    assert not event.sessions.exists()


def test_followers_are_called_once_for_each_event_within_the_transaction(monkeypatch):
    from symposium.kit import revisions

    seen = []
    monkeypatch.setattr(revisions, "_followers", {})
    follow(Event, lambda pk: seen.append((pk, transaction.get_connection().in_atomic_block)))
    event = make_event()
    seen.clear()
    with publishing():
        make_session(event)
        make_session(event)
    assert seen == [(event.pk, True)]


def test_an_organisation_counts_for_every_event():
    organisation = make_organisation()
    event = make_event()
    make_hosting(event, organisation)
    before = Event.objects.annotate(n=counter("organisations")).get(pk=event.pk).n
    organisation.name = "Renamed"
    organisation.save()
    assert Event.objects.annotate(n=counter("organisations")).get(pk=event.pk).n == before + 1


def test_a_form_that_was_opened_before_does_not_put_old_counters_back():
    event = make_event()
    opened_before = Event.objects.get(pk=event.pk)
    Event.objects.filter(pk=event.pk).update(seats_taken=3, guests_waiting=2)
    opened_before.name = "New name"
    opened_before.save()
    event.refresh_from_db()
    assert (event.name, event.seats_taken, event.guests_waiting) == ("New name", 3, 2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_change_the_parts_of_an_event_in_another_order_wait_for_each_other():
    event = make_event()
    first, second = (make_session(event, title=title) for title in ("First", "Second"))
    done = []

    def other():
        try:
            one = Session.objects.get(pk=second.pk)
            one.title = "Second, by the other"
            one.save()
            done.append(True)
        finally:
            connection.close()

    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    thread = threading.Thread(target=other)
    with publishing(), connection.cursor() as cursor:
        first.save()
        thread.start()
        while thread.is_alive():
            thread.join(timeout=0.02)
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                break
        second.save()
    thread.join(timeout=30)
    assert done, "no deadlock"
    assert Session.objects.get(pk=second.pk).title == "Second, by the other"
