"""Rows and counters whose SQL is made once."""

import pytest
from django.db import IntegrityError, connection, transaction

from registrations.models import Deed, Registration
from registrations.services.desk import at_the_desk
from symposium.events.models import Event
from symposium.kit.inserted import count_up, insert
from symposium.mail.models import OutgoingMail
from tests.factories import make_event

pytestmark = pytest.mark.django_db


def written(instance):
    """The row as the database has it, without its key."""
    row = type(instance).objects.filter(pk=instance.pk).values().get()
    return {name: value for name, value in row.items() if name not in {"id", "public_id", "uid", "submission"}}


@pytest.mark.parametrize("model", [Registration, OutgoingMail, Deed])
def test_writes_what_save_would_write_and_knows_what_the_database_made(model):
    event = make_event()
    fields = {
        Registration: {"name": "Ada 'Ł' %s", "email": "ada@example.org", "email_key": "ada@example.org"},
        OutgoingMail: {"kind": "test", "to_address": "ada@example.org", "subject": "50 % off", "about": {"a": [1]}},
        Deed: {"actor": "guest", "verb": "registered"},
    }[model]
    one = model(event=event, **fields)
    insert(one)
    # An address has one place at an event.
    other = model(event=make_event() if model is Registration else event, **fields)
    times = [field.name for field in model._meta.concrete_fields if field.get_internal_type() == "DateTimeField"]
    for name in times:
        setattr(other, name, getattr(one, name))
    other.save(force_insert=True)
    differ = {"event_id", *times} if model is Registration else set(times)
    assert {k: v for k, v in written(one).items() if k not in differ} == {
        k: v for k, v in written(other).items() if k not in differ
    }
    again = model.objects.get(pk=one.pk)
    for field in model._meta.concrete_fields:
        assert getattr(one, field.attname) == getattr(again, field.attname), field.name
    one.save()


def test_costs_one_query_and_what_the_database_refuses_is_raised(django_assert_num_queries):
    event = make_event()

    def mail():
        return OutgoingMail(event=event, kind="test", to_address="a@example.org", subject="s", uid="0" * 32)

    with django_assert_num_queries(1):
        insert(mail())
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(mail())
    assert OutgoingMail.objects.count() == 1


def test_counters_of_one_row_are_added_to_and_held_by_their_constraints():
    event, other = make_event(capacity=5), make_event(capacity=5)
    count_up(Event, event.pk, {"guests_waiting": 3, "seats_taken": 2})
    count_up(Event, event.pk, {"guests_waiting": -1, "seats_taken": 2})
    found = Event.objects.get(pk=event.pk)
    assert (found.guests_waiting, found.seats_taken) == (2, 4)
    assert Event.objects.get(pk=other.pk).seats_taken == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        count_up(Event, event.pk, {"seats_taken": 2})


@pytest.mark.postgres
def test_on_postgresql_statements_are_planned_once_for_a_connection():
    make_event()
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
        cursor.execute("DEALLOCATE ALL")
        connection.connection._prepared.clear()
    event = make_event(capacity=5)
    for _ in range(3):
        count_up(Event, event.pk, {"seats_taken": 1})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'UPDATE%seats_taken%'")
        assert cursor.fetchone() == (1,)


@pytest.mark.postgres
def test_a_connection_that_the_server_ended_is_found_out_without_asking_it(transactional_db):
    connection.ensure_connection()
    assert connection.is_usable()
    pid = connection.connection.info.backend_pid
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        assert not connection.is_usable()
    finally:
        other.close()
        connection.close()


def oversell(event):
    with at_the_desk(event.pk) as desk:
        desk.event.name = "Nothing of it stays"
        desk.event.save()
        desk._add("seats_taken", 6)


@pytest.mark.django_db(transaction=True)
def test_what_travels_with_the_commit_is_refused_as_a_whole():
    event = make_event(capacity=5)
    with pytest.raises(IntegrityError):
        oversell(event)
    found = Event.objects.get(pk=event.pk)
    assert (found.seats_taken, found.name) == (0, event.name)
    with at_the_desk(event.pk) as desk:
        desk._add("guests_waiting", 1)
        desk.set_off()
        desk.set_off()
        assert Event.objects.get(pk=event.pk).guests_waiting == 0
    assert Event.objects.get(pk=event.pk).guests_waiting == 1
