import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from registrations import services
from registrations.models import Registration
from symposium.kit.text import one_line
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db

ADA = {"name": "Ada Lovelace", "email": "ada@example.org", "affiliation": "Analytical Society", "consent": "on"}


@pytest.fixture
def event():
    return make_event(slug="night")


def post(client, data, **headers):
    return client.post("/events/night/register/", data, **headers)


def page(response):
    return response.content.decode()


def test_a_guest_registers_on_one_page_and_comes_to_their_own(client, event):
    response = client.get("/events/night/register/")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page(response)))
    response = post(client, ADA | hidden)
    guest = Registration.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"/registrations/{guest.token}/")
    for _reload in range(2):
        shown = client.get(response.headers["Location"])
        assert shown.status_code == 200
        assert "Ada Lovelace" in page(shown)
        assert shown.headers["Cache-Control"] == "private, no-store"
        assert shown.headers["X-Robots-Tag"] == "noindex"


def test_at_most_five_fields_are_asked_of_a_guest(client, event):
    fields = re.findall(
        r'<(?:input|select|textarea)[^>]* name="(\w+)"[^>]*>', page(client.get("/events/night/register/"))
    )
    hidden = {"csrfmiddlewaretoken", "submission", "mark", "accepts_waiting", "website", "register"}
    assert set(fields) - hidden == {"name", "email", "affiliation", "consent"}


def test_the_mail_leads_back_to_the_guests_page(client, event, outbox):
    post(client, ADA)
    (message,) = outbox()
    address = re.search(r"http://testserver(/registrations/\S+/)", message.body)[1]
    assert "Ada Lovelace" in page(Client().get(address))
    assert message.to == ["Ada Lovelace <ada@example.org>"]
    for body in (message.body, message.alternatives[0].content):
        assert event.name in body
        assert event.when_in_words in body
        assert address in body


def test_the_mail_brings_the_event_and_the_cancellation_takes_it_away(client, event, outbox):
    post(client, ADA)
    guest = Registration.objects.get()
    client.post(f"/registrations/{guest.token}/cancel/")
    first, second = outbox()
    entries = [message.alternatives[-1].content for message in (first, second)]
    methods = [re.search(r"METHOD:(\w+)", entry)[1] for entry in entries]
    uids = [re.search(r"UID:(\S+)", entry)[1] for entry in entries]
    sequences = [int(re.search(r"SEQUENCE:(\d+)", entry)[1]) for entry in entries]
    assert methods == ["REQUEST", "CANCEL"]
    assert uids[0] == uids[1]
    assert sequences[1] > sequences[0]


def test_cancelling_is_asked_once_and_done_once(client, event):
    post(client, ADA)
    guest = Registration.objects.get()
    address = f"/registrations/{guest.token}/cancel/"
    assert client.get(address).status_code == 200
    guest.refresh_from_db()
    assert guest.is_confirmed, "looking at the question cancels nothing"
    for _twice in range(2):
        assert client.post(address).headers["Location"] == f"/registrations/{guest.token}/"
    guest.refresh_from_db()
    event.refresh_from_db()
    assert (guest.is_cancelled, event.seats_taken) == (True, 0)


def test_a_stranger_cannot_tell_whether_an_address_is_registered(event):
    pages, statuses = [], []
    for name in ("Ada Lovelace", "Ada Lovelace"):
        client = Client()
        response = post(client, ADA | {"name": name, "submission": uuid4().hex})
        shown = client.get(response.headers["Location"])
        token = response.headers["Location"].split("/")[2]
        statuses.append((response.status_code, shown.status_code))
        reference = Registration.objects.by_token(token).reference
        pages.append(page(shown).replace(token, "TOKEN").replace(reference, "REFERENCE"))
    assert statuses == [(302, 200), (302, 200)]
    assert pages[0] == pages[1]
    event.refresh_from_db()
    assert event.seats_taken == 1


def test_a_form_that_is_sent_twice_leads_to_the_same_page(client, event):
    data = ADA | {"submission": uuid4().hex}
    assert post(client, data).headers["Location"] == post(client, data).headers["Location"]
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Tell us your name."),
        ({"name": "\u200b\u202e"}, "Tell us your name."),
        ({"name": "x" * 161}, "at most 160 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed."),
        ({"email": ""}, "Tell us where to send your confirmation."),
        ({"email": "ada@"}, "This does not look like an e-mail address."),
        ({"email": "ada@example.org\nBcc: all@example.org"}, "This does not look like an e-mail address."),
        ({"consent": ""}, "only register you if you agree"),
        ({"website": "http://spam.example"}, "it catches robots"),
    ],
)
def test_a_mistake_is_named_by_its_field_and_nothing_typed_is_lost(client, event, change, words):
    response = post(client, ADA | {"name": "Grace Hopper"} | change)
    assert response.status_code == 422
    assert words in page(response)
    assert 'value="Analytical Society"' in page(response)
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "name", ["漢字 花子", "عبد الله", "🛰 Ariel", "O’Neill <b>", "'; DROP TABLE x; --", "{{ 7*7 }}", "=1+1", "e\u0301"]
)
def test_names_of_every_kind_are_shown_as_they_are_written(client, event, name):
    response = post(client, ADA | {"name": name})
    shown = page(client.get(response.headers["Location"]))
    assert escape(one_line(name)) in shown


@pytest.mark.parametrize("address", ["a@" + ("ß" * 31 + ".") * 7 + "de", "a@bücher.example", "ß" * 60 + "@example.org"])
def test_addresses_that_grow_when_they_are_compared_are_taken_or_refused(client, event, address):
    assert post(client, ADA | {"email": address}).status_code in {302, 422}


def test_one_mailbox_is_one_address_however_its_domain_is_written(client, event):
    for address in ("a@bücher.example", "a@xn--bcher-kva.example", "A@BÜCHER.example"):
        post(client, ADA | {"email": address, "submission": uuid4().hex})
    event.refresh_from_db()
    assert event.seats_taken == 1


def test_who_mends_their_name_and_sends_the_form_again_is_the_same_guest(client, event):
    data = ADA | {"submission": uuid4().hex}
    first = post(client, data).headers["Location"]
    assert post(client, data | {"name": "Ada King"}).headers["Location"] == first
    assert "Ada King" in page(client.get(first))
    assert Registration.objects.count() == 1


def test_the_guests_own_link_is_not_put_into_their_calendar(client, event, outbox):
    post(client, ADA)
    (message,) = outbox()
    assert "/registrations/" not in message.alternatives[-1].content.replace("\r\n ", "")


def test_without_its_cookie_the_form_explains_and_keeps_what_was_typed(event):
    strict = Client(enforce_csrf_checks=True)
    response = post(strict, ADA)
    assert response.status_code == 403
    assert "nothing has been registered" in page(response)
    assert 'value="ada@example.org"' in page(response)
    assert not Registration.objects.exists()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page(response))[1]
    assert post(strict, ADA | {"csrfmiddlewaretoken": token}).status_code == 302


def test_without_its_cookie_a_cancellation_explains_and_cancels_nothing(event):
    guest = services.register(event, name="Ada", email="ada@example.org")
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(f"/registrations/{guest.token}/cancel/")
    assert response.status_code == 403
    assert "nothing has been cancelled" in page(response)
    guest.refresh_from_db()
    assert guest.is_confirmed


def test_when_the_last_place_goes_while_the_form_is_open_the_waiting_list_is_offered(client):
    event = make_event(slug="night", capacity=1)
    client.get("/events/night/register/")
    services.register(event, name="Bea", email="bea@example.org")
    response = post(client, ADA | {"accepts_waiting": ""})
    assert response.status_code == 409
    assert "last place has just been taken" in page(response)
    assert 'value="ada@example.org"' in page(response)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page(response)))
    assert post(client, ADA | hidden).status_code == 302
    assert Registration.objects.get(email="ada@example.org").is_waiting


def test_a_full_event_offers_the_waiting_list_at_once(client):
    event = make_event(slug="night", capacity=1)
    services.register(event, name="Bea", email="bea@example.org")
    response = client.get("/events/night/register/")
    assert "Join the waiting list" in page(response)
    response = post(client, ADA | {"accepts_waiting": "in_person"})
    guest = Registration.objects.get(email="ada@example.org")
    assert guest.is_waiting
    assert "waiting list" in page(client.get(response.headers["Location"])).lower()


@pytest.mark.parametrize(
    "fields",
    [
        {"policy": "closed"},
        {"registration_opens_at": timezone.now() + timedelta(days=2)},
        {"registration_closes_at": timezone.now() - timedelta(days=2)},
        {"state": "cancelled"},
        {"state": "postponed"},
        {"state": "over"},
        {"capacity": 0, "has_waiting_list": False},
    ],
)
def test_closed_registration_shows_no_form_and_takes_no_post(client, fields):
    make_event(slug="night", **fields)
    shown = client.get("/events/night/register/")
    assert shown.status_code == 200
    assert 'name="email"' not in page(shown)
    assert post(client, ADA).status_code == 409
    assert not Registration.objects.exists()


def test_registration_that_was_open_says_when_it_closed(client):
    make_event(slug="night", registration_closes_at=timezone.now().replace(year=2025, month=3, day=4, hour=12))
    assert "4 March 2025" in page(client.get("/events/night/register/"))


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 4000, "%00", "..%2f..", "é"])
def test_a_wrong_link_is_the_same_page_as_an_unknown_address(client, event, token):
    unknown = client.get("/events/nowhere/")
    for address in (f"/registrations/{token}/", f"/registrations/{token}/cancel/"):
        response = client.get(address)
        assert response.status_code == 404
        assert page(response) == page(unknown)


def test_drafts_take_no_registrations_and_show_none(client):
    make_event(slug="night", state="draft")
    assert client.get("/events/night/register/").status_code == 404
    assert post(client, ADA).status_code == 404


def test_a_body_of_ten_megabytes_is_refused_with_words(client, event):
    response = post(client, ADA | {"name": "x" * 10_000_000})
    assert response.status_code in {400, 413}
    assert "too" in page(response)
    assert not Registration.objects.exists()


def test_the_guests_page_asks_for_few_queries(client, event, django_assert_max_num_queries):
    post(client, ADA)
    with django_assert_max_num_queries(4):
        client.get(f"/registrations/{Registration.objects.get().token}/")


def test_registering_costs_few_queries_however_many_guests_there_are(client, event, django_assert_max_num_queries):
    for _guest in range(30):
        make_registration(event)
    with django_assert_max_num_queries(16):
        post(client, ADA)
    assert mail.outbox == []
