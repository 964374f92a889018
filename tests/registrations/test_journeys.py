"""How often a registration goes to PostgreSQL, what is on the disk when it is back, and what a refusal leaves."""

import tempfile

import pytest
from django.db import IntegrityError, OperationalError, close_old_connections, connection, transaction

from registrations import services
from registrations.exceptions import EventFullError, TooManyReturnsError
from registrations.models import Party, Registration
from registrations.services.desk import at_the_desk
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from tests.factories import make_event

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def register(event, number=0, **more):
    return services.register(event, name="Ada", email=f"ada{number}@example.org", **more)


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def journeys(deed):
    """How often the server was told that it should answer now (Sync, at the end of each journey)."""
    with tempfile.TemporaryFile("w+") as told:
        connection.connection.pgconn.trace(told.fileno())
        try:
            deed()
        finally:
            connection.connection.pgconn.untrace()
        told.seek(0)
        return sum(line.split("\t")[3:4] == ["Sync"] or "\tSync" in line for line in told)


def test_a_registration_goes_there_and_back_twice():
    event = make_event(capacity=50)
    register(event)
    with connection.cursor() as cursor:
        assert journeys(lambda: cursor.execute("SELECT %s", ["counted"])) <= 1
    assert journeys(lambda: register(event, 1)) == 2


def test_what_a_guest_is_told_is_on_the_disk():
    event = make_event(capacity=50)
    for number in range(8):
        before = asked("SELECT pg_current_wal_insert_lsn()::text")
        register(event, number)
        # A registration, its mail, a deed and a counter are more than that.
        assert asked(f"SELECT pg_current_wal_flush_lsn() - '{before}'::pg_lsn") > 800
        assert asked("SHOW synchronous_commit") == "on"


def test_a_refusal_takes_nothing_back_and_forgets_no_plan():
    event = make_event(capacity=1, has_waiting_list=True)
    register(event)
    with pytest.raises(EventFullError):
        register(event, 1, accepts_waiting=False)
    planned = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FOR NO KEY UPDATE%'"
    kept = asked(planned)
    assert kept > 0
    with pytest.raises(EventFullError):
        register(event, 2, accepts_waiting=False)
    assert asked(planned) == kept
    assert Registration.objects.count() == OutgoingMail.objects.count() == 1
    assert not connection.in_atomic_block
    assert register(event, 3).is_waiting


def test_a_refusal_within_a_larger_deed_takes_all_of_it_back():
    event = make_event(capacity=1)
    register(event)

    def larger():
        with at_the_desk(event.pk):
            Party.objects.create(event=event)
            register(event, 1, accepts_waiting=False)

    with pytest.raises(EventFullError):
        larger()
    assert not Party.objects.exists()


def test_a_refusal_after_something_was_written_takes_it_back():
    event = make_event(capacity=1)

    def written():
        with at_the_desk(event.pk):
            Party.objects.create(event=event)
            raise TooManyReturnsError

    with pytest.raises(TooManyReturnsError):
        written()
    assert not Party.objects.exists()


def test_what_is_wrong_in_a_journey_is_raised_by_its_commit_and_leaves_a_good_connection():
    event = make_event(capacity=5)
    told = []

    def oversell():
        with at_the_desk(event.pk) as desk:
            transaction.on_commit(lambda: told.append("done"))
            desk._add("guests_waiting", 1)
            desk._add("seats_taken", 6)

    with pytest.raises(IntegrityError):
        oversell()
    assert told == []
    assert connection.is_usable()
    assert not connection.in_atomic_block
    assert Event.objects.get(pk=event.pk).guests_waiting == 0
    with at_the_desk(event.pk) as desk:
        transaction.on_commit(lambda: told.append("done"))
        desk._add("guests_waiting", 1)
    assert told == ["done"]
    assert Event.objects.get(pk=event.pk).guests_waiting == 1


def test_what_fails_in_python_on_the_way_is_taken_back():
    event = make_event(capacity=5)

    def stumble():
        with at_the_desk(event.pk) as desk:
            desk.set_off()
            desk._add("guests_waiting", 1)
            desk.write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert not connection.in_atomic_block
    assert Event.objects.get(pk=event.pk).guests_waiting == 0
    register(event)


def end_connection():
    """As a server that is killed does."""
    pid = connection.connection.info.backend_pid
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        other.close()


@pytest.mark.parametrize("when", ["before", "behind the lock", "on the way back"])
def test_a_connection_that_is_lost_in_a_deed_is_replaced_for_the_next(client, when):
    event = make_event(slug="night", capacity=5)
    assert client.get("/events/night/register/").status_code == 200

    def deed():
        if when == "before":
            end_connection()
        with at_the_desk(event.pk) as desk:
            if when == "behind the lock":
                end_connection()
            desk.set_off()
            desk._add("guests_waiting", 1)
            desk.write()
            if when == "on the way back":
                end_connection()

    with pytest.raises(OperationalError):
        deed()
    # As each request does first.
    close_old_connections()
    assert client.get("/events/night/register/").status_code == 200
    register(event)
    assert Event.objects.get(pk=event.pk).guests_waiting == 0
