"""What staff see of what subscribers were given."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from symposium.calendars.models import Entry
from symposium.programme.models import Session
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    event = make.make_event(name="Space", slug="space")
    return make.make_session(event, title="Ice on <Mars>", slug="ice")


def page_of(client, session: Session) -> str:
    entry = Entry.objects.get(session=session)
    client.force_login(make.make_member(session.event, "organiser"))
    answer = client.get(f"/admin/calendars/entry/{entry.pk}/change/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_each_version_is_listed_with_what_changed_and_when(client, session):
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        session.title = "Water on Mars"
        session.save()
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        session.state = Session.State.CANCELLED
        session.save()
    page = page_of(client, session)
    assert "<del><bdi>Ice on &lt;Mars&gt;</bdi></del> → <ins><bdi>Water on Mars</bdi></ins>" in page
    assert "<del><bdi>confirmed</bdi></del> → <ins><bdi>cancelled</bdi></ins>" in page
    assert [page.count(f"Sequence {number} <") for number in (0, 1, 2)] == [1, 1, 1]
    assert page.count("First published") == 2  # the field, and the log's first line
    assert "Cancelled: Water on Mars" in page


def test_it_says_when_what_is_withdrawn_leaves_the_feeds(client, session):
    with time_machine.travel("2027-02-01T12:00:00Z", tick=False):
        session.state = Session.State.CANCELLED
        session.save()
    assert "3 Mar 2027, 04:00" in page_of(client, session)


def test_nobody_writes_it_by_hand(client, session):
    page = page_of(client, session)
    entry = Entry.objects.get(session=session)
    assert 'name="_save"' not in page
    assert client.post(f"/admin/calendars/entry/{entry.pk}/change/", {"sequence": 9}).status_code == 403
    assert client.post(f"/admin/calendars/entry/{entry.pk}/delete/", {"post": "yes"}).status_code == 403


def test_what_is_left_of_a_deleted_event_is_for_whoever_runs_the_server(client, session):
    entry = Entry.objects.get(session=session)
    member = make.make_member(session.event, "organiser")
    session.event.delete()
    client.force_login(member)
    assert client.get(f"/admin/calendars/entry/{entry.pk}/change/").status_code in {302, 403}
    client.force_login(make.make_user(is_superuser=True))
    assert client.get(f"/admin/calendars/entry/{entry.pk}/change/").status_code == 200
    assert client.get("/admin/calendars/entry/").status_code == 200
