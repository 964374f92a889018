"""Every deed on a shadow looks like the same deed on a real registration, and changes nothing real."""

import json
import re

import pytest
from django.test import Client

from registrations import services
from registrations.models import Consent, Needs, Registration, RegistrationRules, SiteAccess
from registrations.services import Details
from symposium.mail.models import OutgoingMail
from tests.factories import make_event
from tests.registrations.test_guest_deeds import DEEDS, RULES, page

pytestmark = pytest.mark.django_db
SECRET = Details(
    needs={"diet": ["halal"]}, consents=frozenset({"photographs"}), site_access={"official_name": "Secret"}
)


@pytest.fixture
def event(settings):
    settings.SITE_ACCESS_KEYS = ["k" * 40]
    event = make_event(slug="night", attendance="both", online_capacity=5, capacity=5)
    RegistrationRules.objects.create(event=event, **RULES)
    return event


@pytest.fixture
def real(event):
    real = services.register(event, name="Ada", email="ada@example.org", details=SECRET, mode="in_person")
    OutgoingMail.objects.all().delete()
    return real


@pytest.fixture
def shadow(event, real):
    return services.register(event, name="Mallory", email="ada@example.org", mode="in_person")


@pytest.fixture
def other(event):
    """A real guest who said as little as the shadow."""
    return services.register(event, name="Mallory", email="mallory@example.org", mode="in_person")


def seen(guest, deed, data):
    """Statuses of question, deed and page after it."""
    client = Client()
    address = guest.get_absolute_url()
    said = [client.get(address + deed), client.post(address + deed, data), client.get(address)]
    return [(one.status_code, plain(one)) for one in said], said[1].headers.get("Location", "").partition("?")[2]


def plain(response):
    """Without what differs from guest to guest, and from answer to answer."""
    # Names of companions first: four digits of one may look like a part of a reference.
    text = re.sub(r"ada@example.org|mallory@example.org|companions/[\w-]{36}", "", page(response))
    return re.sub(r"csrfmiddlewaretoken\" value=\"\w+\"|/registrations/[\w-]{43}/|[0-9A-Z]{4}-[0-9A-Z]{4}", "", text)


def real_rows(real):
    rows = [Registration.objects.filter(pk=real.pk).values().get()]
    for model in (Needs, Consent, SiteAccess):
        rows += list(model.objects.filter(registration=real).values())
    return rows


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed not in {"erase/", "mail/"}])
def test_it_looks_the_same_and_changes_nothing_real(event, real, shadow, other, deed):
    before = real_rows(real)
    assert seen(shadow, deed, DEEDS[deed]) == seen(other, deed, DEEDS[deed])
    assert real_rows(real) == before


def test_the_owner_is_told_and_the_shadow_gets_no_mail(event, real, shadow):
    OutgoingMail.objects.all().delete()
    assert Client().post(f"{shadow.get_absolute_url()}mail/").status_code == 302
    (mail,) = OutgoingMail.objects.all()
    assert (mail.kind, mail.about["registration"]) == ("registration_already", real.pk)


def test_what_is_taken_along_is_the_shadows_own(real, shadow):
    held = Client().get(f"{shadow.get_absolute_url()}data.json")
    assert held.status_code == 200
    assert json.loads(held.content)["registration"]["name"] == "Mallory"
    for secret in ("Secret", "halal", '"Ada"', "photographs"):
        assert secret not in held.content.decode()


def test_what_is_taken_along_does_not_tell_a_shadow_from_a_guest(event, real, shadow, other):
    held = [json.loads(Client().get(f"{one.get_absolute_url()}data.json").content) for one in (shadow, other)]
    assert [len(one["mails"]) for one in held] == [1, 1]
    assert [one["mails"][0]["subject"] for one in held] == [held[1]["mails"][0]["subject"]] * 2
    assert [[(line["verb"], line["after"]) for line in one["log"]] for one in held] == [
        [("registered", "confirmed")],
        [("registered", "confirmed")],
    ]


def test_who_cancels_comes_back_and_changes_goes_on_as_a_shadow(event, real, shadow):
    client, address = Client(), shadow.get_absolute_url()
    for deed in ("cancel/", "return/", "mode/", "details/"):
        client.post(address + deed, DEEDS[deed])
    shadow.refresh_from_db()
    assert (shadow.is_confirmed, shadow.mode, shadow.shadow_of) == (True, "online", real)
    event.refresh_from_db()
    assert (event.seats_taken, event.online_taken) == (1, 0)


def test_what_was_done_is_taken_along_alike(real, shadow, other):
    held = []
    for one in (shadow, other):
        for deed in ("cancel/", "return/", "mail/", "mode/", "consents/", "details/"):
            Client().post(one.get_absolute_url() + deed, DEEDS[deed])
        held.append(json.loads(Client().get(f"{one.get_absolute_url()}data.json").content))
    for part, names in (("log", ("actor", "verb", "before", "after", "rule")), ("mails", ("subject",))):
        lines = [[tuple(line[name] for name in names) for line in one[part]] for one in held]
        assert lines[0] == lines[1]


def test_erasing_it_leaves_the_real_one(event, real, shadow):
    before = real_rows(real)
    response = Client().post(f"{shadow.get_absolute_url()}erase/")
    assert response.status_code == 200
    assert "Everything is erased" in response.content.decode()
    assert real_rows(real) == before
    assert not OutgoingMail.objects.filter(kind="erasure_receipt").exists()


def test_who_comes_back_to_an_address_that_is_registered_anew_cannot_tell(event, outbox):
    gone, other = (services.register(event, name=name, email=f"{name}@example.org") for name in ("ada", "bea"))
    for one in (gone, other):
        services.cancel(one)
    owner = services.register(event, name="Ada", email="ada@example.org")
    taken = event.registrations.real().seated().count()
    outbox().clear()
    pages = []
    for one in (gone, other):
        response = Client().post(f"{one.get_absolute_url()}return/")
        assert (response.status_code, response.headers["Location"]) == (302, one.get_absolute_url())
        one.refresh_from_db()
        page = Client().get(one.get_absolute_url()).content.decode()
        for own in (one.token, one.reference, one.name):
            page = page.replace(own, "")
        pages.append(page)
    assert pages[0] == pages[1]
    gone.refresh_from_db()
    assert (gone.shadow_of, gone.state) == (owner, "confirmed")
    assert event.registrations.real().seated().count() == taken + 1
    assert [mail.to[0] for mail in outbox()].count("Ada <ada@example.org>") == 1
