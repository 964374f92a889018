"""Every list of the desk: what it costs, what it finds, what is kept of it, what leaves it as a table."""

import csv
import io
import uuid
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from symposium.accounts.admin_base import ScopedAdmin
from symposium.accounts.models import Membership, Role, SavedFilter
from symposium.events.models import Event
from symposium.kit.revisions import publishing
from tests import factories
from tests.factories.desk import make_world
from tests.factories.forms import sign_in

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
# Of what guests make there are very many; of what an event consists of, more than a page.
MANY = {"registrations.registration": 1_000, "mail.outgoingmail": 1_000, "registrations.deed": 1_000}
MORE_THAN_A_PAGE = 120
# What there is one of for each of these: they are multiplied along.
EACH_OF_ITS_OWN = {
    "events.hosting": "organisation",
    "registrations.allocation": "organisation",
    "registrations.booking": "registration",
    "registrations.needs": "registration",
    "registrations.siteaccess": "registration",
    "registrations.bookablesession": "session",
    "speakers.suggestion": "speaker",
    "speakers.speakerneeds": "speaker",
    "accounts.membership": "user",
}
# One an event at most, so that nobody has a long list of them.
ONE_AN_EVENT = {
    *("events.venue", "registrations.registrationrules", "mail.letterhead"),
    *("calendars.entry", "events.event"),
}
OF_ALL_EVENTS = {"events.event", "organisations.organisation"}
TOLD_APART = {"slug", "name", "email", "email_key", "title", "label", "digest"}


def multiply(thing: models.Model, number: int) -> list[Any]:
    """So many rows like that one, written past every rule but the database's own."""
    label = thing._meta.label_lower
    parent = EACH_OF_ITS_OWN.get(label, "")
    parents = multiply(getattr(thing, parent), number) if parent else []
    rows = []
    for place in range(number):
        values = {
            field.attname: _other(field, getattr(thing, field.attname), place)
            for field in thing._meta.concrete_fields
            if not field.primary_key
        }
        if parents:
            values[thing._meta.get_field(parent).attname] = parents[place].pk
        rows.append(type(thing)(**values))
    return type(thing)._default_manager.bulk_create(rows)


def _other(field: Any, value: Any, place: int) -> Any:
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if (field.unique or field.name in TOLD_APART) and isinstance(value, str):
        at = "@example.org" if "email" in field.name else ""
        return f"{place}x{uuid.uuid4().hex[:8]}{at}"[: field.max_length]
    return value


def lists() -> list[str]:
    """Those of what belongs to events, by label."""
    pages = admin.site._registry.items()
    return sorted(model._meta.label_lower for model, page in pages if isinstance(page, ScopedAdmin))


def list_url(label: str) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_changelist")


def queries_of(client: Client, address: str, *, is_warm: bool) -> int:
    if not is_warm:
        client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, follow=True).status_code == 200, address
    return len(queries)


def test_every_list_of_many_costs_as_many_queries_as_one_of_few() -> None:
    world, apart = make_world(), dict.fromkeys(("registrations.needs", "speakers.speakerneeds"), "care")
    apart["registrations.siteaccess"] = "site_access"
    costs: dict[str, list[int]] = {label: [] for label in lists()}
    for number in (10, MORE_THAN_A_PAGE):
        with publishing():
            for label in costs.keys() - ONE_AN_EVENT:
                multiply(world.ours[label], number if number == 10 else MANY.get(label, number))
        for label, found in costs.items():
            user = world.cast[apart.get(label, "superuser")]
            assert user is not None
            narrowed = "" if label in OF_ALL_EVENTS else f"?event={world.event.pk}"
            found.append(queries_of(sign_in(user), f"{list_url(label)}{narrowed}", is_warm=bool(found)))
    assert {label: cost for label, cost in costs.items() if cost[0] < cost[1] or cost[1] > MOST_QUERIES} == {}


@pytest.fixture
def event() -> Event:
    return factories.make_event(capacity=100)


@pytest.fixture
def client(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER))


def names(response: Any) -> list[str]:
    return [str(row) for row in response.context["cl"].result_list]


GUESTS = "/admin/registrations/registration/"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("siobhan nunez", ["Siobhán Núñez-Ångström"]),
        ("Angstr", ["Siobhán Núñez-Ångström"]),
        ("mueller", ["Jürgen Müller"]),
        ("oneill", ["Ravi O’Neill"]),
        ("田太", ["山田太郎"]),
        ("RAVI@EXAMPLE.ORG", ["Ravi O’Neill"]),
        ("ravi", ["Ravi O’Neill"]),
        ("@elsewhere.example", ["Jürgen Müller"]),
        ("observatory ravi", ["Ravi O’Neill"]),
        ("' | !& :* %_\\", []),
        ("nobody@example.org", []),
        ("eill", []),
    ],
)
def test_guests_are_found_by_the_beginnings_of_words(
    event: Event, client: Client, asked: str, found: list[str]
) -> None:
    factories.make_registration(event, name="Siobhán Núñez-Ångström", email="s@example.org")
    factories.make_registration(event, name="Jürgen Müller", email="jm@elsewhere.example", affiliation="")
    factories.make_registration(event, name="Ravi O’Neill", email="ravi@example.org", affiliation="Observatory")
    factories.make_registration(event, name="山田太郎", email="yamada@example.org", affiliation="")
    assert names(client.get(GUESTS, {"event": event.pk, "q": asked})) == found


def test_a_guest_is_found_by_the_code_of_their_ticket(event: Event, client: Client) -> None:
    guest, _other = (factories.make_registration(event) for _ in range(2))
    for said in (guest.reference, guest.reference.lower().replace("-", " ")[:4] + guest.reference[5:]):
        assert names(client.get(GUESTS, {"q": said})) == [guest.name]


def test_a_guest_is_found_by_a_new_name_at_once(event: Event, client: Client) -> None:
    guest = factories.make_registration(event, name="Ada Byron")
    guest.name = "Ada Lovelace"
    guest.save(update_fields=["name"])
    assert names(client.get(GUESTS, {"q": "lovel"})) == ["Ada Lovelace"]
    assert names(client.get(GUESTS, {"q": "byron"})) == []


def test_other_lists_of_people_are_searched_alike(event: Event, client: Client) -> None:
    guest = factories.make_registration(event, name="Zoë Čapek", email="zoe@example.org")
    factories.make_booking(guest, factories.make_bookable(event))
    factories.make_invitation(event, name="Zoë Čapek")
    factories.make_speaker(event, name="Zoë Čapek")
    for label in ("registrations.booking", "registrations.invitation", "speakers.speaker"):
        page = client.get(list_url(label), {"event": event.pk, "q": "zoe cap"})
        assert len(names(page)) == 1, label
        assert names(client.get(list_url(label), {"event": event.pk, "q": "zoe xyz"})) == [], label


def test_what_very_many_have_is_found_as_what_few_have(
    event: Event, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests = [factories.make_registration(event, name=f"Ada {number}") for number in range(3)]
    factories.make_booking(guests[0], factories.make_bookable(event))
    monkeypatch.setattr("symposium.accounts.admin_lists.FindsWords.few", 1)
    assert len(names(client.get(GUESTS, {"q": "ada"}))) == 3
    assert len(names(client.get(list_url("registrations.booking"), {"q": "ada"}))) == 1


def test_a_list_that_was_searched_says_how_many_were_found(event: Event, client: Client) -> None:
    factories.make_registration(event, name="Ada")
    assert "1 found" in client.get(GUESTS, {"q": "ada"}).content.decode()
    assert "Nothing is found so" in client.get(GUESTS, {"q": "nobody"}).content.decode()


# --- filters that are kept -------------------------------------------------------------------------------------------


def keep(client: Client, name: str, query: str, **more: str) -> Any:
    return client.post(f"{GUESTS}filters/", {"name": name, "query": query, **more}, follow=True)


def test_a_filter_is_kept_for_oneself_and_forgotten(event: Event, client: Client) -> None:
    query = f"event={event.pk}&state__exact=waiting"
    assert "The filter is kept." in keep(client, "Who waits", query).content.decode()
    page = client.get(f"{GUESTS}?event={event.pk}").content.decode()
    assert f'href="?event={event.pk}&amp;state__exact=waiting"' in page
    colleague = sign_in(factories.make_member(event, Role.ORGANISER))
    assert "Who waits" not in colleague.get(GUESTS).content.decode()
    kept = SavedFilter.objects.get()
    colleague.post(f"{GUESTS}filters/{kept.pk}/delete/")
    assert SavedFilter.objects.exists()
    client.post(f"{GUESTS}filters/{kept.pk}/delete/")
    assert not SavedFilter.objects.exists()


def test_a_filter_for_the_team_is_shown_to_the_team_without_what_was_searched(event: Event, client: Client) -> None:
    keep(client, "Who waits", f"event={event.pk}&state__exact=waiting&q=ada%40example.org", for_team="on")
    assert "ada" not in SavedFilter.objects.get().query
    assert "Who waits" in sign_in(factories.make_member(event, Role.DOOR)).get(GUESTS).content.decode()
    stranger = sign_in(factories.make_member(factories.make_event(), Role.OWNER))
    assert "Who waits" not in stranger.get(GUESTS).content.decode()


def test_a_filter_is_kept_for_no_team_but_ones_own(event: Event, client: Client) -> None:
    other = factories.make_event()
    keep(client, "Theirs", f"event={other.pk}&state__exact=waiting", for_team="on")
    assert SavedFilter.objects.get().event_id is None


def test_nothing_is_kept_that_is_no_filter_of_the_list(event: Event, client: Client) -> None:
    keep(client, "Clever", f"event={event.pk}&email__startswith=a&p=3&_popup=1")
    assert SavedFilter.objects.get().query == f"event={event.pk}"
    keep(client, "", f"event={event.pk}")
    keep(client, "Clever", f"event={event.pk}&state__exact=waiting")
    assert SavedFilter.objects.count() == 1


def test_who_may_not_open_a_list_keeps_no_filter_of_it(event: Event) -> None:
    client = sign_in(factories.make_member(event, Role.EDITOR))
    assert keep(client, "Guests", f"event={event.pk}").status_code == 404
    assert not SavedFilter.objects.exists()


# --- tables ----------------------------------------------------------------------------------------------------------


def table(client: Client, label: str, *rows: Any) -> list[dict[str, str]]:
    answer = client.post(list_url(label), {"action": "list_csv", "_selected_action": [row.pk for row in rows]})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_a_list_leaves_as_a_table_without_formulas_and_without_what_is_others(event: Event, client: Client) -> None:
    own = factories.make_session(event, title="=SUM(A1)")
    foreign = factories.make_session(factories.make_event(), title="SECRET")
    rows = table(client, "programme.session", own, foreign)
    assert [row["Title"] for row in rows] == ["'=SUM(A1)"]
    assert rows[0]["Begins"].startswith(str(event.starts_at.year))


def test_the_lists_of_the_programme_lead_to_files_as_far_as_the_user_may(event: Event, client: Client) -> None:
    page = client.get(list_url("programme.session"), {"event": event.pk}).content.decode()
    assert f'href="/admin/exchange/import/bring/?event={event.pk}"' in page
    assert f'href="/admin/exchange/import/export/?event={event.pk}"' in page
    editor = sign_in(factories.make_member(event, Role.EDITOR))
    page = editor.get(list_url("programme.session"), {"event": event.pk}).content.decode()
    assert "import/bring/" not in page
    assert "import/export/" in page


def test_a_member_of_two_teams_sees_filters_of_the_event_in_hand(event: Event, client: Client) -> None:
    other = factories.make_event()
    user = factories.make_member(other, Role.ORGANISER)
    Membership.objects.create(user=user, event=event, role=Role.ORGANISER)
    SavedFilter.objects.create(user=user, event=other, list="registrations.registration", name="Other", query="q=a")
    Membership.objects.create(user_id=client.session["_auth_user_id"], event=other, role=Role.ORGANISER)
    assert "Other" in client.get(f"{GUESTS}?event={other.pk}").content.decode()
    assert ">Other<" not in client.get(f"{GUESTS}?event={event.pk}").content.decode()
