"""The public list of participants: those who agreed, and nobody else, at any second."""

import pytest
from django.core.cache import cache

from registrations.models import Consent, RegistrationRules
from registrations.views import participants
from symposium.events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = "/events/space/participants/"


@pytest.fixture
def event():
    event = make.make_event(slug="space")
    RegistrationRules.objects.create(event=event, asks_participants=True)
    return event


def agree(event: Event, name: str, **fields):
    guest = make.make_registration(event, name=name, **fields)
    Consent.objects.create(registration=guest, kind=Consent.Kind.PARTICIPANTS)
    Event.objects.filter(pk=event.pk).update(participants_version=1)
    return guest


def text(response) -> str:
    return response.content.decode()


def names(client, query: str = "") -> list[str]:
    shown = text(client.get(PAGE + query)).partition('<ol class="names"')[2].partition("</ol>")[0]
    return [part.partition("</bdi>")[0] for part in shown.split("<bdi>")[1:]]


def test_only_those_who_agreed_and_have_a_place_are_named(client, event):
    ada = agree(event, "Ada Star", form_of_address="Dr", affiliation="Observatory")
    make.make_registration(event, name="Silent")
    agree(event, "Waiting", state="waiting", waiting_since=event.starts_at)
    agree(event, "Shadow", shadow_of=ada)
    withdrawn = agree(event, "Withdrawn")
    withdrawn.consents.update(withdrawn_at=event.starts_at)
    assert names(client) == ["Dr Ada Star"]
    assert "Observatory" in text(client.get(PAGE))


def test_names_of_every_script_are_in_order_without_regard_to_accents_and_case(client, event):
    for name in ("王小明", "zoe", "Östen", "Ada", "عبد الرحمن", "Oskar", "Плато"):
        agree(event, name)
    assert names(client) == ["Ada", "Oskar", "Östen", "zoe", "Плато", "عبد الرحمن", "王小明"]


def test_no_robot_keeps_it_and_the_sitemap_does_not_name_it(client, event):
    agree(event, "Ada")
    shown = client.get(PAGE)
    assert shown.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in text(shown)
    assert "participants" not in text(client.get("/sitemap.xml"))


def test_without_the_rule_there_is_no_page_and_no_way_to_it(client, event):
    agree(event, "Ada")
    programme = "/events/space/programme/"
    tag = client.get(PAGE).headers["ETag"]
    assert PAGE in text(client.get(programme))
    rules = RegistrationRules.objects.get()
    rules.asks_participants = False
    rules.save()
    assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 404
    assert PAGE not in text(client.get(programme))


def test_nothing_leads_to_a_list_in_which_nobody_stands(client, event):
    programme = "/events/space/programme/"
    assert PAGE not in text(client.get(programme))
    assert "Guests who agree to it are named here" in text(client.get(PAGE))
    agree(event, "Ada")
    assert PAGE in text(client.get(programme))


def test_the_page_is_kept_until_the_list_changes(client, event, django_assert_num_queries):
    guest = agree(event, "Ada")
    tag = client.get(PAGE).headers["ETag"]
    with django_assert_num_queries(1):
        assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 304
    guest.consents.update(withdrawn_at=event.starts_at)
    Event.objects.filter(pk=event.pk).update(participants_version=2)
    assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 200
    assert names(client) == []


def test_a_long_list_has_pages_and_costs_the_same(client, event, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(participants, "ON_A_PAGE", 2)
    for name in "CABED":
        agree(event, name)
    assert names(client) == ["A", "B"]
    assert names(client, "?page=3") == ["E"]
    assert "Page 1 of 3" in text(client.get(PAGE))
    cache.clear()
    with django_assert_max_num_queries(5):
        client.get(f"{PAGE}?page=2")


@pytest.mark.parametrize("query", ["?page=0", "?page=abc", "?page=-1", "?page=1"])
def test_a_page_that_there_is_not_is_the_first(client, event, query):
    agree(event, "Ada")
    assert client.get(PAGE + query).headers["ETag"]
    assert names(client, query) == ["Ada"]


def test_names_are_text(client, event):
    agree(event, "<b>Ada</b>")
    assert "&lt;b&gt;Ada&lt;/b&gt;" in text(client.get(PAGE))
