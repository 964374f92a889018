"""The log of deeds and what leaves the desk as files."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from registrations import services
from registrations.models import Answer, Deed, Question, Registration
from symposium.accounts.models import Role
from symposium.events.models import Event
from tests import factories
from tests.factories.forms import sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/registrations/registration/"
LOG = "/admin/registrations/deed/"
STAFF = services.By("staff")


@pytest.fixture
def event() -> Event:
    return factories.make_event()


@pytest.fixture
def desk(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER, name="Olive Organiser"))


def block_of(event: Event, name: str) -> Any:
    return services.set_block(event, factories.make_organisation(name=name), seats=2, by=STAFF)


def enter(event: Event, name: str, block: Any = None) -> Registration:
    return services.register(event, name=name, email=f"{name.lower()}@example.org", block=block, by=STAFF)


def export(desk: Client, kind: str, *chosen: Registration) -> Any:
    return desk.post(LIST, {"action": f"export_{kind}", "_selected_action": [one.pk for one in chosen]})


def rows_of(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


def test_the_log_says_who_did_what_to_whom(desk: Client, event: Event) -> None:
    guest = enter(event, "Ada")
    services.cancel(guest, by=services.By.of(factories.make_user(name="Stan Staff"), "Ill"))
    text = desk.get(f"{LOG}?event={event.pk}").content.decode()
    for words in ("Ada", "cancelled", "Stan Staff", "Ill"):
        assert words in text, words
    text = desk.get(f"{LOG}?event={event.pk}&verb=registered").content.decode()
    assert "Stan Staff" not in text.partition('id="result_list"')[2].partition("</table>")[0]
    assert desk.get(f"{LOG}?guest=x").status_code == 200
    assert desk.get(f"{LOG}?guest={guest.pk}").context["cl"].result_count == 2


def test_nobody_writes_in_the_log(desk: Client, event: Event) -> None:
    enter(event, "Ada")
    deed = Deed.objects.get()
    assert desk.get(f"{LOG}{deed.pk}/change/").status_code == 200
    assert desk.post(f"{LOG}{deed.pk}/change/", {"reason": "x"}).status_code == 403
    assert desk.post(f"{LOG}{deed.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get(f"{LOG}add/").status_code == 403


def test_a_coordinators_log_is_about_their_block_and_names_no_guest_who_has_left_it(event: Event) -> None:
    one, two = block_of(event, "Host One"), block_of(event, "Host Two")
    enter(event, "Ada", one), enter(event, "Bo", two)
    gone = enter(event, "Gone", one)
    services.assign(gone, two, by=STAFF)
    desk = sign_in(factories.make_member(event, Role.COORDINATOR, one.organisation))
    for page in (LOG, f"{LOG}?event={event.pk}", f"{LOG}?host={two.pk}"):
        text = desk.get(page).content.decode()
        assert "Bo" not in text.partition('id="result_list"')[2].partition("</table>")[0]
        assert "Host Two" not in text
        assert "Gone" not in text
    assert "Ada" in desk.get(LOG).content.decode()


def test_the_log_costs_no_more_with_more_deeds_and_counts_no_further_than_it_shows(desk: Client, event: Event) -> None:
    guest = factories.make_registration(event)
    deeds = [
        Deed(event=event, registration=guest, verb="changed", actor="guest", at=timezone.now()) for _n in range(90)
    ]
    Deed.objects.bulk_create(deeds[:3])
    desk.get(LOG)
    costs = []
    for more in (deeds[3:6], deeds[6:]):
        Deed.objects.bulk_create(more)
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"{LOG}?event={event.pk}&verb=changed")
        costs.append(len(queries))
        counts = [one["sql"] for one in queries if "COUNT(" in one["sql"] and "registrations_deed" in one["sql"]]
        assert all("LIMIT" in sql for sql in counts)
    assert costs[0] == costs[1] <= 12


@pytest.mark.parametrize("query", ["event=1", "event=1&verb=released", "event=1&actor=clock"])
def test_the_log_follows_its_indexes(desk: Client, query: str) -> None:
    plan = desk.get(f"{LOG}?{query}").context["cl"].queryset.explain()
    assert "deeds_" in plan or connection.vendor == "postgresql"


def test_an_export_has_answers_as_columns_and_is_in_the_log(desk: Client, event: Event) -> None:
    guest = enter(event, "Ada")
    asked = Question.objects.create(event=event, label="Poster?", kind="yes_no")
    Question.objects.create(event=event, label="Never asked", kind="text")
    Answer.objects.create(registration=guest, question=asked, asked="A poster?", kind="yes_no", value=True)
    Answer.objects.create(registration=guest, question=None, asked="Gone", kind="several", value=["=1+1", "b"])
    head, row = rows_of(export(desk, "csv", guest))
    found = dict(zip(head, row, strict=True))
    assert found["Poster?"] == "yes (A poster?)"
    assert found["Gone"] == "'=1+1, b"
    assert found["Reference"] == guest.reference
    assert "Never asked" not in head
    assert Deed.objects.filter(verb="exported", rule="csv", user__name="Olive Organiser").count() == 1


def test_a_workbook_holds_the_same_and_no_formula(desk: Client, event: Event) -> None:
    guest = enter(event, "Ada")
    Registration.objects.update(name="=HYPERLINK(1)", affiliation="a\x0bb")
    book = load_workbook(io.BytesIO(b"".join(export(desk, "xlsx", guest))))
    head, row = list(book.active.iter_rows())
    assert row[1].value == "'=HYPERLINK(1)"
    assert {cell.data_type for cell in row} <= {"s", "n", "inlineStr"}
    assert [cell.value for cell in head][1] == "Name"


def test_coordinators_export_their_own_guests_and_the_log_says_whose(event: Event) -> None:
    one, two = block_of(event, "Host One"), block_of(event, "Host Two")
    guests = [enter(event, "Ada", one), enter(event, "Bo", two)]
    desk = sign_in(factories.make_member(event, Role.COORDINATOR, one.organisation))
    rows = rows_of(export(desk, "csv", *guests))
    assert [row[1] for row in rows[1:]] == ["Ada"]
    assert list(Deed.objects.filter(verb="exported").values_list("allocation", flat=True)) == [one.pk]


def test_the_door_exports_nothing(event: Event) -> None:
    guest = enter(event, "Ada")
    export(sign_in(factories.make_member(event, Role.DOOR)), "csv", guest)
    assert not Deed.objects.filter(verb="exported").exists()


def test_an_export_reads_its_guests_in_helpings(desk: Client, event: Event) -> None:
    Registration.objects.bulk_create(
        Registration(
            event=event, name=f"G {n}", email=f"g{n}@example.org", email_key=f"g{n}@example.org", state="confirmed"
        )
        for n in range(50)
    )
    with CaptureQueriesContext(connection) as queries:
        b"".join(desk.post(LIST, {"action": "export_csv", "_selected_action": ["1"], "select_across": "1"}))
    assert len(queries) < 30
