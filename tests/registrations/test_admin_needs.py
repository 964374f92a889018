"""What guests need: for guest care alone, and counted for those who order it, without naming anybody."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from registrations.models import Needs, Registration
from symposium.accounts.models import Role, User
from symposium.events.models import Event
from tests import factories
from tests.factories.forms import page_of, sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/registrations/needs/"


@pytest.fixture
def event() -> Event:
    return factories.make_event(attendance="both")


@pytest.fixture
def care(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.CARE))


def guest_with(event: Event, name: str, guest: dict[str, Any] | None = None, **needs: Any) -> Needs:
    registration = factories.make_registration(event, name=name, **guest or {})
    return Needs.objects.create(registration=registration, **needs)


def test_needs_are_for_guest_care_alone_not_even_for_owners_and_the_server(event: Event, care: Client) -> None:
    needs = guest_with(event, "Ada", diet=["vegan"], access_words="A chair with arms")
    assert "vegan" in care.get(LIST).content.decode()
    assert "A chair with arms" in care.get(page_of(needs)).content.decode()
    others = [factories.make_member(event, role) for role in Role if role not in {Role.CARE, Role.COORDINATOR}]
    others.append(factories.make_member(event, Role.COORDINATOR, factories.make_hosting(event).organisation))
    others.append(User.objects.create_superuser("root@example.org", "x" * 12))
    for user in others:
        client = sign_in(user)
        assert client.get(LIST).status_code == 403
        assert client.get(page_of(needs)).status_code in {302, 403}


def test_care_of_one_event_sees_no_guest_of_another(event: Event, care: Client) -> None:
    other = guest_with(factories.make_event(), "Elsewhere", diet=["vegan"])
    assert "Elsewhere" not in care.get(LIST).content.decode()
    assert not care.get(f"{LIST}?q=Elsewhere&need=vegan").context["cl"].result_list
    assert care.get(page_of(other)).status_code == 302


def test_who_wants_to_be_called_stands_first(event: Event, care: Client) -> None:
    guest_with(event, "Ada", diet=["vegan"])
    guest_with(event, "Zoe", please_call=True, telephone="+44 20 7946 0000")
    rows = care.get(LIST).context["cl"].result_list
    assert [row.registration.name for row in rows] == ["Zoe", "Ada"]


@pytest.mark.parametrize(
    ("need", "names"),
    [("vegan", ["Ada"]), ("no_nuts", ["Ada", "Bo"]), ("loop", ["Bo"]), ("call", ["Cy"]), ("nonsense", [])],
)
def test_guests_are_found_by_need(event: Event, care: Client, need: str, names: list[str]) -> None:
    guest_with(event, "Ada", diet=["vegan", "no_nuts"])
    guest_with(event, "Bo", diet=["no_nuts"], access=["loop"])
    guest_with(event, "Cy", please_call=True)
    rows = care.get(f"{LIST}?need={need}").context["cl"].result_list
    assert sorted(row.registration.name for row in rows) == names


def test_who_cancelled_and_shadows_are_not_listed(event: Event, care: Client) -> None:
    real = guest_with(event, "Ada", diet=["vegan"]).registration
    guest_with(event, "Gone", {"state": "cancelled"}, diet=["vegan"])
    guest_with(event, "Shadow", {"shadow_of": real, "email": "other@example.org"}, diet=["vegan"])
    text = care.get(LIST).content.decode()
    assert "Ada" in text
    assert "Gone" not in text
    assert "Shadow" not in text


def counted(event: Event) -> None:
    guest_with(event, "Ada", diet=["vegan", "no_nuts"], diet_words="Also no celery", please_call=True)
    guest_with(event, "Bo", {"state": "offered", "offered_until": event.ends_at}, diet=["vegan"])
    guest_with(event, "Cy", diet=["no_nuts"], access=["loop", "step_free"])
    guest_with(event, "Online", {"mode": "online"}, diet=["halal"])
    guest_with(event, "Waiting", {"state": "waiting", "waiting_since": event.starts_at}, diet=["halal"])
    factories.make_registration(event, name="Needs nothing")


def test_the_catering_report_counts_those_in_person_without_naming_them(event: Event) -> None:
    counted(event)
    organiser = sign_in(factories.make_member(event, Role.ORGANISER))
    response = organiser.get(f"{LIST}catering/?event={event.pk}")
    report, text = response.context["report"], response.content.decode()
    assert [(one.words, one.confirmed, one.offered) for one in report.needs] == [
        ("no nuts or peanuts", 2, 0),
        ("vegan", 1, 1),
    ]
    assert [(one.words, one.people) for one in report.combinations] == [("vegan + no nuts or peanuts", 1)]
    assert (report.people.confirmed, report.people.offered, report.please_call) == (3, 1, 1)
    assert "Also no celery" in text
    assert all(name not in text for name in ("Ada", "Bo<", "Cy<", "Online", "halal"))


def test_the_access_report_counts_access_needs(event: Event, care: Client) -> None:
    counted(event)
    report = care.get(f"{LIST}access/?event={event.pk}").context["report"]
    assert {one.words: one.people for one in report.needs} == {"a hearing loop": 1, "a way without steps": 1}
    assert report.own_words == []


def test_reports_are_taken_along_as_tables_without_formulas(event: Event, care: Client) -> None:
    guest_with(event, "Ada", diet=["vegan"], diet_words="=HYPERLINK(1)")
    table = care.get(f"{LIST}catering/?event={event.pk}&as=csv").content.decode()
    assert '"vegan","1","0","1"' in table
    assert "'=HYPERLINK(1)" in table
    assert "Ada" not in table
    response = care.get(f"{LIST}catering/?event={event.pk}&as=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "vegan" in {cell.value for cell in cells}
    assert all(cell.data_type != "f" for cell in cells)
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.DOOR, Role.SITE_ACCESS])
@pytest.mark.parametrize("report", ["catering", "access"])
def test_others_see_no_report(event: Event, role: Role, report: str) -> None:
    client = sign_in(factories.make_member(event, role))
    assert client.get(f"{LIST}{report}/?event={event.pk}").status_code == 403


@pytest.mark.parametrize("wrong", ["abc", "", "0", "99999999999999999999"])
def test_an_address_with_nonsense_in_it_is_no_error(event: Event, care: Client, wrong: str) -> None:
    assert care.get(f"{LIST}catering/?event={wrong}").status_code == 404
    assert care.get(f"{LIST}?event={wrong}").status_code == 200


def test_no_report_of_an_event_where_one_has_no_role(event: Event, care: Client) -> None:
    assert care.get(f"{LIST}catering/?event={factories.make_event().pk}").status_code == 403


def test_the_events_page_leads_organisers_to_the_reports_and_not_to_the_needs(event: Event) -> None:
    text = sign_in(factories.make_member(event, Role.ORGANISER)).get(page_of(event)).content.decode()
    assert f"{LIST}catering/?event={event.pk}" in text
    assert f'{LIST}?event={event.pk}"' not in text


def test_a_list_of_many_costs_as_many_queries_as_one_of_few(
    event: Event, care: Client, django_assert_max_num_queries
) -> None:
    guests = [factories.make_registration(event) for _ in range(30)]
    Needs.objects.bulk_create([Needs(registration=one, diet=["vegan"]) for one in guests])
    assert Registration.objects.count() == 30
    with django_assert_max_num_queries(12):
        assert care.get(LIST).status_code == 200
