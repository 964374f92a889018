"""Rules of registration at the desk: one page for each event, and what a change means for those who are there."""

import pytest
from django.test import Client
from django.urls import reverse

from registrations import services
from registrations.models import RegistrationRules
from symposium.accounts.models import Role
from symposium.events.models import Event
from tests import factories
from tests.factories.forms import errors, filled, page_of, sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/registrations/registrationrules/"


@pytest.fixture
def event() -> Event:
    return factories.make_event(capacity=10)


@pytest.fixture
def organiser(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER))


def path_of(event: Event) -> str:
    return reverse("admin:registrations_registrationrules_change", args=[event.pk])


def save_rules(client: Client, event: Event, **changes: object):
    return client.post(path_of(event), filled(client.get(path_of(event)), **changes), follow=True)


def test_the_events_page_leads_to_its_rules_which_are_made_with_the_defaults(event: Event, organiser: Client) -> None:
    way = f"{LIST}?event={event.pk}"
    assert way in organiser.get(page_of(event)).content.decode()
    response = organiser.get(way, follow=True)
    assert response.redirect_chain == [(path_of(event), 302)]
    assert response.status_code == 200
    assert RegistrationRules.objects.get().party_size == 1


def test_what_is_saved_holds_and_is_published(event: Event, organiser: Client) -> None:
    organiser.get(path_of(event))
    before = Event.objects.get().revision
    save_rules(organiser, event, party_size="4", asks_diet="on")
    rules = RegistrationRules.objects.get()
    event.refresh_from_db()
    assert (rules.party_size, rules.asks_diet) == (4, True)
    assert event.revision == before + 1


def test_nobody_looks_at_or_makes_rules_of_another_event(organiser: Client) -> None:
    other = factories.make_event(name="Elsewhere")
    assert organiser.get(path_of(other)).status_code == 302
    assert "Elsewhere" not in organiser.get(LIST).content.decode()
    assert "Elsewhere" not in organiser.get(f"{LIST}?event={other.pk}", follow=True).content.decode()
    assert not RegistrationRules.objects.filter(event=other).exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.DOOR, Role.CARE, Role.SITE_ACCESS])
def test_rules_are_the_organisers(event: Event, role: Role) -> None:
    client = sign_in(factories.make_member(event, role))
    assert client.get(LIST).status_code == 403
    assert client.get(path_of(event)).status_code in {302, 403}


def test_without_a_key_the_gate_can_ask_for_nothing(event: Event, organiser: Client, settings) -> None:
    settings.SITE_ACCESS_KEYS = []
    response = save_rules(organiser, event, site_access_fields=["birth_date"])
    assert errors(response)["site_access_fields"][0].startswith("This server has no key to keep such details safe")
    assert RegistrationRules.objects.get().site_access_fields == []


def test_with_a_key_it_can(event: Event, organiser: Client, settings) -> None:
    settings.SITE_ACCESS_KEYS = ["k" * 32]
    save_rules(organiser, event, site_access_fields=["birth_date", "document"])
    assert RegistrationRules.objects.get().site_access_fields == ["birth_date", "document"]


def test_who_has_lost_the_key_can_still_stop_asking(event: Event, organiser: Client, settings) -> None:
    RegistrationRules.objects.create(event=event, site_access_fields=["birth_date", "document"])
    settings.SITE_ACCESS_KEYS = []
    save_rules(organiser, event, site_access_fields=["document"])
    assert RegistrationRules.objects.get().site_access_fields == ["document"]


def test_a_change_says_what_it_means_for_those_who_are_registered(event: Event, organiser: Client) -> None:
    RegistrationRules.objects.create(event=event, party_size=4)
    services.register(event, name="Guest", email="guest@example.org")
    text = save_rules(organiser, event, party_size="2", asks_diet="on").content.decode()
    assert "1 guest registered before this was asked" in text
    assert "Parties that are larger stay together as they are." in text


def test_without_guests_nothing_is_said(event: Event, organiser: Client) -> None:
    text = save_rules(organiser, event, asks_diet="on").content.decode()
    assert "before this was asked" not in text


@pytest.mark.parametrize("wrong", ["abc", "0", "99999999999999999999", "-1"])
def test_an_address_with_nonsense_in_it_is_no_error(organiser: Client, wrong: str) -> None:
    assert organiser.get(f"{LIST}?event={wrong}").status_code == 200
    assert organiser.get(f"{LIST}{wrong}/change/").status_code == 302
