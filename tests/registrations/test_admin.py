"""The guest list at the desk: names for the door, deeds for organisers, tables without formulas."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations import services
from registrations.admin import RegistrationAdmin
from registrations.models import Registration
from symposium.accounts.models import Membership, Role
from symposium.events.models import Event
from tests import factories
from tests.factories.forms import filled

pytestmark = pytest.mark.django_db

LIST = "/admin/registrations/registration/"


@pytest.fixture
def event() -> Event:
    return factories.make_event(capacity=2)


def sign_in(event: Event, role: str = Role.ORGANISER) -> Client:
    client = Client()
    client.force_login(factories.make_member(event, role))
    return client


def page_of(registration: Registration) -> str:
    return reverse("admin:registrations_registration_change", args=[registration.pk])


def register(event: Event, number: int) -> Registration:
    return services.register(event, name=f"Guest {number}", email=f"guest-{number}@example.org")


def act(client: Client, action: str, *chosen: Registration, **more: str) -> Any:
    return client.post(LIST, {"action": action, "_selected_action": [r.pk for r in chosen], **more})


def test_the_door_sees_names_and_no_addresses(event: Event) -> None:
    guest = register(event, 1)
    door = sign_in(event, Role.DOOR)
    for page in (LIST, page_of(guest), f"{LIST}?q=Guest"):
        text = door.get(page).content.decode()
        assert "Guest 1" in text
        assert "guest-1@" not in text


def test_the_door_cannot_find_out_an_address_by_searching(event: Event) -> None:
    register(event, 1)
    assert "Guest 1" not in sign_in(event, Role.DOOR).get(f"{LIST}?q=guest-1@example").content.decode()
    assert "Guest 1" in sign_in(event).get(f"{LIST}?q=guest-1@example").content.decode()


def test_who_is_organiser_here_and_door_there_searches_no_addresses_there(event: Event) -> None:
    there = factories.make_event()
    guest = factories.make_registration(there, name="Guest there", email="there@example.org")
    client = sign_in(event)
    Membership.objects.create(user_id=client.session["_auth_user_id"], event=there, role=Role.DOOR)
    assert "Guest there" not in client.get(f"{LIST}?q=there@example.org").content.decode()
    assert "there@example.org" not in client.get(page_of(guest)).content.decode()
    assert client.post(page_of(guest), {"name": "Other"}).status_code == 403


def test_who_is_organiser_here_and_door_there_cancels_and_exports_only_here(event: Event) -> None:
    there = factories.make_event()
    guest, own = factories.make_registration(there, name="Guest there"), register(event, 1)
    client = sign_in(event)
    Membership.objects.create(user_id=client.session["_auth_user_id"], event=there, role=Role.DOOR)
    table = b"".join(act(client, "export_csv", guest, own)).decode()
    assert "Guest 1" in table
    assert "Guest there" not in table
    act(client, "cancel_registrations", guest, own, post="yes")
    guest.refresh_from_db()
    own.refresh_from_db()
    assert (guest.state, own.state) == ("confirmed", "cancelled")


def test_only_name_and_affiliation_are_written_by_hand(event: Event) -> None:
    guest, client = register(event, 1), sign_in(event)
    data = filled(
        client.get(page_of(guest)), name="Dr Guest", affiliation="ESO", state="cancelled", email="x@example.org"
    )
    assert client.post(page_of(guest), data).status_code == 302
    guest.refresh_from_db()
    assert (guest.name, guest.affiliation) == ("Dr Guest", "ESO")
    assert (guest.state, guest.email) == ("confirmed", "guest-1@example.org")


def test_saving_a_name_takes_back_no_cancellation_made_meanwhile(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    guest, client = register(event, 1), sign_in(event)
    page, read = client.get(page_of(guest)), RegistrationAdmin.get_object

    def read_then_cancelled(*args: Any, **kwargs: Any) -> Any:
        found = read(*args, **kwargs)
        Registration.objects.update(state="cancelled", calendar_bump=1, affiliation="Meanwhile")
        return found

    monkeypatch.setattr(RegistrationAdmin, "get_object", read_then_cancelled)
    data = filled(page, name="Dr Guest") | {"affiliation": ""}
    assert client.post(page_of(guest), data).status_code == 302
    after = Registration.objects.get()
    assert (after.name, after.state, after.calendar_bump) == ("Dr Guest", "cancelled", 1)
    assert after.affiliation == "Meanwhile"
    assert after.changed_at > guest.changed_at
    assert after.email_key == guest.email_key


def test_a_guest_is_read_behind_the_lock_of_their_event(event: Event) -> None:
    guest, client = register(event, 1), sign_in(event)
    data = filled(client.get(page_of(guest)), name="Dr Guest")
    with CaptureQueriesContext(connection) as queries:
        client.post(page_of(guest), data)
    asked = [query["sql"] for query in queries]
    locks = [place for place, sql in enumerate(asked) if "FOR UPDATE" in sql and 'FROM "events_event"' in sql]
    reads = [place for place, sql in enumerate(asked) if sql.startswith("SELECT") and '"email_key"' in sql]
    assert connection.vendor == "sqlite" or locks[0] < reads[0]


def test_shadows_stand_in_no_list(event: Event) -> None:
    register(event, 1)
    shadow = services.register(event, name="Somebody else", email="guest-1@example.org")
    client = sign_in(event)
    assert "Somebody else" not in client.get(LIST).content.decode()
    assert client.get(page_of(shadow)).status_code == 302
    assert b"Somebody else" not in b"".join(act(client, "export_csv", shadow, select_across="1"))


def test_cancelling_asks_first_then_gives_the_place_to_who_waits(event: Event) -> None:
    guests = [register(event, number) for number in range(3)]
    client = sign_in(event)
    asked = act(client, "cancel_registrations", guests[0])
    assert "1 registration will be cancelled" in asked.content.decode()
    assert Registration.objects.filter(state="cancelled").count() == 0
    act(client, "cancel_registrations", guests[0], post="yes")
    assert [Registration.objects.get(pk=g.pk).state for g in guests] == ["cancelled", "confirmed", "confirmed"]
    event.refresh_from_db()
    assert (event.seats_taken, event.guests_waiting) == (2, 0)


def test_many_cancellations_are_one_published_change(event: Event) -> None:
    guests = [register(event, number) for number in range(2)]
    before = Event.objects.get().revision
    act(sign_in(event), "cancel_registrations", *guests, post="yes")
    assert Event.objects.get().revision - before <= 1


def test_a_raised_capacity_is_saved_beside_those_who_wait(event: Event) -> None:
    for number in range(3):
        register(event, number)
    client = sign_in(event)
    page = reverse("admin:events_event_change", args=[event.pk])
    assert client.post(page, filled(client.get(page), capacity="3")).status_code == 302
    event.refresh_from_db()
    assert event.capacity == 3
    assert event.seats_taken + event.guests_waiting == 3


def test_no_cell_of_an_export_is_a_formula(event: Event) -> None:
    for number, name in enumerate(['=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "\tx", "＝1"]):
        factories.make_registration(event, name=name, affiliation=name, email=f"g{number}@example.org")
    client = sign_in(event)
    response = act(client, "export_csv", *Registration.objects.all())
    assert response.streaming
    assert response["Content-Disposition"] == 'attachment; filename="registrations.csv"'
    assert "no-store" in response["Cache-Control"]
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert len(rows) == 7
    assert not [cell for row in rows for cell in row if cell.lstrip(" ")[:1] in tuple("=+-@\t\r＝＋－＠")]


def test_a_registration_is_never_deleted_here(event: Event) -> None:
    guest = register(event, 1)
    client = sign_in(event)
    assert client.post(f"{LIST}{guest.pk}/delete/", {"post": "yes"}).status_code == 403
    act(client, "delete_selected", guest, post="yes")
    assert Registration.objects.filter(pk=guest.pk).exists()


def test_the_page_does_not_open_the_guests_own_page(event: Event) -> None:
    guest = register(event, 1)
    assert guest.token not in sign_in(event).get(page_of(guest)).content.decode()


def test_the_list_counts_no_further_than_it_shows(event: Event) -> None:
    client = sign_in(event)
    client.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{LIST}?event={event.pk}")
    counts = [query["sql"] for query in queries if "COUNT(" in query["sql"] and "registration" in query["sql"]]
    assert counts
    assert all("LIMIT" in sql for sql in counts)


def test_the_list_follows_its_index(event: Event) -> None:
    response = sign_in(event).get(f"{LIST}?event={event.pk}")
    plan = response.context["cl"].queryset.explain()
    assert "guest_list" in plan or connection.vendor == "postgresql"


def test_a_list_that_was_not_counted_to_its_end_says_so(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(3):
        factories.make_registration(event)
    client = sign_in(event)
    assert "or more" not in client.get(LIST).content.decode()
    monkeypatch.setattr("symposium.accounts.admin_lists.CappedPaginator.most", 2)
    assert "2 registrations or more" in client.get(LIST).content.decode()
