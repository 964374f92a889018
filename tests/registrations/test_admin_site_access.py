"""What the gate's office must know: one role, each look on record, and nothing of it anywhere else."""

import io
import logging
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registrations.models import Deed, Registration, RegistrationRules, SiteAccess, SiteAccessLook
from registrations.sealing import seal
from registrations.services import site_access
from registrations.services.desk import A_SLICE
from registrations.services.people import sealed_for
from symposium.accounts.models import Role, User
from symposium.events.models import Event
from symposium.kit import sweeps
from symposium.mail.models import OutgoingMail
from tests import factories
from tests.factories.forms import page_of, sign_in
from tests.factories.guests import come

pytestmark = pytest.mark.django_db

LIST = "/admin/registrations/siteaccess/"
DETAILS = {"official_name": "Augusta Byron", "birth_date": "1815-12-10", "nationality": "GB", "document": "X1234567"}
FORM = {f"site_{kind}": value for kind, value in {**DETAILS, "birth_date": "1980-02-28"}.items()}
SWEEP = "site-access details deleted"


@pytest.fixture(autouse=True)
def _key(settings) -> None:
    settings.SITE_ACCESS_KEYS = ["first-key-0123456789-0123456789-0123"]


@pytest.fixture
def event() -> Event:
    event = factories.make_event()
    RegistrationRules.objects.create(event=event, site_access_fields=list(DETAILS), site_access_days=7, party_size=3)
    return event


@pytest.fixture
def gate(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.SITE_ACCESS, email="gate@example.org", name="Gatekeeper"))


def give(event: Event, name: str = "Ada", details: dict[str, str] | None = None, **guest: object) -> SiteAccess:
    registration = factories.make_registration(event, name=name, affiliation="Analytical Engines", **guest)
    access = sealed_for(registration, details or DETAILS)
    access.save()
    return access


def of(name: str, event: Event) -> str:
    return f"{LIST}{name}/?event={event.pk}"


# --- who -----------------------------------------------------------------------------------------------------------


def test_details_are_for_one_role_alone_not_even_for_owners_and_the_server(event: Event) -> None:
    access = give(event)
    others = [factories.make_member(event, role) for role in Role if role not in {Role.SITE_ACCESS, Role.COORDINATOR}]
    others.append(factories.make_member(event, Role.COORDINATOR, factories.make_hosting(event).organisation))
    others.append(User.objects.create_superuser("root@example.org", "x" * 12))
    for user in others:
        client = sign_in(user)
        assert client.get(LIST).status_code == 403
        assert client.get(page_of(access)).status_code in {302, 403}
        for name in ("missing", "export", "forget"):
            assert client.get(of(name, event)).status_code == 403
            assert client.post(of(name, event), {"choice": "csv"}).status_code == 403
    assert not SiteAccessLook.objects.exists()
    assert SiteAccess.objects.count() == 1


def test_the_role_at_one_event_opens_nothing_of_another(event: Event, gate: Client) -> None:
    other = factories.make_event(name="Other")
    access = give(other, "Elsewhere")
    assert "Elsewhere" not in gate.get(LIST).content.decode()
    assert gate.get(page_of(access)).status_code == 302
    for name in ("missing", "export", "forget", "looks"):
        assert gate.get(of(name, other)).status_code == 403
    assert not SiteAccessLook.objects.exists()


# --- looking -------------------------------------------------------------------------------------------------------


def test_the_list_opens_no_details_and_each_page_of_a_guest_is_on_record(event: Event, gate: Client) -> None:
    access = give(event)
    listed = gate.get(LIST).content.decode()
    assert "Ada" in listed
    assert all(value not in listed for value in DETAILS.values() if value != "GB")
    assert not SiteAccessLook.objects.exists()
    page = gate.get(page_of(access))
    text = page.content.decode()
    assert all(value in text for value in ("Augusta Byron", "1815-12-10", "United Kingdom", "X1234567"))
    assert "no-store" in page.headers["Cache-Control"]
    look = SiteAccessLook.objects.get()
    assert (look.registration, look.how, look.user.email) == (access.registration, "looked", "gate@example.org")


def test_owners_and_the_role_read_who_looked_and_organisers_do_not(event: Event, gate: Client) -> None:
    gate.get(page_of(give(event)))
    for client in (gate, sign_in(factories.make_member(event, Role.OWNER))):
        text = client.get(of("looks", event)).content.decode()
        assert "Gatekeeper" in text
        assert "Ada" in text
        assert "X1234567" not in text
    assert sign_in(factories.make_member(event, Role.ORGANISER)).get(of("looks", event)).status_code == 403


def test_details_sealed_with_a_lost_key_are_explained_and_no_look_is_noted(
    event: Event, gate: Client, settings
) -> None:
    access = give(event)
    for keys in (["another-key-0123456789-0123456789-01"], []):
        settings.SITE_ACCESS_KEYS = keys
        response = gate.get(page_of(access))
        assert response.status_code == 200
        assert "a key that this server does not have" in response.content.decode()
    assert not SiteAccessLook.objects.exists()
    gate.post(of("export", event), {"choice": "csv"})
    assert not SiteAccessLook.objects.exists()


def test_nothing_is_changed_or_deleted_one_by_one(event: Event, gate: Client) -> None:
    access = give(event)
    assert gate.post(page_of(access), {"sealed": "x"}).status_code == 403
    assert gate.get(f"{LIST}add/").status_code == 403
    assert gate.post(f"{LIST}{access.pk}/delete/", {"post": "yes"}).status_code == 403
    assert SiteAccess.objects.get().sealed == access.sealed


# --- the list for the gate -----------------------------------------------------------------------------------------


def test_the_list_for_the_gate_is_taken_after_a_page_that_says_that_it_is_on_record(event: Event, gate: Client) -> None:
    access = give(event)
    page = gate.get(of("export", event)).content.decode()
    assert "put on record" in page
    assert not SiteAccessLook.objects.exists()
    response = gate.post(of("export", event), {"choice": "csv"})
    table = response.content.decode()
    reference = access.registration.reference
    row = f'"Augusta Byron","1815-12-10","United Kingdom","X1234567","{reference}","Analytical Engines",""'
    assert row in table
    assert "At its end" not in page
    assert "no-store" in response.headers["Cache-Control"]
    assert SiteAccessLook.objects.get().how == "exported"


def test_the_list_for_the_gate_is_safe_in_a_spreadsheet(event: Event, gate: Client) -> None:
    give(event, details={"official_name": "=cmd()", "document": "+1234"})
    assert '"\'=cmd()"' in gate.post(of("export", event), {"choice": "csv"}).content.decode()
    response = gate.post(of("export", event), {"choice": "xlsx"})
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows() for cell in row]
    assert {"'=cmd()", "'+1234"} <= {cell.value for cell in cells}
    assert all(cell.data_type != "f" for cell in cells)


def test_the_list_holds_those_who_come_in_person_and_have_a_place(event: Event, gate: Client) -> None:
    give(event, "Ada", details={"document": "COMES"})
    give(event, "Bo", details={"document": "GONE"}, state="cancelled")
    give(event, "Cy", details={"document": "ONLINE"}, mode="online")
    table = gate.post(of("export", event), {"choice": "csv"}).content.decode()
    assert ("COMES" in table, "GONE" in table, "ONLINE" in table) == (True, False, False)


def test_a_list_of_many_is_one_line_in_the_log(event: Event, gate: Client) -> None:
    for number in range(3):
        give(event, f"Guest {number}")
    gate.post(of("export", event), {"choice": "csv"})
    assert SiteAccessLook.objects.count() == 3
    lines = gate.get(of("looks", event)).context["lines"]
    assert [(line["who"], line["how"], line["whose"]) for line in lines] == [("Gatekeeper", "exported", "3 guests")]


# --- who has given nothing -----------------------------------------------------------------------------------------


def test_who_has_given_nothing_is_reminded_once_a_day(event: Event, gate: Client, outbox) -> None:
    give(event, "Given")
    factories.make_registration(event, name="Late", email="late@example.org")
    page = gate.get(of("missing", event)).content.decode()
    assert "Late" in page
    assert "Given" not in page
    assert "1 guest is reminded by mail." in gate.post(of("missing", event), follow=True).content.decode()
    assert "reminded within the last day" in gate.post(of("missing", event), follow=True).content.decode()
    (sent,) = outbox()
    assert sent.to == ["Late <late@example.org>"]
    assert Registration.objects.get(name="Late").get_absolute_url() in sent.body
    assert Deed.objects.filter(verb=Deed.Verb.REMINDED, rule="site access").count() == 1


def test_the_list_for_the_gate_says_who_has_not_given_what(event: Event, gate: Client) -> None:
    give(event, "Part", details={"official_name": "Part Given", "document": "X1"})
    head = come(event, "Head", "Bea", "Cid*")
    factories.make_registration(event, name="Online", mode="online")
    assert "At its end stand 3 guests who have given none yet." in gate.get(of("export", event)).content.decode()
    table = gate.post(of("export", event), {"choice": "csv"}).content.decode().splitlines()
    part, *others = [line for line in table if "not given yet" in line]
    assert part.startswith('"Part Given"')
    assert "not given yet: date of birth, nationality" in part
    assert [line.split(",")[0] for line in others] == ['"Bea"', '"Cid"', '"Head"']
    assert SiteAccessLook.objects.count() == 1
    RegistrationRules.objects.update(site_access_companions=False)
    shown = gate.get(of("missing", event)).content.decode()
    assert [name for name in ("Head", "Part", "Bea", "Cid") if f"<bdi>{name}</bdi>" in shown] == ["Head", "Part"]
    assert head.party.members.count() == 3


def test_companions_are_asked_on_their_own_page_and_reminded_by_who_has_the_role(
    event: Event, gate: Client, outbox
) -> None:
    head = come(event, "Head", "Bea", "Cid*")
    outbox().clear()
    gate.post(of("missing", event))
    mails = {mail.subject.partition(":")[0]: (mail.to, mail.body) for mail in outbox()}
    bea, cid = Registration.objects.get(name="Bea"), Registration.objects.get(name="Cid")
    assert mails["Cid"][0] == ["Head <head@example.org>"]
    assert cid.get_absolute_url() in mails["Cid"][1]
    page = Client().get(bea.get_absolute_url()).content.decode()
    assert "The gate needs to know who comes" in page
    own = f"{bea.get_absolute_url()}site-access/"
    assert own in page
    assert "details for the gate are still to be given" in Client().get(head.get_absolute_url()).content.decode()
    assert Client().post(own, FORM).status_code == 302
    page = Client().get(bea.get_absolute_url()).content.decode()
    assert "The gate needs to know who comes" not in page
    missing = gate.get(of("missing", event)).content.decode()
    assert [name for name in ("Head", "Bea", "Cid") if f"<bdi>{name}</bdi>" in missing] == ["Head", "Cid"]


def test_where_companions_need_not_their_page_does_not_press_them(event: Event) -> None:
    RegistrationRules.objects.update(site_access_companions=False)
    come(event, "Head", "Bea")
    page = Client().get(Registration.objects.get(name="Bea").get_absolute_url()).content.decode()
    assert "The gate needs to know who comes" not in page
    assert "Give your details" in page


def test_who_takes_part_online_is_asked_for_nothing(event: Event) -> None:
    guest = factories.make_registration(event, mode="online")
    assert "Details for the gate" not in Client().get(guest.get_absolute_url()).content.decode()


def test_a_part_of_a_companions_details_is_asked_for_in_full(event: Event) -> None:
    """Of a part the gate makes nothing; the form asks for the rest, or for none of it."""
    form = FORM | {"name": "Ada", "email": "ada@example.org", "consent": "on", "companion": "1", "c1-name": "Bea"}
    path = f"/events/{event.slug}/register/"
    refused = Client().post(path, form | {"c1-site_document": "X9"})
    assert refused.status_code == 422
    assert "leave all of the details for the gate empty" in refused.content.decode()
    assert Client().post(path, form).status_code == 302
    assert SiteAccess.objects.get().kinds == "birth_date,document,nationality,official_name"


def test_what_is_asked_later_is_missing_of_those_who_gave_the_rest(event: Event, gate: Client) -> None:
    RegistrationRules.objects.update(site_access_fields=["document"])
    guest = give(event, "Early", details={"document": "X1"}).registration
    assert "Everybody who comes" in gate.get(of("missing", event)).content.decode()
    RegistrationRules.objects.update(site_access_fields=["document", "birth_date"])
    assert "a part is missing" in gate.get(of("missing", event)).content.decode()
    assert "A part is still to be given" in Client().get(guest.get_absolute_url()).content.decode()


def test_thousands_are_reminded_in_slices(event: Event, gate: Client) -> None:
    for _ in factories.at_once(range(2 * A_SLICE + 1)):
        factories.make_registration(event)
    with CaptureQueriesContext(connection) as queries:
        gate.post(of("missing", event))
    assert OutgoingMail.objects.count() == 2 * A_SLICE + 1
    assert sum(query["sql"].startswith("RELEASE SAVEPOINT") for query in queries) >= 3


def test_where_nothing_is_asked_for_nobody_is_reminded(event: Event, gate: Client) -> None:
    RegistrationRules.objects.update(site_access_fields=[])
    factories.make_registration(event)
    assert "asks for no site-access details" in gate.get(of("missing", event)).content.decode()
    gate.post(of("missing", event))
    assert not OutgoingMail.objects.exists()


# --- deletion ------------------------------------------------------------------------------------------------------


def test_details_are_deleted_by_themselves_days_after_the_event_as_its_dates_stand(event: Event) -> None:
    give(event)
    now = datetime.now(UTC)
    Event.objects.filter(pk=event.pk).update(starts_at=now - timedelta(days=9), ends_at=now - timedelta(days=6))
    assert sweeps._sweeps[SWEEP]() == 0
    Event.objects.filter(pk=event.pk).update(ends_at=now - timedelta(days=7, minutes=1))
    assert sweeps._sweeps[SWEEP]() == 1
    assert not SiteAccess.objects.exists()
    look = SiteAccessLook.objects.get()
    assert (look.how, look.user, look.registration.name) == ("deleted", None, "Ada")
    assert sweeps._sweeps[SWEEP]() == 0


def test_an_event_that_moves_takes_its_deletion_along(event: Event) -> None:
    give(event)
    later = event.ends_at + timedelta(days=8)
    Event.objects.filter(pk=event.pk).update(ends_at=event.ends_at + timedelta(days=30))
    assert site_access.forget_due(now=later) == 0
    Event.objects.filter(pk=event.pk).update(ends_at=event.ends_at)
    assert site_access.forget_due(now=later) == 1


def test_without_rules_the_default_holds(event: Event) -> None:
    give(event)
    RegistrationRules.objects.all().delete()
    assert site_access.forget_due(now=event.ends_at + timedelta(days=6)) == 0
    assert site_access.forget_due(now=event.ends_at + timedelta(days=8)) == 1


def test_the_details_of_who_cancelled_go_after_a_day(event: Event) -> None:
    give(event)
    gone = give(event, "Gone", state="cancelled")
    assert site_access.forget_due() == 0
    Registration.objects.filter(pk=gone.registration_id).update(changed_at=datetime.now(UTC) - timedelta(days=2))
    assert site_access.forget_due() == 1
    assert SiteAccess.objects.get().registration.name == "Ada"


def test_all_are_deleted_now_after_a_page_that_asks(event: Event, gate: Client) -> None:
    give(event)
    assert "happens by itself 7 days after the event" in gate.get(of("forget", event)).content.decode()
    assert SiteAccess.objects.exists()
    gate.post(of("forget", event))
    assert not SiteAccess.objects.exists()
    assert SiteAccessLook.objects.get().user.email == "gate@example.org"


# --- nowhere else --------------------------------------------------------------------------------------------------


def test_nothing_of_it_is_in_logs_history_mails_or_the_guest_list(
    event: Event, gate: Client, caplog: pytest.LogCaptureFixture, settings
) -> None:
    access = give(event)
    secrets = ("Augusta Byron", "1815-12-10", "X1234567")
    with caplog.at_level(logging.DEBUG):
        gate.get(page_of(access))
        gate.post(of("export", event), {"choice": "csv"})
        gate.post(of("missing", event))
        settings.SITE_ACCESS_KEYS = []
        gate.get(page_of(access))
    organiser = sign_in(factories.make_member(event, Role.ORGANISER))
    guests = organiser.get("/admin/registrations/registration/").content.decode()
    page = organiser.get(page_of(access.registration)).content.decode()
    kept = [*LogEntry.objects.values_list("change_message", "object_repr"), *OutgoingMail.objects.values_list("text")]
    kept += [caplog.text, guests, page, *Deed.objects.values_list("reason", "before", "after")]
    assert all(secret not in str(part) for part in kept for secret in secrets)
    stored = str(SiteAccess.objects.values_list())
    assert all(secret not in stored for secret in secrets)


@pytest.mark.parametrize("wrong", ["abc", "", "0", "99999999999999999999"])
def test_an_address_with_nonsense_in_it_is_no_error(event: Event, gate: Client, wrong: str) -> None:
    for name in ("missing", "export", "forget", "looks"):
        assert gate.get(f"{LIST}{name}/?event={wrong}").status_code == 404
    assert gate.get(f"{LIST}{wrong or 'x'}/change/").status_code == 302
    assert gate.get(f"{of('looks', event)}&p={wrong}").status_code == 200


def test_a_list_of_many_costs_as_many_queries_as_one_of_few(
    event: Event, gate: Client, django_assert_max_num_queries
) -> None:
    guests = [factories.make_registration(event) for _ in range(30)]
    SiteAccess.objects.bulk_create([SiteAccess(registration=one, sealed=seal(DETAILS)) for one in guests])
    with django_assert_max_num_queries(12):
        assert gate.get(LIST).status_code == 200
